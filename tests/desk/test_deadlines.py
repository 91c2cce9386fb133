"""`sovang due` and `sovang calendar`: the morning list, the month on the wall, the file for a phone."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from icalendar import Calendar
from sqlmodel import Session

from desk.views import deadlines
from desk.views.calendar_days import CalendarDays
from desk.views.names import Names
from desk.views.views import MissingView, MonthView
from domain.daysoff import AnnounceDayOff
from domain.movement.commands import LaunchMovement, RegisterUnit
from domain.person import GrantRole, RegisterPerson
from events.base import Citation, PersonId, UnitId
from events.letter import LetterQueued
from mail.ics import calendar_file
from tests.desk.conftest import Sovang
from tests.domain.movements import MOVEMENT, PLAN
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.mailroom.rooms import HEAD, at_hour, events, tick
from tests.workflows.reactions.engine import react
from workflows.mailroom.writing import entry

MORNING = datetime(2024, 2, 1, 1, tzinfo=UTC)
UNITS = tuple(UnitId(f"unit-{key}") for key in ("dong", "tay", "nam"))


@pytest.fixture
def launched(office: Office) -> Office:
    """Three villages owe a registration by 31 January: one has mail, one a clerk with mail, one neither."""
    office.do(office.unit("dong", "Thôn Đông", email="dong@vidu.example"))
    office.do(office.unit("tay", "Thôn Tây"))
    office.do(office.unit("nam", "Thôn Nam"))
    clerk = PersonId("person-tay")
    office.do(RegisterPerson(person=clerk, name="Hà Văn Tây", email="tay@vidu.example", **office.said()))
    office.do(
        GrantRole(person=clerk, role="clerk", scope="unit-tay", since=date(2024, 1, 1), **office.said())
    )
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=PLAN, participants=UNITS, **office.said("authority")
        )
    )
    react(office)
    return office


def register(office: Office, unit: UnitId) -> None:
    office.do(
        RegisterUnit(movement=MOVEMENT, milestone="dang-ky", unit=unit, **office.said("standing_agency"))
    )


def listed(office: Office, now: datetime = MORNING, within: int = 0) -> list[MissingView]:
    with office.ledger.database.session() as session:
        return deadlines.missing(session, Names(office.ledger, session), now, within)


def test_the_morning_list_names_who_has_not_sent_and_whom_to_call(launched: Office) -> None:
    register(launched, UNITS[0])
    (missing,) = listed(launched)
    assert (missing.title, missing.due_on, missing.days) == ("dang-ky", "2024-01-31", -1)
    assert (missing.owed, missing.done) == (3, 1)
    assert missing.missing == ["Thôn Nam", "Thôn Tây"]
    assert missing.without_mail == ["Thôn Nam"]
    assert deadlines.pasted([missing], MORNING) == (
        "DANH SÁCH CHƯA GỬI, thứ Năm 01/02/2024\n\n"
        "dang-ky: hạn hết ngày 31/01/2024 (quá 1 ngày), theo văn bản số 01/PĐTĐ-UBND ngày 10/01/2024 của UBND xã.\n"
        "Đã gửi 1/3; chưa gửi 2:\n"
        "1. Thôn Nam\n"
        "2. Thôn Tây\n"
        "Cần gọi điện hoặc giao thông báo in: Thôn Nam."
    )


def test_when_all_have_sent_nobody_is_named(launched: Office) -> None:
    for unit in UNITS:
        register(launched, unit)
    assert listed(launched) == []
    assert deadlines.pasted([], MORNING).endswith("Không đơn vị nào còn nợ.")


def test_what_is_not_due_yet_is_listed_only_when_asked_for(launched: Office) -> None:
    early = datetime(2024, 1, 25, 1, tzinfo=UTC)
    assert listed(launched, early, within=5) == []
    (soon,) = listed(launched, early, within=6)
    assert "(còn 6 ngày)" in str(soon)
    (today,) = listed(launched, datetime(2024, 1, 31, 1, tzinfo=UTC))
    assert "(hôm nay)" in str(today)


def sheet(office: Office, session: Session, now: datetime = MORNING) -> CalendarDays:
    return CalendarDays(session, Names(office.ledger, session), HEAD, now)


def month(office: Office, number: int) -> MonthView:
    with office.ledger.database.session() as session:
        calendar = office.handler.reading(session, "system:test").calendar
        (drawn,) = deadlines.months(session, calendar, 2024, number, None)
    return drawn


def test_a_month_shows_days_off_make_up_days_and_what_is_due(launched: Office) -> None:
    may, june = month(launched, 5), month(launched, 6)
    assert (may.off[:2], may.made_up) == ([1, 5], [4])
    assert june.due == {20: ["quy-2 (3)"]}
    assert str(june).splitlines()[:4] == [
        "Tháng 06/2024",
        "  T2   T3   T4   T5   T6   T7   CN",
        "                            1-   2-",
        "   3    4    5    6    7    8-   9-",
    ]
    assert "  20!" in str(june)


def test_a_day_off_announced_late_is_on_the_wall(launched: Office) -> None:
    document = Citation(number="1/TB-UBND", day=date(2024, 6, 1))
    assert 10 not in month(launched, 6).off
    launched.do(AnnounceDayOff(day=date(2024, 6, 10), document=document, **launched.said("standing_agency")))
    assert 10 in month(launched, 6).off


def test_the_file_opens_in_a_calendar_with_local_days_and_the_uid_of_the_letters(launched: Office) -> None:
    with launched.ledger.database.session() as session:
        days = sheet(launched, session).of_one(UNITS[1]).entries
    opened = Calendar.from_ical(calendar_file("Thôn Tây", days))
    entries = opened.walk("VEVENT")
    assert [(entry.decoded("dtstart"), str(entry["summary"])) for entry in entries] == [
        (date(2024, 1, 31), "dang-ky"),
        (date(2024, 6, 20), "quy-2"),
        (date(2024, 7, 15), "so-ket"),
        (date(2024, 12, 20), "tong-ket"),
    ]


def test_who_oversees_takes_a_duty_of_many_along_once_and_reads_what_stays_out(launched: Office) -> None:
    register(launched, UNITS[0])
    late = datetime(2024, 3, 31, 1, tzinfo=UTC)
    with launched.ledger.database.session() as session:
        now, later = sheet(launched, session).of_all({HOME}), sheet(launched, session, late).of_all({HOME})
    assert [(day.day, day.summary) for day in now.entries] == [
        (date(2024, 1, 31), "dang-ky (còn 2 nơi)"),
        (date(2024, 6, 20), "quy-2 (còn 3 nơi)"),
        (date(2024, 7, 15), "so-ket (còn 3 nơi)"),
        (date(2024, 12, 20), "tong-ket (còn 3 nơi)"),
    ]
    assert str(now.entries[0].description).endswith("Chưa xong: Thôn Nam, Thôn Tây.")
    assert now.left_out == ""
    assert later.entries[0].uid == now.entries[1].uid
    left_out = "Không ghi trong tệp này: 2 việc quá hạn hơn 30 ngày. Xem đủ ở trang Việc có thời hạn."
    assert later.left_out == left_out
    assert Calendar.from_ical(calendar_file("xã", later.entries, later.left_out))["description"] == left_out


def test_opened_after_the_letters_the_file_brings_no_date_twice(launched: Office) -> None:
    launched.clock.move_to(at_hour(date(2024, 1, 29), 9))
    tick(launched)
    items = {event.item for event in events(launched, LetterQueued) if event.item is not None}
    with launched.ledger.database.session() as session:
        days = [day for unit in UNITS for day in sheet(launched, session).of_one(unit).entries]
    file = Calendar.from_ical(calendar_file("từng đơn vị", days))
    in_file = {(str(one["uid"]), one["sequence"], one.decoded("dtstart")) for one in file.walk("VEVENT")}
    of_letters = {(str(entry(item, MORNING, HEAD).uid), item.sequence, item.day) for item in items}
    assert len(of_letters) == 3
    assert of_letters <= in_file


def test_the_command_line_prints_the_list_the_month_and_the_file(opened: Sovang, tmp_path: Path) -> None:
    assert opened("due", "--missing").out.startswith("DANH SÁCH CHƯA GỬI")
    assert opened("due", "--missing", "--json").json == []
    on_the_day = opened("due", "--missing", "--at", "2024-01-02").out
    assert on_the_day.startswith("DANH SÁCH CHƯA GỬI, thứ Ba 02/01/2024")
    assert on_the_day.endswith("còn nợ.\n")
    assert "02/01/2026 (thứ Sáu): nghỉ" in opened("calendar", "show", 2026).out
    assert "10/01/2026 (thứ Bảy): làm bù" in opened("calendar", "show", 2026).out
    (january,) = opened("calendar", "show", 2026, "--month", 1, "--json").json
    assert january["made_up"] == [10]
    file = tmp_path / "lich.ics"
    assert opened("calendar", "ics", file).code == 0
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR")
