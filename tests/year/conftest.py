import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from desk.demo.data import Script, examples_folder
from desk.demo.play import Played, demo_settings, play
from desk.setup.file import Setup
from events.store.clock import SimulatedClock
from tests.year.killed import KilledYear, one_in_each_flow, play_killed
from workflows.wiring import House, open_house

Edit = Callable[[str], str]


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples that a test may change."""
    return Path(shutil.copytree(examples_folder(), tmp_path_factory.mktemp("examples") / "examples"))


@pytest.fixture(scope="session")
def play_with(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Played]:
    """Plays the year without Prefect, with one file of the script changed."""

    def play_one(file: str = "", edit: Edit = str, *, planted: bool = False) -> Played:
        folder = tmp_path_factory.mktemp("year")
        copied = Path(shutil.copytree(examples_folder(), folder / "examples"))
        if file:
            path = copied / "demo-2024" / file
            before = path.read_text(encoding="utf-8")
            after = edit(before)
            assert after != before, "the edit must change the script"
            path.write_text(after, encoding="utf-8")
        return play(
            folder / "ledger",
            Script(copied / "demo-2024"),
            lambda _n, _of, _title: None,
            with_prefect=False,
            planted=planted,
        )

    return play_one


@pytest.fixture(scope="session")
def year(play_with: Callable[..., Played]) -> Played:
    """The year as the script has it."""
    return play_with()


@contextmanager
def reopened(played: Played) -> Iterator[House]:
    """Open the ledger of a year that has been played to its end."""
    folder = played.stage.house.settings.data
    house = open_house(demo_settings(folder), SimulatedClock(played.stage.clock.now()))
    try:
        yield house
    finally:
        house.close()


@pytest.fixture
def house(year: Played) -> Iterator[House]:
    """The finished year's ledger, opened again."""
    with reopened(year) as house:
        yield house


@pytest.fixture
def cast(year: Played) -> Setup:
    return year.stage.script.cast


@pytest.fixture(scope="session")
def killed_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KilledYear]:
    """A year with three kills."""
    yield from play_killed(tmp_path_factory.mktemp("killed"), one_in_each_flow)
