from collections.abc import Iterator

import pytest

from tests.ballots.worlds import Worlds, world
from tests.workflows.handle.fixtures import enter, founded, office

__all__ = ["enter", "founded", "office", "worlds"]


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worlds]:
    """Two worlds that differ in one thing: how many agreed to the first dossier."""
    folder = tmp_path_factory.mktemp("worlds")
    made = world(folder / "one", 6), world(folder / "other", 7)
    yield made
    for chamber in made:
        chamber.office.house.close()
