import json
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from events.store.clock import SimulatedClock
from events.store.database import Database
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.upgrade import upgrade
from tests import postgres

START = datetime(2024, 1, 2, 1, tzinfo=UTC)
REQUIRE_POSTGRES = "SOVANG_TEST_REQUIRE_POSTGRES"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that have slow tests, so that no worker is left alone with a long one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is required, a skipped test is a failed run: nothing may be unseen there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = len(reporter.stats.get("skipped", [])) if reporter else 0
    if os.environ.get(REQUIRE_POSTGRES) and skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    if not postgres.available():
        if os.environ.get(REQUIRE_POSTGRES):
            pytest.fail("PostgreSQL is required here and is not installed")
        pytest.skip("PostgreSQL is not installed")
    with postgres.cluster() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    running: postgres.Cluster = request.getfixturevalue("cluster")
    return running.url(running.fresh_database())


Figure = Callable[[str, object], None]
"""Takes a figure that a test measured, by name."""


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Keeps what a test measured, a JSON line each, in the file that SOVANG_TEST_FIGURES names."""
    file = os.environ.get("SOVANG_TEST_FIGURES")

    def keep(name: str, value: object) -> None:
        if file:
            with Path(file).open("a", encoding="utf-8") as lines:
                lines.write(json.dumps({"test": request.node.name, name: value}) + "\n")

    return keep


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(START)


@pytest.fixture
def open_ledger(database_url: str, tmp_path: Path, clock: SimulatedClock) -> Iterator[Callable[[], Ledger]]:
    """Opens the same ledger as often as asked, each time through connections of its own."""
    opened: list[Ledger] = []

    def open_one() -> Ledger:
        database = Database(database_url)
        if not opened:
            upgrade(database)
        ledger = Ledger(database, KeyFile(tmp_path / "keys" / "subjects.db"), clock)
        opened.append(ledger)
        return ledger

    yield open_one
    for ledger in opened:
        ledger.database.close()
        ledger.keys.close()


@pytest.fixture
def ledger(open_ledger: Callable[[], Ledger]) -> Ledger:
    return open_ledger()
