"""The entries of a record, each with its document and who has checked it."""

from datetime import date

from sqlmodel import Session

from desk.views.base import View
from domain.eligibility.case import UNCHECKED
from domain.law.book import Rules
from domain.law.rows import Situation
from domain.record import Record
from domain.wording import award_name
from events.base import Citation
from events.record import (
    AbsenceRecorded,
    DisciplineRecorded,
    GradingRecorded,
    InitiativeRecognised,
    PastAwardRecorded,
)
from workflows.wiring import House

GRADES = {
    "khong_hoan_thanh": "không hoàn thành nhiệm vụ",
    "hoan_thanh": "hoàn thành nhiệm vụ",
    "hoan_thanh_tot": "hoàn thành tốt nhiệm vụ",
    "hoan_thanh_xuat_sac": "hoàn thành xuất sắc nhiệm vụ",
}
REACHES = {"grassroots": "cơ sở", "province": "bộ, tỉnh", "nation": "toàn quốc"}
MEASURES = {
    "khien_trach": "khiển trách", "canh_cao": "cảnh cáo", "ha_bac_luong": "hạ bậc lương", "giang_chuc": "giáng chức",
    "cach_chuc": "cách chức", "buoc_thoi_viec": "buộc thôi việc",
}  # fmt: skip
Entry = GradingRecorded | InitiativeRecognised | DisciplineRecorded | AbsenceRecorded | PastAwardRecorded


class RecordEntry(View):
    """One entry; `checked_by` says so when nobody has checked it."""

    kind: str
    when: str
    what: str
    document: str
    checked_by: str


def entries(house: House, session: Session, subject: str) -> list[RecordEntry]:
    """List what is on record about a subject, by kind and time; the last grading of a year counts."""
    reading = house.handler.looking(session, "system:reader")
    record: Record = reading.stream(f"record-{subject}").state
    rules = reading.rules(reading.organisation)
    listed: list[Entry] = [
        *sorted(record.gradings, key=lambda one: one.year),
        *sorted(record.initiatives, key=lambda one: one.year),
        *sorted(record.disciplines, key=lambda one: one.since),
        *sorted(record.absences, key=lambda one: one.year),
        *sorted(record.past_awards, key=lambda one: one.award_year),
    ]
    return [_entry(one, rules) for one in listed]


def _entry(entry: Entry, rules: Rules) -> RecordEntry:
    kind, when, what = _told(entry, rules)
    return RecordEntry(
        kind=kind,
        when=when,
        what=what,
        document=_cited(entry.document),
        checked_by=entry.checked_by or UNCHECKED,
    )


def _told(entry: Entry, rules: Rules) -> tuple[str, str, str]:
    match entry:
        case GradingRecorded():
            return "xếp loại", str(entry.year), GRADES[entry.grade]
        case InitiativeRecognised():
            return "sáng kiến", str(entry.year), f"{entry.title} (phạm vi {REACHES[entry.reach]})"
        case DisciplineRecorded():
            measure = MEASURES.get(entry.kind)
            matter = measure or _situations(rules).get(entry.kind, entry.kind)
            return "kỷ luật" if measure else "việc đang xem xét", _span(entry.since, entry.until), matter
        case AbsenceRecorded():
            return "vắng mặt", str(entry.year), f"{entry.days} ngày làm việc ({entry.kind})"
        case PastAwardRecorded():
            return "khen thưởng", str(entry.award_year), award_name(rules, entry.award)


def _situations(rules: Rules) -> dict[str, str]:
    rows = [row for layer in rules.layers for row in layer.rows.get(Situation, ())]
    return {row.situation: row.name for row in rows if isinstance(row, Situation)}


def _span(since: date, until: date | None) -> str:
    return f"{since:%d/%m/%Y} - {f'{until:%d/%m/%Y}' if until else 'nay'}"


def _cited(document: Citation) -> str:
    issuer = f" {document.issuer}" if document.issuer else ""
    return f"{document.number} ngày {document.day:%d/%m/%Y}{issuer}"
