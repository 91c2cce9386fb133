"""What an act brings along, so that it all happens in one append or not at all."""

from dataclasses import replace
from datetime import date

from domain.act_facts import ActFacts
from domain.act_letters import calendar_item
from domain.acts import brought_along, duties_ended, duties_met
from domain.decider import Command, said
from domain.ids import letter_id, obligation_id
from domain.letter.commands import QueueLetter
from domain.movement.commands import RegisterUnit
from domain.nomination.commands import ForwardNomination, RecordBonusPaid, SubmitNomination
from domain.obligation.commands import LapseObligation, MeetObligation
from events.base import Event, ObligationId
from events.letter import CalendarItem
from events.obligation import ObligationEscalated
from tests.domain import (
    dossiers,
    movements,
    test_movement_dates,
    test_movement_family,
    test_movement_registration,
)
from tests.domain.duties import CLERK, DUE_ON, DUTY, HEAD, RUNGS, SCHOOL, engine_at, state
from tests.domain.test_fund import LAN as LAN_PAID
from tests.domain.test_fund import MINH as MINH_PAID
from tests.domain.test_fund import line, paid, pay
from tests.domain.test_movement_results import FINAL, INTERIM, final, interim, register, report
from tests.domain.test_nomination_council import verify
from tests.domain.test_nomination_intake import withdraw
from tests.domain.test_obligation import FIRST, MOVED, SECOND, meet, remind
from tests.domain.test_submission import LAN, MINH, RECEIVED, SET, forward, forwarded, receive
from tests.spec import HOME, by

HOUSE = ActFacts(organisation=HOME)
WORDS = {"title": "Đăng ký thi đua năm 2024", "due_on": "2024-01-31"}
REMINDING = ActFacts(organisation=HOME, obligation=state(), letter_facts=WORDS)


def along(command: Command, *events: Event, facts: ActFacts = HOUSE) -> list[Command]:
    return list(brought_along(command, events, facts))


def met(command: Command, obligation: ObligationId) -> MeetObligation:
    return MeetObligation(obligation=obligation, **said(command))


def of_movement(duty: str, milestone: str, debtor: str) -> ObligationId:
    return obligation_id(movements.MOVEMENT, duty, milestone, debtor)


def test_a_set_hands_in_each_of_its_lines_and_meets_the_units_duty() -> None:
    command = receive()
    assert along(command, RECEIVED) == [
        SubmitNomination(nomination=LAN, submission=SET, **said(command)),
        SubmitNomination(nomination=MINH, submission=SET, **said(command)),
        met(command, obligation_id("movement-1", "submit_nominations", "nop-ho-so", "unit-truong")),
    ]


def test_a_set_outside_any_movement_meets_no_duty() -> None:
    for missing in ({"movement": None}, {"milestone": None}):
        assert list(duties_met(RECEIVED.model_copy(update=missing), HOME)) == []


def test_a_list_forwards_each_of_its_lines() -> None:
    command = forward(by("authority"))
    assert along(command, forwarded()) == [
        ForwardNomination(
            from_unit=HOME, nomination=dossier, to_unit=forwarded().to_unit, submission=SET, **said(command)
        )
        for dossier in (LAN, MINH)
    ]


def test_a_paid_list_pays_each_award_what_its_line_says() -> None:
    command = pay(line(LAN_PAID), line(MINH_PAID))
    assert along(command, paid(line(LAN_PAID), line(MINH_PAID))) == [
        RecordBonusPaid(
            nomination=one, amount=amount, payment_list="ds-1", on=date(2024, 12, 30), **said(command)
        )
        for one, amount in ((LAN_PAID, 710_000), (MINH_PAID, 360_000))
    ]


def test_a_registration_meets_the_units_duty_to_register() -> None:
    command = register()
    duty = of_movement("register", "dang-ky", movements.SCHOOL)
    again = of_movement("correct_registration", "dang-ky", movements.SCHOOL)
    assert along(command, movements.REGISTERED) == [met(command, duty), met(command, again)]


def test_an_answer_meets_the_duty_that_the_plan_from_above_sets() -> None:
    duty = obligation_id(test_movement_family.ABOVE, "answer_plan", "huong-ung", HOME)
    command = test_movement_family.answer()
    assert along(command, test_movement_family.ANSWERED) == [met(command, duty)]
    assert along(command, test_movement_family.PRIME_MINISTERS) == []


def test_registrations_sent_up_register_the_organisation_there_and_meet_its_duty() -> None:
    command = test_movement_registration.consolidate()
    duty = of_movement("consolidate_registrations", "dang-ky", HOME)
    assert along(command, test_movement_registration.TOGETHER) == [met(command, duty)]
    above = test_movement_registration.TOGETHER.model_copy(
        update={"parent": test_movement_family.ABOVE, "parent_milestone": "dang-ky-huyen"}
    )
    assert along(command, above) == [
        RegisterUnit(
            movement=test_movement_family.ABOVE,
            milestone="dang-ky-huyen",
            unit=HOME,
            titles=("TTLDTT",),
            works=above.works,
            **said(command),
        ),
        met(command, duty),
    ]


def test_a_work_and_a_pact_meet_the_milestone_they_name() -> None:
    work = test_movement_registration.DONE.model_copy(update={"milestone": "cong-trinh"})
    command = test_movement_registration.complete()
    assert along(command, work) == [
        met(command, of_movement("complete_work", "cong-trinh", movements.SCHOOL))
    ]
    signed = test_movement_dates.PACT.model_copy(update={"milestone": "giao-uoc"})
    assert along(test_movement_dates.pact(), signed) == [
        met(test_movement_dates.pact(), of_movement("sign_pact", "giao-uoc", HOME))
    ]


def test_a_report_meets_the_duty_to_report_whether_on_the_way_or_at_the_end() -> None:
    command = report(movements.SIX_KM)
    assert along(command, movements.REPORTED) == [
        met(command, of_movement("report_progress", "quy-2", movements.SCHOOL)),
        met(command, of_movement("report_final", "quy-2", movements.SCHOOL)),
    ]


def test_a_review_meets_the_organisations_duty_to_hold_it() -> None:
    assert along(interim(), INTERIM) == [met(interim(), of_movement("hold_interim_review", "so-ket", HOME))]
    assert along(final(), FINAL) == [met(final(), of_movement("hold_final_review", "tong-ket", HOME))]


def test_a_verification_meets_the_organisations_duty_to_verify() -> None:
    command = verify()
    duty = obligation_id(dossiers.DOSSIER, "verify_dossier", None, HOME)
    assert along(command, dossiers.VERIFIED) == [met(command, duty)]


def test_a_withdrawal_makes_the_duty_to_verify_void() -> None:
    command = withdraw()
    duty = obligation_id(dossiers.DOSSIER, "verify_dossier", None, HOME)
    assert along(command, dossiers.WITHDRAWN) == [
        LapseObligation(obligation=duty, reason="Hồ sơ đã rút.", **said(command))
    ]
    assert list(duties_ended(dossiers.VERIFIED, HOME)) == []


def test_other_events_bring_nothing_along() -> None:
    assert along(meet(), MOVED, dossiers.DRAFTED, movements.CLOSED) == []


def test_a_recorded_rung_queues_one_letter_to_each_recipient_with_the_calendar_entry() -> None:
    command = remind(RUNGS[0].at)
    both = FIRST.model_copy(update={"recipients": (CLERK, HEAD)})
    assert along(command, both, facts=REMINDING) == [
        QueueLetter(
            letter=letter_id(DUTY, DUE_ON, "truoc-3", recipient),
            recipient=recipient,
            template="reminder",
            facts=WORDS,
            names={"debtor": SCHOOL},
            speaks_from=date(2024, 1, 26),
            obligation=DUTY,
            rung="truoc-3",
            item=calendar_item(state()),
            **engine_at(RUNGS[0].at),
        )
        for recipient in (CLERK, HEAD)
    ]


def test_an_escalation_is_written_by_its_own_template() -> None:
    escalated = ObligationEscalated(
        obligation=DUTY, rung="bao-thu-truong", due_on=DUE_ON, audience="head", recipients=(HEAD,)
    )
    (letter,) = along(remind(RUNGS[2].at), escalated, facts=REMINDING)
    assert isinstance(letter, QueueLetter)
    assert (letter.template, letter.recipient) == ("escalation", HEAD)


def test_a_late_rung_says_so_in_its_letter() -> None:
    (letter,) = along(remind(RUNGS[1].at), SECOND.model_copy(update={"late": True}), facts=REMINDING)
    assert isinstance(letter, QueueLetter)
    assert letter.facts == {**WORDS, "late": "1"}


def test_a_rung_that_reaches_nobody_or_of_an_unknown_duty_writes_nothing() -> None:
    nobody = FIRST.model_copy(update={"recipients": ()})
    assert along(remind(RUNGS[0].at), nobody, facts=REMINDING) == []
    assert along(remind(RUNGS[0].at), FIRST, facts=HOUSE) == []


def test_the_calendar_entry_of_a_duty_is_renumbered_at_each_change() -> None:
    assert calendar_item(state()) == CalendarItem(
        uid=DUTY,
        sequence=0,
        method="PUBLISH",
        summary="Đăng ký thi đua năm 2024",
        day=DUE_ON,
    )
    moved = calendar_item(state(MOVED))
    assert (moved.uid, moved.sequence, moved.day) == (DUTY, 1, date(2024, 2, 20))


def test_what_is_brought_along_happens_when_and_by_whom_the_act_does() -> None:
    command = replace(register(), late_reason="nhập bù")
    duty, _ = along(command, movements.REGISTERED)
    assert (duty.at, duty.by, duty.late_reason) == (command.at, command.by, "nhập bù")
