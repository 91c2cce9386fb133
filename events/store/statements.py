"""SQL text for read tables, compiled once by SQLAlchemy and then run on the driver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, and how to take the values of its placeholders out of a row."""

    sql: str
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]


class Statements:
    """Upserts and deletes by primary key, per table, in one dialect's words with numbered parameters."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[str, str], Statement] = {}

    def upsert(self, table: Table) -> Statement:
        """Give `INSERT … ON CONFLICT (key) DO UPDATE` for a table."""
        return self._compiled("upsert", table)

    def delete(self, table: Table) -> Statement:
        """Give `DELETE … WHERE key = …` for a table."""
        return self._compiled("delete", table)

    def _compiled(self, what: str, table: Table) -> Statement:
        known = self._known.get((what, table.name))
        if known is None:
            statement = _upsert(table, self._dialect.name) if what == "upsert" else _delete(table)
            compiled = statement.compile(dialect=self._dialect)
            known = Statement(str(compiled), _taker(compiled.positiontup))
            self._known[what, table.name] = known
        return known


def _taker(names: Sequence[str]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """Make the function that takes the values with these names out of a row, in their order."""
    if len(names) > 1:
        return itemgetter(*names)
    [name] = names
    return lambda row: (row[name],)


def _upsert(table: Table, dialect: str) -> Any:  # noqa: ANN401  # two dialects' classes with one interface
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    if not rest:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=rest)


def _delete(table: Table) -> Any:  # noqa: ANN401  # the same
    return delete(table).where(*(column == bindparam(column.name) for column in table.primary_key))


SQLITE = Statements(sqlite.dialect(paramstyle="qmark"))
POSTGRES = Statements(postgresql.dialect(paramstyle="numeric_dollar"))  # type: ignore[no-untyped-call]
