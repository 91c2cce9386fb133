"""Whose work the processors do: some processes', this one's, and everything else that runs on the machine."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Worked:
    """Seconds since the machine, or the process, began; of two such looks the difference is what was done between."""

    at: float
    processes: Sequence[float]
    own: float
    machine: float

    @classmethod
    def look(cls, processes: Sequence[int]) -> "Worked":
        """Look at the clocks of the kernel, in user code and in the kernel together."""
        return cls(time.perf_counter(), [_of(one) for one in processes], time.process_time(), _busy())

    def since(self, before: "Worked") -> "Worked":
        """Give what was done since an earlier look."""
        return Worked(
            self.at - before.at,
            [now - then for now, then in zip(self.processes, before.processes, strict=True)],
            self.own - before.own,
            self.machine - before.machine,
        )

    def __str__(self) -> str:
        each = " + ".join(f"{seconds / self.at:.2f}" for seconds in self.processes)
        others = max(self.machine - sum(self.processes) - self.own, 0.0)
        return (
            f"processors of {os.cpu_count()}: the desk {each}, the readers {self.own / self.at:.2f},"
            f" everything else, a database server too, {others / self.at:.2f}"
        )


def _of(process: int) -> float:
    told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / TICKS


def _busy() -> float:
    """Give the seconds in which a processor did anything but wait."""
    first = Path("/proc/stat").read_text(encoding="utf-8").partition("\n")[0].split()[1:9]
    user, nice, system, _idle, _waiting, hard, soft, _stolen = map(int, first)
    return (user + nice + system + hard + soft) / TICKS
