"""Makes the read tables, and makes them again from the log; also of a prefix of it, for a look at the past."""

import hashlib
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from domain.commands import DECIDERS
from domain.reservations import claims
from events.catalogue import event_of
from events.envelope import Stored, stream_kind
from events.flow import FlowFinished, FlowParked, FlowRetried
from events.store.database import Database
from events.store.derived import DerivedTables
from events.store.hot import Hot
from events.store.ledger import Ledger
from events.store.tables import EventRow
from projections.projector import write_flow
from projections.rows import rows, table_of
from projections.tables import METADATA, PendingRow, ReadTable

META = "r_meta"
RESERVATION = "reservation"
CHUNK = 2_000


@cache
def shape() -> str:
    """Name the shape of the read tables and their indices, so that a program with another one knows that it must rebuild."""
    indices = sorted(str(CreateIndex(index)) for table in METADATA.sorted_tables for index in table.indexes)
    ddl = "\n".join([*(str(CreateTable(table)) for table in METADATA.sorted_tables), *indices])
    return hashlib.sha256(ddl.encode()).hexdigest()[:16]


def create(database: Database, role: str | None = None) -> None:
    """Make empty read tables of this program's shape; they count as current once they are rebuilt."""
    with database.engine.begin() as connection:
        _drop_old(connection)
        METADATA.create_all(connection)
        connection.execute(text(f"DROP TABLE IF EXISTS {META}"))
        connection.execute(text(f"CREATE TABLE {META} (shape VARCHAR(16) NOT NULL)"))
        connection.execute(text(f"INSERT INTO {META}(shape) VALUES ('')"))
        if role is not None and database.dialect == "postgresql":
            quoted = connection.dialect.identifier_preparer.quote(role)
            for name in (META, *METADATA.tables):
                connection.execute(text(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {name} TO {quoted}"))


def _drop_old(connection: Connection) -> None:
    METADATA.drop_all(connection)


def is_current(database: Database) -> bool:
    """Say whether the read tables are there, filled, and of this program's shape."""
    with database.engine.connect() as connection:
        if not connection.dialect.has_table(connection, META):
            return False
        return connection.execute(text(f"SELECT shape FROM {META}")).scalar() == shape()


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild went through."""

    events: int
    streams: int
    rows: int


def rebuild(
    ledger: Ledger,
    target: Database,
    reactions: Mapping[str, str],
    *,
    until: int | None = None,
) -> Rebuilt:
    """Fold every stream up to position `until` into the (empty or old) read tables of `target`.

    Never sends a letter, never starts a flow. Where the target has a table of reservations, they follow as well.
    """
    hot = target.hot()
    own = target is ledger.database
    reserving = own or inspect(target.engine).has_table(RESERVATION)
    counted = [0, 0]
    try:
        if own:
            end = hot.begin([]).seq  # the log's lock: nothing is appended meanwhile
        else:
            hot.execute("BEGIN", ())
            end = ledger.head()
        end = end if until is None else min(end, until)
        for table in reversed(METADATA.sorted_tables):
            hot.execute(f"DELETE FROM {table.name}", ())
        if reserving:
            hot.execute(f"DELETE FROM {RESERVATION}", ())
        buffer = _Buffer(hot)
        with closing(_by_stream(ledger, end)) as streams:
            for stream, stored in streams:
                counted[0] += len(stored)
                counted[1] += 1
                state, held = _folded(stream, stored)
                if reserving:
                    buffer.reserve((key, stream) for key in held)
                for model, row in rows(stream, state):
                    buffer.add(model, row)
        buffer.flush()
        _in_order(ledger, hot, end, reactions, DerivedTables(hot) if own else None)
        hot.execute(f"UPDATE {META} SET shape = {hot.mark}", (shape(),))
        hot.commit()
    except BaseException:
        hot.rollback()
        raise
    return Rebuilt(counted[0], counted[1], buffer.written)


class _Buffer:
    """Collects rows and writes them many at a time."""

    def __init__(self, hot: Hot) -> None:
        self._hot = hot
        self._rows: dict[type[ReadTable], list[dict[str, Any]]] = {}
        self._keys: list[tuple[str, str]] = []
        self.written = 0

    def add(self, model: type[ReadTable], row: dict[str, Any]) -> None:
        rows_ = self._rows.setdefault(model, [])
        rows_.append(row)
        self.written += 1
        if len(rows_) >= CHUNK:
            self._hot.upsert(table_of(model), rows_)
            rows_.clear()

    def reserve(self, keys: Iterable[tuple[str, str]]) -> None:
        self._keys += keys
        if len(self._keys) >= CHUNK:
            self._take()

    def flush(self) -> None:
        for model, rows_ in self._rows.items():
            self._hot.upsert(table_of(model), rows_)
        self._rows.clear()
        self._take()

    def _take(self) -> None:
        self._hot.reserve(self._keys, ())
        self._keys.clear()


def _by_stream(ledger: Ledger, end: int) -> Generator[tuple[str, list[Stored]]]:
    """Read the log stream by stream through its unique index, one stream in memory at a time."""
    event = EventRow.metadata.tables["event"].c
    asked = (
        select(event.seq, event.stream, event.version, event.type, event.leaf)
        .where(event.seq <= end)
        .order_by(event.stream, event.version)
        .execution_options(yield_per=CHUNK)
    )
    with ledger.database.engine.connect() as connection, connection.execute(asked) as found:
        rows_: Iterable[Any] = found
        for stream, group in groupby(rows_, key=_stream):
            yield stream, [Stored(*row) for row in group]


def _stream(row: Any) -> str:  # noqa: ANN401  # a database row
    name: str = row[1]
    return name


def _folded(stream: str, stored: list[Stored]) -> tuple[object, list[str]]:
    """Fold one stream, and say which keys it holds at the end."""
    decider = DECIDERS[stream_kind(stream)]
    state = decider.initial
    held: list[str] = []
    for row in stored:
        event = event_of(row)
        claimed = claims(state, event)
        held = [] if claimed.lets_go else [*held, *claimed.taken]
        state = decider.evolve(state, event)
    return state, held


def _in_order(
    ledger: Ledger, hot: Hot, end: int, reactions: Mapping[str, str], derived: DerivedTables | None
) -> None:
    """Go through the log once more in its own order: the work queue, and the log's own derived tables."""
    for page in ledger.pages(0, end):
        _queue(hot, page, reactions)
        if derived is not None:
            derived.add(page)
    if derived is not None:
        derived.end()


def _queue(hot: Hot, page: Sequence[Stored], reactions: Mapping[str, str]) -> None:
    """Put on the work queue what flows react to, then take off what they finished."""
    waiting = [
        {"seq": row.seq, "flow": reactions[row.type], "type": row.type, "parked": False}
        for row in page
        if row.type in reactions
    ]
    hot.upsert(table_of(PendingRow), waiting)
    for row in page:
        if row.type.startswith("flow."):
            event = event_of(row)
            if isinstance(event, FlowFinished | FlowParked | FlowRetried):
                write_flow(hot, event)
