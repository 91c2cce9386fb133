"""Facts that others establish about a subject, each with its document, issuer, date and checker."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Event, SubjectId, Text
from events.nomination import MeritType

Grade = Literal["khong_hoan_thanh", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac"]
"""Mức xếp loại chất lượng, from the lowest to the highest."""


class GradingRecorded(Event):
    """Ghi kết quả xếp loại chất lượng năm."""

    type: Literal["record.grading_recorded"] = "record.grading_recorded"
    subject: SubjectId
    year: Count
    grade: Grade
    document: Citation
    checked_by: Text | None = None
    """Absent: chưa kiểm chứng."""


class InitiativeRecognised(Event):
    """Ghi sáng kiến được công nhận. Căn cứ: Luật 06/2022/QH15, Đ3.4."""

    type: Literal["record.initiative_recognised"] = "record.initiative_recognised"
    subject: SubjectId
    year: Count
    title: Text
    reach: Literal["grassroots", "province", "nation"]
    document: Citation
    checked_by: Text | None = None


class DisciplineRecorded(Event):
    """Ghi hình thức kỷ luật hoặc việc đang xem xét, kiểm tra."""

    type: Literal["record.discipline_recorded"] = "record.discipline_recorded"
    subject: SubjectId
    kind: Code
    since: date
    until: date | None = None
    document: Citation
    checked_by: Text | None = None


class PastAwardRecorded(Event):
    """Ghi khen thưởng đã có từ nơi khác hoặc năm trước."""

    type: Literal["record.past_award_recorded"] = "record.past_award_recorded"
    subject: SubjectId
    award: Code
    award_year: Count
    school_year: bool | None = None
    merit: MeritType | None = None
    document: Citation
    checked_by: Text | None = None


class MatterClosed(Event):
    """Kết thúc việc đang xem xét, hoặc hết thời hạn kỷ luật."""

    type: Literal["record.matter_closed"] = "record.matter_closed"
    subject: SubjectId
    kind: Code
    since: date
    until: date
    """Its last day."""
    document: Citation


class AbsenceRecorded(Event):
    """Ghi số ngày làm việc vắng mặt trong năm, theo loại."""

    type: Literal["record.absence_recorded"] = "record.absence_recorded"
    subject: SubjectId
    year: Count
    kind: Code
    """A counted time of the law's rows (`maternity`), or any other kind of absence."""
    days: Count
    document: Citation
    checked_by: Text | None = None


RecordEvent = Annotated[
    GradingRecorded
    | InitiativeRecognised
    | DisciplineRecorded
    | PastAwardRecorded
    | MatterClosed
    | AbsenceRecorded,
    Field(discriminator="type"),
]
