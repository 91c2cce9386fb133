"""The hot statements on PostgreSQL below psycopg's cursors: prepared once, sent together, answered in one round trip."""

import selectors
from collections.abc import Iterator, Sequence
from struct import pack
from typing import Any

import psycopg
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

Value = bytes | str | int | None
"""What is sent: bytes as they are (an array packed by `array`, the binary form of anything), the rest as text."""
INT4, INT8, TEXT, BYTEA = 23, 20, 25, 17
"""The server's own numbers for the types of array elements."""
_GOOD = frozenset({ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK})


def array(oid: int, items: Sequence[bytes]) -> bytes:
    """Pack one array of elements that are already in their binary form."""
    packed = [pack("!iiiii", 1, 0, oid, len(items), 1)]
    for item in items:
        packed += (pack("!i", len(item)), item)
    return b"".join(packed)


def rows_of(answer: PGresult) -> Iterator[tuple[str, ...]]:
    """Read an answer that came as text; nothing in it is NULL."""
    columns = range(answer.nfields)
    for row in range(answer.ntuples):
        yield tuple((answer.get_value(row, column) or b"").decode() for column in columns)


def _text(value: Value) -> bytes | None:
    match value:
        case None | bytes():
            return value
        case bool():
            return b"t" if value else b"f"
        case _:
            return str(value).encode()


class Pipeline:
    """Statements waiting to be sent on one connection, in order."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        self._pgconn = connection.pgconn
        self._names: dict[str, bytes] = {}
        self._waiting: list[tuple[bytes, list[bytes | None], list[Format]]] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._pgconn.socket, selectors.EVENT_READ)

    def __len__(self) -> int:
        """Count the statements that wait."""
        return len(self._waiting)

    def add(self, sql: str, *values: Value) -> None:
        """Let a statement wait; it is prepared on the server when it is first used."""
        name = self._names.get(sql)
        if name is None:
            name = self._prepare(sql)
        formats = [Format.BINARY if type(value) is bytes else Format.TEXT for value in values]
        self._waiting.append((name, [_text(value) for value in values], formats))

    def _prepare(self, sql: str) -> bytes:
        name = f"sovang_{len(self._names)}".encode()
        answer = self._pgconn.prepare(name, sql.encode())
        if answer.status not in _GOOD:
            raise error_from_result(answer)
        self._names[sql] = name
        return name

    def send(self) -> list[PGresult]:
        """Send everything that waits and give the answers in order; the first failure is raised."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return []
        try:
            self._pgconn.enter_pipeline_mode()
            for name, values, formats in waiting:
                self._pgconn.send_query_prepared(name, values, formats)
            self._pgconn.pipeline_sync()
            answers = self._answers()
            self._pgconn.exit_pipeline_mode()
        except BaseException:
            self._connection.close()  # what was asked but not answered would confuse whoever asks next
            raise
        for answer in answers:
            if answer.status not in _GOOD:
                raise error_from_result(answer)
        return answers

    def forget(self) -> None:
        """Drop what waits."""
        self._waiting.clear()

    def _answers(self) -> list[PGresult]:
        answers = []
        while (answer := self._next()) is None or answer.status != ExecStatus.PIPELINE_SYNC:
            if answer is not None:
                answers.append(answer)
            elif self._connection.closed:
                raise psycopg.OperationalError("the connection was closed")
        return answers

    def _next(self) -> PGresult | None:
        """Wait for an answer, or the end of one; a signal can end the wait."""
        while self._pgconn.is_busy():
            unsent = selectors.EVENT_WRITE if self._pgconn.flush() else 0
            self._selector.modify(self._pgconn.socket, selectors.EVENT_READ | unsent)
            self._selector.select()
            self._pgconn.consume_input()
        return self._pgconn.get_result()
