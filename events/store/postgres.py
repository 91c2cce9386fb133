"""The hot path on PostgreSQL: lock and head in one round trip; events, read tables and COMMIT in a second."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from struct import pack
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
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
)
from events.store.hot import CommandValues, EventValues, Head, Hot
from events.store.pipeline import BYTEA, INT4, INT8, TEXT, Pipeline, array, rows_of
from events.store.statements import POSTGRES, Statement

LOCK = 7_364_212_011
"""The advisory lock that gives the log its one order; the same for every writer of a database."""

MANY = 1_000
"""So many statements may wait; a rebuild writes more."""
_PLANS = "SET plan_cache_mode TO force_generic_plan; SET enable_seqscan TO off; SET jit TO off"
"""Every hot statement has its index: it is planned once, and a plan made while the log was empty stays good."""
_PATIENCE = "SET lock_timeout TO '5s'"
"""As long as SQLite's busy timeout: a writer behind a stuck one is told, and does not hang with it."""
_BEGIN = "BEGIN ISOLATION LEVEL READ COMMITTED"
_LOCK = f"SELECT pg_advisory_xact_lock({LOCK})"
_HEAD = (
    "SELECT '', seq, recorded_at FROM (SELECT seq, recorded_at FROM event ORDER BY seq DESC LIMIT 1) AS head"
    " UNION ALL SELECT asked, coalesce((SELECT version FROM event WHERE stream = asked"
    " ORDER BY version DESC LIMIT 1), 0), '' FROM unnest($1::text[]) AS asked"
)
_INSERT = (
    "WITH c AS (INSERT INTO command(id, digest, first_seq, last_seq) SELECT * FROM unnest("
    "$1::text[], $2::text[], $3::bigint[], $4::bigint[])) "
    "INSERT INTO event(seq, stream, version, type, at, recorded_at, leaf, hash) SELECT * FROM unnest("
    "$5::bigint[], $6::text[], $7::int[], $8::text[], $9::text[], $10::text[], $11::bytea[], $12::bytea[])"
)
_FREE = "DELETE FROM reservation WHERE stream = $1"
_TAKE = (
    "INSERT INTO reservation(key, stream) VALUES ($1, $2)"
    " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING stream"
)
_LOAD_ALL = "SELECT seq, stream, version, type, leaf FROM event WHERE stream = ANY(%b::text[]) ORDER BY stream, version"
_AT = "SELECT seq, stream, version, type, leaf FROM event WHERE seq = ANY(%b::bigint[]) ORDER BY seq"
_LOAD = "SELECT seq, stream, version, type, leaf FROM event WHERE stream = %b::text AND version > %b::int ORDER BY version"
_PAGE = (
    "SELECT seq, stream, version, type, leaf FROM event"
    " WHERE seq > %b::bigint AND seq <= %b::bigint ORDER BY seq LIMIT %b::int"
)
_BYTES = "SELECT seq, type, leaf FROM event WHERE seq > %b::bigint AND seq <= %b::bigint ORDER BY seq LIMIT %b::int"


def _explain(fault: psycopg.Error) -> StoreError:
    if isinstance(fault, psycopg.errors.UniqueViolation):
        match fault.diag.table_name:
            case "event":
                return Conflict("dòng sự kiện đã thay đổi")
            case "command":
                return DuplicateCommand("lệnh này đã được ghi")
    if isinstance(fault, psycopg.errors.UndefinedTable):
        return NotOpened(NO_TABLES)
    if isinstance(fault, psycopg.errors.LockNotAvailable):
        return Unavailable(BUSY)
    return Unavailable(f"cơ sở dữ liệu không ghi hoặc đọc được: {fault.diag.message_primary or fault}")


class PostgresHot(Hot):
    """One psycopg connection in autocommit, its statements prepared at first use."""

    statements = POSTGRES
    mark = "%s"

    def __init__(self, raw: PoolProxiedConnection) -> None:
        super().__init__(raw)
        connection: psycopg.Connection[Any] = self.driver
        connection.rollback()
        connection.autocommit = True
        connection.prepare_threshold = 0
        self._connection = connection
        self._cursor = connection.cursor(binary=True)
        connection.execute(f"{_PLANS}; {_PATIENCE}", prepare=False)
        self._pipeline = Pipeline(connection)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as fault:
            self.broken = self.broken or self._connection.closed
            raise _explain(fault) from fault

    @override
    def begin(self, streams: Sequence[str]) -> Head:
        with self._explained():
            self._pipeline.add(_BEGIN)
            self._pipeline.add(_LOCK)
            self._pipeline.add(_HEAD, array(TEXT, [name.encode() for name in streams]))
            answer = self._pipeline.send()[-1]
        seq, recorded_at, versions = 0, "", {}
        for name, number, instant in rows_of(answer):
            if name:
                versions[name] = int(number)
            else:
                seq, recorded_at = int(number), instant
        return Head(seq, recorded_at, versions)

    @override
    def insert(self, rows: Sequence[EventValues], commands: Sequence[CommandValues]) -> None:
        seqs, streams, versions, types, ats, recorded, leaves, hashes = zip(*rows, strict=True)
        ids, digests, firsts, lasts = zip(*commands, strict=True)
        with self._explained():
            self._pipeline.add(
                _INSERT,
                *(array(TEXT, [text.encode() for text in texts]) for texts in (ids, digests)),
                *(array(INT8, [pack("!q", place) for place in places]) for places in (firsts, lasts)),
                array(INT8, [pack("!q", seq) for seq in seqs]),
                array(TEXT, [stream.encode() for stream in streams]),
                array(INT4, [pack("!i", version) for version in versions]),
                *(array(TEXT, [text.encode() for text in texts]) for texts in (types, ats, recorded)),
                array(BYTEA, leaves),
                array(BYTEA, hashes),
            )

    @override
    def execute(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._explained():
            self._pipeline.send()
            cursor = self._connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    @override
    def write(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        with self._explained():
            for row in rows:
                self._pipeline.add(statement.sql, *statement.values(row))
            if len(self._pipeline) > MANY:
                self._pipeline.send()

    @override
    def free(self, streams: Sequence[str]) -> None:
        with self._explained():
            for stream in streams:
                self._pipeline.add(_FREE, stream)

    @override
    def take(self, keys: Sequence[tuple[str, str]]) -> list[str]:
        with self._explained():
            for key in keys:
                self._pipeline.add(_TAKE, *key)
            return [stream for answer in self._pipeline.send()[-len(keys) :] for (stream,) in rows_of(answer)]

    @override
    def commit(self) -> None:
        with self._explained():
            self._pipeline.add("COMMIT")
            self._pipeline.send()

    @override
    def rollback(self) -> None:
        self._pipeline.forget()
        try:
            if self._connection.info.transaction_status != TransactionStatus.IDLE:
                self._pipeline.add("ROLLBACK")  # psycopg's own would also forget every prepared statement
                self._pipeline.send()
        except psycopg.Error:
            self.broken = True

    @override
    def load(self, stream: str, after: int = 0) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_LOAD, (stream, after)).fetchall()]

    @override
    def load_all(self, streams: Sequence[str]) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_LOAD_ALL, (list(streams),)).fetchall()]

    @override
    def at(self, positions: Sequence[int]) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_AT, (list(positions),)).fetchall()]

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
            row = self._cursor.execute("SELECT seq FROM event ORDER BY seq DESC LIMIT 1").fetchone()
        return row[0] if row else 0
