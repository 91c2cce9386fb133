"""What may only be read: an SQLite file on a medium, or in a folder, where this program may not write.

An auditor's copy is such a file. SQLite writes beside a file in WAL mode even to read it, unless told that nobody else
writes it.
"""

import os
from pathlib import Path
from urllib.parse import quote


def read_only(file: Path) -> bool:
    """Say whether a file is there and it, or its folder, may not be written."""
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def uri_to_read(file: Path) -> str:
    """Give SQLite's URI to read a file only; where nothing of a writer lies beside it, nobody is taken to write it.

    A writer that has not written yet has an empty log, but always its shared memory.
    """
    log, shared = (file.with_name(f"{file.name}-{end}") for end in ("wal", "shm"))
    alone = not shared.exists() and not (log.exists() and log.stat().st_size)
    return f"file:{quote(str(file.absolute()))}?mode=ro{'&immutable=1' if alone else ''}"
