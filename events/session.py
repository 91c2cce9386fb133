"""One meeting of a council, with its ballots."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Code, CouncilId, Count, Event, Fact, Instant, NominationId, PersonId, SessionId, Text
from events.judgement import Tally

Choice = Literal["for", "against", "abstain"]
Ground = Literal["own", "same_unit", "proposer", "kin", "other"]


class SessionConvened(Event):
    """Triệu tập phiên họp Hội đồng, kèm chương trình và dự kiến tổ kiểm phiếu."""

    type: Literal["session.convened"] = "session.convened"
    session: SessionId
    council: CouncilId
    starts_at: Instant
    place: Text
    agenda: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    tellers: tuple[PersonId, ...] = ()


class AttendanceRecorded(Event):
    """Điểm danh: những thành viên có mặt."""

    type: Literal["session.attendance_recorded"] = "session.attendance_recorded"
    session: SessionId
    present: tuple[PersonId, ...]
    members: Count
    """All members on the day: the quorum's base."""


class ConflictDeclared(Event):
    """Khai báo xung đột lợi ích."""

    type: Literal["session.conflict_declared"] = "session.conflict_declared"
    session: SessionId
    member: PersonId
    nomination: NominationId
    ground: Ground
    steps_out: bool


class TellersNamed(Event):
    """Bầu tổ kiểm phiếu."""

    type: Literal["session.tellers_named"] = "session.tellers_named"
    session: SessionId
    tellers: tuple[PersonId, ...]


class BallotOpened(Event):
    """Mở biểu quyết."""

    type: Literal["session.ballot_opened"] = "session.ballot_opened"
    session: SessionId
    ballot: Code
    lines: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    present: Count
    members: Count
    quorum: Count


class VoteCast(Event):
    """Biểu quyết công khai của một thành viên (có thể theo danh sách)."""

    type: Literal["session.vote_cast"] = "session.vote_cast"
    session: SessionId
    ballot: Code
    member: PersonId
    choices: dict[NominationId, Choice]


class WrittenOpinionReceived(Event):
    """Ý kiến bằng văn bản của thành viên vắng mặt."""

    type: Literal["session.written_opinion_received"] = "session.written_opinion_received"
    session: SessionId
    member: PersonId
    choices: dict[NominationId, Choice]
    arrived: date


class BallotClosed(Event):
    """Đóng biểu quyết."""

    type: Literal["session.ballot_closed"] = "session.ballot_closed"
    session: SessionId
    ballot: Code


class LineTallied(Fact):
    """The count of one line."""

    nomination: NominationId
    tally: Tally


class BallotTallied(Event):
    """Kiểm phiếu: kết quả từng hồ sơ."""

    type: Literal["session.ballot_tallied"] = "session.ballot_tallied"
    session: SessionId
    ballot: Code
    lines: tuple[LineTallied, ...]


class MinutesSigned(Event):
    """Ký biên bản họp, biên bản kiểm phiếu."""

    type: Literal["session.minutes_signed"] = "session.minutes_signed"
    session: SessionId
    kind: Literal["meeting", "count"]
    number: Text | None = None
    day: date
    signers: Annotated[tuple[PersonId, ...], Field(min_length=1)]


SessionEvent = Annotated[
    SessionConvened | AttendanceRecorded | ConflictDeclared | TellersNamed | BallotOpened | VoteCast | WrittenOpinionReceived | BallotClosed | BallotTallied | MinutesSigned,
    Field(discriminator="type"),
]  # fmt: skip
