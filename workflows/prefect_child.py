"""The child that serves Prefect's API on loopback, and ends itself when no engine has owned it for a while."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import uvicorn
from prefect.server.api.server import create_app

from workflows.prefect_server import owner_file

ORPHAN_SECONDS = 30.0
LOOK_SECONDS = 2.0


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _watch_owner(home: Path) -> None:
    """End this process when no engine has owned it for a while."""
    alone_since: float | None = None
    while True:
        time.sleep(LOOK_SECONDS)
        try:
            owned = _alive(int(owner_file(home).read_text(encoding="utf-8")))
        except (OSError, ValueError):
            owned = False
        if owned:
            alone_since = None
        elif alone_since is None:
            alone_since = time.monotonic()
        elif time.monotonic() - alone_since > ORPHAN_SECONDS:
            os.kill(os.getpid(), signal.SIGTERM)
            return


def main(home: Path, port: int) -> None:
    """Serve Prefect's API on loopback."""
    threading.Thread(target=_watch_owner, args=(home,), daemon=True).start()
    uvicorn.run(create_app(), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
