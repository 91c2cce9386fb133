"""The calendar of offices as it was printed, and the days off and working days announced after that."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Event, Text


class CalendarPrinted(Event):
    """Lịch nghỉ, lịch làm bù đã in: from here on the log itself says on which calendar a date was counted."""

    type: Literal["calendar.printed"] = "calendar.printed"
    source: Text
    first: date
    last: date
    """The days it speaks of, both included; beyond them only the weekends are off."""
    days_off: tuple[date, ...]
    working_days: tuple[date, ...]


class DayOffAnnounced(Event):
    """Thông báo ngày nghỉ (lễ, Tết, hoán đổi)."""

    type: Literal["calendar.day_off_announced"] = "calendar.day_off_announced"
    day: date
    document: Citation


class WorkingDayAnnounced(Event):
    """Thông báo ngày làm bù."""

    type: Literal["calendar.working_day_announced"] = "calendar.working_day_announced"
    day: date
    document: Citation


CalendarEvent = Annotated[
    CalendarPrinted | DayOffAnnounced | WorkingDayAnnounced, Field(discriminator="type")
]
