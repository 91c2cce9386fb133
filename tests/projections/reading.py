"""Everything that the read tables say, for comparison."""

from typing import Any

import sqlmodel
from sqlalchemy import select

from events.store.database import Database
from events.store.tables import ReservationRow
from projections.tables import METADATA, READ_TABLES

Said = dict[str, list[tuple[Any, ...]]]


def read_tables(database: Database) -> Said:
    """Give every row of every read table, by table, in the order of the primary key."""
    with database.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in (METADATA.tables[str(model.__tablename__)] for model in READ_TABLES)
        }


def reserved(database: Database) -> dict[str, str]:
    """Give every reserved key with its stream."""
    with database.session() as session:
        return {row.key: row.stream for row in session.exec(sqlmodel.select(ReservationRow)).all()}


def unlike(one: Said, other: Said) -> dict[str, tuple[list[Any], list[Any]]]:
    """Give, by table, the rows that only one side has."""
    return {
        name: (
            [row for row in one[name] if row not in other[name]],
            [row for row in other[name] if row not in one[name]],
        )
        for name in one
        if one[name] != other[name]
    }
