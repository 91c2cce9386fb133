"""Attached files outside the log: sealed, named by the SHA-256 of what is stored, written before the event that names them."""

import fcntl
import hashlib
import os
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp

import msgspec

from events.store.errors import BlobMissing, Tampered, Unavailable
from events.store.ledger import Ledger

_NAME = re.compile(r"[0-9a-f]{64}")
_NEW = "new"
"""The folder of files that are still being written."""
_PRIVATE = 0o600


class BlobStore:
    """A folder of sealed files, each in a folder named by the first two digits of its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def adding(self) -> Iterator[None]:
        """Keep the sweep away from a file until the event that names it has been written."""
        with self._locked(fcntl.LOCK_SH):
            yield

    def put(self, box: bytes) -> str:
        """Store a sealed file durably and give its name; the same bytes are stored once."""
        name = hashlib.sha256(box).hexdigest()
        if self.state(name) != "held":
            try:
                self._write(name, box)
            except OSError as fault:
                raise Unavailable(f"không ghi được tệp đính kèm: {fault.strerror}") from fault
            if self.state(name) != "held":
                raise Unavailable("tệp đính kèm vừa ghi đọc lại không khớp; hãy kiểm tra đĩa")
        return name

    def get(self, name: str) -> bytes:
        """Read a sealed file; raises `BlobMissing` when it is not there and `Tampered` when it is not what was stored."""
        try:
            box = self._path(name).read_bytes()
        except FileNotFoundError as fault:
            raise BlobMissing(f"tệp đính kèm {name[:12]}… không còn trong kho") from fault
        if hashlib.sha256(box).hexdigest() != name:
            raise Tampered(f"tệp đính kèm {name[:12]}… đã bị thay đổi")
        return box

    def state(self, name: str) -> str:
        """Say whether a file is `held` as it was stored, `missing` or `altered`."""
        try:
            self.get(name)
        except BlobMissing:
            return "missing"
        except (Tampered, OSError):
            return "altered"
        return "held"

    def names(self) -> Iterator[str]:
        """List what is stored."""
        for file in sorted(self.folder.glob("[0-9a-f][0-9a-f]/*")):
            if _NAME.fullmatch(file.name):
                yield file.name

    def sweep(self, wanted: Callable[[], Collection[str]], *, dry_run: bool = False) -> list[str]:
        """Remove what no event names, and what was never finished; `wanted` is asked once nobody is adding."""
        with self._locked(fcntl.LOCK_EX):
            kept = wanted()
            orphans = [name for name in self.names() if name not in kept]
            unfinished = sorted((self.folder / _NEW).glob("*"))
            if not dry_run:
                for file in (*(self._path(name) for name in orphans), *unfinished):
                    file.unlink(missing_ok=True)
        return [*orphans, *(file.name for file in unfinished)]

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise BlobMissing("mã tệp đính kèm không đúng dạng")
        return self.folder / name[:2] / name

    def _write(self, name: str, box: bytes) -> None:
        path = self._path(name)
        for folder in (self.folder / _NEW, path.parent):
            if not folder.is_dir():
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)
                _settle(self.folder)
        opened, new = mkstemp(dir=self.folder / _NEW)
        with os.fdopen(opened, "wb") as file:
            file.write(box)
            file.flush()
            os.fsync(file.fileno())
        Path(new).replace(path)
        _settle(path.parent)

    @contextmanager
    def _locked(self, how: int) -> Iterator[None]:
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, _PRIVATE)
        except OSError as fault:
            raise Unavailable(f"không mở được kho tệp đính kèm: {fault.strerror}") from fault
        try:
            fcntl.flock(lock, how)
            yield
        finally:
            os.close(lock)


def blob_names(data: bytes) -> Iterator[str]:
    """List the files that an event's data name, in whatever field they stand."""
    if b'"sha256":' in data and b'"media":' in data:
        yield from _named(msgspec.json.decode(data))


def _named(value: object) -> Iterator[str]:
    match value:
        case {"sha256": str(name), "media": str(), "key": str()}:
            yield name
        case dict():
            for item in value.values():
                yield from _named(item)
        case list():
            for item in value:
                yield from _named(item)
        case _:
            return


def recorded(ledger: Ledger) -> set[str]:
    """Give every file that the log names."""
    return {name for page in ledger.pages() for row in page for name in blob_names(bytes(row.envelope.data))}


def _settle(folder: Path) -> None:
    """Make the entries of a folder durable."""
    entry = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(entry)
    finally:
        os.close(entry)
