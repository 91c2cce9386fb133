"""The read tables and the reservations held against the log: what a rebuild would make, row by row and column by column."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from sqlalchemy import Connection, String, Table, inspect, text

from events.store.database import Database
from events.store.ledger import Ledger
from events.store.snapshot import as_it_stands
from events.store.tables import ReservationRow
from projections import rebuild
from projections.tables import METADATA

_PAGE = 1_000
RESERVATION = ReservationRow.metadata.tables["reservation"]
HELD = (*METADATA.sorted_tables, RESERVATION)
"""Every table that a rebuild makes from what the events mean."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that the log does not bear out: missing, of no event, or with another value in one column."""

    table: str
    key: str
    what: Literal["unlike", "missing", "foreign", "unreadable"]
    column: str | None = None


@contextmanager
def held(ledger: Ledger, reactions: Mapping[str, str]) -> Iterator[Generator[Difference]]:
    """Compare every row with what the log gives, as of one moment; differences come as they are found.

    The rows are made anew in a throw-away file, so that memory does not grow with the ledger.
    """
    with TemporaryDirectory() as folder, as_it_stands(ledger.database) as connection:
        end = connection.execute(text("SELECT coalesce(max(seq), 0) FROM event")).scalar_one()
        made = Database(f"sqlite:///{Path(folder) / 'made.db'}", synchronous="OFF")
        try:
            rebuild.create(made)
            RESERVATION.create(made.engine)
            rebuild.rebuild(ledger, made, reactions, until=end)
            with made.engine.connect() as other, closing(_differences(connection, other)) as found:
                yield found
        finally:
            made.close()


def _differences(stored: Connection, made: Connection) -> Generator[Difference]:
    for table in HELD:
        if _is_whole(stored, table):
            with closing(_compared(table, _rows(stored, table), _rows(made, table))) as found:
                yield from found
        else:
            yield Difference(table.name, "", "unreadable")


def _is_whole(connection: Connection, table: Table) -> bool:
    """Say whether a table is there with every column it was made with."""
    found = inspect(connection)
    if not found.has_table(table.name):
        return False
    return {column.name for column in table.columns} <= {one["name"] for one in found.get_columns(table.name)}


def _rows(connection: Connection, table: Table) -> Iterator[Row]:
    """Read a table in the order of its key, which is that of the bytes on either database."""
    bytewise = ' COLLATE "C"' if connection.dialect.name == "postgresql" else ""
    order = ", ".join(
        f"{column.name}{bytewise if isinstance(column.type, String) else ''}" for column in table.primary_key
    )
    columns = ", ".join(f'"{column.name}"' for column in table.columns)
    asked = text(f'SELECT {columns} FROM "{table.name}" ORDER BY {order}')
    with connection.execute(asked, execution_options={"yield_per": _PAGE}) as found:
        for row in found:
            yield tuple(int(value) if isinstance(value, bool) else value for value in row)


def _compared(table: Table, stored: Iterator[Row], made: Iterator[Row]) -> Generator[Difference]:
    """Walk two tables that are in the order of the key side by side."""
    names = [column.name for column in table.columns]
    places = [names.index(column.name) for column in table.primary_key]

    def key_of(row: Row) -> Row:
        return tuple(row[place] for place in places)

    left, right = next(stored, None), next(made, None)
    while left is not None or right is not None:
        ours = None if left is None else _order(key_of(left))
        theirs = None if right is None else _order(key_of(right))
        if right is None or (ours is not None and theirs is not None and ours < theirs):
            yield Difference(table.name, _said(key_of(left or ())), "foreign")
            left = next(stored, None)
        elif left is None or ours != theirs:
            yield Difference(table.name, _said(key_of(right)), "missing")
            right = next(made, None)
        else:
            for name, was, should in zip_longest(names, left, right):
                if was != should or type(was) is not type(should):
                    yield Difference(table.name, _said(key_of(right)), "unlike", name)
            left, right = next(stored, None), next(made, None)


def _order(key: Row) -> tuple[tuple[int, Any], ...]:
    """Order keys as SQLite does, even where somebody has put a value of another type."""
    return tuple(_rank(value) for value in key)


def _rank(value: object) -> tuple[int, Any]:
    match value:
        case None:
            return 0, 0
        case int() | float():
            return 1, value
        case str():
            return 2, value.encode("utf-8", "surrogateescape")
        case _:
            return 3, value


def _said(key: Row) -> str:
    return "/".join(str(value) for value in key)
