"""Who works on what: one engine per SQLite ledger by a file lock, many per PostgreSQL ledger by advisory locks."""

import fcntl
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Protocol

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from events.store.database import Database
from events.store.errors import Unavailable

CLAIM_CLASS, LEAD_CLASS = 7, 8
LOOK_SECONDS = 0.1
LOCK = "engine.lock"
"""The file in the data folder that the engine of an SQLite ledger locks."""
_LED = (
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND classid = :lead AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_KEEPALIVE = "SET tcp_keepalives_idle TO 10; SET tcp_keepalives_interval TO 5; SET tcp_keepalives_count TO 3"
"""A server that hears nothing from a claimant's machine for 25 seconds ends its session, and the claims with it."""


class EngineRunning(Unavailable):
    """Một engine khác đang chạy trên sổ này."""


class Claims(Protocol):
    """Takes events for this engine and lets them go."""

    def take(self, positions: Sequence[int]) -> list[int]:
        """Give those of `positions` that this engine now holds."""

    def let_go(self, positions: Sequence[int]) -> None:
        """Release them."""

    def lead(self) -> bool:
        """Say whether this process leads the clock, taking the lead when it is free."""

    def close(self) -> None:
        """Release everything; also happens when the process dies."""


def _lock(file: IO[str], *, wait: bool) -> None:
    """Take the file; whoever only looks whether an engine works lets go of it at once, so a second try tells."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        time.sleep(0 if wait else LOOK_SECONDS)
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


def engine_works(database: Database, path: Path) -> bool:
    """Say whether an engine works on this ledger now; `path` is the file that `FileClaims` locks."""
    if database.dialect == "postgresql":
        with database.session() as session:
            return bool(session.connection().execute(text(_LED), {"lead": LEAD_CLASS}).scalar_one())
    if not path.is_file():
        return False
    with path.open(encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False


class FileClaims:
    """The whole ledger, by an exclusive lock on a file beside it; the system frees it when the holder dies."""

    def __init__(self, path: Path, *, wait: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("a+", encoding="utf-8")
        try:
            _lock(self._file, wait=wait)
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

    def lead(self) -> bool:
        """Lead: nobody else works here."""
        return True

    def close(self) -> None:
        """Release the file."""
        self._file.close()


class PostgresClaims:
    """Advisory locks on one session; the server frees them when the session ends."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._session = self._open()
        self._leads = False

    def _open(self) -> psycopg.Connection[tuple[int]]:
        try:
            raw = self._database.engine.raw_connection()
        except OperationalError as fault:
            raise Unavailable(f"cơ sở dữ liệu không trả lời: {fault.orig}") from fault
        connection: psycopg.Connection[tuple[int]] = raw.driver_connection  # type: ignore[assignment]
        raw.detach()
        connection.rollback()
        connection.autocommit = True
        connection.execute(_KEEPALIVE, prepare=False)
        return connection

    def _run(self, sql: str, positions: Sequence[int]) -> list[int]:
        if self._session.closed:
            self._session, self._leads = self._open(), False
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

    def lead(self) -> bool:
        """Say whether this session holds the lead; a session that has died holds nothing any more."""
        if self._leads and self._run("SELECT p FROM unnest(%s::int[]) p", [1]) and self._leads:
            return True
        self._leads = bool(
            self._run(f"SELECT p FROM unnest(%s::int[]) p WHERE pg_try_advisory_lock({LEAD_CLASS}, p)", [1])
        )
        return self._leads

    def close(self) -> None:
        """End the session."""
        self._session.close()
