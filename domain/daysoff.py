"""Ngày nghỉ, ngày làm bù được thông báo: what was announced after the printed calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.calendar import WorkingCalendar
from domain.decider import Command, Decider
from domain.facts import Facts
from events.base import Citation
from events.calendar import CalendarEvent, DayOffAnnounced, WorkingDayAnnounced


@dataclass(frozen=True, slots=True)
class Announced:
    """The days announced so far."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()

    def over(self, printed: WorkingCalendar) -> WorkingCalendar:
        """Lay the announcements over the printed calendar."""
        return WorkingCalendar(printed.days_off | self.off, (printed.working_days | self.working) - self.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceDayOff(Command):
    """Enter a day off with the paper that announces it."""

    day: date
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceWorkingDay(Command):
    """Enter a working day that makes up for a day off."""

    day: date
    document: Citation


CalendarCommand = AnnounceDayOff | AnnounceWorkingDay


def decide(state: Announced, command: CalendarCommand, facts: Facts) -> Sequence[CalendarEvent]:
    """Decide what is announced."""
    facts.require_staff(command)
    match command:
        case AnnounceDayOff():
            return (
                ()
                if command.day in state.off
                else (DayOffAnnounced(day=command.day, document=command.document),)
            )
        case AnnounceWorkingDay():
            if command.day in state.working:
                return ()
            return (WorkingDayAnnounced(day=command.day, document=command.document),)
        case _:
            assert_never(command)


def evolve(state: Announced, event: CalendarEvent) -> Announced:
    """Apply one event; a later announcement of the same day wins."""
    match event:
        case DayOffAnnounced():
            return replace(state, off=state.off | {event.day}, working=state.working - {event.day})
        case WorkingDayAnnounced():
            return replace(state, working=state.working | {event.day}, off=state.off - {event.day})
        case _:
            assert_never(event)


DECIDER: Decider[Announced, CalendarCommand, CalendarEvent, Facts] = Decider(
    "calendar", Announced(), decide, evolve
)
