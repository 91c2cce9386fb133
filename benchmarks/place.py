"""Where a contender keeps its data: a fresh SQLite file or a fresh database of a throw-away PostgreSQL."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, Literal

import psycopg

from tests.postgres import Cluster

Backend = Literal["sqlite", "postgres"]


@dataclass(frozen=True, slots=True)
class Place:
    """One contender's database; it can be sent to another process."""

    backend: Backend
    folder: Path
    database: str = ""
    port: int = 0
    user: str = ""

    @property
    def file(self) -> Path:
        """The SQLite file."""
        return self.folder / "bench.db"

    @property
    def url(self) -> str:
        """The database as SQLAlchemy names it."""
        if self.backend == "sqlite":
            return f"sqlite:///{self.file}"
        return f"postgresql+psycopg://{self.user}@127.0.0.1:{self.port}/{self.database}"

    def connect_postgres(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a plain connection in autocommit."""
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=self.user, dbname=self.database, autocommit=True
        )

    def settle(self) -> None:
        """Write back what is waiting, so that no contender pays for what came before it."""
        if self.backend == "sqlite":
            connection = sqlite3.connect(self.file)
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            return
        with self.connect_postgres() as server:
            server.execute("VACUUM ANALYZE")
            server.execute("CHECKPOINT")


class Ground:
    """Gives out fresh places on one backend."""

    def __init__(self, backend: Backend, folder: Path, cluster: Cluster | None) -> None:
        self.backend: Backend = backend
        self._folder = folder
        self._cluster = cluster
        self._numbers = count(1)

    @contextmanager
    def place(self) -> Iterator[Place]:
        """Give an empty place, and take it away afterwards."""
        folder = Path(tempfile.mkdtemp(dir=self._folder, prefix=f"{next(self._numbers)}-"))
        try:
            yield self._place(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _place(self, folder: Path) -> Place:
        if self._cluster is None:
            return Place(self.backend, folder)
        cluster = self._cluster
        return Place(self.backend, folder, cluster.fresh_database(), cluster.port, cluster.user)
