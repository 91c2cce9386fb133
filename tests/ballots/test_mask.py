"""The mask: whoever is out for a dossier is shown the same, whatever was voted on it; every view that tells joins."""

import asyncio
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import desk.views
from desk.views.base import View
from desk.views.mask import Mask
from desk.views.masked import MASKED, OF_OTHER_THINGS, TELLING, Look
from domain.session.commands import DeclareConflict, SignMinutes
from events.base import NominationId, PersonId, SessionId
from events.catalogue import event_of
from events.store.clock import SimulatedClock
from tests.ballots.chamber import DAY, KHE, Chamber, found_chamber, lines
from tests.workflows.handle.offices import START, Office, found_office
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.reactor import Reactor, run_plainly

LINES = lines(3)
KEPT, OTHER, _ = LINES


def world(folder: Path, agreed: int) -> tuple[Chamber, SessionId]:
    """Hold the same meeting, in which so many agree to the first dossier; its third member is out for it."""
    folder.mkdir()
    clock = SimulatedClock(START)
    chamber = found_chamber(found_office(folder, f"sqlite:///{folder / 'ledger.db'}", clock), 9)
    session = chamber.convene("one", LINES)
    chamber.prepare(session)
    chamber.gather(session)
    chamber.confirm(session, *chamber.members[:-1])
    out = chamber.members[2]
    chamber.do(
        DeclareConflict(
            session=session, member=out, nomination=KEPT, ground="kin", steps_out=True, **chamber.said("member", out)
        )
    )  # fmt: skip
    chamber.open(session, "b1", LINES)
    for place, member in enumerate(chamber.members[:-1]):
        said = {line: "for" for line in LINES if line != KEPT or member != out}
        if member != out and place >= agreed:
            said[KEPT] = "against"
        chamber.do(chamber.slip(session, member, said, "b1"))  # type: ignore[arg-type]
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    secretary = chamber.said("secretary")
    chamber.do(
        SignMinutes(
            session=session, kind="meeting", signed_on=DAY, signers=(KHE,), number="1/BB", **secretary
        )
    )
    settle(chamber.office, folder)
    return chamber, session


def settle(office: Office, folder: Path) -> None:
    claims = FileClaims(folder / "engine.lock")
    reactor = Reactor(Workshop(office.handler), claims, run_plainly)
    asyncio.run(reactor.drain())
    claims.close()


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Chamber, SessionId]]]:
    """Two worlds that differ in one thing: how many agreed to the first dossier."""
    folder = tmp_path_factory.mktemp("worlds")
    made = [world(folder / name, agreed) for name, agreed in (("one", 6), ("other", 7))]
    yield made
    for chamber, _ in made:
        chamber.office.house.close()


def shown(chamber: Chamber, kind: type[View], viewer: str | None) -> list[str]:
    with chamber.office.ledger.database.session() as session:
        told = MASKED[kind](Look(chamber.office.house, session, viewer))
        return [view.model_dump_json() for view in told if view is not None]


@pytest.mark.parametrize("kind", MASKED, ids=lambda kind: kind.__name__)
def test_who_is_out_for_a_dossier_is_shown_the_same_however_the_others_voted(
    worlds: list[tuple[Chamber, SessionId]], kind: type[View]
) -> None:
    (one, _), (other, _) = worlds
    assert shown(one, kind, one.members[2]) == shown(other, kind, other.members[2])


def test_whoever_is_not_out_sees_the_difference(worlds: list[tuple[Chamber, SessionId]]) -> None:
    (one, _), (other, _) = worlds
    telling = [kind for kind in MASKED if shown(one, kind, None) != shown(other, kind, None)]
    assert {kind.__name__ for kind in telling} == {"NominationDetail", "SessionDetail", "MinutesView"}


def masked(chamber: Chamber, viewer: PersonId) -> set[NominationId]:
    with chamber.office.ledger.database.session() as session:
        mask = Mask(chamber.office.handler.reading(session, "system:test"), viewer)
        return {line for line in LINES if mask.hides(line)}


def test_only_the_dossier_one_is_out_for_is_hidden(worlds: list[tuple[Chamber, SessionId]]) -> None:
    chamber, _ = worlds[0]
    assert masked(chamber, chamber.members[2]) == {KEPT}
    assert masked(chamber, chamber.members[3]) == set()


def test_before_the_confirmation_a_member_sees_names_only(office: Office) -> None:
    chamber = found_chamber(office, 3)
    session = chamber.convene("one", LINES)
    assert masked(chamber, chamber.members[0]) == set(LINES)
    chamber.confirm(session, chamber.members[0])
    assert masked(chamber, chamber.members[0]) == set()


def views() -> Iterator[type[View]]:
    for module in pkgutil.iter_modules(desk.views.__path__):
        importlib.import_module(f"desk.views.{module.name}")
    found: list[type[View]] = [View]
    for kind in found:
        found += kind.__subclasses__()
    yield from found


def inside(kind: type[View]) -> set[type]:
    """Give the views that a view is made of."""
    hints = [field.annotation for field in kind.model_fields.values()]
    parts = {arg for hint in hints for arg in (hint, *getattr(hint, "__args__", ()))}
    return {part for part in parts if isinstance(part, type) and issubclass(part, View)}


def test_every_view_that_tells_of_dossiers_is_in_the_register() -> None:
    telling = {kind for kind in views() if TELLING & set(kind.model_fields)}
    joined = {*MASKED, *(part for kind in MASKED for part in inside(kind))}
    assert {kind.__name__ for kind in telling - joined} == OF_OTHER_THINGS


def test_no_letter_to_a_member_tells_of_a_dossier_they_are_out_for(
    worlds: list[tuple[Chamber, SessionId]],
) -> None:
    def letters(chamber: Chamber) -> list[str]:
        queued = [event_of(row) for row in chamber.office.log() if row.type == "letter.queued"]
        mine = [letter for letter in queued if getattr(letter, "recipient", None) == chamber.members[2]]
        return [letter.model_dump_json() for letter in mine]

    (one, _), (other, _) = worlds
    assert letters(one) == letters(other)
