"""One database behind SQLAlchemy's engine, with a held connection for the few hot statements."""

import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, Engine, event, make_url, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool, StaticPool
from sqlmodel import Session, create_engine

from events.store.errors import NO_TABLES, NotOpened, Unavailable, file_fault
from events.store.hot import Hot
from events.store.medium import read_only, uri_to_read
from events.store.sqlite import PRAGMAS, SqliteHot


class Database:
    """The engine for a URL; `hot()` gives this thread's held connection, `session()` an ordinary one."""

    def __init__(self, url: str, *, synchronous: str = "FULL") -> None:
        self.url = make_url(url)
        self.dialect = self.url.get_backend_name()
        if self.dialect == "postgresql":
            self.url = self.url.set(drivername="postgresql+psycopg")
        self.engine: Engine = self._engine(synchronous)
        self._asking = self.engine if self.dialect == "sqlite" else self._without_transactions()
        self._local = threading.local()
        self._held: WeakSet[Hot] = WeakSet()
        self._held_lock = threading.Lock()
        self.write_lock = threading.Lock()
        """Writers of one process queue here and not at the file's lock."""

    def _engine(self, synchronous: str) -> Engine:
        if self.dialect == "postgresql":
            return create_engine(self.url, pool_pre_ping=True, connect_args={"connect_timeout": 5})
        if self.url.database in (None, "", ":memory:"):
            return create_engine(self.url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        if self.file is not None and read_only(self.file):
            return self._engine_to_read(self.file)
        engine = create_engine(self.url, connect_args={"check_same_thread": False, "timeout": 5.0})
        pragmas = [*PRAGMAS, f"PRAGMA synchronous={synchronous}"]

        @event.listens_for(engine, "connect")
        def prepare(dbapi: Any, _record: object) -> None:  # noqa: ANN401  # SQLAlchemy's own signature
            for pragma in pragmas:
                dbapi.execute(pragma)

        return engine

    @staticmethod
    def _engine_to_read(file: Path) -> Engine:
        """Open a copy on a medium that takes no writes, as it is."""
        return create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(uri_to_read(file), uri=True, check_same_thread=False),
            poolclass=QueuePool,
        )

    def _without_transactions(self) -> Engine:
        """Give the same pool without BEGIN and ROLLBACK around questions, which cost two round trips."""
        return self.engine.execution_options(isolation_level="AUTOCOMMIT")

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; opening one that is not there would make it, empty."""
        named = self.url.database if self.dialect == "sqlite" else None
        if not named or named == ":memory:":
            return None
        return Path(named.removeprefix("file:").partition("?")[0])

    def hot(self) -> Hot:
        """Give the connection this thread holds for appends and loads, opening it at first."""
        held: Hot | None = getattr(self._local, "hot", None)
        if held is None or held.broken:
            held = self._local.hot = self._open()
        return held

    def _open(self) -> Hot:
        """Take a connection out of the pool for good: it is in autocommit, and ends with the thread that holds it."""
        with self.explained():
            raw = self.engine.raw_connection()
            if not self._shared:
                raw.detach()
            hot = _hot(self.dialect, raw)
        weakref.finalize(hot, _end, raw).atexit = False
        with self._held_lock:
            self._held.add(hot)
        return hot

    @property
    def _shared(self) -> bool:
        """Say whether there is one connection for all, as a database in memory has it."""
        return isinstance(self.engine.pool, StaticPool)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give an ordinary session for queries and for everything that is not hot."""
        with self.explained(), Session(self.engine) as session:
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session for questions alone: each sees what is committed when it is asked, none begins a transaction."""
        with self.explained(), Session(self._asking) as session:
            yield session

    @contextmanager
    def asking(self) -> Iterator[Connection]:
        """Give a connection for one question, without a session around it."""
        with self.explained(), self._asking.connect() as connection:
            yield connection

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say in one sentence what is wrong with the database: `NotOpened` or `Unavailable`."""
        try:
            yield
        except (DatabaseError, self.engine.dialect.loaded_dbapi.Error) as fault:
            cause = fault.orig if isinstance(fault, DatabaseError) else fault
            if "no such table" in str(cause) or "does not exist" in str(cause):
                raise NotOpened(NO_TABLES) from fault
            of_file = file_fault(str(cause)) if self.dialect == "sqlite" else None
            raise of_file or Unavailable(f"cơ sở dữ liệu không trả lời: {cause}") from fault

    def holds_event(self, kind: str | None = None) -> bool:
        """Say whether there is any event, or one of a type; without tables there is none."""
        of_type, said = ("", {}) if kind is None else (" WHERE type = :kind", {"kind": kind})
        try:
            with self.explained(), self.engine.connect() as connection:
                asked = connection.execute(text(f"SELECT seq FROM event{of_type} LIMIT 1"), said)
                return asked.first() is not None
        except NotOpened:
            return False

    def close(self) -> None:
        """Give back every connection."""
        with self._held_lock:
            for hot in list(self._held):
                hot.close()
            self._held.clear()
        self._local = threading.local()
        self.engine.dispose()


def _end(raw: PoolProxiedConnection) -> None:
    """Close a connection that nobody holds any more."""
    with suppress(Exception):
        raw.close()


def _hot(dialect: str, raw: PoolProxiedConnection) -> Hot:
    """Give the hot path of a dialect; psycopg is imported only where it is used."""
    if dialect != "postgresql":
        return SqliteHot(raw)
    from events.store.postgres import PostgresHot  # noqa: PLC0415  # a twentieth of a second at every start

    return PostgresHot(raw)
