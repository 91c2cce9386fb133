from datetime import date

import pytest

from domain.decider import Said
from domain.decision import (
    DECIDER,
    Decision,
    DraftDecision,
    NoDecision,
    NumberDecision,
    PublishDecision,
    ReceiveOutsideDecision,
    SignDecision,
)
from domain.refusal import AlreadyExists, NotAuthorised, NotFound, WrongState
from events.base import DecisionId, NominationId, PersonId, SessionId, UnitId
from events.decision import (
    DecisionDrafted,
    DecisionEvent,
    DecisionNumbered,
    DecisionPublished,
    DecisionSigned,
    OutsideDecisionReceived,
)
from tests.spec import HOME, by, engine, given

DECISION = DecisionId("decision-1")
PROVINCE = UnitId("unit-tinh")
CHAIR = PersonId("person-chu-tich")
AWARDED = (NominationId("nomination-lan"), NominationId("nomination-minh"))
DRAFTED = DecisionDrafted(
    decision=DECISION, authority=HOME, award="LDTT", session=SessionId("session-1"), nominations=AWARDED
)
SIGNED = DecisionSigned(decision=DECISION, signer=CHAIR, on=date(2024, 12, 27))
NUMBERED = DecisionNumbered(decision=DECISION, number="215/QĐ-UBND", year=2024)
PUBLISHED = DecisionPublished(decision=DECISION, on=date(2025, 1, 2))
RECEIVED = OutsideDecisionReceived(
    decision=DECISION,
    authority=PROVINCE,
    number="1200/QĐ-UBND",
    decided_on=date(2025, 2, 20),
    nominations=AWARDED,
)


def draft(said: Said) -> DraftDecision:
    return DraftDecision(
        decision=DECISION,
        authority=HOME,
        award="LDTT",
        session=SessionId("session-1"),
        nominations=AWARDED,
        **said,
    )


def sign(role: str = "authority") -> SignDecision:
    return SignDecision(decision=DECISION, signer=CHAIR, on=SIGNED.on, **by(role))


def number(given_number: str = NUMBERED.number, role: str = "archivist") -> NumberDecision:
    return NumberDecision(decision=DECISION, number=given_number, **by(role))


def publish(role: str = "archivist") -> PublishDecision:
    return PublishDecision(decision=DECISION, on=PUBLISHED.on, **by(role))


def receive(authority: UnitId = PROVINCE, role: str = "archivist") -> ReceiveOutsideDecision:
    return ReceiveOutsideDecision(
        decision=DECISION,
        authority=authority,
        number=RECEIVED.number,
        decided_on=RECEIVED.decided_on,
        nominations=AWARDED,
        **by(role),
    )


def decision(*past: DecisionEvent) -> Decision:
    state = DECIDER.fold(past)
    assert isinstance(state, Decision)
    return state


def test_the_engine_or_the_standing_agency_lays_a_draft_before_the_authority() -> None:
    given(DECIDER).when(draft(engine())).then(DRAFTED)
    given(DECIDER).when(draft(by("standing_agency"))).then(DRAFTED)
    given(DECIDER).when(draft(by("clerk"))).refused(NotAuthorised)


def test_a_draft_laid_again_adds_nothing() -> None:
    given(DECIDER, DRAFTED).when(draft(engine())).nothing()


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_only_the_authority_signs() -> None:
    given(DECIDER, DRAFTED).when(sign()).then(SIGNED)
    why = given(DECIDER, DRAFTED).when(sign("standing_agency")).refused(NotAuthorised)
    assert str(why.basis) == "Đ80 Luật 06/2022/QH15"


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_the_authority_of_another_unit_signs_nothing_here() -> None:
    elsewhere = DRAFTED.model_copy(update={"authority": PROVINCE})
    given(DECIDER, elsewhere).when(sign()).refused(NotAuthorised)


def test_a_decision_is_signed_once() -> None:
    given(DECIDER, DRAFTED, SIGNED).when(sign()).nothing()


def test_a_signed_decision_takes_the_number_of_the_offices_book_and_the_year_of_its_signing() -> None:
    given(DECIDER, DRAFTED, SIGNED).when(number()).then(NUMBERED)


def test_an_unsigned_decision_has_no_number() -> None:
    given(DECIDER, DRAFTED).when(number()).refused(WrongState)


def test_a_number_is_given_once_and_never_changed() -> None:
    numbered = given(DECIDER, DRAFTED, SIGNED, NUMBERED)
    numbered.when(number()).nothing()
    numbered.when(number("216/QĐ-UBND")).refused(WrongState)


def test_a_numbered_decision_is_published_once() -> None:
    given(DECIDER, DRAFTED, SIGNED, NUMBERED).when(publish()).then(PUBLISHED)
    given(DECIDER, DRAFTED, SIGNED, NUMBERED, PUBLISHED).when(publish()).nothing()


def test_a_decision_without_a_number_is_not_published() -> None:
    given(DECIDER, DRAFTED, SIGNED).when(publish()).refused(WrongState)


def test_a_clerk_neither_numbers_nor_publishes() -> None:
    given(DECIDER, DRAFTED, SIGNED).when(number(role="clerk")).refused(NotAuthorised)
    given(DECIDER, DRAFTED, SIGNED, NUMBERED).when(publish("clerk")).refused(NotAuthorised)


def test_a_decision_of_another_authority_is_recorded_as_received() -> None:
    given(DECIDER).when(receive()).then(RECEIVED)
    given(DECIDER).when(receive(role="clerk")).refused(NotAuthorised)


def test_a_received_decision_is_recorded_once() -> None:
    given(DECIDER, RECEIVED).when(receive()).refused(AlreadyExists)


def test_the_own_decision_is_signed_here_and_never_received_from_outside() -> None:
    given(DECIDER).when(receive(HOME)).refused(WrongState)


def test_what_is_known_of_a_decision_follows_its_events() -> None:
    own = decision(DRAFTED, SIGNED, NUMBERED, PUBLISHED)
    assert (own.award, own.session, own.nominations) == ("LDTT", DRAFTED.session, AWARDED)
    assert (own.signed_on, own.number, own.year) == (SIGNED.on, NUMBERED.number, 2024)
    assert (own.published_on, own.outside) == (PUBLISHED.on, False)
    outside = decision(RECEIVED)
    assert (outside.signed_on, outside.number, outside.year) == (RECEIVED.decided_on, RECEIVED.number, 2025)
    assert (outside.award, outside.outside) == (None, True)


def test_an_unknown_decision_is_neither_signed_numbered_nor_published() -> None:
    for command in (sign(), number(), publish()):
        given(DECIDER).when(command).refused(NotFound)
    assert DECIDER.fold([SIGNED, NUMBERED, PUBLISHED]) == NoDecision()
