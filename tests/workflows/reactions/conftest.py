from collections.abc import Iterator
from pathlib import Path

import pytest

from events.store.clock import SimulatedClock
from tests.workflows.handle.offices import START, Office, found_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office on SQLite, and nothing done yet."""
    opened = found_office(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", SimulatedClock(START))
    yield opened
    opened.house.close()
