"""One unit's set of dossiers: its tờ trình, minutes and list; and lists sent on to the level above."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import (
    Code,
    Count,
    Event,
    Fact,
    MovementId,
    NominationId,
    PersonId,
    SessionId,
    SubmissionId,
    Text,
    UnitId,
)
from events.blob import Blob
from events.judgement import Tally
from events.personal import Personal


class Paper(Fact):
    """A paper in a set or a dossier; a thôn's papers need neither number nor seal."""

    kind: Code
    number: Text | None = None
    day: date | None = None
    issuer: Text | None = None


class Line(Fact):
    """A line of the set's list, with the count that the unit's minutes give for it."""

    nomination: NominationId
    votes_for: Count | None = None
    votes_of: Count | None = None


class Advice(Fact):
    """What the council that sends a list has said of one of its lines."""

    nomination: NominationId
    session: SessionId
    tally: Tally


class SubmissionDrafted(Event):
    """Lập bộ hồ sơ, chưa nộp."""

    type: Literal["submission.drafted"] = "submission.drafted"
    submission: SubmissionId
    unit: UnitId
    papers: tuple[Paper, ...] = ()


class SubmissionReceived(Event):
    """Tiếp nhận bộ hồ sơ đề nghị khen thưởng (giấy biên nhận). Căn cứ: Luật 06/2022/QH15, Đ83-84."""

    type: Literal["submission.received"] = "submission.received"
    submission: SubmissionId
    unit: UnitId
    movement: MovementId | None = None
    milestone: Code | None = None
    arrived: date
    papers: tuple[Paper, ...] = ()
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]
    typed_by: PersonId | None = None


class SubmissionSupplied(Event):
    """Bổ sung giấy tờ của bộ hồ sơ."""

    type: Literal["submission.supplied"] = "submission.supplied"
    submission: SubmissionId
    papers: tuple[Paper, ...] = ()
    lines: tuple[Line, ...] = ()


class SetPaperAttached(Event):
    """Đính kèm bản chụp, bản quét giấy tờ chung của bộ hồ sơ."""

    type: Literal["submission.paper_attached"] = "submission.paper_attached"
    submission: SubmissionId
    paper: Paper
    blob: Blob
    title: Personal | None = None
    name: Personal | None = None
    """What the file was called where it came from."""


class SubmissionReturned(Event):
    """Trả cả bộ hồ sơ để bổ sung, chỉ rõ từng mục."""

    type: Literal["submission.returned"] = "submission.returned"
    submission: SubmissionId
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    fields: Annotated[tuple[Code, ...], Field(min_length=1)]
    note: Personal | None = None


class SubmissionHandedInAgain(Event):
    """Nộp lại bộ hồ sơ đã bổ sung."""

    type: Literal["submission.handed_in_again"] = "submission.handed_in_again"
    submission: SubmissionId
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]


class SubmissionWithdrawn(Event):
    """Rút cả bộ hồ sơ."""

    type: Literal["submission.withdrawn"] = "submission.withdrawn"
    submission: SubmissionId
    nominations: tuple[NominationId, ...]
    reason: Personal


class ListForwarded(Event):
    """Trình danh sách lên cấp có thẩm quyền (tờ trình)."""

    type: Literal["submission.list_forwarded"] = "submission.list_forwarded"
    submission: SubmissionId
    from_unit: UnitId
    to_unit: UnitId
    number: Text | None = None
    """Absent on the list that the engine lays before the organisation's own authority."""
    day: date
    nominations: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    papers: tuple[Paper, ...] = ()
    advice: tuple[Advice, ...] | None = None
    """The vote of the sending council on each line, as it goes up with the list."""
    award: Code | None = None
    """Of a consolidated list: the one award it is for."""
    sources: tuple[SubmissionId, ...] | None = None
    """The sets that its lines came in."""


class ReceiptAcknowledged(Event):
    """Cấp trên nhận danh sách; cấp làm việc ngay trong sổ này thì tiếp nhận hồ sơ để thẩm định và xét tiếp."""

    type: Literal["submission.receipt_acknowledged"] = "submission.receipt_acknowledged"
    submission: SubmissionId
    on: date
    unit: UnitId | None = None
    """The level that takes the dossiers up in this ledger; absent for one outside it."""
    nominations: tuple[NominationId, ...] | None = None


SubmissionEvent = Annotated[
    SubmissionDrafted | SubmissionReceived | SubmissionSupplied | SetPaperAttached | SubmissionReturned | SubmissionHandedInAgain | SubmissionWithdrawn | ListForwarded | ReceiptAcknowledged,
    Field(discriminator="type"),
]  # fmt: skip
