"""SQL text for read tables, compiled once by SQLAlchemy and then run on the driver."""

from typing import Any

from sqlalchemy import Table, bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect


class Statements:
    """Upserts and deletes by primary key, per table, in one dialect's words with named parameters."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[tuple[str, str], str] = {}

    def upsert(self, table: Table) -> str:
        """Give `INSERT … ON CONFLICT (key) DO UPDATE` for a table."""
        return self._compiled("upsert", table)

    def delete(self, table: Table) -> str:
        """Give `DELETE … WHERE key = …` for a table."""
        return self._compiled("delete", table)

    def _compiled(self, what: str, table: Table) -> str:
        known = self._known.get((what, table.name))
        if known is None:
            statement = _upsert(table, self._dialect.name) if what == "upsert" else _delete(table)
            known = self._known[what, table.name] = str(statement.compile(dialect=self._dialect))
        return known


def _upsert(table: Table, dialect: str) -> Any:  # noqa: ANN401  # two dialects' classes with one interface
    insert = sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
    keys = [column.name for column in table.primary_key]
    rest = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    if not rest:
        return insert.on_conflict_do_nothing(index_elements=keys)
    return insert.on_conflict_do_update(index_elements=keys, set_=rest)


def _delete(table: Table) -> Any:  # noqa: ANN401  # the same
    return delete(table).where(*(column == bindparam(column.name) for column in table.primary_key))


SQLITE = Statements(sqlite.dialect(paramstyle="named"))
POSTGRES = Statements(postgresql.dialect(paramstyle="pyformat"))  # type: ignore[no-untyped-call]
