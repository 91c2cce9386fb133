"""Who owes the gradings and initiatives of a year by when: called for on a document, met by handing in."""

from dataclasses import replace
from datetime import date

from domain.act_facts import ActFacts
from domain.acts import brought_along
from domain.collection import DECIDER, CallCollection, Collection, HandInCollection, NoCollection
from domain.decider import said
from domain.facts import Facts
from domain.ids import obligation_id
from domain.obligation.commands import MeetObligation, OpenObligation
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound
from events.base import Citation, SubjectId, UnitId
from events.collection import CollectionCalled, CollectionHandedIn
from tests.spec import HOME, by, every_role, given, standing

CALL = "collection-gradings-2024"
SCHOOL, VILLAGE = UnitId("unit-truong"), UnitId("unit-thon")
LETTER = Citation(number="88/UBND-VP", day=date(2024, 12, 2), issuer="UBND xã")
CALLED = CollectionCalled(
    collection=CALL,
    entries="gradings",
    year=2024,
    due_on=date(2024, 12, 31),
    units=(SCHOOL, VILLAGE),
    document=LETTER,
)
HANDED_IN = CollectionHandedIn(collection=CALL, entries="gradings", unit=SCHOOL, on=date(2024, 12, 24))
NOTHING = HANDED_IN.model_copy(update={"unit": VILLAGE, "nothing": True})
FACTS = Facts(standing=every_role(SCHOOL), organisation=HOME)


def call(role: str = "standing_agency", units: tuple[UnitId, ...] = (SCHOOL, VILLAGE)) -> CallCollection:
    return CallCollection(
        collection=CALL, entries="gradings", year=2024, due_on=date(2024, 12, 31), units=units, document=LETTER,
        **by(role),
    )  # fmt: skip


def hand_in(role: str = "clerk", unit: UnitId = SCHOOL, *, nothing: bool = False) -> HandInCollection:
    return HandInCollection(collection=CALL, unit=unit, nothing=nothing, **by(role))


def test_units_are_asked_once_on_a_document() -> None:
    given(DECIDER).when(call(units=(SCHOOL, VILLAGE, SCHOOL))).then(CALLED)
    given(DECIDER, CALLED).when(call()).nothing()
    given(DECIDER, CALLED).when(call(units=(SCHOOL,))).refused(AlreadyExists)


def test_only_the_standing_agency_asks_somebody_by_a_day_to_come() -> None:
    given(DECIDER).when(call("clerk")).refused(NotAuthorised)
    given(DECIDER).when(call(units=())).refused(Malformed)
    given(DECIDER).when(replace(call(), due_on=date(2024, 12, 23))).refused(Malformed)


def test_each_unit_owes_it_from_then_on_and_owes_it_no_more_when_it_has_handed_in() -> None:
    opened = list(brought_along(call(), [CALLED], ActFacts(organisation=HOME)))
    assert opened == [
        OpenObligation(
            obligation=obligation_id(CALL, "hand_in_gradings", None, unit),
            duty="hand_in_gradings",
            debtor=SubjectId(unit),
            about=CALL,
            title="Gửi kết quả xếp loại chất lượng năm 2024",
            due_on=date(2024, 12, 31),
            set_by="văn bản số 88/UBND-VP ngày 02/12/2024 của UBND xã",
            **said(call()),
        )
        for unit in (SCHOOL, VILLAGE)
    ]
    assert list(brought_along(hand_in(), [HANDED_IN], ActFacts(organisation=HOME))) == [
        MeetObligation(obligation=obligation_id(CALL, "hand_in_gradings", None, SCHOOL), **said(hand_in()))
    ]


def test_initiatives_are_a_register_and_a_duty_of_their_own() -> None:
    event = CALLED.model_copy(
        update={"entries": "initiatives", "document": Citation(number="1", day=LETTER.day)}
    )
    (first, _) = brought_along(call(), [event], ActFacts(organisation=HOME))
    assert isinstance(first, OpenObligation)
    assert (first.duty, first.title) == (
        "hand_in_initiatives", "Gửi danh sách sáng kiến được công nhận năm 2024",
    )  # fmt: skip
    assert first.set_by == "văn bản số 1 ngày 02/12/2024"


def test_a_unit_hands_in_for_itself_or_the_standing_agency_for_it() -> None:
    given(DECIDER, CALLED, facts=FACTS).when(hand_in()).then(HANDED_IN)
    given(DECIDER, CALLED, HANDED_IN, facts=FACTS).when(hand_in()).nothing()
    given(DECIDER, CALLED, facts=FACTS).when(hand_in("standing_agency", VILLAGE, nothing=True)).then(NOTHING)
    given(DECIDER, CALLED, facts=FACTS).when(hand_in("clerk", VILLAGE)).refused(NotAuthorised)


def test_a_unit_that_had_nothing_may_have_something_after_all() -> None:
    given(DECIDER, CALLED, NOTHING, facts=FACTS).when(hand_in("standing_agency", VILLAGE)).then(
        HANDED_IN.model_copy(update={"unit": VILLAGE})
    )


def test_who_was_not_asked_hands_nothing_in_and_nobody_what_was_not_called_for() -> None:
    at_home = Facts(standing=standing(("standing_agency", HOME)))
    given(DECIDER, CALLED, facts=FACTS).when(hand_in("standing_agency", UnitId("unit-khac"))).refused(
        Malformed
    )
    given(DECIDER, facts=FACTS).when(hand_in()).refused(NotFound)
    given(DECIDER, CALLED, facts=at_home).when(hand_in("standing_agency")).refused(NotAuthorised)


def test_what_is_known_follows_the_events() -> None:
    assert DECIDER.fold([CALLED, HANDED_IN, NOTHING]) == Collection(
        CALL, "gradings", 2024, (SCHOOL, VILLAGE), {SCHOOL: False, VILLAGE: True}
    )
    assert DECIDER.fold([HANDED_IN]) == NoCollection()
