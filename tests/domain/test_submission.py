from dataclasses import replace
from datetime import date

import pytest

from domain.decider import Said
from domain.refusal import AlreadyExists, DeadlinePassed, Malformed, NotAuthorised, NotFound
from domain.submission.commands import AcknowledgeReceipt, ForwardList, ReceiveSubmission, SupplySubmission
from domain.submission.decider import DECIDER
from domain.submission.facts import SubmissionFacts
from domain.submission.states import Forwarded, NoSubmission, Submission
from domain.upward import Road, Station
from events.base import MovementId, NominationId, PersonId, SubmissionId, UnitId
from events.submission import (
    Line,
    ListForwarded,
    Paper,
    ReceiptAcknowledged,
    SubmissionEvent,
    SubmissionReceived,
    SubmissionSupplied,
)
from tests.spec import HOME, Given, by, engine, every_role, given, standing

SET = SubmissionId("submission-1")
SCHOOL, PROVINCE = UnitId("unit-truong"), UnitId("unit-tinh")
LAN, MINH = NominationId("nomination-lan"), NominationId("nomination-minh")
LETTER = Paper(kind="to_trinh", number="12/TTr")
MINUTES = Paper(kind="bien_ban", number="03/BB")
COUNTED = Line(nomination=MINH, votes_for=20, votes_of=22)
RECEIVED = SubmissionReceived(
    submission=SET,
    unit=SCHOOL,
    movement=MovementId("movement-1"),
    milestone="nop-ho-so",
    arrived=date(2024, 12, 24),
    papers=(LETTER,),
    lines=(Line(nomination=LAN), Line(nomination=MINH)),
)
SUPPLIED = SubmissionSupplied(submission=SET, papers=(MINUTES,), lines=(COUNTED,))
ROAD = Road(above=(Station(PROVINCE, "UBND tỉnh", "province"),))
FACTS = SubmissionFacts(standing=every_role(SCHOOL), organisation=HOME, road=ROAD)


def forwarded(to_unit: UnitId = PROVINCE, number: str | None = "215/TTr-UBND") -> ListForwarded:
    return ListForwarded(
        submission=SET,
        from_unit=HOME,
        to_unit=to_unit,
        number=number,
        day=date(2024, 12, 26),
        nominations=(LAN, MINH),
        papers=(MINUTES,),
        advice=None if to_unit == HOME else (),
    )


ACKNOWLEDGED = ReceiptAcknowledged(submission=SET, on=date(2025, 1, 3))


def receive(role: str = "clerk", unit: UnitId = SCHOOL) -> ReceiveSubmission:
    return ReceiveSubmission(
        submission=SET,
        unit=unit,
        movement=RECEIVED.movement,
        milestone=RECEIVED.milestone,
        papers=RECEIVED.papers,
        lines=RECEIVED.lines,
        **by(role),
    )


def supply(*papers: Paper, lines: tuple[Line, ...] = (), role: str = "clerk") -> SupplySubmission:
    return SupplySubmission(submission=SET, papers=papers, lines=lines, **by(role))


def forward(said: Said, to_unit: UnitId = PROVINCE, number: str | None = "215/TTr-UBND") -> ForwardList:
    return ForwardList(
        submission=SET,
        from_unit=HOME,
        to_unit=to_unit,
        number=number,
        signed_on=date(2024, 12, 26),
        nominations=(LAN, MINH),
        papers=(MINUTES,),
        **said,
    )


def acknowledge(role: str = "archivist") -> AcknowledgeReceipt:
    return AcknowledgeReceipt(submission=SET, on=ACKNOWLEDGED.on, **by(role))


def submission(*past: SubmissionEvent, facts: SubmissionFacts = FACTS) -> Given:
    return given(DECIDER, *past, facts=facts)


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_a_units_set_is_received_on_the_legal_day_it_arrives() -> None:
    submission().when(receive()).then(RECEIVED)
    submission().when(receive("head")).then(RECEIVED)


def test_a_set_typed_by_the_standing_agency_keeps_the_day_it_came_on_paper() -> None:
    typed = replace(receive("standing_agency"), arrived=date(2024, 12, 20), typed_by=PersonId("person-1"))
    kept = {"arrived": date(2024, 12, 20), "typed_by": "person-1"}
    submission().when(typed).then(RECEIVED.model_copy(update=kept))


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_nobody_hands_in_for_another_unit() -> None:
    why = submission().when(receive(unit=UnitId("unit-khac"))).refused(NotAuthorised)
    assert str(why.basis) == "Đ83-84 Luật 06/2022/QH15"
    submission().when(receive("member")).refused(NotAuthorised)
    not_there = replace(FACTS, standing=standing(("standing_agency", SCHOOL)))
    submission(facts=not_there).when(receive("standing_agency")).refused(NotAuthorised)


def test_a_set_is_received_once() -> None:
    submission(RECEIVED).when(receive()).refused(AlreadyExists)


def test_a_set_that_comes_after_a_hard_date_is_refused() -> None:
    submission(facts=replace(FACTS, shut=True)).when(receive()).refused(DeadlinePassed)


def test_a_set_is_supplied_with_what_it_lacked() -> None:
    submission(RECEIVED).when(supply(MINUTES, lines=(COUNTED,))).then(SUPPLIED)


def test_only_what_is_new_is_supplied() -> None:
    submission(RECEIVED).when(supply(LETTER, MINUTES, lines=(COUNTED, Line(nomination=LAN)))).then(SUPPLIED)
    submission(RECEIVED, SUPPLIED).when(supply(MINUTES, lines=(COUNTED,))).nothing()


def test_a_supplied_count_takes_the_place_of_the_line_without_one() -> None:
    state = DECIDER.fold([RECEIVED, SUPPLIED])
    assert isinstance(state, Submission)
    assert state.papers == (LETTER, MINUTES)
    assert state.lines == (Line(nomination=LAN), COUNTED)
    assert state.line(MINH) == COUNTED
    assert state.line(NominationId("nomination-x")) is None


def test_only_the_unit_or_the_standing_agency_supplies() -> None:
    submission(RECEIVED).when(supply(MINUTES, role="member")).refused(NotAuthorised)
    submission(RECEIVED).when(supply(MINUTES, role="standing_agency")).then(
        SUPPLIED.model_copy(update={"lines": ()})
    )


def test_the_standing_agency_supplies_from_its_own_house() -> None:
    at_home = replace(FACTS, standing=standing(("standing_agency", HOME)))
    typed = supply(MINUTES, lines=(COUNTED,), role="standing_agency")
    submission(RECEIVED, facts=at_home).when(typed).then(SUPPLIED)


def test_the_unit_supplies_even_in_a_ledger_without_a_home() -> None:
    alone = SubmissionFacts(standing=standing(("clerk", SCHOOL)))
    submission(RECEIVED, facts=alone).when(supply(MINUTES, lines=(COUNTED,))).then(SUPPLIED)


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_the_authority_sends_a_list_up_with_its_number() -> None:
    submission().when(forward(by("authority"))).then(forwarded())
    why = submission().when(forward(by("standing_agency"))).refused(NotAuthorised)
    assert str(why.basis) == "Đ83-84 Luật 06/2022/QH15"


def test_a_list_to_the_level_above_has_a_number() -> None:
    submission().when(forward(by("authority"), number=None)).refused(Malformed)


def test_the_engine_lays_a_list_before_the_own_authority_without_one() -> None:
    submission().when(forward(engine(), to_unit=HOME, number=None)).then(forwarded(HOME, None))


def test_the_engine_sends_nothing_out_of_the_house() -> None:
    submission().when(forward(engine())).refused(NotAuthorised)


def test_a_list_is_sent_once() -> None:
    submission(forwarded()).when(forward(by("authority"))).nothing()
    shorter = replace(forward(by("authority")), nominations=(LAN,))
    submission(forwarded()).when(shorter).refused(AlreadyExists)
    submission(RECEIVED).when(forward(by("authority"))).refused(AlreadyExists)


def test_the_receipt_of_the_level_above_is_recorded_once() -> None:
    submission(forwarded()).when(acknowledge()).then(ACKNOWLEDGED)
    submission(forwarded(), ACKNOWLEDGED).when(acknowledge()).nothing()
    submission(forwarded()).when(acknowledge("clerk")).refused(NotAuthorised)


def test_a_level_that_works_in_this_ledger_receives_for_itself_and_takes_the_lines_up() -> None:
    taking = replace(FACTS, taken_up=True)
    submission(forwarded(), facts=taking).when(acknowledge()).refused(NotAuthorised)
    there = replace(taking, standing=every_role(PROVINCE))
    submission(forwarded(), facts=there).when(acknowledge()).then(
        ACKNOWLEDGED.model_copy(update={"unit": PROVINCE, "nominations": (LAN, MINH)})
    )


def test_what_is_known_of_a_list_follows_its_events() -> None:
    assert DECIDER.fold([forwarded(), ACKNOWLEDGED]) == Forwarded(
        SET, HOME, PROVINCE, "215/TTr-UBND", (LAN, MINH), ACKNOWLEDGED.on
    )


def test_a_set_is_not_acknowledged_and_a_list_is_not_supplied() -> None:
    submission(RECEIVED).when(acknowledge()).refused(NotFound)
    submission(forwarded()).when(supply(MINUTES)).refused(NotFound)
    submission().when(supply(MINUTES)).refused(NotFound)
    assert DECIDER.fold([SUPPLIED, ACKNOWLEDGED]) == NoSubmission()
    assert DECIDER.fold([RECEIVED, ACKNOWLEDGED]) == DECIDER.fold([RECEIVED])
