"""Thời hạn: from what a text says (so many days, working days, months; on such a day each year) to a legal date."""

from calendar import monthrange
from datetime import date, timedelta
from typing import assert_never

from domain.calendar import WorkingCalendar
from domain.law.rows import AnnualDeadline, TimeLimit
from events.obligation import Counting

MONTHS = 12


def last_day(counting: Counting, calendar: WorkingCalendar) -> date:
    """Give the last day of a term; a negative count looks back from `since`, as "ten working days before" does."""
    day = _counted(counting, calendar)
    match counting.when_off:
        case None | "stays":
            return day
        case "next":
            return calendar.on_or_after(day)
        case "previous":
            return calendar.on_or_before(day)
        case _:
            assert_never(counting.when_off)


def _counted(counting: Counting, calendar: WorkingCalendar) -> date:
    since, count, first = counting.since, counting.count, bool(counting.first_day_counts)
    match counting.unit:
        case "working_day" if count < 0:
            return calendar.back(since, -count, first_counts=first)
        case "working_day":
            return calendar.add(since, count, first_counts=first)
        case "day":
            step = 1 if count > 0 else -1
            return since + timedelta(days=count - (step if first and count else 0))
        case "month":
            return months_after(since, count)
        case "year":
            return months_after(since, count * MONTHS)
        case _:
            assert_never(counting.unit)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months on; a month that is too short gives its last day (29/02 + 1 year = 28/02)."""
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def from_limit(limit: TimeLimit, since: date) -> Counting:
    """Give the term that a time limit of the law starts on `since`."""
    return Counting(
        since=since,
        count=limit.days,
        unit="working_day" if limit.working else "day",
        first_day_counts=limit.first_day_counts or None,
    )


def annual(deadline: AnnualDeadline, award_year: int) -> date:
    """Give the day on which a yearly deadline falls for an award year; 29/02 is 28/02 outside leap years."""
    year = award_year + deadline.year_after
    return date(year, deadline.month, min(deadline.day, monthrange(year, deadline.month)[1]))


def school_year(day: date, first: date) -> int:
    """Name the school year of `day` by the year it ends in; `first` is the first day of any school year."""
    return day.year + ((day.month, day.day) >= (first.month, first.day))


def school_years(ends_in: int) -> str:
    """Write a school year, named by the year it ends in, as people do."""
    return f"năm học {ends_in - 1}-{ends_in}"
