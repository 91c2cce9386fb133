"""The printed calendar: public holidays and make-up days of Vietnam, from the `holidays` package."""

from functools import cache

from domain.calendar import WorkingCalendar

FIRST_YEAR, LAST_YEAR = 2017, 2040


@cache
def printed_calendar() -> WorkingCalendar:
    """Give the days off and the make-up working days that the package knows."""
    import holidays  # noqa: PLC0415  # a tenth of a second, and most commands need no calendar

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    vietnam = holidays.country_holidays("VN", years=years)
    return WorkingCalendar(frozenset(vietnam), frozenset(vietnam.weekend_workdays))
