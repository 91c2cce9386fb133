"""A date that moves reaches whoever owes the duty and whoever has it in a calendar, and nobody else."""

from datetime import date

import pytest

from domain.ids import obligation_id
from domain.movement.commands import LaunchMovement, ReportProgress, ReschedulePeriod
from domain.obligation.commands import RescheduleObligation
from domain.obligation.states import Obligation
from domain.person import EndRole, GrantRole
from events.base import Citation, PersonId, UnitId
from events.letter import LetterQueued
from events.obligation import ObligationOpened
from tests.domain.movements import MILESTONES, MOVEMENT, PLAN
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.mailroom.rooms import at_hour, delivered, events, tick
from tests.workflows.reactions.engine import react

EAST = UnitId("unit-dong")
AN, BAO = PersonId("person-an"), PersonId("person-bao")
REGISTER = obligation_id(MOVEMENT, "register", "dang-ky", EAST)


@pytest.fixture
def launched(office: Office) -> Office:
    """A village without an address of its own owes a registration; it has two clerks with mail."""
    office.do(office.unit("dong"))
    for who in ("an", "bao"):
        office.do(office.person(who, email=f"{who}@vidu.example"))
        clerk = GrantRole(
            person=PersonId(f"person-{who}"),
            role="clerk",
            scope=EAST,
            since=date(2024, 1, 2),
            **office.said(),
        )
        office.do(clerk)
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=PLAN, participants=(EAST,), **office.said("authority")
        )
    )
    react(office)
    return office


def extend(office: Office, due_on: date = date(2024, 2, 15)) -> None:
    office.do(
        RescheduleObligation(
            obligation=REGISTER, due_on=due_on, set_by="gia hạn ngày 29/01/2024", extension=True, reason="mưa lũ",
            **office.said("standing_agency"),
        )
    )  # fmt: skip


def told(office: Office, template: str) -> list[LetterQueued]:
    return [event for event in events(office, LetterQueued) if event.template == template]


def test_a_unit_is_written_to_through_its_clerks_from_the_first_letter_on(launched: Office) -> None:
    assert {str(letter.recipient) for letter in told(launched, "launch")} == {AN, BAO}
    assert {letter.channel for letter in told(launched, "launch")} == {"mail"}


def test_more_time_for_one_debtor_is_told_with_its_reason_and_the_renumbered_entry(launched: Office) -> None:
    extend(launched)
    letters = told(launched, "rescheduled")
    assert {str(letter.recipient) for letter in letters} == {AN, BAO}
    for letter in letters:
        assert (letter.facts["due_on"], letter.facts["was_due_on"]) == ("2024-02-15", "2024-01-31")
        assert letter.facts["reason"] == "mưa lũ"
        assert letter.item is not None
        assert (letter.item.sequence, letter.item.day) == (1, date(2024, 2, 15))
    extend(launched)
    assert len(told(launched, "rescheduled")) == 2, "the same extension again moves nothing"


def test_who_no_longer_has_to_do_with_the_duty_is_not_written_to_about_its_new_date(launched: Office) -> None:
    launched.clock.move_to(at_hour(date(2024, 1, 29), 9))
    tick(launched)
    delivered(launched)
    end = EndRole(person=BAO, role="clerk", scope=EAST, on=date(2024, 1, 29), **launched.said())
    launched.do(end)
    react(launched)
    launched.clock.move_to(at_hour(date(2024, 1, 30), 9))
    extend(launched)
    assert {str(letter.recipient) for letter in told(launched, "rescheduled")} == {AN}


def test_who_was_told_that_it_is_late_is_told_of_the_new_date_too(launched: Office) -> None:
    launched.clock.move_to(at_hour(date(2024, 2, 5), 9))
    tick(launched)
    delivered(launched)
    [late] = told(launched, "escalation")
    extend(launched, date(2024, 2, 23))
    assert {str(letter.recipient) for letter in told(launched, "rescheduled")} == {AN, BAO, late.recipient}


LETTER = Citation(number="118/PNV-TĐKT", day=date(2024, 1, 2), issuer="Phòng Nội vụ")


def move(office: Office, milestone: str, due: date, grace: date | None = None) -> None:
    office.do(
        ReschedulePeriod(
            movement=MOVEMENT, milestone=milestone, due=due, document=LETTER, grace=grace, **office.said("authority")
        )
    )  # fmt: skip
    react(office)


def duty(office: Office, kind: str, milestone: str) -> Obligation | None:
    with office.ledger.database.session() as session:
        reading = office.handler.reading(session, "system:test")
        return reading.maybe(obligation_id(MOVEMENT, kind, milestone, EAST), Obligation)


def test_whoever_was_given_more_time_keeps_it_when_everybodys_date_moves(launched: Office) -> None:
    extend(launched)
    move(launched, "dang-ky", date(2024, 2, 7))
    kept = duty(launched, "register", "dang-ky")
    assert kept is not None
    assert (kept.due.on, kept.due.set_by) == (date(2024, 2, 15), "gia hạn ngày 29/01/2024")
    move(launched, "dang-ky", date(2024, 2, 23))
    moved = duty(launched, "register", "dang-ky")
    assert moved is not None
    assert (moved.due.on, moved.extended) == (date(2024, 2, 23), False)


def test_a_date_that_the_launch_left_open_opens_its_duties_when_a_document_sets_it(office: Office) -> None:
    """A month makes no deadline; and whoever has already done it owes nothing."""
    for key in ("dong", "tay"):
        office.do(office.unit(key, email=f"{key}@vidu.example"))
    some_day = MILESTONES[1].model_copy(update={"due": "2024-06"})
    launch = LaunchMovement(
        movement=MOVEMENT, organisation=HOME, plan=PLAN.model_copy(update={"milestones": (some_day,)}),
        participants=(EAST, UnitId("unit-tay")), **office.said("authority"),
    )  # fmt: skip
    office.do(launch)
    react(office)
    assert duty(office, "report_progress", "quy-2") is None
    early = ReportProgress(
        movement=MOVEMENT, milestone="quy-2", unit=UnitId("unit-tay"), **office.said("standing_agency")
    )
    office.do(early)
    move(office, "quy-2", date(2024, 6, 20))
    opened = duty(office, "report_progress", "quy-2")
    assert opened is not None
    assert (opened.due.on, opened.due.set_by) == (
        date(2024, 6, 20), "công văn số 118/PNV-TĐKT ngày 02/01/2024 của Phòng Nội vụ",
    )  # fmt: skip
    assert [str(event.debtor) for event in events(office, ObligationOpened)] == [EAST]


def test_a_hard_date_that_moves_takes_its_grace_along(office: Office) -> None:
    office.do(office.unit("dong", email="dong@vidu.example"))
    hard = MILESTONES[0].model_copy(update={"hard": True, "grace": date(2024, 2, 5)})
    launch = LaunchMovement(
        movement=MOVEMENT, organisation=HOME, plan=PLAN.model_copy(update={"milestones": (hard,)}),
        participants=(EAST,), **office.said("authority"),
    )  # fmt: skip
    office.do(launch)
    react(office)
    move(office, "dang-ky", date(2024, 1, 26))
    earlier = duty(office, "register", "dang-ky")
    assert earlier is not None
    assert (earlier.due.on, earlier.due.grace_on) == (date(2024, 1, 26), date(2024, 2, 5))
    move(office, "dang-ky", date(2024, 2, 23), date(2024, 3, 1))
    later = duty(office, "register", "dang-ky")
    assert later is not None
    assert (later.due.on, later.due.grace_on, later.due.hard) == (date(2024, 2, 23), date(2024, 3, 1), True)
