"""Deadlines as people look at them: who has not sent, and which days of a month are office days."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import accumulate

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.views.names import Names
from desk.views.views import MissingView, MonthView
from domain.calendar import ZONE, WorkingCalendar, end_of_day, local_day
from domain.session.owed import SLIP
from events.base import parse_instant
from events.letter import CalendarItem
from mail.ics import Entry
from projections import queries
from projections import tables as t
from workflows.letter_office import Letterhead
from workflows.letter_writing import entry

WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


def missing(session: Session, names: Names, now: datetime, within: int) -> list[MissingView]:
    """List every duty that many owe, is still owed by some, and is past or due `within` so many days."""
    today = local_day(now)
    rows = queries.plain(
        session,
        select(t.ObligationRow)
        .where(col(t.ObligationRow.milestone).is_not(None) | (t.ObligationRow.duty == SLIP))
        .order_by(t.ObligationRow.due_on, t.ObligationRow.obligation),
    )
    grouped: dict[tuple[str, str | None, str], list[t.ObligationRow]] = defaultdict(list)
    for row in rows:
        if row.status != "lapsed":
            grouped[row.about, row.milestone, row.duty].append(row)
    behind = []
    for group in grouped.values():
        late = [row for row in group if row.status == "open"]
        if late and (min(date.fromisoformat(row.due_on) for row in late) - today).days <= within:
            behind.append((group, late))
    owing = [row.debtor for _, late in behind for row in late]
    names.know(owing)
    reached = queries.with_mail(session, owing) | _clerks_with_mail(session, today)
    found = [_missing(names, group, late, reached, today) for group, late in behind]
    return sorted(found, key=lambda one: (one.due_on, one.title))


def _missing(
    names: Names,
    group: Sequence[t.ObligationRow],
    late: Sequence[t.ObligationRow],
    reached: Collection[str],
    today: date,
) -> MissingView:
    first = min(late, key=lambda row: row.due_on)
    listed = sorted(late, key=lambda row: names.order(row.debtor))
    return MissingView(
        about=first.about,
        milestone=first.milestone,
        title=first.title,
        due_on=first.due_on,
        hour=_hour(first),
        days=(date.fromisoformat(first.due_on) - today).days,
        set_by=first.set_by,
        owed=len(group),
        done=len(group) - len(late),
        missing=[_named(row, first, names) for row in listed],
        without_mail=[names.of(row.debtor) for row in listed if row.debtor not in reached],
    )


def _hour(row: t.ObligationRow) -> str | None:
    """Give the hour of a date that does not last to the end of its day."""
    at = _ends_at(row)
    return f"{at.astimezone(ZONE):%H giờ %M}" if at else None


def _ends_at(row: t.ObligationRow) -> datetime | None:
    at = parse_instant(row.due_at)
    return None if at == end_of_day(date.fromisoformat(row.due_on)) else at


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
                t.RoleRow.since <= day,
                col(t.RoleRow.until).is_(None) | (col(t.RoleRow.until) >= day),
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


def days_of(
    session: Session, names: Names, unit: str | None, written_at: datetime, head: Letterhead
) -> Iterator[Entry]:
    """Give the open duties as days of a calendar file: the very entries that the letters bring."""
    asked = select(t.ObligationRow).where(t.ObligationRow.status == "open")
    if unit is not None:
        asked = asked.where(t.ObligationRow.debtor == unit)
    told: set[str] = set()
    rows = queries.plain(session, asked.order_by(t.ObligationRow.due_on, t.ObligationRow.obligation))
    names.know(row.debtor for row in rows)
    for row in rows:
        day, hour = date.fromisoformat(row.due_on), _ends_at(row)
        uid = row.about if hour else row.obligation
        if uid in told:
            continue
        told.add(uid)
        item = CalendarItem(
            uid=uid,
            sequence=row.sequence,
            method="PUBLISH",
            summary=row.title if unit or hour else f"{row.title} - {names.of(row.debtor)}",
            day=None if hour else day,
            starts_at=hour,
        )
        description = f"{_hour(row) or 'Hết'} ngày {day:%d/%m/%Y}, theo {row.set_by}."
        yield replace(entry(item, written_at, head), description=description)


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
