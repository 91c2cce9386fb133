"""Lịch ngày làm việc: the printed calendar that the ledger adopted, and what was announced after it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.calendar import WorkingCalendar
from domain.decider import Command, Decider
from domain.facts import Facts
from events.base import Citation
from events.calendar import CalendarEvent, CalendarPrinted, DayOffAnnounced, WorkingDayAnnounced


@dataclass(frozen=True, slots=True)
class Announced:
    """The calendar adopted last, and the days announced so far."""

    off: frozenset[date] = frozenset()
    working: frozenset[date] = frozenset()
    printed: CalendarPrinted | None = None

    def over(self, printed: WorkingCalendar) -> WorkingCalendar:
        """Lay the announcements over the calendar the ledger adopted, or over `printed` while it has none."""
        if self.printed is not None:
            printed = WorkingCalendar(frozenset(self.printed.days_off), frozenset(self.printed.working_days))
        return WorkingCalendar(printed.days_off | self.off, (printed.working_days | self.working) - self.off)


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptPrintedCalendar(Command):
    """Put the program's printed calendar into the log."""

    source: str
    first: date
    last: date
    days_off: tuple[date, ...]
    working_days: tuple[date, ...]


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


CalendarCommand = AdoptPrintedCalendar | AnnounceDayOff | AnnounceWorkingDay


def decide(state: Announced, command: CalendarCommand, facts: Facts) -> Sequence[CalendarEvent]:
    """Decide what is announced."""
    facts.require_staff(command)
    match command:
        case AdoptPrintedCalendar():
            return _adopt(state, command)
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


def _adopt(state: Announced, command: AdoptPrintedCalendar) -> Sequence[CalendarEvent]:
    printed = CalendarPrinted(
        source=command.source,
        first=command.first,
        last=command.last,
        days_off=tuple(sorted(command.days_off)),
        working_days=tuple(sorted(command.working_days)),
    )
    return () if printed == state.printed else (printed,)


def evolve(state: Announced, event: CalendarEvent) -> Announced:
    """Apply one event; a later announcement of the same day wins."""
    match event:
        case CalendarPrinted():
            return replace(state, printed=event)
        case DayOffAnnounced():
            return replace(state, off=state.off | {event.day}, working=state.working - {event.day})
        case WorkingDayAnnounced():
            return replace(state, working=state.working | {event.day}, off=state.off - {event.day})
        case _:
            assert_never(event)


DECIDER: Decider[Announced, CalendarCommand, CalendarEvent, Facts] = Decider(
    "calendar", Announced(), decide, evolve
)
