"""A ledger of a hundred thousand dossiers for the desk: made once by the product's own parts, kept, and opened again."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import SecretStr
from sqlmodel import select

from benchmarks.desk_lives import AGENDA, LINES, Lives, World
from benchmarks.desk_writing import Writer
from desk.demo import scenes_dossiers as dossiers
from desk.demo import scenes_launch as launch
from desk.demo.data import Script, examples_folder
from desk.demo.play import demo_settings
from desk.demo.reacting import react_now
from desk.demo.stage import Stage, moment
from desk.demo.year import START
from desk.door.door import Door
from desk.door.tables import METADATA
from desk.plans.reader import read_plan
from desk.setup.enter import enter
from domain.movement.commands import LaunchMovement
from domain.person import GrantRole, RegisterPerson
from domain.unit import EstablishUnit
from events.base import PersonId, UnitId
from events.envelope import By
from events.judgement import Pin
from events.letter import LetterQueued
from events.nomination import EligibilityAssessed
from events.person import PersonEmployed, PersonRegistered, Role
from events.personal import Clear
from events.store.clock import SimulatedClock, SystemClock
from events.store.database import Database
from projections import rebuild
from projections import tables as t
from tests.desk.web import conftest as meeting
from tests.desk.web.later import compete
from tests.domain.vietnamese.words import names
from workflows.opening import fill_read_tables, upgrade_tables
from workflows.settings import Settings
from workflows.wiring import House, open_house

E = TypeVar("E")
MADE = "made.json"
YEARS = 5
UNFINISHED = (9, 8, 7, 6, 5, 3, 2, 1)
"""The step at which each of the last waves has stopped, the oldest first."""
WHOLE = 11
EVER = date(2020, 1, 1)
STAFF: tuple[Role, ...] = ("standing_agency", "organiser")
AUDITOR: tuple[Role, ...] = ("auditor",)
AUTHORITY: tuple[Role, ...] = ("authority",)
ACCOUNTANT: tuple[Role, ...] = ("accountant", "archivist")
AT_HOME = (*[STAFF] * 6, *[AUDITOR] * 3, AUTHORITY, *[ACCOUNTANT] * 2)
"""The roles of twelve of the twenty who read; five are clerks, and three sit in the council."""
CLERKS, MEMBERS = 5, ("truc", "tung", "tau")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a ledger is."""

    nominations: int
    together: int = 0
    """So many dossiers go their way together; 0: as many as the size gives."""
    unfinished: int = 1
    """So often each step has a wave that stopped there."""

    @property
    def units(self) -> int:
        """So many units propose."""
        return min(max(self.nominations // 330, 6), 300)

    @property
    def subjects(self) -> int:
        """So many people are proposed, each once a year."""
        return self.nominations // YEARS

    @property
    def wave(self) -> int:
        """So many dossiers go their way together."""
        asked = max(self.nominations // 100, min(AGENDA, self.nominations // 10))
        return self.together or min(max(asked // LINES * LINES, LINES), 1_000)


@dataclass(frozen=True, slots=True)
class Large:
    """A ledger that was made: where it lies, how large it is, and who reads in it."""

    settings: Settings
    nominations: int
    events: int
    readers: Sequence[str]

    @contextmanager
    def opened(self) -> Iterator[House]:
        """Open it at its last moment."""
        clock = SimulatedClock(START)
        house = open_house(self.settings, clock)
        last = house.ledger.last_recorded_at()
        assert last is not None
        clock.move_to(last)
        try:
            yield house
        finally:
            house.close()

    @contextmanager
    def door(self) -> Iterator[Door]:
        """Open its door's book, which lies beside the ledger."""
        door = Door(
            Database(f"sqlite:///{self.settings.key_folder / 'door.db'}"), SystemClock(), meeting.QUICK
        )
        METADATA.create_all(door.database.engine)
        try:
            yield door
        finally:
            door.database.close()


def large(folder: Path, url: str | None, size: Size) -> Large:
    """Give the ledger in `folder`, made if it is not there yet; `url` names a database elsewhere."""
    told = folder / MADE
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        told.write_text(json.dumps(make(_settings(folder, url), size)), encoding="utf-8")
    made = json.loads(told.read_text(encoding="utf-8"))
    settings = _settings(folder, url)
    _bring_up_to_date(settings)
    return Large(settings, made["nominations"], made["events"], made["readers"])


def _settings(folder: Path, url: str | None) -> Settings:
    settings = demo_settings(folder)
    return settings.model_copy(update={"database_url": SecretStr(url)}) if url else settings


def _bring_up_to_date(settings: Settings) -> None:
    """Make the read tables again when this program has others than the one that made the ledger."""
    database = Database(settings.ledger_url)
    current = rebuild.is_current(database)
    database.close()
    if not current:
        upgrade_tables(settings)
        house = open_house(settings, SimulatedClock(START))
        fill_read_tables(house)
        house.close()


def make(settings: Settings, size: Size) -> Mapping[str, Any]:
    """Make it: the demonstration up to a vote, then waves of dossiers over five years, through append and projectors."""
    upgrade_tables(settings)
    script = Script(examples_folder() / "demo-2024")
    house = open_house(settings, SimulatedClock(START))
    clock = house.clock
    assert isinstance(clock, SimulatedClock)
    try:
        enter(house, script.cast, script.folder)
        stage = Stage(house, clock, script)
        units = _units(stage, size)
        _play(stage, units)
        world = _world(stage, units)
        readers = _readers(stage, world)
        writer = Writer(house, clock)
        subjects = _people(writer, world, size)
        _waves(Lives(writer, world, subjects), size)
        return {"nominations": size.nominations, "events": house.ledger.head(), "readers": readers}
    finally:
        house.close()


def _units(stage: Stage, size: Size) -> list[UnitId]:
    found = [UnitId(f"unit-lon-{number:03}") for number in range(size.units)]
    for number, unit in enumerate(found):
        stage.do(
            EstablishUnit(
                unit=unit, name=f"Cơ quan, đơn vị số {number + 1}", kind="agency", level="agency",
                parent=stage.organisation, managed_by=stage.organisation, **stage.said("mai", "administrator"),
            )
        )  # fmt: skip
    return found


def _launch(stage: Stage, units: Sequence[UnitId]) -> None:
    examples = stage.script.folder.parent
    plan = read_plan(examples / "quang-trung-2024.yaml", [examples / "quang-trung-2024.demo.yaml"])
    stage.do(
        LaunchMovement(
            movement=stage.movement,
            organisation=stage.organisation,
            plan=plan,
            participants=(*map(stage.unit, stage.script.participants), *units),
            **stage.said("lat", "authority"),
        )
    )


def _play(stage: Stage, units: Sequence[UnitId]) -> None:
    """Launch the year's movement for every unit, rank a cluster, and come to a council in the middle of a vote."""
    for at, play in (
        (moment(2024, 1, 5), launch.set_up),
        (moment(2024, 1, 10), lambda stage: _launch(stage, units)),
        (moment(2024, 3, 21), compete),
        (moment(2024, 9, 12, 8), dossiers.sudden),
        (moment(2024, 9, 12, 15), dossiers.verify),
        (moment(2024, 9, 12, 16), meeting.convene),
        (meeting.MEETING_DAY, meeting.begin),
        (meeting.MEETING_DAY, meeting.open_vote),
    ):
        stage.clock.move_to(at)
        play(stage)
        react_now(stage.house)


def _world(stage: Stage, units: Sequence[UnitId]) -> World:
    with stage.house.ledger.database.session() as session:
        line = session.exec(select(t.LineRow.nomination)).first()
        invited = session.exec(
            select(t.LetterRow.letter).where(t.LetterRow.template == "session_invitation")
        ).first()
        judged = _first(stage.house, str(line), EligibilityAssessed)
        letter = _first(stage.house, str(invited), LetterQueued)
        rules = stage.house.handler.reading(session, "system:bench").law.book.hash
    return World(
        organisation=stage.organisation,
        council=stage.council,
        members=[stage.person(key) for key in stage.script.members],
        staff=By(stage.person("mai"), role="standing_agency", auth="session:large"),
        chair=By(stage.person("lat"), role="chair", auth="session:large"),
        units=units,
        clerks=[PersonId(f"person-can-bo-{number:03}") for number in range(len(units))],
        pin=Pin(rules=rules, on="2024-09-12"),
        reasons=judged.reasons,
        letter=letter,
    )


def _first(house: House, stream: str, kind: type[E]) -> E:
    """Give the first event of a kind in a stream."""
    return next(event for event in house.ledger.load(stream) if isinstance(event, kind))


def _readers(stage: Stage, world: World) -> list[str]:
    """Give the twenty who read: people of every role; those that are not in the cast are entered."""
    told = stage.said("mai", "administrator")
    entered = []
    for number, roles in enumerate(AT_HOME):
        who = PersonId(f"person-nguoi-doc-{number:02}")
        stage.do(RegisterPerson(person=who, name=f"Nguyễn Ví Dụ {number + 1}", **told))
        for role in roles:
            stage.do(GrantRole(person=who, role=role, scope=world.organisation, since=EVER, **told))
        entered.append(str(who))
    for number, who in enumerate(world.clerks):
        stage.do(RegisterPerson(person=who, name=f"Lê Ví Dụ {number + 1}", **told))
        stage.do(GrantRole(person=who, role="clerk", scope=world.units[number], since=EVER, **told))
    react_now(stage.house)
    return [*entered, *world.clerks[:CLERKS], *(stage.person(key) for key in MEMBERS)]


def _people(writer: Writer, world: World, size: Size) -> list[PersonId]:
    """Enter who will be proposed."""
    found = [PersonId(f"person-lon-{number:05}") for number in range(size.subjects)]
    called = names(min(len(found), 5_000))
    for number, who in enumerate(found):
        name = called[number % len(called)]
        writer.act(
            world.staff,
            {
                who: [
                    PersonRegistered(person=who, name=Clear(who, "identity", name)),
                    PersonEmployed(person=who, unit=world.units[number % len(world.units)], since=EVER),
                ]
            },
        )
        if number % 1_000 == 999:
            writer.flush()
    writer.flush()
    writer.states.clear()
    return found


def _waves(lives: Lives, size: Size) -> None:
    """Play the waves, the years one after another; the last ones stop on their way."""
    count = -(-size.nominations // size.wave)
    stopping = sorted(UNFINISHED * size.unfinished, reverse=True)
    for number in range(count):
        left = count - number
        until = stopping[-left] if left <= len(stopping) else WHOLE
        first = number * size.wave
        many = min(size.wave, size.nominations - first)
        year = 2025 + first * YEARS // size.nominations
        lives.wave(many, first, year, until)
        if number % 10 == 9:
            print(f"  {first + many:,} dossiers, {lives.writer.house.ledger.head():,} events", flush=True)
