"""Which letters a mailroom has begun to send and not yet told the log of: a small mapped file that outlives its process.

The log has no fact for it, which would cost each letter a commit. What stands here when the machine itself lost its
power may be missing, and a mailroom on another machine does not see it: then nothing is said of the attempt.
"""

import fcntl
import mmap
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp

from events.base import LetterId

FOLDER = "letters-begun"
"""Where the files of a ledger's mailrooms lie, in its data folder."""
SLOT = 160
"""Longer than the name of any letter."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """A letter that stands in a file: its attempt was begun, and what became of it was not recorded."""

    letter: LetterId
    version: int
    """The letter's, when it was begun."""
    file: Path
    place: int

    def forget(self) -> None:
        """Take it off the file, once the log tells of it."""
        with self.file.open("r+b") as file:
            file.seek(self.place)
            file.write(bytes(SLOT))


class Begun:
    """The file of one mailroom, with a slot for each of its lines; the files of others are read."""

    def __init__(self, folder: Path, lines: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._file, name = mkstemp(dir=folder)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._path = Path(name)
        os.truncate(self._file, SLOT * lines)
        self._slots = mmap.mmap(self._file, SLOT * lines)

    def begin(self, line: int, letter: LetterId, version: int) -> None:
        """Note that a line begins to send a letter at its version."""
        note = f"{version} {letter}".encode()[:SLOT]
        self._slots[line * SLOT : (line + 1) * SLOT] = note.ljust(SLOT, b"\0")

    def done(self, line: int) -> None:
        """Note that what became of it is on record, or that it surely was not sent."""
        self._slots[line * SLOT : (line + 1) * SLOT] = bytes(SLOT)

    def cut_off(self) -> list[CutOff]:
        """Give what stands in any file, asked between rounds: what others send just now is among it."""
        return [left for path in sorted(self._folder.iterdir()) for left in self._left_in(path)]

    def _left_in(self, path: Path) -> Iterator[CutOff]:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return
        places = [place for place in range(0, len(content), SLOT) if content[place]]
        if not places and path != self._path:
            _remove_if_dead(path)
        for place in places:
            version, _, name = content[place : place + SLOT].rstrip(b"\0").decode().partition(" ")
            yield CutOff(LetterId(name), int(version), path, place)

    def close(self) -> None:
        """Let go of the file, and take it away when nothing stands in it."""
        self._slots.close()
        os.close(self._file)
        if not any(self._path.read_bytes()):
            self._path.unlink()


def _remove_if_dead(path: Path) -> None:
    """Remove an empty file that no process holds."""
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink()
    except OSError:
        return
