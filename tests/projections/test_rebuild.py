"""The read tables are caches of the log: made again from it, of all of it or of a part, they say the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from desk.demo.data import Script, examples_folder
from desk.demo.play import demo_settings, play
from events.catalogue import UnknownEvent
from events.store.clock import SimulatedClock
from events.store.database import Database
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from events.store.tables import CommandRow, EventRow
from events.store.upgrade import upgrade
from projections import rebuild
from projections.past import past
from tests import postgres
from tests.projections.acts import Lots
from tests.projections.reading import Said, read_tables, reserved, unlike
from tests.store.making import behind, lay_down_arms
from tests.workflows.handle.offices import Office
from workflows.lifecycle import LIFECYCLE
from workflows.wiring import House, open_house

DRAWN = [(1, 50), *[pytest.param(seed, 250, marks=pytest.mark.slow) for seed in (2, 3, 4)]]
"""Seeds, and how many acts are drawn with each."""


def draw(office: Office, seed: int, how_often: int) -> dict[int, Said]:
    """Let many acts happen; gives what the read tables said at some positions on the way."""
    lots = Lots(office, seed)
    snapshots: dict[int, Said] = {}
    for _ in range(how_often):
        if lots.draw() and lots.recorded % 5 == 0:
            snapshots[office.ledger.head()] = read_tables(office.ledger.database)
    assert lots.recorded > how_often // 5
    assert lots.refused > how_often // 10
    return snapshots


@pytest.mark.parametrize(("seed", "acts"), DRAWN)
def test_rebuilt_once_or_twice_the_read_tables_are_the_live_ones(
    office: Office, seed: int, acts: int
) -> None:
    draw(office, seed, acts)
    database = office.ledger.database
    live, held = read_tables(database), reserved(database)
    assert sum(map(bool, live.values())) > 10
    assert held
    for _ in range(2):
        told = rebuild.rebuild(office.ledger, database, LIFECYCLE)
        assert unlike(read_tables(database), live) == {}
        assert reserved(database) == held
        assert (told.events, told.streams) == (
            office.ledger.head(),
            len({row.stream for row in office.log()}),
        )
    later = Lots(office, seed + 1000)
    while later.recorded < acts // 10:
        later.draw()
    live = read_tables(database)
    rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert unlike(read_tables(database), live) == {}


@pytest.mark.parametrize(("seed", "acts"), DRAWN)
def test_a_look_at_the_past_shows_what_was_shown_then(office: Office, seed: int, acts: int) -> None:
    snapshots = draw(office, seed, acts)
    assert len(snapshots) > 2
    now = read_tables(office.ledger.database)
    for position, shown in snapshots.items():
        with past(office.ledger, position, LIFECYCLE) as then:
            assert unlike(read_tables(then), shown) == {}
    with past(office.ledger, 0, LIFECYCLE) as then:
        assert not any(read_tables(then).values())
    assert read_tables(office.ledger.database) == now


def test_a_rebuild_puts_right_what_somebody_has_spoilt(office: Office) -> None:
    draw(office, 1, 30)
    database = office.ledger.database
    live, held = read_tables(database), reserved(database)
    assert live["r_unit"]
    assert held
    behind(
        database,
        "UPDATE r_unit SET name = 'spoilt'",
        "DELETE FROM r_role",
        "UPDATE r_person SET person = 'person-nobody' WHERE person = 'person-mai'",
        "UPDATE reservation SET stream = 'nomination-thief'",
        "INSERT INTO reservation(key, stream) VALUES ('stale', 'nomination-a')",
        "INSERT INTO r_pending(seq, flow, type, parked) VALUES (1, 'period', 'ledger.opened', false)",
    )
    assert unlike(read_tables(database), live).keys() == {"r_unit", "r_role", "r_person", "r_pending"}
    rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert (read_tables(database), reserved(database)) == (live, held)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_rebuild_that_meets_a_newer_event_leaves_everything_as_it_was(office: Office) -> None:
    draw(office, 1, 40)
    database = office.ledger.database
    before = read_tables(database), reserved(database)
    lay_down_arms(database)
    leaf = office.log()[3].leaf
    newer = leaf.replace(b'"schema":1', b'"schema":2')
    behind(database, "UPDATE event SET leaf = :leaf WHERE seq = 4", leaf=newer)
    with pytest.raises(UnknownEvent):
        rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert (read_tables(database), reserved(database)) == before
    behind(database, "UPDATE event SET leaf = :leaf WHERE seq = 4", leaf=leaf)
    rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert (read_tables(database), reserved(database)) == before


def test_read_tables_of_another_shape_are_not_current_until_they_are_filled(office: Office) -> None:
    database = office.ledger.database
    live = read_tables(database)
    assert rebuild.is_current(database)
    behind(database, "UPDATE r_meta SET shape = 'another'")
    assert not rebuild.is_current(database)
    rebuild.create(database)
    assert not rebuild.is_current(database)
    assert not any(read_tables(database).values())
    rebuild.rebuild(office.ledger, database, LIFECYCLE)
    assert rebuild.is_current(database)
    assert unlike(read_tables(database), live) == {}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration's year, with its meetings and ceremonies, played without Prefect."""
    folder = tmp_path_factory.mktemp("year") / "ledger"
    script = Script(examples_folder() / "demo-2024")
    played = play(folder, script, lambda _n, _of, _title: None, with_prefect=False)
    house = open_house(demo_settings(folder), SimulatedClock(played.stage.clock.now()))
    yield house
    house.close()


@pytest.mark.slow
def test_after_a_whole_year_the_rebuilt_tables_are_the_live_ones(year: House) -> None:
    database = year.ledger.database
    live, held = read_tables(database), reserved(database)
    empty = {name for name, rows in live.items() if not rows}
    none = {
        "r_answer",
        "r_cancellation",
        "r_cluster",
        "r_condition",
        "r_consulted",
        "r_household",
        "r_pending",
    }
    assert empty == none  # the demonstration has none of these
    rebuild.rebuild(year.ledger, database, LIFECYCLE)
    assert unlike(read_tables(database), live) == {}
    assert reserved(database) == held


@pytest.mark.slow
@pytest.mark.postgres
def test_the_same_log_gives_the_same_read_tables_on_the_other_database(
    year: House, cluster: postgres.Cluster, tmp_path: Path
) -> None:
    live, held = read_tables(year.ledger.database), reserved(year.ledger.database)
    database = Database(cluster.url(cluster.fresh_database()))
    keys = KeyFile(tmp_path / "keys.db")
    upgrade(database)
    rebuild.create(database)
    with year.ledger.database.session() as source, database.session() as target:
        for model in (EventRow, CommandRow):
            for row in source.exec(select(model)).all():
                target.add(model(**row.model_dump()))
        target.commit()
    moved = Ledger(database, keys, year.clock)
    rebuild.rebuild(moved, database, LIFECYCLE)
    assert unlike(read_tables(database), live) == {}
    assert reserved(database) == held
    middle = year.ledger.head() // 2
    with past(moved, middle, LIFECYCLE) as there, past(year.ledger, middle, LIFECYCLE) as here:
        assert unlike(read_tables(there), read_tables(here)) == {}
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT max(seq) FROM event")).scalar() == year.ledger.head()
    database.close()
    keys.close()
