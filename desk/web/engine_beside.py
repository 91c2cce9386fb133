"""The engine beside the desk: begun with it, begun again when it ends by itself, ended with it."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence

from workflows.engine import EXIT_TAMPERED

PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds before it is begun again, longer each time; the last one stays."""
STEADY = 600.0
"""Whatever has run so long begins again at once."""
END_SECONDS = 30.0


def engine_line() -> list[str]:
    """Give the line that runs an engine which ends with this process."""
    return [sys.executable, "-m", "workflows.engine", str(os.getpid())]


class EngineBeside:
    """A child that is watched; `say` takes a sentence for whoever looks at the terminal."""

    def __init__(
        self, line: Sequence[str], say: Callable[[str], None], pauses: Sequence[float] = PAUSES
    ) -> None:
        self._line = line
        self._say = say
        self._pauses = pauses
        self._changing = threading.Lock()
        self._stopping = threading.Event()
        self.child = self._begun()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _begun(self) -> subprocess.Popen[bytes]:
        """Begin it in a group of its own: an interrupt at the terminal is the desk's, which ends it in order."""
        return subprocess.Popen(self._line, process_group=0)  # noqa: S603  # our own module

    def _watch(self) -> None:
        quick = 0
        while True:
            began = time.monotonic()
            code = self.child.wait()
            if self._stopping.is_set():
                return
            if code == EXIT_TAMPERED:
                self._say("Engine đã dừng hẳn vì sổ có dấu hiệu bị sửa; hãy chạy: sovang audit verify")
                return
            quick = 0 if time.monotonic() - began > STEADY else quick
            pause = self._pauses[min(quick, len(self._pauses) - 1)]
            self._say(f"Engine đã dừng (mã {code}): thư, nhắc việc đang chờ. Chạy lại sau {pause:g} giây.")
            if self._stopping.wait(pause):
                return
            quick += 1
            with self._changing:
                if self._stopping.is_set():
                    return
                self.child = self._begun()

    def stop(self) -> None:
        """End it, in order if it can."""
        self._stopping.set()
        with self._changing:
            self.child.terminate()
        try:
            self.child.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.child.kill()
        self._watcher.join(END_SECONDS)
