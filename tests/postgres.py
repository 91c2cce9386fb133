"""A PostgreSQL cluster of the tests' own: on a free loopback port, as an unprivileged user when run as root."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg

from workflows.loopback import free_port

_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server."""

    port: int
    user: str

    def url(self, database: str, user: str | None = None) -> str:
        return f"postgresql+psycopg://{user or self.user}@127.0.0.1:{self.port}/{database}"

    def connect(self, database: str = "postgres") -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host="127.0.0.1", port=self.port, user=self.user, dbname=database, autocommit=True
        )

    def kept_database(self, name: str) -> str:
        """Make a database of this name, if it is not there yet."""
        with self.connect() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchall():
                connection.execute(f'CREATE DATABASE "{name}"')
        return name

    def fresh_database(self) -> str:
        name = f"t{os.getpid()}_{next(_NUMBERS)}"
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return name


def available() -> bool:
    return shutil.which("initdb") is not None and shutil.which("postgres") is not None


def _unprivileged() -> str | None:
    """Name a user to run as when we are root: `postgres` if Debian made one, else `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


@contextmanager
def cluster(kept: Path | None = None) -> Iterator[Cluster]:
    """Run a server: on a throw-away folder, or on one that is kept for the next time."""
    folder = kept or Path(tempfile.mkdtemp(prefix="sovang-pg-"))
    folder.mkdir(parents=True, exist_ok=True)
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    port = free_port()
    data = folder / "data"
    settings = [f"-p{port}", "-h127.0.0.1", f"-k{folder}", "-cmax_connections=120", "-cshared_buffers=64MB"]

    def run(*program: str | Path, check: bool = True) -> None:
        subprocess.run(
            program,
            check=check,
            user=user,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    if not data.exists():
        run("initdb", "-D", data, "-U", "owner", "--auth=trust", "-E", "UTF8", "--locale=C")
    try:
        run("pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", " ".join(settings), "start")
        yield Cluster(port, "owner")
    finally:
        run("pg_ctl", "-D", data, "-w", "-m", "fast" if kept else "immediate", "stop", check=False)
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)
