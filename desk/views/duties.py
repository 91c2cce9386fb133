"""Duties with a date as people look at them: who owes what, every date it has had and the text that set it, what was sent."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, or_, select

from desk.views.duty_views import DateView, DutyView, RungView
from desk.views.names import Names
from domain.calendar import ZONE, end_of_day, local_day
from domain.obligation.decider import CALENDAR_CHANGED
from domain.obligation.states import Obligation
from events.base import parse_instant
from events.catalogue import event_of
from events.envelope import Stored
from events.obligation import (
    Counting,
    Due,
    ObligationEscalated,
    ObligationOpened,
    ObligationReopened,
    ObligationRescheduled,
    ReminderRecorded,
)
from projections import tables as t

SOON = 7
"""So many days ahead a date is near."""
UNITS = {"working_day": "ngày làm việc", "day": "ngày", "month": "tháng", "year": "năm"}
WHEN_OFF = {
    "next": "gặp ngày nghỉ thì đến ngày làm việc kế tiếp",
    "previous": "gặp ngày nghỉ thì lùi về ngày làm việc liền trước",
}
Dated = ObligationOpened | ObligationReopened | ObligationRescheduled


def open_page(
    session: Session, debtors: frozenset[str] | None, *, until: date | None, after: str, limit: int
) -> Sequence[t.ObligationRow]:
    """Give a page of open duties by date: of some debtors or of all, due by a day or whenever, after a place in the list."""
    asked = select(t.ObligationRow).where(t.ObligationRow.status == "open")
    if debtors is not None:
        asked = asked.where(col(t.ObligationRow.debtor).in_(sorted(debtors)))
    if until is not None:
        asked = asked.where(t.ObligationRow.due_on <= until.isoformat())
    if after:
        asked = asked.where(_after(after))
    order = (t.ObligationRow.due_on, t.ObligationRow.obligation)
    return session.exec(asked.order_by(*order).limit(limit)).all()


def place(row: t.ObligationRow) -> str:
    """Name a row's place in the list."""
    return f"{row.due_on}|{row.obligation}"


def _after(named: str) -> ColumnElement[bool]:
    day, _, obligation = named.partition("|")
    same_day = and_(col(t.ObligationRow.due_on) == day, col(t.ObligationRow.obligation) > obligation)
    return or_(col(t.ObligationRow.due_on) > day, same_day)


def near(today: date) -> date:
    """Give the last day that is near."""
    return today + timedelta(days=SOON)


def duty_view(duty: Obligation, history: Sequence[Stored], names: Names) -> DutyView:
    """Show one duty with its dates and the rungs of its ladder."""
    return DutyView(
        obligation=duty.obligation,
        duty=duty.duty,
        title=duty.title,
        debtor=names.of(duty.debtor),
        about=duty.about,
        status="open" if duty.is_open else ("lapsed" if duty.lapsed else "met"),
        due_on=duty.due.on.isoformat(),
        hour=hour_of(duty.due),
        hard=duty.due.hard,
        grace_on=duty.due.grace_on.isoformat() if duty.due.grace_on else None,
        set_by=duty.due.set_by,
        counted=counted(duty.due.counting) if duty.due.counting else None,
        calendar=duty.due.calendar,
        met_on=duty.met_on.isoformat() if duty.met_on else None,
        acknowledged_on=duty.acknowledged_on.isoformat() if duty.acknowledged_on else None,
        dates=_dates(history),
        rungs=_rungs(duty, history),
    )


def hour_of(due: Due) -> str | None:
    """Give the hour of a date that does not last to the end of its day."""
    return None if due.at == end_of_day(due.on) else f"{due.at.astimezone(ZONE):%H:%M}"


def counted(counting: Counting) -> str:
    """Say in words how a date was counted from the text."""
    if counting.count == 0:
        said = f"ngày {counting.since:%d/%m/%Y}"
    else:
        side = "sau" if counting.count > 0 else "trước"
        said = f"{abs(counting.count)} {UNITS[counting.unit]} {side} ngày {counting.since:%d/%m/%Y}"
    first = ", tính cả ngày đầu" if counting.first_day_counts else ""
    off = WHEN_OFF.get(counting.when_off or "")
    return f"{said}{first}{f'; {off}' if off else ''}"


def _dates(history: Sequence[Stored]) -> list[DateView]:
    """List every date that it has had, the first one first."""
    found = []
    for stored in history:
        event = event_of(stored)
        if isinstance(event, Dated):
            found.append(
                DateView(
                    said_on=local_day(parse_instant(stored.envelope.at)).isoformat(),
                    what=_what(event),
                    due_on=event.due.on.isoformat(),
                    set_by=event.due.set_by,
                    reason=event.reason if isinstance(event, ObligationRescheduled) else None,
                )
            )
    return found


def _what(event: Dated) -> str:
    match event:
        case ObligationOpened():
            return "giao việc"
        case ObligationReopened():
            return "giao lại"
        case ObligationRescheduled(extension=True):
            return "gia hạn"
        case ObligationRescheduled(reason=reason) if reason == CALENDAR_CHANGED:
            return "tính lại theo lịch làm việc"
        case _:
            return "dời hạn"


def _rungs(duty: Obligation, history: Sequence[Stored]) -> list[RungView]:
    """List the rungs of its present date, those sent and those to come."""
    skipped: set[str] = set()
    sent: set[str] = set()
    for stored in history:
        event = event_of(stored)
        if isinstance(event, Dated):
            skipped, sent = set(), set()
        elif isinstance(event, ReminderRecorded | ObligationEscalated):
            sent.add(event.rung)
            skipped |= set(event.skipped)
    kept = {rung.name for rung in duty.rungs}
    return [
        RungView(
            on=local_day(rung.at).isoformat(),
            audience=rung.audience,
            last=rung.last,
            state="sent" if rung.name in sent
            else "skipped" if rung.name in skipped or not duty.is_open or rung.name not in kept
            else "ahead",
        )
        for rung in duty.due.rungs
    ]  # fmt: skip
