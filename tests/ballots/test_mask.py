"""The mask: whoever is out for a dossier is shown the same, whatever was voted on it; every view that tells joins."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import desk.views
from desk.views import lists
from desk.views.base import View
from desk.views.dossier import dossier
from desk.views.mask import Mask
from desk.views.masked import MASKED, OF_OTHER_THINGS, TELLING, Look
from desk.views.read import KEPT as KEPT_BACK
from desk.views.sets import one_set
from domain.session.facts import ConflictOfInterest
from events.base import NominationId, PersonId
from events.catalogue import event_of
from tests.ballots.chamber import Chamber, found_chamber
from tests.ballots.worlds import BESIDE, KEPT, LINES, OUT, Worlds
from tests.workflows.handle.offices import Office


def shown(chamber: Chamber, kind: type[View], viewer: str | None) -> list[str]:
    with chamber.office.ledger.database.session() as session:
        told = MASKED[kind](Look(chamber.office.house, session, viewer))
        return [view.model_dump_json() for view in told if view is not None]


@pytest.mark.parametrize("kind", MASKED, ids=lambda kind: kind.__name__)
def test_who_is_out_for_a_dossier_is_shown_the_same_however_the_others_voted(
    worlds: Worlds, kind: type[View]
) -> None:
    one, other = worlds
    assert shown(one, kind, one.members[OUT]) == shown(other, kind, other.members[OUT])


def test_whoever_is_not_out_sees_the_difference(worlds: Worlds) -> None:
    one, other = worlds
    telling = [kind for kind in MASKED if shown(one, kind, None) != shown(other, kind, None)]
    wanted = {"NominationDetail", "DossierView", "SessionDetail", "MinutesView"}
    assert {kind.__name__ for kind in telling} == wanted


def test_a_list_of_what_the_council_advised_is_kept_from_whoever_is_out_for_one_of_its_dossiers(
    worlds: Worlds,
) -> None:
    chamber, _ = worlds
    out, other = (_lists(chamber, who) for who in (chamber.members[OUT], chamber.members[BESIDE]))
    assert out == [(None, True, 0)]
    assert other == [(3, False, 3)]


def _lists(chamber: Chamber, viewer: PersonId) -> list[tuple[int | None, bool, int]]:
    """Give of each list sent on how many lines it says it has, whether it is kept, and how many it shows."""
    with chamber.office.ledger.database.session() as session:
        look = Look(chamber.office.house, session, viewer)
        told = lists.submissions(look.reading, look.names, look.mask, "forwarded")
        shown = [one_set(look.reading, look.names, look.mask, row.submission) for row in told]
        return [(row.lines, one.kept, len(one.lines)) for row, one in zip(told, shown, strict=True)]


def test_the_log_itself_is_shut_to_whoever_is_out_for_a_dossier_that_is_not_told(worlds: Worlds) -> None:
    chamber, _ = worlds
    with chamber.office.ledger.database.session() as session:
        out, beside = (
            Look(chamber.office.house, session, chamber.members[place]).mask for place in (OUT, BESIDE)
        )
        beside.nothing_between()
        with pytest.raises(ConflictOfInterest, match="chưa xem được sổ kiểm toán"):
            out.nothing_between()


def test_a_reader_who_neither_prepares_nor_decides_is_not_told_what_the_council_advised(
    worlds: Worlds,
) -> None:
    chamber, _ = worlds
    with chamber.office.ledger.database.session() as session:
        look = Look(chamber.office.house, session, None)
        clear = dossier(look.reading, look.names, Mask(look.reading, "person-clerk"), KEPT)
        veiled = dossier(look.reading, look.names, Mask(look.reading, "person-clerk", veiled=True), KEPT)
    assert clear.count is not None
    assert (clear.count.votes_for, clear.stage) == (5, "forwarded")
    assert (veiled.count, veiled.stage, veiled.outcome) == (None, "before_council", KEPT_BACK)
    assert [one.type for one in veiled.history][-1] == "nomination.put_to_council"
    assert "nomination.recommended" in [one.type for one in clear.history]


def masked(chamber: Chamber, viewer: PersonId) -> set[NominationId]:
    with chamber.office.ledger.database.session() as session:
        mask = Mask(chamber.office.handler.reading(session, "system:test"), viewer)
        return {line for line in LINES if mask.hides(line)}


def test_only_the_dossier_one_is_out_for_is_hidden(worlds: Worlds) -> None:
    chamber, _ = worlds
    assert masked(chamber, chamber.members[OUT]) == {KEPT}
    assert masked(chamber, chamber.members[BESIDE]) == set()


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
    worlds: Worlds,
) -> None:
    def letters(chamber: Chamber) -> list[str]:
        queued = [event_of(row) for row in chamber.office.log() if row.type == "letter.queued"]
        mine = [letter for letter in queued if getattr(letter, "recipient", None) == chamber.members[OUT]]
        return [letter.model_dump_json() for letter in mine]

    one, other = worlds
    assert letters(one) == letters(other)
