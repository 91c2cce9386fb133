from dataclasses import replace
from datetime import date

import pytest

from domain.decider import Said
from domain.decision.commands import (
    ArchiveDecision,
    DraftDecision,
    NumberDecision,
    PublishDecision,
    ReceiveOutsideDecision,
    ReceiveOutsideRefusal,
    RecordCancelled,
    RefuseLines,
    SignDecision,
)
from domain.decision.decider import DECIDER
from domain.decision.facts import POWERS, UNIT_FILE, DecisionFacts
from domain.decision.states import Decision, Issued, Laid, NoDecision, Numbered, Order, Refused, Signed
from domain.law.rows import Retention
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from domain.standing import Standing
from events.base import DecisionId, NominationId, PersonId, SessionId, UnitId
from events.decision import (
    DecisionArchived,
    DecisionCancelled,
    DecisionDrafted,
    DecisionEvent,
    DecisionNumbered,
    DecisionPublished,
    DecisionSigned,
    LinesRefused,
    OutsideDecisionReceived,
    OutsideRefusalReceived,
)
from tests.domain.rules import row
from tests.spec import HOME, Given, by, engine, every_role
from tests.spec import given as given_facts

FACTS = DecisionFacts(standing=every_role(), organisation=HOME)

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

REFUSED = LinesRefused(
    decision=DECISION, nominations=AWARDED[:1], ground="standard", basis=POWERS, on=SIGNED.on
)
OUTSIDE_REFUSED = OutsideRefusalReceived(
    decision=DECISION, authority=PROVINCE, number="9/TB", nominations=AWARDED, ground="standard", basis=POWERS,
    on=SIGNED.on,
)  # fmt: skip
ISSUED = (DRAFTED, SIGNED, NUMBERED, PUBLISHED)
ARCHIVED = DecisionArchived(decision=DECISION, file="KT-2024/07", on=date(2025, 3, 3))
OTHER = DecisionId("decision-2")
CANCELLED = DecisionCancelled(
    decision=DECISION,
    by_decision=OTHER,
    nominations=AWARDED[:1],
    ground="false_declaration",
    on=date(2025, 6, 2),
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


def refuse(*lines: NominationId, role: str = "authority") -> RefuseLines:
    return RefuseLines(
        decision=DECISION, nominations=lines or AWARDED, ground="standard", basis=POWERS, reason="Chưa đủ.",
        on=SIGNED.on, **by(role),
    )  # fmt: skip


def archive(role: str = "archivist") -> ArchiveDecision:
    return ArchiveDecision(decision=DECISION, file=ARCHIVED.file, on=ARCHIVED.on, **by(role))


def cancel(*lines: NominationId, said: Said | None = None) -> RecordCancelled:
    return RecordCancelled(
        decision=DECISION, by_decision=OTHER, nominations=lines or AWARDED, ground="false_declaration",
        on=CANCELLED.on, **(said or engine()),
    )  # fmt: skip


def receive_refusal() -> ReceiveOutsideRefusal:
    return ReceiveOutsideRefusal(
        decision=DECISION, authority=PROVINCE, nominations=AWARDED, ground="standard", basis=POWERS,
        reason="Chưa đủ.", number="9/TB", on=SIGNED.on, **by("archivist"),
    )  # fmt: skip


def decision(*past: DecisionEvent) -> Decision:
    state = DECIDER.fold(past)
    assert not isinstance(state, NoDecision)
    return state


def given(*past: DecisionEvent, facts: DecisionFacts = FACTS) -> Given:
    return given_facts(DECIDER, *past, facts=facts)


def test_the_engine_or_the_standing_agency_lays_a_draft_before_the_authority() -> None:
    given().when(draft(engine())).then(DRAFTED)
    given().when(draft(by("standing_agency"))).then(DRAFTED)
    given().when(draft(by("clerk"))).refused(NotAuthorised)


def test_a_draft_laid_again_adds_nothing() -> None:
    given(DRAFTED).when(draft(engine())).nothing()


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_only_the_authority_signs() -> None:
    given(DRAFTED).when(sign()).then(SIGNED)
    why = given(DRAFTED).when(sign("standing_agency")).refused(NotAuthorised)
    assert str(why.basis) == "Đ80 Luật 06/2022/QH15"


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_the_authority_of_another_unit_signs_nothing_here() -> None:
    elsewhere = DRAFTED.model_copy(update={"authority": PROVINCE})
    given(elsewhere).when(sign()).refused(NotAuthorised)


def test_a_decision_is_signed_once() -> None:
    given(DRAFTED, SIGNED).when(sign()).nothing()


def test_a_signed_decision_takes_the_number_of_the_offices_book_and_the_year_of_its_signing() -> None:
    given(DRAFTED, SIGNED).when(number()).then(NUMBERED)


def test_an_unsigned_decision_has_no_number() -> None:
    given(DRAFTED).when(number()).refused(WrongState)


def test_a_number_is_given_once_and_never_changed() -> None:
    numbered = given(DRAFTED, SIGNED, NUMBERED)
    numbered.when(number()).nothing()
    numbered.when(number("216/QĐ-UBND")).refused(WrongState)


def test_a_numbered_decision_is_published_once() -> None:
    given(DRAFTED, SIGNED, NUMBERED).when(publish()).then(PUBLISHED)
    given(DRAFTED, SIGNED, NUMBERED, PUBLISHED).when(publish()).nothing()


def test_a_decision_without_a_number_is_not_published() -> None:
    given(DRAFTED, SIGNED).when(publish()).refused(WrongState)


def test_a_clerk_neither_numbers_nor_publishes() -> None:
    given(DRAFTED, SIGNED).when(number(role="clerk")).refused(NotAuthorised)
    given(DRAFTED, SIGNED, NUMBERED).when(publish("clerk")).refused(NotAuthorised)


def test_a_decision_of_another_authority_is_recorded_as_received() -> None:
    given().when(receive()).then(RECEIVED)
    given().when(receive(role="clerk")).refused(NotAuthorised)


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_an_authority_outside_answers_that_it_does_not_award() -> None:
    given().when(receive_refusal()).then(OUTSIDE_REFUSED)
    given(OUTSIDE_REFUSED).when(receive_refusal()).refused(AlreadyExists)
    assert decision(OUTSIDE_REFUSED) == Refused(Order(DECISION, PROVINCE, None, AWARDED), SIGNED.on)


def test_a_received_decision_is_recorded_once() -> None:
    given(RECEIVED).when(receive()).refused(AlreadyExists)


def test_the_own_decision_is_signed_here_and_never_received_from_outside() -> None:
    given().when(receive(HOME)).refused(WrongState)
    given(facts=replace(FACTS, authority_here=True)).when(receive()).refused(WrongState)


def test_a_decision_is_laid_signed_waits_for_its_number_and_is_issued() -> None:
    order = Order(DECISION, HOME, "LDTT", AWARDED, DRAFTED.session)
    assert decision(DRAFTED) == Laid(order)
    assert decision(DRAFTED, SIGNED) == Signed(order, SIGNED.on)
    assert decision(DRAFTED, SIGNED, NUMBERED) == Numbered(order, SIGNED.on, NUMBERED.number)
    assert decision(*ISSUED) == Issued(order, SIGNED.on, NUMBERED.number, PUBLISHED.on)
    outside = Order(DECISION, PROVINCE, None, AWARDED)
    assert decision(RECEIVED) == Issued(outside, RECEIVED.decided_on, RECEIVED.number, outside=True)


def test_a_step_out_of_turn_changes_nothing() -> None:
    assert decision(DRAFTED, NUMBERED, PUBLISHED, ARCHIVED, CANCELLED) == decision(DRAFTED)
    assert decision(DRAFTED, SIGNED, REFUSED) == decision(DRAFTED, SIGNED)


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_the_authority_refuses_a_line_with_its_article_and_the_rest_is_still_to_be_signed() -> None:
    given(DRAFTED).when(refuse(AWARDED[0])).then(REFUSED)
    left = decision(DRAFTED, REFUSED)
    assert isinstance(left, Laid)
    assert left.order.nominations == AWARDED[1:]
    given(DRAFTED, REFUSED).when(sign()).then(SIGNED)


def test_a_draft_whose_every_line_is_refused_is_over() -> None:
    whole = given(DRAFTED, REFUSED, REFUSED.model_copy(update={"nominations": AWARDED[1:]}))
    whole.when(sign()).refused(WrongState)
    whole.when(refuse()).nothing()


def test_only_the_authority_refuses_only_lines_of_the_draft_and_only_before_it_signs() -> None:
    given(DRAFTED).when(refuse(role="standing_agency")).refused(NotAuthorised)
    given(DRAFTED).when(refuse(NominationId("nomination-khac"))).refused(NotFound)
    given(DRAFTED, SIGNED).when(refuse()).refused(WrongState)


def test_a_blank_number_is_no_number() -> None:
    given(DRAFTED, SIGNED).when(number(" ")).refused(Malformed)


def test_nothing_is_issued_before_it_was_signed() -> None:
    early = PublishDecision(decision=DECISION, on=date(2024, 12, 26), **by("archivist"))
    given(DRAFTED, SIGNED, NUMBERED).when(early).refused(Malformed)


def test_an_issued_decision_is_archived_once_and_no_retention_is_invented() -> None:
    given(*ISSUED).when(archive()).then(ARCHIVED)
    given(*ISSUED, ARCHIVED).when(archive()).nothing()
    given(RECEIVED).when(archive()).then(ARCHIVED)
    given(DRAFTED, SIGNED).when(archive()).refused(WrongState)
    given(*ISSUED).when(archive("clerk")).refused(NotAuthorised)


def test_the_archive_keeps_a_file_as_long_as_the_own_rule_says() -> None:
    kept = row(Retention, file=UNIT_FILE, years=20)
    given(*ISSUED, facts=replace(FACTS, retention=kept)).when(archive()).then(
        ARCHIVED.model_copy(update={"years": 20, "basis": kept.basis})
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_the_lines_that_a_signed_decision_cancels_are_recorded_once_and_nothing_is_edited() -> None:
    given(*ISSUED).when(cancel(AWARDED[0])).then(CANCELLED)
    given(*ISSUED, CANCELLED).when(cancel(AWARDED[0])).nothing()
    partly = decision(*ISSUED, CANCELLED)
    assert isinstance(partly, Issued)
    assert (partly.order.nominations, partly.cancelled) == (AWARDED, frozenset(AWARDED[:1]))
    given(*ISSUED).when(cancel(said=by("authority"))).refused(NotAuthorised)


def test_a_cancelling_decision_comes_along_with_its_case() -> None:
    given(facts=replace(FACTS, standing=Standing(), along=True)).when(draft(by("standing_agency"))).then(
        DRAFTED
    )


def test_an_unknown_decision_is_neither_signed_numbered_nor_published() -> None:
    for command in (sign(), number(), publish(), refuse(), archive(), cancel()):
        given().when(command).refused(NotFound)
    assert DECIDER.fold([SIGNED, NUMBERED, PUBLISHED, CANCELLED]) == NoDecision()
