"""A calendar file of many days, to be opened in a phone's calendar: the same UIDs as the entries in letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from mail.ics import PRODUCT


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A whole legal day, with what stands behind it."""

    uid: str
    sequence: int
    summary: str
    description: str
    day: date
    written_at: datetime


def calendar_file(name: str, days: Iterable[Day]) -> bytes:
    """Write the days as one `.ics` file without a method: opened twice, each is there once."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
    for day in days:
        entry = Event()
        entry.add("uid", day.uid)
        entry.add("sequence", day.sequence)
        entry.add("dtstamp", day.written_at)
        entry.add("summary", day.summary)
        entry.add("description", day.description)
        entry.add("dtstart", day.day)
        entry.add("dtend", day.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())
