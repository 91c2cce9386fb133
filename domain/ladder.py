"""Bậc thang nhắc việc: rungs laid on a due date through the legal calendar, and which of them is due now."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from domain.calendar import WorkingCalendar, end_of_day, local_instant
from events.obligation import DatedRung, Due
from events.policy import Rung

SENDING_HOUR = time(8)
"""Letters of a rung are due at eight in the morning, local time."""


def rung_day(due_on: date, days: int, calendar: WorkingCalendar) -> date:
    """Give the day of a rung: moved off days off, backward before the due date and forward after it."""
    day = due_on + timedelta(days=days)
    return calendar.on_or_before(day) if days <= 0 else calendar.on_or_after(day)


def dated(
    rungs: Sequence[Rung], due_on: date, calendar: WorkingCalendar, *, not_before: datetime
) -> tuple[DatedRung, ...]:
    """Lay a ladder on a due date; rungs that were already past when the duty arose are left out."""
    laid = [
        DatedRung(
            name=rung.name,
            at=local_instant(rung_day(due_on, rung.days, calendar), SENDING_HOUR),
            audience=rung.audience,
            template=rung.template,
            last=rung.last,
        )
        for rung in rungs
    ]
    return tuple(sorted((rung for rung in laid if rung.at > not_before), key=lambda rung: rung.at))


def due(
    due_on: date,
    rungs: Sequence[Rung],
    calendar: WorkingCalendar,
    *,
    set_by: str,
    hard: bool,
    not_before: datetime,
) -> Due:
    """Compute a due date with its instant and rungs, once."""
    return Due(
        on=due_on,
        at=end_of_day(due_on),
        calendar=calendar.digest,
        hard=hard,
        set_by=set_by,
        rungs=dated(rungs, due_on, calendar, not_before=not_before),
    )


def passed(rungs: Iterable[DatedRung], done: frozenset[str], now: datetime) -> list[DatedRung]:
    """Give the rungs whose time has come and that were neither sent nor skipped, oldest first."""
    return [rung for rung in rungs if rung.at <= now and rung.name not in done]


def next_at(rungs: Iterable[DatedRung], done: frozenset[str]) -> datetime | None:
    """Give the instant of the next rung, if one is left."""
    return min((rung.at for rung in rungs if rung.name not in done), default=None)
