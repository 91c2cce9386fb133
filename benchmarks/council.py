"""`python -m benchmarks.council`: a sealed vote of 25 members on 300 dossiers: receipts, the opening, every outcome.

The yardstick is a bare SQLite file in the same run and on the same disk: one row of the slip's size, committed and
synchronised, for a receipt; one such row an outcome for the recording.
"""

import argparse
import asyncio
import json
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median, quantiles

from benchmarks import surroundings
from domain.session.slip import length
from events.store.clock import SimulatedClock
from tests.ballots.chamber import Chamber, found_chamber, lines
from tests.workflows.handle.offices import START, found_office
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.reactor import Reactor, run_plainly

MEMBERS, LINES = 25, 300
RECEIPT_GOAL_MS, OUTCOMES_GOAL_S = 50.0, 8.0
OUTCOMES = ("nomination.recommended", "nomination.declined")


@dataclass(frozen=True, slots=True)
class Found:
    """What was measured, in milliseconds and seconds."""

    receipt_p50_ms: float
    receipt_p99_ms: float
    receipt_yardstick_p50_ms: float
    opening_s: float
    outcomes_s: float
    outcomes_yardstick_s: float
    outcomes: int

    @property
    def both_s(self) -> float:
        return self.opening_s + self.outcomes_s


def timed(act: object) -> float:
    started = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - started


def yardstick(folder: Path, rows: int) -> list[float]:
    """Commit rows of a slip's size one by one, each synchronised."""
    file = sqlite3.connect(folder / "yardstick.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        file.execute(f"PRAGMA {pragma}")
    file.execute("CREATE TABLE slip(tracker TEXT PRIMARY KEY, ciphertext BLOB) WITHOUT ROWID")
    said = b"\x00" * (length(lines(LINES)) + 48)
    taken = [
        timed(lambda row=row: file.execute("INSERT INTO slip VALUES (?, ?)", (f"{row:064}", said)))
        for row in range(rows)
    ]
    file.close()
    return taken


def measure(folder: Path) -> Found:
    office = found_office(folder, f"sqlite:///{folder / 'ledger.db'}", SimulatedClock(START))
    chamber = found_chamber(office, MEMBERS)
    own = lines(LINES)
    session = chamber.ready("bench", own)
    settle(chamber, folder)
    slips = [chamber.slip(session, member, {}, "b1") for member in chamber.members]
    receipts = [timed(lambda slip=slip: chamber.do(replace(slip, rest="for"))) for slip in slips]
    chamber.close(session, "b1")
    opening = timed(lambda: chamber.open_box(session, "b1"))
    outcomes = timed(lambda: settle(chamber, folder))
    advised = [row for row in office.log() if row.type in OUTCOMES]
    bare = yardstick(folder, LINES)
    office.house.close()
    return Found(
        receipt_p50_ms=median(receipts) * 1e3,
        receipt_p99_ms=quantiles(receipts, n=100)[-1] * 1e3,
        receipt_yardstick_p50_ms=median(bare) * 1e3,
        opening_s=opening,
        outcomes_s=outcomes,
        outcomes_yardstick_s=sum(bare),
        outcomes=len(advised),
    )


def settle(chamber: Chamber, folder: Path) -> None:
    """Let the reactions run, in chunks of a hundred, without Prefect."""
    claims = FileClaims(folder / "engine.lock")
    asyncio.run(Reactor(Workshop(chamber.office.handler), claims, run_plainly).drain())
    claims.close()


def told(found: Found) -> Sequence[str]:
    receipt, bare = found.receipt_p50_ms, found.receipt_yardstick_p50_ms
    recorded = found.outcomes_s / found.outcomes_yardstick_s
    return [
        (
            f"receipt of a slip: p50 {receipt:.1f} ms, p99 {found.receipt_p99_ms:.1f} ms, {receipt / bare:.1f} x a bare commit"
            f" (goal {RECEIPT_GOAL_MS:.0f} ms)"
        ),
        (
            f"opening {MEMBERS} slips on {LINES} dossiers: {found.opening_s:.2f} s; recording {found.outcomes} outcomes:"
            f" {found.outcomes_s:.2f} s, {recorded:.1f} x bare commits; together {found.both_s:.2f} s"
            f" (goal {OUTCOMES_GOAL_S:.0f} s)"
        ),
    ]


def main() -> int:
    """Measure, print, write; only a missing outcome makes it fail, never a time."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.council", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("var/bench-council.json"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sovang-bench-") as folder:
        found = measure(Path(folder))
    print("\n".join(told(found)))
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    about = {"machine": surroundings.machine(), "versions": surroundings.versions()}
    asked.out.write_text(json.dumps({**asdict(found), **about}, indent=2), encoding="utf-8")
    return 0 if found.outcomes == LINES else 1


if __name__ == "__main__":
    sys.exit(main())
