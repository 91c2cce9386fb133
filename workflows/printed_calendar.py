"""The printed calendar: public holidays and make-up days of Vietnam, and what was announced after it was printed."""

import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files

from domain.calendar import WorkingCalendar
from domain.daysoff import AdoptPrintedCalendar, AnnounceDayOff, AnnounceWorkingDay, CalendarCommand
from domain.decider import Said
from events.base import Citation

FIRST_YEAR, LAST_YEAR = 2017, 2040


@cache
def printed_calendar() -> WorkingCalendar:
    """Give the days off and the make-up working days that the package knows."""
    import holidays  # noqa: PLC0415  # a tenth of a second, and most commands need no calendar

    years = range(FIRST_YEAR, LAST_YEAR + 1)
    vietnam = holidays.country_holidays("VN", years=years)
    return WorkingCalendar(frozenset(vietnam), frozenset(vietnam.weekend_workdays))


def shipped_days(today: date, said: Said) -> Iterator[CalendarCommand]:
    """Give the commands that enter this program's calendar, and each announcement already made by `today`."""
    printed = printed_calendar()
    yield AdoptPrintedCalendar(
        source=f"holidays {version('holidays')}, Việt Nam",
        first=date(FIRST_YEAR, 1, 1),
        last=date(LAST_YEAR, 12, 31),
        days_off=tuple(sorted(printed.days_off)),
        working_days=tuple(sorted(printed.working_days)),
        **said,
    )
    listed = tomllib.loads((files("workflows") / "announced-days.toml").read_text(encoding="utf-8"))["day"]
    for row in listed:
        if row["signed"] > today:
            continue
        document = Citation(number=row["number"], day=row["signed"], issuer=row["issuer"], about=row["about"])
        announce = AnnounceDayOff if row["off"] else AnnounceWorkingDay
        yield announce(day=row["day"], document=document, **said)
