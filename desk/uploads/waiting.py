"""A file between two looks: it waits on this machine locked, and only the page that its sender holds can unlock it."""

import hashlib
import os
from pathlib import Path

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from nacl.utils import random

LONGEST = 3600.0
"""Seconds a file waits."""
MOST = 100
"""Files that wait at once; the oldest makes room."""
_PRIVATE = 0o600


class Waiting:
    """The files that wait in one folder, each for one person."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes, person: str) -> str:
        """Keep a file locked; gives the key, which is kept nowhere here."""
        self._folder.mkdir(parents=True, exist_ok=True)
        key = random(SecretBox.KEY_SIZE).hex()
        with os.fdopen(os.open(self._file(key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as out:
            out.write(bytes(_lock(key, person).encrypt(content)))
        self._sweep(self._file(key).stat().st_mtime)
        return key

    def get(self, key: str, person: str) -> bytes | None:
        """Unlock a file for whose it is; None when it waits no more, or was never theirs."""
        try:
            return _lock(key, person).decrypt(self._file(key).read_bytes())
        except (OSError, ValueError, CryptoError):
            return None

    def drop(self, key: str) -> None:
        """Remove a file that was taken in."""
        self._file(key).unlink(missing_ok=True)

    def _file(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()

    def _sweep(self, now: float) -> None:
        """Remove what has waited too long when a file comes in, by the file system's own time."""
        came = sorted((when, file) for file in self._folder.iterdir() if (when := _came(file)) is not None)
        over = len(came) - MOST
        for place, (when, file) in enumerate(came):
            if place < over or when < now - LONGEST:
                file.unlink(missing_ok=True)


def _came(file: Path) -> float | None:
    """Say when a file came in; None when somebody has just taken it."""
    try:
        return file.stat().st_mtime
    except FileNotFoundError:
        return None


def _lock(key: str, person: str) -> SecretBox:
    """Make the lock of a file: the key alone does not open it for anybody else."""
    return SecretBox(hashlib.blake2b(person.encode(), key=bytes.fromhex(key), digest_size=32).digest())
