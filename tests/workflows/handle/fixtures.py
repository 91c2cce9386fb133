"""The office as a fixture, for the tests of handling and of the read tables alike."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from events.store.clock import SimulatedClock
from tests.workflows.handle.offices import START, Office, enter_office, found_office


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office on SQLite, founded once."""
    folder = tmp_path_factory.mktemp("office")
    found_office(folder, f"sqlite:///{folder / 'ledger.db'}", SimulatedClock(START)).house.close()
    return folder


@pytest.fixture
def enter(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path, clock: SimulatedClock
) -> Iterator[Callable[[], Office]]:
    """Opens the same office as often as asked, each time through connections of its own, as processes do."""
    entered: list[Office] = []

    def enter_one() -> Office:
        if entered:
            office = enter_office(tmp_path, database_url, clock)
        elif database_url.startswith("sqlite"):
            shutil.copytree(request.getfixturevalue("founded"), tmp_path, dirs_exist_ok=True)
            office = enter_office(tmp_path, database_url, clock)
        else:
            office = found_office(tmp_path, database_url, clock)
        office.name = f"office-{len(entered)}"
        entered.append(office)
        return office

    yield enter_one
    for office in entered:
        office.house.close()


@pytest.fixture
def office(enter: Callable[[], Office]) -> Office:
    return enter()
