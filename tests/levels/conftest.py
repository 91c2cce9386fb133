from collections.abc import Iterator
from pathlib import Path

import pytest

from events.store.clock import SimulatedClock
from tests.levels.world import World, found_world


@pytest.fixture
def world(tmp_path: Path, clock: SimulatedClock) -> Iterator[World]:
    """A ledger of three levels, empty but for who there is."""
    found = found_world(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", clock)
    yield found
    found.close()
