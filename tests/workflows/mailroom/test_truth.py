"""What is no longer true is not sent; what comes late says so; one late letter a duty after three days off."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from email import message_from_bytes
from email.policy import default

from domain.calendar import local_day
from domain.letter.commands import HoldLetter, ReleaseLetter, ResendLetter
from domain.obligation.commands import LapseObligation, RescheduleObligation
from domain.person import EndRole, GrantRole
from events.base import PersonId, UnitId
from events.letter import LetterHeld, LetterQueued, LetterSent, LetterSuperseded
from events.obligation import ReminderRecorded
from tests.conftest import Figure
from tests.mail.misbehaving import Answer, well
from tests.workflows.handle.offices import Office
from tests.workflows.mailroom.rooms import (
    add_readers,
    at_hour,
    delivered,
    engine_said,
    events,
    open_duties,
    queue_letters,
    reactor_runs,
    states,
    tick,
    wait,
)
from workflows.mailroom.rules import Pace

DUE = date(2024, 3, 29)


def reasons(office: Office) -> list[str]:
    return [event.reason for event in events(office, LetterSuperseded)]


def reminded(office: Office, units: int = 1) -> None:
    """Open duties and let their first rung speak."""
    duties = open_duties(office, DUE, units)
    office.clock.move_to(at_hour(date(2024, 3, 15), 8))
    assert tick(office) == 1
    assert len(events(office, ReminderRecorded)) == len(duties)


def test_a_reminder_of_a_duty_that_is_over_is_not_sent(office: Office) -> None:
    reminded(office)
    [queued] = events(office, LetterQueued)
    duty = queued.obligation
    assert duty is not None
    office.do(LapseObligation(obligation=duty, reason="Thôi thực hiện.", **office.said("standing_agency")))
    assert delivered(office).letters == []
    assert reasons(office) == ["duty_over"]


def test_a_reminder_of_a_date_that_has_moved_is_not_sent_but_the_new_date_is(office: Office) -> None:
    reminded(office)
    [queued] = events(office, LetterQueued)
    duty = queued.obligation
    assert duty is not None
    moved = RescheduleObligation(
        obligation=duty, due_on=date(2024, 4, 12), set_by="công văn số 9", **office.said("standing_agency")
    )
    office.do(moved)
    assert len(delivered(office).letters) == 1
    assert reasons(office) == ["date_moved"]
    sent = {event.letter for event in events(office, LetterSent)}
    assert [one.template for one in events(office, LetterQueued) if one.letter in sent] == ["rescheduled"]


def test_a_reader_whose_role_has_ended_gets_no_letter_and_the_successor_gets_one(office: Office) -> None:
    office.do(office.person("old", email="cu@vidu.example"))
    office.do(office.person("new", "Lê Thị Mới", email="moi@vidu.example"))
    old, new, unit = PersonId("person-old"), PersonId("person-new"), UnitId("unit-0")
    since = date(2024, 1, 1)
    office.do(GrantRole(person=old, role="clerk", scope=unit, since=since, **office.said()))
    reminded(office)
    office.do(EndRole(person=old, role="clerk", scope=unit, on=date(2024, 3, 14), **office.said()))
    office.do(GrantRole(person=new, role="clerk", scope=unit, since=date(2024, 3, 15), **office.said()))
    relay = delivered(office)
    assert reasons(office) == ["role_ended"]
    [letter] = relay.letters
    assert "moi@vidu.example" in str(message_from_bytes(letter, policy=default)["To"])


def test_a_letter_delayed_past_its_day_is_replaced_by_one_that_says_so(office: Office) -> None:
    add_readers(office, 1)
    queue_letters(office, 1)
    wait(office, timedelta(days=3))
    [letter] = delivered(office, rounds=2).letters
    text = message_from_bytes(letter, policy=default).get_body(("plain",))
    assert text is not None
    assert "lẽ ra gửi ngày 02/01/2024" in text.get_content()
    assert sorted(states(office).values()) == ["sent", "superseded"]


def test_after_three_days_off_there_is_one_truthful_late_letter_a_duty(
    office: Office, figure: Figure
) -> None:
    open_duties(office, DUE, 5)
    office.clock.move_to(at_hour(date(2024, 3, 15), 8))
    tick(office)
    delivered(office)
    sent_before = len(events(office, ReminderRecorded))
    office.clock.move_to(
        at_hour(date(2024, 3, 29), 9)
    )  # the machine was off at T-3 (26 March) and ran on the day
    assert tick(office) == 1
    relay = delivered(office)
    recorded = events(office, ReminderRecorded)[sent_before:]
    assert [(event.rung, event.skipped, event.late) for event in recorded] == [("truoc-3", (), True)] * 5
    assert len(relay.letters) == 5
    for letter in relay.letters:
        message = message_from_bytes(letter, policy=default)
        text = message.get_body(("plain",))
        assert text is not None
        assert "gửi chậm" in text.get_content()
        assert "Hôm nay đến hạn" in str(message["Subject"])
    assert tick(office) == 0
    figure("late_letters_a_duty", len(relay.letters) / 5)


def test_rungs_that_passed_while_the_machine_was_off_are_skipped_by_name(office: Office) -> None:
    open_duties(office, DUE, 2)
    office.clock.move_to(at_hour(date(2024, 4, 1), 9))  # T-14, T-3 and T+1 have all come
    tick(office)
    recorded = events(office, ReminderRecorded)
    assert [(event.rung, event.skipped) for event in recorded] == [("sau-1", ("truoc-14", "truoc-3"))] * 2
    assert len(delivered(office).letters) == 2


def test_a_letter_that_is_held_waits_and_is_sent_when_it_is_released(office: Office) -> None:
    add_readers(office, 1)
    [letter] = queue_letters(office, 1)
    office.do(HoldLetter(letter=letter, reason="chờ công văn", **office.said("secretary")))
    assert delivered(office).letters == []
    office.do(ReleaseLetter(letter=letter, **office.said("secretary")))
    assert len(delivered(office).letters) == 1


def test_a_letter_asked_for_again_is_a_new_one_that_says_which_it_repeats(office: Office) -> None:
    add_readers(office, 1)
    [letter] = queue_letters(office, 1)
    delivered(office)
    wait(office, timedelta(days=2))
    office.do(ResendLetter(letter=letter, reason="không thấy thư", **office.said("secretary")))
    [again] = delivered(office).letters
    message = message_from_bytes(again, policy=default)
    text = message.get_body(("plain",))
    assert text is not None
    assert "gửi lại theo đề nghị; thư trước đề ngày 02/01/2024" in text.get_content()
    assert message["Message-ID"] != "<letter-00000@so.vidu.example>"


def test_a_reminder_asked_for_again_tells_how_the_duty_stands_today(office: Office) -> None:
    reminded(office)
    delivered(office)
    [queued] = events(office, LetterQueued)
    office.clock.move_to(at_hour(date(2024, 3, 20), 9))
    office.do(ResendLetter(letter=queued.letter, reason="không thấy thư", **office.said("secretary")))
    [_, again] = events(office, LetterQueued)
    assert (queued.facts["days"], again.facts["days"]) == ("14", "9")


def test_a_duty_that_lapses_is_taken_out_of_the_calendar_of_those_who_had_it(office: Office) -> None:
    reminded(office)
    delivered(office)
    [queued] = events(office, LetterQueued)
    assert queued.obligation is not None
    assert queued.item is not None
    lapse = LapseObligation(
        obligation=queued.obligation, reason="Đợt thi đua đã kết thúc.", **engine_said(office)
    )
    office.do(lapse)
    reactor_runs(office)
    [_, cancelled] = events(office, LetterQueued)
    assert cancelled.item == queued.item.model_copy(update={"method": "CANCEL", "sequence": 1})
    assert cancelled.recipient == queued.recipient


def test_nothing_leaves_in_the_quiet_hours(office: Office) -> None:
    add_readers(office, 1)
    office.clock.move_to(datetime(2024, 1, 2, 15, tzinfo=UTC))  # 22:00 there
    queue_letters(office, 1)
    assert delivered(office, quiet="21:30-06:30").letters == []
    office.clock.move_to(at_hour(date(2024, 1, 3), 6, 29))
    assert delivered(office, quiet="21:30-06:30").letters == []
    office.clock.move_to(at_hour(date(2024, 1, 3), 6, 30))
    assert len(delivered(office, quiet="21:30-06:30", rounds=2).letters) == 1


def test_quiet_hours_that_begin_on_the_way_leave_the_rest_for_the_morning(office: Office) -> None:
    add_readers(office, 80)
    queue_letters(office, 80)

    def falling_quiet(stage: str, said: str) -> Answer:
        if stage == "mail":
            office.clock.move_to(at_hour(local_day(office.clock.now()), 22))
        return well(stage, said)

    evening = delivered(office, falling_quiet, quiet="21:30-06:30")
    assert 0 < len(evening.letters) < 80
    assert Counter(states(office).values()) == {
        "sent": len(evening.letters),
        "queued": 80 - len(evening.letters),
    }


def test_no_more_letters_leave_in_a_minute_than_the_relay_allows(office: Office) -> None:
    add_readers(office, 10)
    queue_letters(office, 10)
    seconds = [0.0]
    pace = Pace(4, lambda: seconds[0])
    left = []
    for passed in (0, 15, 30, 60):
        seconds[0] += passed
        left.append(len(delivered(office, connections=2, pace=pace).letters))
    assert left == [4, 1, 2, 3]
    assert set(states(office).values()) == {"sent"}


def test_what_became_of_a_letter_is_recorded_though_it_was_held_while_on_its_way(office: Office) -> None:
    add_readers(office, 1)
    [letter] = queue_letters(office, 1)

    def holding(stage: str, said: str) -> Answer:
        if stage == "rcpt":
            office.do(HoldLetter(letter=letter, reason="xem lại", **office.said("secretary")))
        return well(stage, said)

    assert len(delivered(office, holding).letters) == 1
    assert [type(event) for event in events(office, LetterHeld, LetterSent)] == [LetterHeld, LetterSent]
