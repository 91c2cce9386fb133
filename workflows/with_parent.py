"""A process that ends with the one that began it, also when that one is killed and can tell nobody."""

import os
import signal
import threading
import time

LOOK_SECONDS = 1.0


def end_with(parent: int) -> None:
    """End this process in order once `parent` is no longer its parent."""
    threading.Thread(target=_watch, args=(parent,), daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
