"""The weekly letter: one a week to whoever answers for the duties, over all of them, and only when there is something."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

from domain.obligation import LapseObligation
from domain.policy import AdoptLadder
from events.base import ObligationId
from events.letter import LetterQueued, LetterSuperseded
from events.obligation import ObligationEscalated
from events.policy import Rung
from tests.workflows.handle.offices import MAI, Office
from tests.workflows.mailroom.rooms import at_hour, delivered, events, open_duties, tick
from workflows.batch import Workshop
from workflows.handle import Asked
from workflows.lifecycle import CLOCKED

DUE = date(2024, 3, 29)
MONDAY = date(2024, 4, 8)
"""Five days after the due date is Wednesday 3 April; the letter waits for the Monday after it."""
TWICE = (
    Rung(name="tuan-1", days=5, audience="chair", template="weekly", digest="monday"),
    Rung(name="tuan-2", days=12, audience="chair", template="weekly", digest="monday"),
)


def overdue(office: Office, units: int, rungs: tuple[Rung, ...] = TWICE) -> list[ObligationId]:
    """Open duties under a ladder of weekly rungs to the chair (Mai), and come to the first Monday."""
    office.do(AdoptLadder(ladder="tuan", duties=("register",), rungs=rungs, **office.said("standing_agency")))
    duties = open_duties(office, DUE, units)
    office.clock.move_to(at_hour(MONDAY, 8))
    return duties


def body(letter: bytes) -> str:
    text = message_from_bytes(letter, policy=default).get_body(("plain",))
    assert text is not None
    return str(text.get_content())


def weekly(office: Office) -> list[LetterQueued]:
    return [event for event in events(office, LetterQueued) if event.template == "weekly"]


def test_the_chair_gets_one_letter_over_all_duties_and_none_of_them_another(office: Office) -> None:
    duties = overdue(office, 3)
    tick(office)
    assert tick(office) == 0
    [letter] = events(office, LetterQueued)
    assert letter.template == "weekly"
    assert str(letter.recipient) == MAI
    assert letter.facts["count"] == letter.facts["overdue"] == "3"
    assert set(letter.facts["obligations"].split()) == set(duties)
    assert {event.obligation for event in events(office, ObligationEscalated)} == set(duties)
    [sent] = delivered(office).letters
    text = " ".join(body(sent).split())
    assert all(f"Thôn {number}: Đăng ký thi đua; quá hạn, hết ngày 29/03/2024" in text for number in range(3))


def test_the_next_week_has_its_own_letter_over_what_is_still_owed_and_a_week_without_any_has_none(
    office: Office,
) -> None:
    done, *left = overdue(office, 3)
    tick(office)
    office.do(LapseObligation(obligation=done, reason="Thôi.", **office.said("standing_agency")))
    for week in (1, 2):
        office.clock.move_to(at_hour(MONDAY + timedelta(weeks=week), 8))
        tick(office)
    first, second = weekly(office)
    assert first.letter != second.letter
    assert second.day == MONDAY + timedelta(weeks=1)
    assert set(second.facts["obligations"].split()) == set(left)


def test_killed_after_the_letter_and_before_the_rungs_there_is_still_one_letter_and_every_rung(
    office: Office,
) -> None:
    duties = overdue(office, 3)
    workshop = Workshop(office.handler)
    positions = [office.handler.ledger.stored(duty)[-1].seq for duty in duties]
    letters = next(workshop.plan(CLOCKED, workshop.triggers(positions)))
    office.handler.handle_many([Asked(step.command_id, step.command) for step in letters])
    assert len(weekly(office)) == 1
    assert events(office, ObligationEscalated) == []
    office.clock.move_to(at_hour(MONDAY, 9))
    tick(office)
    assert len(weekly(office)) == 1
    assert len(events(office, ObligationEscalated)) == 3


def test_days_late_the_letter_says_so_and_lists_only_what_is_still_owed(office: Office) -> None:
    done, *left = overdue(office, 3)
    tick(office)
    office.do(LapseObligation(obligation=done, reason="Thôi.", **office.said("standing_agency")))
    office.clock.move_to(at_hour(MONDAY + timedelta(days=2), 9))
    assert len(delivered(office).letters) == 1
    _, late = weekly(office)
    assert late.delayed_from == MONDAY
    assert (late.facts["count"], set(late.facts["obligations"].split())) == ("2", set(left))


def test_a_letter_whose_duties_are_all_over_is_not_sent(office: Office) -> None:
    duties = overdue(office, 2)
    tick(office)
    for duty in duties:
        office.do(LapseObligation(obligation=duty, reason="Thôi.", **office.said("standing_agency")))
    assert delivered(office).letters == []
    assert [event.reason for event in events(office, LetterSuperseded)] == ["duty_over"]


def test_a_duty_with_a_rung_of_its_own_is_told_as_before_beside_the_weekly_letter(office: Office) -> None:
    alone = TWICE[0].model_copy(update={"digest": None, "template": "escalation"})
    duties = overdue(office, 2, (alone,))
    tick(office)
    letters = events(office, LetterQueued)
    assert [letter.template for letter in letters] == ["escalation"] * 2
    assert {letter.obligation for letter in letters} == set(duties)
