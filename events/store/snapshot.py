"""One unmoving view of a database that may be damaged, for readers who trust nothing in it."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from events.store.database import Database


@contextmanager
def as_it_stands(database: Database) -> Iterator[Connection]:
    """Give a connection on which every question is answered as of one moment, and even text that is none is read."""
    with database.explained(), database.engine.connect() as connection:
        if database.dialect != "sqlite":
            connection.execution_options(isolation_level="REPEATABLE READ")
            yield connection
            return
        driver = connection.connection.driver_connection
        if driver is None:
            raise RuntimeError("a connection that is closed")
        connection.exec_driver_sql("BEGIN")
        driver.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
        try:
            yield connection
        finally:
            driver.text_factory = str
