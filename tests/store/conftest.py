import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from events.store.clock import SimulatedClock
from events.store.database import Database
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.upgrade import upgrade
from tests.store.making import Pen

Build = Callable[[Pen, Path], None]
Prepare = Callable[[Build], Pen]


@pytest.fixture
def pen(ledger: Ledger) -> Pen:
    """A ledger that has been opened, and the pen to go on writing."""
    pen = Pen(ledger)
    pen.open()
    return pen


@pytest.fixture(scope="session")
def drawer(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Build, SimulatedClock], Path]:
    """Ledgers on SQLite that many tests begin with: each is built once."""
    folders: dict[Build, Path] = {}

    def folder_of(build: Build, clock: SimulatedClock) -> Path:
        if build not in folders:
            folder = folders[build] = tmp_path_factory.mktemp("drawer")
            database = Database(f"sqlite:///{folder / 'ledger.db'}", synchronous="OFF")
            upgrade(database)
            keys = KeyFile(folder / "keys" / "subjects.db")
            pen = Pen(Ledger(database, keys, clock))
            pen.open()
            build(pen, folder)
            database.close()
            keys.close()
        return folders[build]

    return folder_of


@pytest.fixture
def prepare(
    drawer: Callable[[Build, SimulatedClock], Path],
    database_url: str,
    open_ledger: Callable[[], Ledger],
    clock: SimulatedClock,
    tmp_path: Path,
) -> Prepare:
    """Begin with what `build` writes into an opened ledger and its folder."""

    def prepared(build: Build) -> Pen:
        if database_url.startswith("sqlite"):
            shutil.copytree(drawer(build, clock), tmp_path, dirs_exist_ok=True)
            return Pen(open_ledger(), "after")
        pen = Pen(open_ledger())
        pen.open()
        build(pen, tmp_path)
        return Pen(pen.ledger, "after")

    return prepared
