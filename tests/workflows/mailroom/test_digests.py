"""Letters over several duties: the weekly one to whoever answers for them, and the daily one to whoever owes them."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

from icalendar import Calendar

from domain.calendar import local_day
from domain.ids import obligation_id
from domain.obligation.commands import LapseObligation, OpenObligation, RescheduleObligation
from domain.policy import AdoptLadder
from events.base import ObligationId, SubjectId, UnitId
from events.letter import LetterQueued, LetterSuperseded
from events.obligation import ObligationEscalated
from events.policy import Rung
from tests.workflows.handle.offices import MAI, Office
from tests.workflows.mailroom.rooms import (
    at_hour,
    delivered,
    engine_said,
    events,
    open_duties,
    reactor_runs,
    tick,
)
from workflows.facts.digests import LISTED

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
    assert all(f"Thôn {number}: Đăng ký thi đua; hết ngày 29/03/2024" in text for number in range(3))


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


def test_the_letter_and_every_rung_it_tells_of_are_one_append(office: Office) -> None:
    overdue(office, 3)
    tick(office)
    told = [row for row in office.log() if row.type in ("obligation.escalated", "letter.queued")]
    assert len(told) == 4
    assert len({row.envelope.command for row in told}) == 1


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


DAILY = (
    Rung(name="mo-dau", days=0, opens=True, audience="debtor", template="digest", digest="day"),
    Rung(name="sau-1", days=1, audience="debtor", template="digest", digest="day"),
    Rung(name="lan-cuoi", days=5, audience="debtor", template="digest", digest="day", last=True),
)
UNIT = UnitId("unit-thon")


def daily(office: Office, dates: dict[str, date], rungs: tuple[Rung, ...] = DAILY) -> list[ObligationId]:
    """Open duties of one unit by their titles, under a ladder of daily letters."""
    office.do(
        AdoptLadder(ladder="ngay", duties=("complete_work",), rungs=rungs, **office.said("standing_agency"))
    )
    office.do(office.unit("thon", "Thôn Đông", email="thon@vidu.example"))
    duties = []
    for title, due_on in dates.items():
        duty = obligation_id("movement-1", "complete_work", title, UNIT)
        office.do(
            OpenObligation(
                obligation=duty, duty="complete_work", debtor=SubjectId(UNIT), about="movement-1", title=title,
                due_on=due_on, set_by="văn bản số 01", **engine_said(office),
            )
        )  # fmt: skip
        duties.append(duty)
    return duties


def digests(office: Office) -> list[LetterQueued]:
    return [event for event in events(office, LetterQueued) if event.template == "digest"]


def test_a_reader_gets_one_letter_over_what_arises_and_one_a_day_after_it(office: Office) -> None:
    duties = daily(office, {"Việc một": DUE, "Việc hai": DUE, "Việc ba": DUE})
    tick(office)
    [opening] = digests(office)
    assert str(opening.recipient) == UNIT
    assert opening.obligation is None
    assert set(opening.facts["obligations"].split()) == set(duties)
    office.clock.move_to(at_hour(DUE + timedelta(days=3), 8))
    tick(office)
    assert tick(office) == 0
    assert [letter.facts["count"] for letter in digests(office)] == ["3", "3"]


def test_the_letter_goes_from_overdue_to_due_soon_to_later_and_joins_lines_that_read_alike(
    office: Office,
) -> None:
    today = local_day(office.clock.now())
    dates = {
        "Muộn": today + timedelta(days=60),
        "Gần": today + timedelta(days=3),
        "Trễ": today - timedelta(days=2),
    }
    daily(office, dates)
    tick(office)
    [letter] = digests(office)
    assert [letter.facts[name] for name in ("overdue", "soon", "later")] == ["1", "1", "1"]
    [sent] = delivered(office).letters
    text = body(sent)
    assert text.index("Đã quá hạn") < text.index("- Trễ") < text.index("- Gần") < text.index("- Muộn")
    assert "3 việc chưa xong của Thôn Đông." in " ".join(text.split())


def test_a_long_list_ends_with_how_many_more_there_are_and_where_to_see_them(office: Office) -> None:
    titles = {f"Việc {number:03}": DUE for number in range(LISTED + 7)}
    daily(office, titles)
    tick(office)
    [letter] = digests(office)
    assert len(letter.facts["later_duties"].splitlines()) == LISTED
    assert letter.facts["more"] == "7"
    assert len(letter.facts["obligations"].split()) == len(titles)
    [sent] = delivered(office).letters
    assert "và 7 việc khác: xem đủ ở trang “Việc của tôi”" in " ".join(body(sent).split())


def test_one_duty_alone_brings_its_date_for_the_calendar(office: Office) -> None:
    [duty] = daily(office, {"Việc một": DUE})
    tick(office)
    [letter] = digests(office)
    assert letter.obligation == duty
    assert letter.item is not None
    assert letter.item.day == DUE


def test_what_is_done_before_the_letter_leaves_is_not_in_it(office: Office) -> None:
    done, left = daily(office, {"Việc một": DUE, "Việc hai": DUE})
    tick(office)
    office.do(LapseObligation(obligation=done, reason="Thôi.", **office.said("standing_agency")))
    [sent] = delivered(office, rounds=2).letters
    assert "Việc hai" in body(sent)
    assert "Việc một" not in body(sent)
    assert [event.reason for event in events(office, LetterSuperseded)] == ["state_changed"]
    assert digests(office)[-1].facts["obligations"] == left


def test_the_last_letter_says_so(office: Office) -> None:
    daily(office, {"Việc một": DUE}, DAILY[2:])
    office.clock.move_to(at_hour(DUE + timedelta(days=6), 8))
    tick(office)
    [sent] = delivered(office).letters
    assert "hệ thống sẽ không gửi thêm" in body(sent)


def calendar_of(message: bytes) -> Calendar:
    [attached] = [
        part for part in message_from_bytes(message).walk() if part.get_content_type() == "text/calendar"
    ]
    return Calendar.from_ical(bytes(attached.get_payload(decode=True)))


def test_a_letter_over_several_duties_brings_the_date_of_each_for_the_calendar(office: Office) -> None:
    dates = {"Việc một": DUE, "Việc hai": DUE + timedelta(days=7), "Việc ba": DUE + timedelta(days=9)}
    duties = daily(office, dates)
    tick(office)
    [sent] = delivered(office).letters
    file = calendar_of(sent)
    told = [(str(one["UID"]), str(one["SEQUENCE"]), one.decoded("DTSTART")) for one in file.walk("VEVENT")]
    assert str(file["METHOD"]) == "PUBLISH"
    expected = zip(duties, dates.values(), strict=True)
    assert told == [(f"{duty}@so.vidu.example", "0", due_on) for duty, due_on in expected]


def test_a_date_from_a_letter_over_several_duties_moves_in_the_calendar_and_leaves_it(office: Office) -> None:
    moving, ending, _ = daily(office, {"Việc một": DUE, "Việc hai": DUE, "Việc ba": DUE})
    tick(office)
    delivered(office)
    later = DUE + timedelta(days=14)
    office.do(
        RescheduleObligation(
            obligation=moving, due_on=later, set_by="văn bản số 02", **office.said("standing_agency")
        )
    )
    office.do(LapseObligation(obligation=ending, reason="Thôi.", **office.said("standing_agency")))
    reactor_runs(office)
    files = {str(file["METHOD"]): file for file in map(calendar_of, delivered(office).letters)}
    [moved], [gone] = files["PUBLISH"].walk("VEVENT"), files["CANCEL"].walk("VEVENT")
    assert (str(moved["UID"]), str(moved["SEQUENCE"]), moved.decoded("DTSTART")) == (
        f"{moving}@so.vidu.example", "1", later,
    )  # fmt: skip
    assert (str(gone["UID"]), str(gone["SEQUENCE"])) == (f"{ending}@so.vidu.example", "1")


def test_what_is_done_before_the_letter_leaves_has_no_date_in_it(office: Office) -> None:
    done, *left = daily(office, {"Việc một": DUE, "Việc hai": DUE, "Việc ba": DUE})
    tick(office)
    office.do(LapseObligation(obligation=done, reason="Thôi.", **office.said("standing_agency")))
    [sent] = delivered(office, rounds=2).letters
    assert {str(one["UID"]) for one in calendar_of(sent).walk("VEVENT")} == {
        f"{duty}@so.vidu.example" for duty in left
    }
