"""The hot path on SQLite: BEGIN IMMEDIATE, executemany, one row at the end read for the head."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.pool import PoolProxiedConnection
from typing_extensions import override

from events.envelope import Stored
from events.store.errors import (
    BUSY,
    NO_TABLES,
    Conflict,
    DuplicateCommand,
    NotOpened,
    StoreError,
    Unavailable,
    file_fault,
)
from events.store.hot import CommandValues, EventValues, Head, Hot
from events.store.statements import SQLITE, Statement

PRAGMAS = (
    "PRAGMA page_size=8192",
    "PRAGMA journal_mode=WAL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA cache_size=-65536",
    "PRAGMA foreign_keys=ON",
    "PRAGMA wal_autocheckpoint=4000",
)

_HEAD = "SELECT seq, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
_VERSIONS = (
    "SELECT value, (SELECT max(version) FROM event WHERE stream = value) AS version FROM json_each(?)"
    " WHERE version IS NOT NULL"
)
_INSERT = (
    "INSERT INTO event(seq, stream, version, type, at, recorded_at, leaf, hash) VALUES (?,?,?,?,?,?,?,?)"
)
_COMMAND = "INSERT INTO command(id, digest, first_seq, last_seq) VALUES (?,?,?,?)"
_FREE = "DELETE FROM reservation WHERE stream = ?"
_TAKE = "INSERT INTO reservation(key, stream) VALUES (?,?) ON CONFLICT (key) DO NOTHING"
_HOLDER = "SELECT stream FROM reservation WHERE key = ?"
_LOAD = "SELECT seq, stream, version, type, leaf FROM event WHERE stream = ? AND version > ? ORDER BY version"
_LOAD_ALL = (
    "SELECT seq, stream, version, type, leaf FROM event WHERE stream IN (SELECT value FROM json_each(?))"
    " ORDER BY stream, version"
)
_AT = (
    "SELECT seq, stream, version, type, leaf FROM event WHERE seq IN (SELECT value FROM json_each(?))"
    " ORDER BY seq"
)
_PAGE = "SELECT seq, stream, version, type, leaf FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"
_BYTES = "SELECT seq, type, leaf FROM event WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?"


def _explain(fault: sqlite3.Error) -> StoreError:
    text = str(fault)
    if isinstance(fault, sqlite3.IntegrityError):
        if "event." in text:
            return Conflict("dòng sự kiện đã thay đổi")
        if "command.id" in text:
            return DuplicateCommand("lệnh này đã được ghi")
    if "no such table" in text:
        return NotOpened(NO_TABLES)
    if "database is locked" in text:
        return Unavailable(BUSY)
    return file_fault(text) or Unavailable(f"cơ sở dữ liệu không ghi hoặc đọc được: {text}")


class SqliteHot(Hot):
    """One sqlite3 connection in autocommit."""

    statements = SQLITE
    mark = "?"

    def __init__(self, raw: PoolProxiedConnection) -> None:
        super().__init__(raw)
        self.driver.isolation_level = None
        self._cursor: sqlite3.Cursor = self.driver.cursor()

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            raise _explain(fault) from fault

    @override
    def begin(self, streams: Sequence[str]) -> Head:
        with self._explained():
            self._cursor.execute("BEGIN IMMEDIATE")
            seq, recorded_at = self._cursor.execute(_HEAD).fetchone() or (0, "")
            versions = dict(self._cursor.execute(_VERSIONS, (json.dumps(list(streams)),)).fetchall())
        return Head(seq, recorded_at, versions)

    @override
    def insert(self, rows: Sequence[EventValues], commands: Sequence[CommandValues]) -> None:
        with self._explained():
            self._cursor.executemany(_COMMAND, commands)
            self._cursor.executemany(_INSERT, rows)

    @override
    def execute(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._explained():
            return self._cursor.execute(sql, values).fetchall()

    @override
    def write(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        with self._explained():
            self._cursor.executemany(statement.sql, list(map(statement.values, rows)))

    @override
    def free(self, streams: Sequence[str]) -> None:
        with self._explained():
            self._cursor.executemany(_FREE, [(stream,) for stream in streams])

    @override
    def take(self, keys: Sequence[tuple[str, str]]) -> list[str]:
        with self._explained():
            if self._cursor.executemany(_TAKE, keys).rowcount == len(keys):
                return [stream for _, stream in keys]
            return [self._cursor.execute(_HOLDER, (key,)).fetchone()[0] for key, _ in keys]

    @override
    def commit(self) -> None:
        with self._explained():
            self._cursor.execute("COMMIT")

    @override
    def rollback(self) -> None:
        if self.driver.in_transaction:
            self._cursor.execute("ROLLBACK")

    @override
    def load(self, stream: str, after: int = 0) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_LOAD, (stream, after)).fetchall()]

    @override
    def load_all(self, streams: Sequence[str]) -> list[Stored]:
        with self._explained():
            rows = self._cursor.execute(_LOAD_ALL, (json.dumps(list(streams)),)).fetchall()
        return [Stored(*row) for row in rows]

    @override
    def at(self, positions: Sequence[int]) -> list[Stored]:
        with self._explained():
            rows = self._cursor.execute(_AT, (json.dumps(list(positions)),)).fetchall()
        return [Stored(*row) for row in rows]

    @override
    def page(self, after: int, limit: int, until: int) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_PAGE, (after, until, limit)).fetchall()]

    @override
    def page_bytes(self, after: int, limit: int, until: int) -> list[tuple[int, str, bytes]]:
        with self._explained():
            return self._cursor.execute(_BYTES, (after, until, limit)).fetchall()

    @override
    def head_seq(self) -> int:
        with self._explained():
            row = self._cursor.execute(_HEAD).fetchone()
        return row[0] if row else 0
