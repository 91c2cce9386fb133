"""Deadlines as people look at them: who has not sent, and which days of a month are office days."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.views.calendar_days import hour_of
from desk.views.names import Names
from desk.views.views import MissingView, MonthView
from domain.calendar import WorkingCalendar, local_day
from domain.session.owed import SLIP
from projections import queries
from projections import tables as t

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
Common = tuple[str, str | None, str]
"""What a duty of many is told by: what it is about, its milestone, its kind."""


def missing(session: Session, names: Names, now: datetime, within: int) -> list[MissingView]:
    """List every duty that many owe, is still owed by some, and is past or due `within` so many days."""
    today = local_day(now)
    behind = _behind(session, (today + timedelta(days=within)).isoformat())
    owing = {row.debtor for late in behind.values() for row in late}
    names.know(owing)
    placed = {debtor: place for place, debtor in enumerate(sorted(owing, key=names.order))}
    reached = queries.with_mail(session, owing) | _clerks_with_mail(session, today)
    done = _done(session, behind)
    found = [
        _missing(names, sorted(late, key=lambda row: placed[row.debtor]), done.get(duty, 0), reached, today)
        for duty, late in behind.items()
    ]
    return sorted(found, key=lambda one: (one.due_on, one.title))


def _behind(session: Session, until: str) -> dict[Common, list[t.ObligationRow]]:
    """Give, for each duty of many that somebody owes by a day, everybody who still owes it."""
    row = t.ObligationRow
    of_many = (row.status == "open", col(row.milestone).is_not(None) | (row.duty == SLIP))
    near = select(row.about).where(*of_many, row.due_on <= until)
    asked = select(row).where(*of_many, col(row.about).in_(near)).order_by(row.due_on, row.obligation)
    grouped: dict[Common, list[t.ObligationRow]] = defaultdict(list)
    for one in queries.plain(session, asked):
        grouped[one.about, one.milestone, one.duty].append(one)
    return {duty: late for duty, late in grouped.items() if late[0].due_on <= until}


def _done(session: Session, duties: Iterable[Common]) -> dict[Common, int]:
    """Count by how many each duty was done."""
    row = t.ObligationRow
    asked = select(row.about, row.milestone, row.duty, func.count()).where(
        queries.among(session, col(row.about), sorted({about for about, _, _ in duties})),
        row.status == "met",
    )
    grouped = asked.group_by(col(row.about), col(row.milestone), col(row.duty))
    return {(about, milestone, duty): count for about, milestone, duty, count in session.exec(grouped)}


def _missing(
    names: Names,
    late: Sequence[t.ObligationRow],
    done: int,
    reached: Collection[str],
    today: date,
) -> MissingView:
    first = min(late, key=lambda row: row.due_on)
    return MissingView(
        about=first.about,
        milestone=first.milestone,
        title=first.title,
        due_on=first.due_on,
        hour=hour_of(first),
        days=(date.fromisoformat(first.due_on) - today).days,
        set_by=first.set_by,
        owed=done + len(late),
        done=done,
        missing=[_named(row, first, names) for row in late],
        without_mail=[names.of(row.debtor) for row in late if row.debtor not in reached],
    )


def _named(row: t.ObligationRow, first: t.ObligationRow, names: Names) -> str:
    """Name a debtor; one who was given more time, with that date."""
    name = names.of(row.debtor)
    if row.due_on == first.due_on:
        return name
    return f"{name} (được gia hạn đến {date.fromisoformat(row.due_on):%d/%m/%Y})"


def _clerks_with_mail(session: Session, today: date) -> set[str]:
    day = today.isoformat()
    return set(
        session.exec(
            select(t.RoleRow.scope)
            .join(t.PersonRow, col(t.PersonRow.person) == t.RoleRow.person)
            .where(
                t.RoleRow.role == "clerk",
                col(t.PersonRow.has_mail).is_(True),
                *queries.held_on(day),
            )
        ).all()
    )


def pasted(found: Sequence[MissingView], now: datetime) -> str:
    """Write the morning list as a text to paste into a chat."""
    today = local_day(now)
    head = f"DANH SÁCH CHƯA GỬI, {WEEKDAYS[today.weekday()]} {today:%d/%m/%Y}"
    if not found:
        return f"{head}\nKhông đơn vị nào còn nợ."
    return "\n\n".join([head, *(str(one) for one in found)])


def shortened(text: str, most: int) -> str:
    """Keep the lines at the beginning of a text that come to so many bytes, and say how many are left out."""
    lines = text.split("\n")
    sums = accumulate(len(line.encode()) + 1 for line in lines)
    kept = sum(size <= most for size in sums)
    left = len(lines) - kept
    return (
        text
        if not left
        else "\n".join([*lines[:kept], f"… và {left} dòng nữa; xem đủ ở trang của từng việc."])
    )


def months(
    session: Session, calendar: WorkingCalendar, year: int, month: int | None, unit: str | None
) -> list[MonthView]:
    """Draw the months of a year with the open duties of everybody, or of one unit."""
    row = t.ObligationRow
    asked = select(row.due_on, row.title, func.count()).where(
        row.status == "open", col(row.due_on).startswith(f"{year:04}-")
    )
    if unit is not None:
        asked = asked.where(row.debtor == unit)
    due: dict[date, dict[str, int]] = defaultdict(dict)
    grouped = asked.group_by(col(row.due_on), col(row.title)).order_by(row.due_on, row.title)
    for day, title, count in session.exec(grouped).all():
        due[date.fromisoformat(day)][title] = count
    return [_month(calendar, year, one, due) for one in ([month] if month else range(1, 13))]


def _month(calendar: WorkingCalendar, year: int, month: int, due: dict[date, dict[str, int]]) -> MonthView:
    weeks = Calendar().monthdayscalendar(year, month)
    days = [date(year, month, day) for week in weeks for day in week if day]
    return MonthView(
        month=f"{year:04}-{month:02}",
        weeks=weeks,
        off=[day.day for day in days if not calendar.is_working(day)],
        made_up=[day.day for day in days if calendar.is_working(day) and day in calendar.working_days],
        due={
            day.day: [f"{title} ({count})" if count > 1 else title for title, count in due[day].items()]
            for day in days
            if day in due
        },
    )


def unusual(calendar: WorkingCalendar, year: int) -> Iterator[tuple[date, bool]]:
    """Give the weekdays off and the weekends worked in a year, each with whether it is worked."""
    first = date(year, 1, 1)
    weekend = 5
    for offset in range((date(year + 1, 1, 1) - first).days):
        day = first + timedelta(days=offset)
        if calendar.is_working(day) == (day.weekday() >= weekend):
            yield day, day.weekday() >= weekend


def announced(calendar: WorkingCalendar, year: int) -> list[str]:
    """List the weekdays off and the weekends worked in a year, in words."""
    return [
        f"{day:%d/%m/%Y} ({WEEKDAYS[day.weekday()]}): {'làm bù' if worked else 'nghỉ'}"
        for day, worked in unusual(calendar, year)
    ]
