"""A look at the past: the read tables of a prefix of the log, in a throw-away database, under the same queries."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from events.store.database import Database
from events.store.ledger import Ledger
from projections import rebuild

MEMORY = "sqlite://"


@contextmanager
def past(ledger: Ledger, position: int, reactions: Mapping[str, str]) -> Iterator[Database]:
    """Replay the log up to `position` into read tables in memory; nothing is sent and nothing is set going."""
    database = Database(MEMORY)
    try:
        rebuild.create(database)
        rebuild.rebuild(ledger, database, reactions, until=position)
        yield database
    finally:
        database.close()
