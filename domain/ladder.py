"""Bậc thang nhắc việc: rungs laid on a due date through the legal calendar, and which of them is due now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from domain.calendar import WorkingCalendar, end_of_day, local_day, local_instant
from domain.refusal import Malformed
from domain.terms import last_day
from events.obligation import Counting, DatedRung, Due
from events.policy import Rung, Weekday

MOST_COUNTED = 3660
"""The longest term that is counted, ten years of days: beyond it somebody has mistyped."""
SENDING_HOUR = time(8)
"""Letters of a rung are due at eight in the morning, local time."""
WEEK: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def rung_day(due_on: date, days: int, calendar: WorkingCalendar) -> date:
    """Give the day of a rung: moved off days off, backward before the due date and forward after it."""
    day = due_on + timedelta(days=days)
    return calendar.on_or_before(day) if days <= 0 else calendar.on_or_after(day)


def dated(
    rungs: Sequence[Rung],
    due_on: date,
    calendar: WorkingCalendar,
    *,
    not_before: datetime,
    due_at: datetime | None = None,
) -> tuple[DatedRung, ...]:
    """Lay a ladder on a due date; rungs that were already past when the duty arose are left out.

    The opening letter goes out as the duty arises; on a day off, on the next working day. Where the date ends at an
    hour (`due_at`), no rung before it speaks after it.
    """
    ends = due_at or end_of_day(due_on)
    laid = [
        DatedRung(
            name=rung.name,
            at=_opens_at(not_before, calendar) if rung.opens else _speaks_at(ends, due_on, rung, calendar),
            audience=rung.audience,
            template=rung.template,
            last=rung.last,
            unless_acknowledged=rung.unless_acknowledged,
            digest=rung.digest,
            opens=rung.opens,
        )
        for rung in rungs
    ]
    ahead = [rung for rung in laid if rung.opens or rung.at > not_before]
    return tuple(sorted(ahead, key=lambda rung: rung.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """What a text says of a date: the day, its hour, or how it is counted; whether it is hard, and until when graceful."""

    set_by: str
    on: date | None = None
    at: datetime | None = None
    """The hour, where the text names one; otherwise the day is to its end."""
    counting: Counting | None = None
    hard: bool = False
    grace_on: date | None = None

    def day(self, calendar: WorkingCalendar) -> date:
        """Give the day, counted through the calendar where the text counts."""
        if self.counting is not None and abs(self.counting.count) > MOST_COUNTED:
            raise Malformed("Thời hạn đếm quá dài.", todo="Hãy ghi thẳng ngày đến hạn.")
        said = [self.on, local_day(self.at) if self.at else None]
        said.append(last_day(self.counting, calendar) if self.counting else None)
        days = [day for day in said if day is not None]
        if len(days) != 1:
            raise Malformed("Thời hạn cần đúng một trong ba: ngày đến hạn, giờ đến hạn, hoặc cách tính ngày.")
        (day,) = days
        if self.grace_on is not None and (not self.hard or self.grace_on <= day):
            raise Malformed("Ngày gia ân chỉ có sau một hạn cứng, và phải muộn hơn hạn đó.")
        return day


def due(term: Term, rungs: Sequence[Rung], calendar: WorkingCalendar, *, not_before: datetime) -> Due:
    """Compute a due date with its instant and rungs, once."""
    day = term.day(calendar)
    at = term.at or end_of_day(day)
    return Due(
        on=day,
        at=at,
        calendar=calendar.digest,
        hard=term.hard,
        set_by=term.set_by,
        rungs=dated(rungs, day, calendar, not_before=not_before, due_at=at),
        counting=term.counting,
        grace_on=term.grace_on,
    )


def recounted(known: Due, rungs: Sequence[Rung], calendar: WorkingCalendar, done: frozenset[str]) -> Due:
    """Compute a due date again on another calendar; a rung already sent or skipped never comes back.

    A rung still to come keeps its place even if its new day has passed: it speaks at once, and says that it is late.
    """
    day = last_day(known.counting, calendar) if known.counting else known.on
    ends = known.at if day == known.on else end_of_day(day)
    adopted = {rung.name: rung for rung in rungs}
    left = [
        rung.model_copy(update={"at": _speaks_at(ends, day, adopted[rung.name], calendar)})
        if rung.name in adopted and not rung.opens
        else rung
        for rung in known.rungs
        if rung.name not in done
    ]
    return known.model_copy(
        update={
            "on": day,
            "at": ends,
            "calendar": calendar.digest,
            "rungs": tuple(sorted(left, key=lambda rung: rung.at)),
        }
    )


def same_dates(one: Due, other: Due, done: frozenset[str]) -> bool:
    """Say whether two computations of a due date come to the same day and the same instants still to come."""
    still = [(rung.name, rung.at) for rung in one.rungs if rung.name not in done]
    return one.on == other.on and still == [(rung.name, rung.at) for rung in other.rungs]


def digest_day(day: date, weekday: Weekday, calendar: WorkingCalendar) -> date:
    """Give the day of the weekly letter that a rung of `day` waits for: the next such day, moved on past days off."""
    return calendar.on_or_after(day + timedelta(days=(WEEK.index(weekday) - day.weekday()) % len(WEEK)))


def _speaks_at(ends: datetime, due_on: date, rung: Rung, calendar: WorkingCalendar) -> datetime:
    day = rung_day(due_on, rung.days, calendar)
    if rung.digest and rung.digest != "day":
        day = digest_day(day, rung.digest, calendar)
    elif rung.days <= 0 and local_instant(day, SENDING_HOUR) >= ends:
        day = calendar.on_or_before(day - timedelta(days=1))
    return local_instant(day, SENDING_HOUR)


def hour_of(due: Due) -> datetime | None:
    """Give the instant of a due date that ends at an hour; None for one that lasts to the end of its day."""
    return None if due.at == end_of_day(due.on) else due.at


def _opens_at(arises: datetime, calendar: WorkingCalendar) -> datetime:
    day = local_day(arises)
    if calendar.is_working(day):
        return arises
    return local_instant(calendar.on_or_after(day), SENDING_HOUR)


def passed(rungs: Iterable[DatedRung], done: frozenset[str], now: datetime) -> list[DatedRung]:
    """Give the rungs whose time has come and that were neither sent nor skipped, oldest first."""
    return [rung for rung in rungs if rung.at <= now and rung.name not in done]


def next_at(rungs: Iterable[DatedRung], done: frozenset[str]) -> datetime | None:
    """Give the instant of the next rung, if one is left."""
    return min((rung.at for rung in rungs if rung.name not in done), default=None)
