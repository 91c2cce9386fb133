"""Days off and working days announced after the calendar was printed."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Event


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


CalendarEvent = Annotated[DayOffAnnounced | WorkingDayAnnounced, Field(discriminator="type")]
