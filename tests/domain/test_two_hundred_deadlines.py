"""Two hundred deadlines 2024-2027, each counted on a wall calendar by a second, simpler hand."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.calendar import WorkingCalendar, end_of_day
from domain.daysoff import DECIDER, Announced
from domain.facts import Facts
from domain.terms import last_day
from events.calendar import CalendarEvent
from events.obligation import Counting
from tests.domain.deadlines import by_hand
from tests.domain.deadlines.by_hand import Row
from tests.spec import HOME, by, every_role
from workflows.printed_calendar import printed_calendar, shipped_days

TABLE = by_hand.table()
OFFICE = by_hand.office_days()


def calendar(on: date = date(2027, 1, 1)) -> WorkingCalendar:
    """What a ledger opened on a day knows: the printed calendar, and what was announced by then."""
    facts = Facts(standing=every_role(), organisation=HOME)
    past: list[CalendarEvent] = []
    for command in shipped_days(on, by("administrator")):
        past += DECIDER.decide(DECIDER.fold(past), command, facts)
    known: Announced = DECIDER.fold(past)
    return known.over(WorkingCalendar())


CALENDAR = calendar()


def counting(row: Row) -> Counting:
    said: dict[str, Any] = {"since": row.since, "count": row.count, "unit": row.unit}
    if row.first_day_counts:
        said["first_day_counts"] = True
    if row.when_off:
        said["when_off"] = row.when_off
    return Counting.model_validate(said)


def test_the_table_has_fifty_deadlines_of_each_of_four_years() -> None:
    assert [row.number for row in TABLE] == list(range(1, 201))
    assert {row.unit for row in TABLE} == {"working_day", "day", "month", "year"}
    assert (
        min(row.due_on for row in TABLE)
        < date(2024, 1, 1)
        < date(2027, 12, 31)
        < max(row.due_on for row in TABLE)
    )


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.number}-{row.since}{row.count:+}{row.unit}")
def test_a_deadline_falls_where_the_finger_on_the_wall_calendar_falls(row: Row) -> None:
    assert by_hand.finger(row, OFFICE) == row.due_on
    day = last_day(counting(row), CALENDAR)
    assert day == row.due_on
    assert (
        end_of_day(day)
        == datetime.fromisoformat(row.instant)
        == datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    )


def test_the_program_works_on_the_same_days_as_the_wall_calendar() -> None:
    first, last = date(2024, 1, 1), date(2027, 12, 31)
    ours = [
        day
        for day in (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        if CALENDAR.is_working(day)
    ]
    assert ours == [day for day in OFFICE if first <= day <= last]


def test_the_package_misses_the_swap_of_new_year_2026_and_the_announcement_brings_it() -> None:
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    assert printed_calendar().is_working(friday)
    assert not printed_calendar().is_working(saturday)
    assert not CALENDAR.is_working(friday)
    assert CALENDAR.is_working(saturday)


def test_nothing_is_known_before_it_was_announced() -> None:
    assert calendar(date(2025, 12, 24)).is_working(date(2026, 1, 2))
    assert not calendar(date(2025, 12, 25)).is_working(date(2026, 1, 2))
