"""What every append promises, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import rfc8785
from sqlalchemy import text

from events.base import instant_text
from events.catalogue import event_of
from events.envelope import Stored, leaf_hash
from events.store.clock import Clock, SimulatedClock, SystemClock
from events.store.database import Database
from events.store.errors import (
    ClockRefused,
    Conflict,
    DuplicateCommand,
    KeyTaken,
    NotOpened,
    StoreError,
    Unavailable,
)
from events.store.hot import Hot
from events.store.keys import KeyFile
from events.store.ledger import Ledger, Write
from events.store.upgrade import upgrade
from tests.store.making import (
    Pen,
    closed,
    event_rows,
    everything,
    opened,
    person,
    places,
    reservations,
    unit,
)


class WornClock:
    """A clock that is set by hand, back as well as forward."""

    simulated = True

    def __init__(self, start: datetime) -> None:
        self.time = start

    def now(self) -> datetime:
        return self.time


def refused(pen: Pen, why: type[StoreError], attempt: Callable[[], object]) -> StoreError:
    """Expect a refusal that leaves no event, no command and no reservation."""
    ledger = pen.ledger
    before = event_rows(ledger), reservations(ledger)
    with pytest.raises(why) as refusal:
        attempt()
    assert (event_rows(ledger), reservations(ledger)) == before
    assert ledger.recorded_command("tried") is None
    return refusal.value


def test_positions_have_no_gap_and_every_stream_counts_from_one(pen: Pen) -> None:
    first = pen.write_all(
        [Write("unit-a", 0, [unit("a"), closed("a")]), Write("unit-b", 0, [unit("b")])], "two streams"
    )
    second = pen.write_all(
        [Write("unit-b", 1, [closed("b")]), Write("unit-a", 2, [closed("a", 2)])], "the same two"
    )
    assert ((first.first, first.last), (second.first, second.last)) == ((2, 4), (5, 6))
    assert places(pen.ledger) == [
        (1, "ledger", 1),
        (2, "unit-a", 1),
        (3, "unit-a", 2),
        (4, "unit-b", 1),
        (5, "unit-b", 2),
        (6, "unit-a", 3),
    ]
    assert pen.ledger.load("unit-a", after=1) == [closed("a"), closed("a", 2)]
    assert pen.ledger.load("unit-nowhere") == []
    assert pen.ledger.load_all(["unit-nowhere", "unit-a"]) == {
        "unit-nowhere": [],
        "unit-a": pen.ledger.load("unit-a"),
    }
    assert pen.ledger.load_all([]) == {}
    assert [[row.seq for row in page] for page in pen.ledger.pages(after=1, until=5, size=3)] == [
        [2, 3, 4],
        [5],
    ]


def test_a_leaf_is_the_canonical_line_of_what_was_said_and_the_columns_repeat_it(pen: Pen) -> None:
    at = pen.ledger.clock.now() - timedelta(minutes=1)
    pen.ledger.append([Write("unit-a", 0, [unit("a", "Thôn “Đoài” \u007f")])], pen.meta("said", at))
    row = event_rows(pen.ledger)[-1]
    leaf = msgspec.json.decode(row.leaf)
    assert row.leaf == rfc8785.dumps(leaf)
    assert row.hash == leaf_hash(row.leaf)
    assert (row.seq, row.stream, row.version, row.type, row.at, row.recorded_at) == (
        leaf["seq"],
        leaf["stream"],
        leaf["version"],
        leaf["type"],
        leaf["at"],
        leaf["recorded_at"],
    )
    assert (leaf["command"], leaf["correlation"], leaf["by"]) == (
        "said",
        "said",
        {"auth": "test", "who": "system:init"},
    )
    assert leaf["at"] == instant_text(at)
    assert event_of(everything(pen.ledger)[-1]) == unit("a", "Thôn “Đoài” \u007f")


def test_no_two_leaves_share_their_salt(pen: Pen) -> None:
    pen.write("unit-a", 0, unit("a"), *[closed("a", day) for day in range(1, 9)])
    salts = {row.envelope.salt for row in everything(pen.ledger)}
    assert len(salts) == 10
    assert {len(bytes.fromhex(salt)) for salt in salts} == {16}


@pytest.mark.parametrize("expected", [0, 1, 3])
def test_a_stream_that_is_not_where_it_was_expected_is_a_conflict(pen: Pen, expected: int) -> None:
    pen.write("unit-a", 0, unit("a"), closed("a"))
    refused(pen, Conflict, lambda: pen.write("unit-a", expected, closed("a"), command="tried"))
    pen.write("unit-a", 2, closed("a"), command="tried")


@pytest.mark.parametrize("guard", [("unit-a", 0), ("unit-a", 2), ("unit-b", 1)])
def test_a_guard_that_no_longer_holds_is_a_conflict(pen: Pen, guard: tuple[str, int]) -> None:
    pen.write("unit-a", 0, unit("a"))
    refused(pen, Conflict, lambda: pen.write("unit-c", 0, unit("c"), command="tried", guards=[guard]))
    pen.write("unit-c", 0, unit("c"), command="tried", guards=[("unit-a", 1), ("unit-b", 0)])


@pytest.mark.parametrize("stale", [0, 1, 2])
def test_an_append_reaches_all_its_streams_or_none(pen: Pen, stale: int) -> None:
    streams = ["unit-a", "unit-b", "unit-c"]
    for name in streams:
        pen.write(name, 0, unit(name.removeprefix("unit-")))
    pen.write(streams[stale], 1, closed("x"))
    writes = [Write(name, 1, [closed(name.removeprefix("unit-"))]) for name in streams]
    refused(pen, Conflict, lambda: pen.write_all(writes, "tried", reserve=[("a key", "unit-a")]))


def test_a_command_id_is_taken_for_ever(pen: Pen) -> None:
    pen.write("unit-a", 0, unit("a"), command="once")
    before = places(pen.ledger)
    with pytest.raises(DuplicateCommand):
        pen.write("unit-b", 0, unit("b"), command="once")
    assert places(pen.ledger) == before
    known = pen.ledger.recorded_command("once")
    assert known is not None
    assert (known.digest, known.first_seq, known.last_seq) == ("0" * 64, 2, 2)


def test_a_reserved_key_is_held_by_one_stream_until_that_stream_lets_go(pen: Pen) -> None:
    pen.write("unit-a", 0, unit("a"), reserve=[("seat", "unit-a"), ("hat", "unit-a")])
    taken = refused(
        pen,
        KeyTaken,
        lambda: pen.write(
            "unit-b", 0, unit("b"), command="tried", reserve=[("coat", "unit-b"), ("seat", "unit-b")]
        ),
    )
    assert isinstance(taken, KeyTaken)
    assert taken.key == "seat"
    pen.write("unit-a", 1, closed("a"), reserve=[("seat", "unit-a")])
    pen.write("unit-b", 0, unit("b"), let_go=["unit-b"], reserve=[("coat", "unit-b")])
    assert reservations(pen.ledger) == {"seat": "unit-a", "hat": "unit-a", "coat": "unit-b"}
    pen.write("unit-a", 2, closed("a"), let_go=["unit-a"], reserve=[("shoe", "unit-a")])
    pen.write("unit-b", 1, closed("b"), reserve=[("seat", "unit-b")])
    assert reservations(pen.ledger) == {"shoe": "unit-a", "coat": "unit-b", "seat": "unit-b"}


def test_a_projector_writes_in_the_same_transaction_and_its_failure_undoes_the_append(pen: Pen) -> None:
    seen: list[tuple[int, str]] = []

    def project(hot: Hot, stored: Sequence[Stored]) -> None:
        seen.extend((row.seq, row.type) for row in stored)
        hot.execute("INSERT INTO reservation(key, stream) VALUES ('projected', 'unit-a')", ())

    def fail(hot: Hot, stored: Sequence[Stored]) -> None:
        project(hot, stored)
        raise Conflict("broken on purpose")

    refused(pen, Conflict, lambda: pen.write("unit-a", 0, unit("a"), command="tried", projector=fail))
    pen.write("unit-a", 0, unit("a"), command="tried", projector=project)
    assert seen == [(2, "unit.established")] * 2
    assert reservations(pen.ledger) == {"projected": "unit-a"}


def test_recorded_time_never_goes_back_when_the_clock_does(open_ledger: Callable[[], Ledger]) -> None:
    noon = datetime(2024, 3, 1, 12, tzinfo=UTC)
    ledger = open_ledger()
    worn = WornClock(noon)
    pen = Pen(Ledger(ledger.database, ledger.keys, worn))
    for hours in (0, 2, -24, 2, 3):
        worn.time = noon + timedelta(hours=hours)
        if hours == 0:
            pen.open()
        else:
            pen.write(f"unit-{pen.ledger.head()}", 0, unit("a"))
    hours_past = [(row.recorded_at - noon) / timedelta(hours=1) for row in everything(pen.ledger)]
    assert hours_past == [0, 2, 2, 2, 3]
    asked = [-1, 0, 1, 2, 2.5, 3, 99]
    assert [pen.ledger.position_at(noon + timedelta(hours=hour)) for hour in asked] == [0, 1, 1, 4, 4, 5, 5]
    assert pen.ledger.last_recorded_at() == noon + timedelta(hours=3)


@pytest.mark.parametrize("simulated", [True, False])
def test_a_ledger_knows_no_clock_of_the_other_kind(
    open_ledger: Callable[[], Ledger], *, simulated: bool
) -> None:
    made = open_ledger()
    clocks: list[Clock] = [SystemClock(), SimulatedClock(datetime(2024, 1, 2, tzinfo=UTC))]
    right, wrong = (Ledger(made.database, made.keys, clocks[kind]) for kind in (simulated, not simulated))
    with pytest.raises(ClockRefused):
        Pen(wrong).write("ledger", 0, opened(simulated=simulated))
    assert made.head() == 0
    Pen(right).open()
    with pytest.raises(ClockRefused):
        Pen(wrong, "w").write("unit-a", 0, unit("a"))
    with pytest.raises(ClockRefused):
        _ = wrong.genesis
    assert made.head() == 1
    assert right.genesis == opened(simulated=simulated)


def test_the_first_event_opens_the_ledger(ledger: Ledger) -> None:
    with pytest.raises(NotOpened):
        Pen(ledger).write_all([Write("unit-a", 0, [unit("a")]), Write("ledger", 0, [opened()])])
    with pytest.raises(NotOpened):
        _ = ledger.genesis
    assert ledger.head() == 0


def test_a_database_without_tables_says_how_to_make_them(
    database_url: str, tmp_path: Path, clock: SimulatedClock
) -> None:
    database = Database(database_url)
    keys = KeyFile(tmp_path / "keys.db")
    bare = Ledger(database, keys, clock)
    for attempt in (bare.head, lambda: bare.recorded_command("c"), lambda: Pen(bare).open()):
        with pytest.raises(NotOpened, match="sovang init"):
            attempt()
    database.close()
    keys.close()


def through_a_session(database: Database) -> None:
    with database.session() as session:
        session.execute(text("SELECT 1 FROM event"))


@pytest.mark.parametrize("path", [lambda database: database.hot().head_seq(), through_a_session, upgrade])
@pytest.mark.parametrize(
    "url",
    ["sqlite:///{folder}/nowhere/ledger.db", "sqlite:///{folder}/garbage", "postgresql://x@127.0.0.1:1/x"],
)
def test_a_database_that_cannot_be_opened_is_unavailable_on_every_path(
    tmp_path: Path, url: str, path: Callable[[Database], object]
) -> None:
    (tmp_path / "garbage").write_bytes(b"garbage" * 1000)
    database = Database(url.format(folder=tmp_path))
    with pytest.raises(Unavailable, match="cơ sở dữ liệu"):
        path(database)
    database.close()


def test_what_is_sealed_for_one_event_is_not_stored_in_another(pen: Pen) -> None:
    pen.write("person-a", 0, person("a", "Nguyễn Thị Lan"))
    sealed = pen.ledger.load("person-a")[0]
    with pytest.raises(ValueError, match=r"\.name"):
        pen.write("person-b", 0, sealed)
    assert pen.ledger.load("person-b") == []
