from datetime import date
from typing import Literal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar
from domain.law.rows import AnnualDeadline, TimeLimit
from domain.terms import annual, from_limit, last_day, months_after, school_year, school_years
from events.obligation import Counting
from tests.domain.often import often
from tests.domain.rules import row

PLAIN = WorkingCalendar()
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_a_month_that_is_too_short_gives_its_last_day() -> None:
    assert months_after(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert months_after(date(2025, 1, 31), 1) == date(2025, 2, 28)
    assert months_after(date(2025, 3, 31), -1) == date(2025, 2, 28)
    assert months_after(date(2024, 12, 31), 2) == date(2025, 2, 28)


def test_a_year_after_a_leap_day_is_the_28th() -> None:
    counting = Counting(since=date(2028, 2, 29), count=1, unit="year")
    assert last_day(counting, PLAIN) == date(2029, 2, 28)


@often(60)
@for_all(day=days, months=st.integers(-60, 60))
def test_months_on_is_the_same_day_or_the_last_of_a_shorter_month(day: date, months: int) -> None:
    moved = months_after(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (
        moved.day < day.day and months_after(moved, 0).month != date.fromordinal(moved.toordinal() + 1).month
    )


@often(60)
@for_all(day=days, count=st.integers(1, 60))
def test_ten_working_days_before_and_ten_after_meet(day: date, count: int) -> None:
    office = PLAIN.on_or_after(day)
    before = last_day(Counting(since=office, count=-count, unit="working_day"), PLAIN)
    assert last_day(Counting(since=before, count=count, unit="working_day"), PLAIN) == office


@pytest.mark.parametrize(
    ("when_off", "day"),
    [
        (None, date(2024, 12, 22)),
        ("stays", date(2024, 12, 22)),
        ("next", date(2024, 12, 23)),
        ("previous", date(2024, 12, 20)),
    ],
)
def test_a_last_day_that_is_off_stays_unless_the_text_moves_it(
    when_off: Literal["stays", "next", "previous"] | None, day: date
) -> None:
    sunday = Counting(since=date(2024, 12, 15), count=7, unit="day", when_off=when_off)
    assert last_day(sunday, PLAIN) == day


def test_the_first_day_counts_only_where_the_rule_says_so() -> None:
    limit = row(TimeLimit, step="verify_dossier", days=10)
    first = row(TimeLimit, step="verify_dossier", days=10, first_day_counts=True)
    plain = row(TimeLimit, step="propose_cancellation", days=7, working=False)
    monday = date(2024, 12, 2)
    assert last_day(from_limit(limit, monday), PLAIN) == date(2024, 12, 16)
    assert last_day(from_limit(first, monday), PLAIN) == date(2024, 12, 13)
    assert last_day(from_limit(plain, monday), PLAIN) == date(2024, 12, 9)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
def test_a_yearly_deadline_may_fall_in_the_year_after_the_award_year() -> None:
    title = row(AnnualDeadline, award="CSTDTQ", to_level="nation", month=12, day=31, year_after=1)
    leap = row(AnnualDeadline, award="GK", to_level="province", month=2, day=29)
    assert annual(title, 2024) == date(2025, 12, 31)
    assert (annual(leap, 2024), annual(leap, 2025)) == (date(2024, 2, 29), date(2025, 2, 28))


def test_a_school_year_spans_two_calendar_years() -> None:
    september = date(2024, 9, 5)
    assert school_year(date(2024, 9, 4), september) == 2024
    assert school_year(date(2024, 9, 5), september) == 2025
    assert school_year(date(2025, 5, 31), september) == 2025
    assert school_years(2025) == "năm học 2024-2025"
