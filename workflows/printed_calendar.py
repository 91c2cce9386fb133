"""The printed calendar: public holidays and make-up days of Vietnam, from the `holidays` package."""

from functools import cache

import holidays

from domain.calendar import WorkingCalendar

FIRST_YEAR, LAST_YEAR = 2017, 2040


@cache
def printed_calendar() -> WorkingCalendar:
    """Give the days off and the make-up working days that the package knows."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    vietnam = holidays.country_holidays("VN", years=years)
    return WorkingCalendar(frozenset(vietnam), frozenset(vietnam.weekend_workdays))
