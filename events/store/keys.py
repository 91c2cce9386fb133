"""The key file: one secret per subject and class, apart from the ledger, so that erasing a key erases a class."""

import json
import os
import sqlite3
import threading
from base64 import b64decode, b64encode
from collections.abc import Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESGCMSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from events.personal import Sealed
from events.store.errors import Unavailable
from events.store.medium import read_only, uri_to_read

_KEY_BYTES = 32
_NONCE_BYTES = 12
_LOOK_AGAIN = 1.0
"""Seconds in which what another process has destroyed the key of may still be read here."""
_SEVERAL = "SELECT ref, secret FROM key WHERE ref IN (SELECT value FROM json_each(?))"
_NO_NONCE = bytes(_NONCE_BYTES)
"""AES-GCM-SIV may meet a nonce again: all it then tells is that two files are equal."""


def _to_keep(path: Path | None) -> sqlite3.Connection:
    """Open the file, or one in memory, making it where there is none."""
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))  # its time stays as it is
    file = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None, timeout=5.0)
    for pragma in ("journal_mode=DELETE", "secure_delete=ON", "synchronous=FULL"):
        file.execute(f"PRAGMA {pragma}")
    file.execute("CREATE TABLE IF NOT EXISTS key(ref TEXT PRIMARY KEY, secret BLOB NOT NULL)")
    return file


def _to_read(path: Path) -> sqlite3.Connection:
    """Open a copy on a medium that takes no writes."""
    return sqlite3.connect(uri_to_read(path), uri=True, check_same_thread=False, isolation_level=None)


class KeyFile:
    """A small SQLite file with secure deletion; keys are made before the event that needs them is written."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, making it where there is none; without a path no key is known and none is kept."""
        self.path = path
        self._lock = threading.Lock()
        self._known: dict[str, bytes] = {}
        self._looked = 0.0
        self._state = 0
        try:
            self._file = _to_read(path) if path is not None and read_only(path) else _to_keep(path)
        except (OSError, sqlite3.Error) as fault:
            name = path.name if path is not None else ""
            raise Unavailable(f"không mở được tệp khoá {name}: {fault}") from fault

    @property
    def is_empty(self) -> bool:
        """Say whether no key was ever kept here, or none is left."""
        with self._held("không đọc được tệp khoá"):
            return self._file.execute("SELECT 1 FROM key LIMIT 1").fetchone() is None

    @contextmanager
    def _held(self, otherwise: str) -> Iterator[None]:
        """Have the file to oneself among the threads; says `otherwise` of a file that is locked, full or broken."""
        with self._lock:
            try:
                yield
            except sqlite3.Error as fault:
                if self._file.in_transaction:
                    self._file.execute("ROLLBACK")
                raise Unavailable(f"{otherwise}: {fault}") from fault

    def _forget_destroyed(self, *, at_once: bool = False) -> None:
        """Where another process has written the file, forget what was read before; a reader looks once a second at most."""
        now = monotonic()
        if now - self._looked < _LOOK_AGAIN and not at_once:
            return
        with self._held("không đọc được tệp khoá"):
            state = self._file.execute("PRAGMA data_version").fetchone()[0]
        self._looked = now
        if state != self._state:
            self._state = state
            self._known.clear()

    def look_anew(self) -> None:
        """Forget at once what another process has destroyed, for whoever keeps what is found here."""
        self._forget_destroyed(at_once=True)

    def ensure(self, refs: Iterable[str]) -> None:
        """Make the keys that do not exist yet, durably, in one transaction: nothing is sealed under a destroyed one."""
        wanted = set(refs)
        if not wanted:
            return
        self._forget_destroyed(at_once=True)
        missing = sorted(wanted - self._known.keys())
        if not missing:
            return
        made = {ref: os.urandom(_KEY_BYTES) for ref in missing}
        with self._held("không ghi được tệp khoá"):
            self._file.execute("BEGIN IMMEDIATE")
            written = self._file.executemany(
                "INSERT INTO key(ref, secret) VALUES (?,?) ON CONFLICT DO NOTHING", made.items()
            )
            self._file.execute("COMMIT")
        if written.rowcount == len(made):
            self._known.update(made)
            return
        for ref in missing:
            self.secret(ref)

    def secret(self, ref: str) -> bytes | None:
        """Give the key called `ref`; None when it was never made or has been erased."""
        self._forget_destroyed()
        known = self._known.get(ref)
        if known is None and (known := self._read(ref)) is not None:
            self._known[ref] = known
        return known

    def look_up(self, refs: Iterable[str]) -> None:
        """Read keys that will be asked for one by one, with one question."""
        self._forget_destroyed()
        missing = sorted(set(refs) - self._known.keys())
        if not missing:
            return
        with self._held("không đọc được tệp khoá"):
            self._known.update(self._file.execute(_SEVERAL, (json.dumps(missing),)).fetchall())

    @property
    def state(self) -> Hashable:
        """Give a mark that is another one when the file was written to, or another was put in its place."""
        told = self.path.stat() if self.path is not None else None
        return told and (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns)

    def holds(self, ref: str) -> bool:
        """Say whether there is a key called `ref`."""
        return self._read(ref) is not None

    def _read(self, ref: str) -> bytes | None:
        with self._held("không đọc được tệp khoá"):
            row = self._file.execute("SELECT secret FROM key WHERE ref = ?", (ref,)).fetchone()
        secret: bytes | None = row[0] if row is not None else None
        return secret

    def keep(self, secrets: Mapping[str, bytes]) -> None:
        """Write secrets made elsewhere, durably, in one transaction; a name that is there keeps what it has."""
        with self._held("không ghi được tệp khoá"):
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany(
                "INSERT INTO key(ref, secret) VALUES (?,?) ON CONFLICT DO NOTHING", secrets.items()
            )
            self._file.execute("COMMIT")

    def destroy(self, beginning: str) -> None:
        """Erase every secret whose name begins so, overwriting it in the file."""
        with self._held("không ghi được tệp khoá"):
            self._file.execute("DELETE FROM key WHERE substr(ref, 1, ?) = ?", (len(beginning), beginning))
        for ref in [ref for ref in self._known if ref.startswith(beginning)]:
            del self._known[ref]

    def names(self, beginning: str) -> list[str]:
        """List the names of secrets that begin so."""
        with self._held("không đọc được tệp khoá"):
            rows = self._file.execute(
                "SELECT ref FROM key WHERE substr(ref, 1, ?) = ? ORDER BY ref", (len(beginning), beginning)
            ).fetchall()
        return [row[0] for row in rows]

    def _must(self, ref: str) -> bytes:
        secret = self.secret(ref)
        if secret is None:
            raise Unavailable(f"khoá {ref} vừa bị xoá; chưa có gì được ghi, xin thử lại")
        return secret

    def seal(self, ref: str, place: str, text: str) -> str:
        """Encrypt `text` under `ref`, bound to its place; the key must exist."""
        secret = self._must(ref)
        nonce = os.urandom(_NONCE_BYTES)
        return b64encode(nonce + AESGCM(secret).encrypt(nonce, text.encode(), place.encode())).decode()

    def open(self, sealed: Sealed, *, remember: bool = True) -> str | None:
        """Decrypt a field; None when its key was erased or it does not belong to its place.

        Whoever goes through a whole log need not `remember` its keys.
        """
        secret = self.secret(sealed.ref) if remember else self._read(sealed.ref)
        if secret is None:
            return None
        try:
            box = b64decode(sealed.cipher)
            return (
                AESGCM(secret).decrypt(box[:_NONCE_BYTES], box[_NONCE_BYTES:], sealed.place.encode()).decode()
            )
        except (InvalidTag, ValueError):
            return None

    def seal_file(self, ref: str, content: bytes) -> bytes:
        """Encrypt a file under `ref`; the same file under the same key gives the same bytes, so twice is once."""
        return self._files(ref, self._must(ref)).encrypt(_NO_NONCE, content, ref.encode())

    def open_file(self, ref: str, box: bytes) -> bytes | None:
        """Decrypt a file; None when its key was erased or is another's."""
        secret = self.secret(ref)
        if secret is None:
            return None
        try:
            return self._files(ref, secret).decrypt(_NO_NONCE, box, ref.encode())
        except InvalidTag:
            return None

    @staticmethod
    def _files(ref: str, secret: bytes) -> AESGCMSIV:
        """Derive the key for files from the key for fields: erasing one erases both, using one never weakens the other."""
        derived = HKDF(SHA256(), _KEY_BYTES, salt=None, info=b"sovang file " + ref.encode()).derive(secret)
        return AESGCMSIV(derived)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
