"""Who works on what: one engine per SQLite ledger by a file lock, many per PostgreSQL ledger by advisory locks."""

import fcntl
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import psycopg
from sqlalchemy.exc import OperationalError

from events.store.database import Database
from events.store.errors import Unavailable

CLAIM_CLASS = 7


class EngineRunning(Unavailable):
    """Một engine khác đang chạy trên sổ này."""


class Claims(Protocol):
    """Takes events for this engine and lets them go."""

    def take(self, positions: Sequence[int]) -> list[int]:
        """Give those of `positions` that this engine now holds."""

    def let_go(self, positions: Sequence[int]) -> None:
        """Release them."""

    def close(self) -> None:
        """Release everything; also happens when the process dies."""


class FileClaims:
    """The whole ledger, by an exclusive lock on a file beside it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+", encoding="utf-8")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            self._file.close()
            raise EngineRunning("một engine khác đang chạy trên sổ này") from fault
        self._file.truncate(0)
        self._file.write(str(os.getpid()))
        self._file.flush()

    def take(self, positions: Sequence[int]) -> list[int]:
        """Give all: nobody else works here."""
        return list(positions)

    def let_go(self, positions: Sequence[int]) -> None:
        """Nothing to release one by one."""

    def close(self) -> None:
        """Release the file."""
        self._file.close()


class PostgresClaims:
    """Advisory locks on one session; the server frees them when the session ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session = self._open()

    def _open(self) -> psycopg.Connection[tuple[int]]:
        try:
            raw = self._database.engine.raw_connection()
        except OperationalError as fault:
            raise Unavailable(f"cơ sở dữ liệu không trả lời: {fault.orig}") from fault
        raw.detach()
        connection: psycopg.Connection[tuple[int]] = raw.driver_connection  # type: ignore[assignment]
        connection.rollback()
        connection.autocommit = True
        return connection

    def _run(self, sql: str, positions: Sequence[int]) -> list[int]:
        if self._session.closed:
            self._session = self._open()
        try:
            return [row[0] for row in self._session.execute(sql, (list(positions),)).fetchall()]
        except psycopg.OperationalError as fault:
            self._session.close()
            raise Unavailable(f"cơ sở dữ liệu không trả lời: {fault}") from fault

    def take(self, positions: Sequence[int]) -> list[int]:
        """Give those that no other engine holds."""
        return self._run(
            f"SELECT p FROM unnest(%s::int[]) p WHERE pg_try_advisory_lock({CLAIM_CLASS}, p)", positions
        )

    def let_go(self, positions: Sequence[int]) -> None:
        """Release them."""
        self._run(f"SELECT p FROM unnest(%s::int[]) p WHERE pg_advisory_unlock({CLAIM_CLASS}, p)", positions)

    def close(self) -> None:
        """End the session."""
        self._session.close()
