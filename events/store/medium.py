"""What may only be read: an SQLite file on a medium, or in a folder, where this program may not write.

An auditor's copy is such a file. SQLite writes beside a file in WAL mode even to read it, unless told that nobody else
writes it.
"""

import os
from pathlib import Path
from urllib.parse import quote


def read_only(file: Path) -> bool:
    """Say whether a file is there and neither it nor its folder may be written."""
    return file.exists() and not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK))


def uri_to_read(file: Path) -> str:
    """Give SQLite's URI to read a file only; where no log of writes lies beside it, nobody is taken to write it."""
    log = file.with_name(f"{file.name}-wal")
    alone = not (log.exists() and log.stat().st_size)
    return f"file:{quote(str(file.absolute()))}?mode=ro{'&immutable=1' if alone else ''}"
