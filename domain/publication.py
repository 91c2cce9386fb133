"""Công khai lấy ý kiến: long enough by the law's working days, and over before the council meets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from domain.calendar import WorkingCalendar
from domain.law.book import Rules
from domain.law.rows import Publication
from domain.refusal import Refusal
from events.base import NominationId


class PublicationTooShort(Refusal):
    """Thời gian công khai chưa đủ."""

    code = "publication_too_short"


class PublicationNotOver(Refusal):
    """Chưa công khai, hoặc chưa hết thời gian công khai."""

    code = "publication_not_over"


@dataclass(frozen=True, slots=True)
class Notice:
    """A dossier on an agenda: its award, and from when to when it was public."""

    nomination: NominationId
    award: str
    published: tuple[date, date] | None


def enough_by(row: Publication, first_day: date, calendar: WorkingCalendar) -> date:
    """Give the last day of the shortest notice that begins on `first_day`."""
    return calendar.add(first_day, row.working_days, first_counts=row.first_day_counts)


def require_length(rules: Rules, award: str, days: tuple[date, date], calendar: WorkingCalendar) -> None:
    """Refuse a notice that is shorter than the rule of the award asks."""
    first_day, last_day = days
    row = rules.one(Publication, first_day, award=award)
    if row is None or enough_by(row, first_day, calendar) <= last_day:
        return
    raise PublicationTooShort(
        f"Phải công khai ít nhất {row.working_days} ngày làm việc.",
        basis=row.basis,
        todo=f"Hãy công khai đến hết ngày {enough_by(row, first_day, calendar):%d/%m/%Y}.",
    )


def require_over(notices: Iterable[Notice], meeting: date, rules: Rules, calendar: WorkingCalendar) -> None:
    """Refuse a meeting before the end of a notice that the rules ask for, by the calendar as it is known now."""
    for notice in notices:
        row = rules.one(Publication, meeting, award=notice.award)
        if row is None:
            continue
        if notice.published is None:
            raise PublicationNotOver(
                f"Hồ sơ {notice.nomination} chưa công khai lấy ý kiến.",
                basis=row.basis,
                todo=f"Hãy công khai ít nhất {row.working_days} ngày làm việc rồi họp.",
            )
        first_day, last_day = notice.published
        over = max(last_day, enough_by(row, first_day, calendar))
        if meeting <= over:
            raise PublicationNotOver(
                f"Hồ sơ {notice.nomination} còn công khai đến hết ngày {over:%d/%m/%Y}, chưa họp Hội đồng được.",
                basis=row.basis,
                todo="Hãy triệu tập phiên họp sau ngày đó, hoặc để hồ sơ này sang phiên sau.",
            )
