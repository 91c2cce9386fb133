"""The hot path on PostgreSQL: lock and head in one round trip, all rows by unnest in a second, then COMMIT."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql as composed
from sqlalchemy.pool import PoolProxiedConnection
from typing_extensions import override

from events.envelope import Stored
from events.store.errors import NO_TABLES, Conflict, DuplicateCommand, NotOpened, StoreError, Unavailable
from events.store.hot import EventValues, Head, Hot
from events.store.statements import POSTGRES

LOCK = 7_364_212_011
"""The advisory lock that gives the log its one order; the same for every writer of a database."""

_BEGIN = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK});"
    " SELECT seq, recorded_at FROM event ORDER BY seq DESC LIMIT 1"
)
_VERSIONS = "; SELECT stream, max(version) FROM event WHERE stream = ANY({}) GROUP BY stream"
_INSERT = (
    "WITH c AS (INSERT INTO command(id, digest, first_seq, last_seq) VALUES (%b, %b, %b, %b)) "
    "INSERT INTO event(seq, stream, version, type, at, recorded_at, leaf, hash) SELECT * FROM unnest("
    "%b::bigint[], %b::text[], %b::int[], %b::text[], %b::text[], %b::text[], %b::bytea[], %b::bytea[])"
)
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

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as fault:
            self.broken = self.broken or self._connection.closed
            raise _explain(fault) from fault

    @override
    def begin(self, streams: Sequence[str]) -> Head:
        text = composed.SQL(_BEGIN + _VERSIONS if streams else _BEGIN).format(composed.Literal(list(streams)))
        with self._explained():
            cursor = self._connection.cursor()
            cursor.execute(text, prepare=False)
            cursor.nextset()
            cursor.nextset()
            seq, recorded_at = cursor.fetchone() or (0, "")
            found: dict[str, int] = dict(cursor.fetchall()) if streams and cursor.nextset() else {}
        return Head(seq, recorded_at, {name: found.get(name, 0) for name in streams})

    @override
    def insert(self, rows: Sequence[EventValues], command: tuple[str, str, int, int]) -> None:
        columns = [list(column) for column in zip(*rows, strict=True)]
        with self._explained():
            self._cursor.execute(_INSERT, (*command, *columns))

    @override
    def execute(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        with self._explained():
            cursor = self._connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    @override
    def executemany(self, sql: str, rows: Iterable[Sequence[Any] | Mapping[str, Any]]) -> None:
        listed = list(rows)
        with self._explained():
            if len(listed) == 1:
                self._connection.execute(sql, listed[0])
            else:
                self._connection.cursor().executemany(sql, listed)

    @override
    def commit(self) -> None:
        with self._explained():
            self._connection.execute("COMMIT")

    @override
    def rollback(self) -> None:
        try:
            self._connection.rollback()
        except psycopg.Error:
            self.broken = True

    @override
    def load(self, stream: str, after: int = 0) -> list[Stored]:
        with self._explained():
            return [Stored(*row) for row in self._cursor.execute(_LOAD, (stream, after)).fetchall()]

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
