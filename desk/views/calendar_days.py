"""Open duties as days of a calendar file: one's own as the letters bring them, a duty of many once for all who owe it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from desk.views.names import Names
from domain.calendar import ZONE, end_of_day, local_day
from domain.ids import derived
from events.base import parse_instant
from events.letter import CalendarItem
from mail.ics import Entry
from projections import queries
from projections import tables as t
from workflows.mailroom.office import Letterhead
from workflows.mailroom.writing import entry

OVERDUE, AHEAD = 30, 366
"""Whoever oversees takes along what is overdue by so many days at most, and due in so many days at most."""
MOST = 300
"""So many entries go into a file of those who oversee, the first due first."""
NAMED = 12
"""So many of those who owe a duty stand with it by name."""


@dataclass(frozen=True, slots=True)
class Days:
    """What goes into a calendar file, and in words what stays out of it."""

    entries: Sequence[Entry]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Writes duties down as days: by whom the file is given out, and when."""

    session: Session
    names: Names
    head: Letterhead
    written_at: datetime

    def of_one(self, debtor: str) -> Days:
        """Give the open duties of a unit or a person: the very entries that the letters bring."""
        return Days(_once(self._own(row) for row in self._rows(t.ObligationRow.debtor == debtor)))

    def of_all(self, own: Collection[str]) -> Days:
        """Give everybody's open duties that are due about now: those of `own` as the letters bring them."""
        today = local_day(self.written_at)
        first = (today - timedelta(days=OVERDUE)).isoformat()
        last = (today + timedelta(days=AHEAD)).isoformat()
        rows = self._rows(t.ObligationRow.due_on >= first, t.ObligationRow.due_on <= last)
        self.names.know(row.debtor for row in rows)
        owed: dict[tuple[str | None, ...], list[t.ObligationRow]] = defaultdict(list)
        for row in rows:
            of_many = row.milestone is not None and row.debtor not in own and hour_of(row) is None
            owed[(row.about, row.milestone, row.duty, row.due_on) if of_many else (row.obligation,)].append(
                row
            )
        days = _once(
            self._of_many(key, late) if len(key) > 1 else self._of_other(late[0], own)
            for key, late in owed.items()
        )
        return Days(days[:MOST], self._left_out(first, last, len(days[MOST:])))

    def _rows(self, *which: bool) -> Sequence[t.ObligationRow]:
        asked = select(t.ObligationRow).where(t.ObligationRow.status == "open", *which)
        return queries.plain(self.session, asked.order_by(t.ObligationRow.due_on, t.ObligationRow.obligation))

    def _own(self, row: t.ObligationRow) -> Entry:
        day, hour = date.fromisoformat(row.due_on), _ends_at(row)
        item = CalendarItem(
            uid=row.about if hour else row.obligation,
            sequence=row.sequence,
            method="PUBLISH",
            summary=row.title,
            day=None if hour else day,
            starts_at=hour,
        )
        return replace(entry(item, self.written_at, self.head), description=_until(row))

    def _of_other(self, row: t.ObligationRow, own: Collection[str]) -> Entry:
        """Name the debtor, except of what ends at an hour, which is one entry for all."""
        made = self._own(row)
        named = row.debtor not in own and made.day is not None
        return replace(made, summary=f"{row.title} - {self.names.of(row.debtor)}") if named else made

    def _of_many(self, duty: Iterable[str | None], late: Sequence[t.ObligationRow]) -> Entry:
        """Make one entry of a duty that many owe, with the first of those who still do by name."""
        row = late[0]
        listed = sorted({one.debtor for one in late}, key=self.names.order)
        more = f" và {len(listed) - NAMED} nơi nữa" if len(listed) > NAMED else ""
        item = CalendarItem(
            uid=f"duty-{derived('calendar', *duty)}",
            sequence=max(one.sequence for one in late),
            method="PUBLISH",
            summary=f"{row.title} (còn {len(listed)} nơi)",
            day=date.fromisoformat(row.due_on),
        )
        told = f"{_until(row)} Chưa xong: {', '.join(map(self.names.of, listed[:NAMED]))}{more}."
        return replace(entry(item, self.written_at, self.head), description=told)

    def _left_out(self, first: str, last: str, cut: int) -> str:
        """Say what stays out of the file, and where it stands."""
        due = col(t.ObligationRow.due_on)
        asked = select(func.count()).where(t.ObligationRow.status == "open")
        over, later = (self.session.exec(asked.where(which)).one() for which in (due < first, due > last))
        said = [
            f"{count} {what}"
            for count, what in (
                (over, f"việc quá hạn hơn {OVERDUE} ngày"),
                (later, f"việc còn hơn {AHEAD} ngày mới đến hạn"),
                (cut, f"mục đến hạn sau {MOST} mục đầu"),
            )
            if count
        ]
        return f"Không ghi trong tệp này: {'; '.join(said)}. Xem đủ ở trang Việc có thời hạn." if said else ""


def hour_of(row: t.ObligationRow) -> str | None:
    """Give the hour of a date that does not last to the end of its day."""
    at = _ends_at(row)
    return f"{at.astimezone(ZONE):%H giờ %M}" if at else None


def _ends_at(row: t.ObligationRow) -> datetime | None:
    at = parse_instant(row.due_at)
    return None if at == end_of_day(date.fromisoformat(row.due_on)) else at


def _until(row: t.ObligationRow) -> str:
    return f"{hour_of(row) or 'Hết'} ngày {date.fromisoformat(row.due_on):%d/%m/%Y}, theo {row.set_by}."


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """Keep one entry of each name: what asks many for something at one hour is one."""
    kept: dict[str, Entry] = {}
    for made in entries:
        kept.setdefault(made.uid, made)
    return list(kept.values())
