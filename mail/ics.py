"""Calendar entries: a stable UID, a sequence that rises at each change, local days and times of Asia/Ho_Chi_Minh."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LENGTH = timedelta(hours=2)
PRODUCT = "-//Sổ Vàng//sovang//VI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A calendar entry as plain values: a whole legal day, or a moment with a length of two hours."""

    uid: str
    sequence: int
    method: str
    summary: str
    written_at: datetime
    organizer: str
    """The address of whoever publishes the entry; RFC 5546 asks for it in every PUBLISH and CANCEL."""
    organizer_name: str
    day: date | None = None
    starts_at: datetime | None = None
    place: str | None = None
    description: str | None = None


def calendar_bytes(method: str, items: Iterable[Entry]) -> bytes:
    """Write the entries of a letter as its `.ics` file, all by one method (RFC 5546)."""
    calendar = _calendar()
    calendar.add("method", method)
    for item in items:
        calendar.add_component(_event(item))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def calendar_file(name: str, items: Iterable[Entry], about: str = "") -> bytes:
    """Write many entries as one file without a method: opened twice, or after the letters, each is there once."""
    calendar = _calendar()
    calendar.add("x-wr-calname", name)
    if about:
        calendar.add("description", about)  # RFC 7986, and what programs before it read
        calendar.add("x-wr-caldesc", about)
    calendar.add("x-wr-timezone", ZONE.key)
    for item in items:
        calendar.add_component(_event(item))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    return calendar


def _event(item: Entry) -> Event:
    entry = Event()
    entry.add("uid", item.uid)
    entry.add("sequence", item.sequence)
    entry.add("dtstamp", item.written_at)
    entry.add("summary", item.summary)
    organizer = vCalAddress(f"mailto:{item.organizer}")
    organizer.params["CN"] = vText(item.organizer_name)
    entry.add("organizer", organizer)
    entry.add("status", "CANCELLED" if item.method == "CANCEL" else "CONFIRMED")
    entry.add("transp", "OPAQUE" if item.starts_at else "TRANSPARENT")
    if item.starts_at is not None:
        entry.add("dtstart", item.starts_at.astimezone(ZONE))
        entry.add("dtend", (item.starts_at + LENGTH).astimezone(ZONE))
    elif item.day is not None:
        entry.add("dtstart", item.day)
        entry.add("dtend", item.day + timedelta(days=1))
    if item.place is not None:
        entry.add("location", item.place)
    if item.description is not None:
        entry.add("description", item.description)
    return entry
