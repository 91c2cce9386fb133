"""One meeting of a council, with its ballots."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from events.base import (
    Basis,
    Citation,
    Code,
    CouncilId,
    Count,
    Event,
    Fact,
    Instant,
    NominationId,
    PersonId,
    SessionId,
    Text,
)
from events.judgement import Tally
from events.personal import Personal

Mode = Literal["named", "paper", "sealed"]
Choice = Literal["for", "against", "abstain"]
Mark = Literal["for", "against", "abstain", "invalid"]
"""What a slip may say of a line: one of the three choices, or something that cannot be counted."""
Ground = Literal["own", "same_unit", "proposer", "kin", "other"]
Opinion = Literal["propose", "not_propose", "council_decides"]
Hex32 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""Thirty-two bytes: a hash, or a public key of X25519."""


class SessionConvened(Event):
    """Triệu tập phiên họp Hội đồng, kèm chương trình và dự kiến tổ kiểm phiếu."""

    type: Literal["session.convened"] = "session.convened"
    session: SessionId
    council: CouncilId
    starts_at: Instant
    place: Text
    agenda: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    tellers: tuple[PersonId, ...] = ()
    in_writing: bool | None = None
    """True for a session without a meeting: slips are sent out and come back by `due_at`."""
    due_at: Instant | None = None
    supplements: SessionId | None = None
    """The session whose unfinished lines this one takes up."""
    rounds: dict[NominationId, Count] | None = None
    """How many rounds of those lines were counted before, where any was."""


class LinesCarriedOver(Event):
    """Chuyển hồ sơ chưa biểu quyết, hoặc còn được bỏ phiếu thêm vòng, sang phiên bổ sung."""

    type: Literal["session.lines_carried_over"] = "session.lines_carried_over"
    session: SessionId
    lines: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    to: SessionId


class AgendaExtended(Event):
    """Bổ sung hồ sơ vào chương trình theo quyết định của người chủ trì."""

    type: Literal["session.agenda_extended"] = "session.agenda_extended"
    session: SessionId
    lines: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    decided_by: PersonId
    reason: Text


class LineOpinionNoted(Event):
    """Ý kiến của cơ quan thường trực về một hồ sơ, ghi trong bảng tóm tắt."""

    type: Literal["session.line_opinion_noted"] = "session.line_opinion_noted"
    session: SessionId
    nomination: NominationId
    opinion: Opinion
    reason: Personal | None = None


class AttendanceRecorded(Event):
    """Điểm danh: những thành viên có mặt."""

    type: Literal["session.attendance_recorded"] = "session.attendance_recorded"
    session: SessionId
    present: tuple[PersonId, ...]
    members: Count
    """All members on the day: the quorum's base."""
    represented: tuple[PersonId, ...] | None = None
    """The absent members whose proxy is there."""


class MemberCheckedIn(Event):
    """Thành viên tự điểm danh; hoặc người dự thay của thành viên vắng mặt đã đến."""

    type: Literal["session.member_checked_in"] = "session.member_checked_in"
    session: SessionId
    member: PersonId
    members: Count
    """All members on the day: the quorum's base."""
    proxy: PersonId | None = None
    """Who came for the member, by their written authority."""


class MemberDeparted(Event):
    """Thành viên rời phiên họp."""

    type: Literal["session.member_departed"] = "session.member_departed"
    session: SessionId
    member: PersonId


class SessionAdjourned(Event):
    """Tạm hoãn phiên họp."""

    type: Literal["session.adjourned"] = "session.adjourned"
    session: SessionId
    until: Instant | None = None
    reason: Text


class SessionResumed(Event):
    """Họp tiếp; thành viên điểm danh lại."""

    type: Literal["session.resumed"] = "session.resumed"
    session: SessionId


class Interest(Fact):
    """A conflict of interest of a member on one line."""

    nomination: NominationId
    ground: Ground
    steps_out: bool
    derived: bool = False
    """True when the ledger found it and the member need not have said it."""


class InterestsConfirmed(Event):
    """Xác nhận một lần về xung đột lợi ích với mọi hồ sơ trong chương trình."""

    type: Literal["session.interests_confirmed"] = "session.interests_confirmed"
    session: SessionId
    member: PersonId
    lines: Count
    """How many names the member was shown."""
    interests: tuple[Interest, ...] = ()


class ConflictDeclared(Event):
    """Khai báo xung đột lợi ích."""

    type: Literal["session.conflict_declared"] = "session.conflict_declared"
    session: SessionId
    member: PersonId
    nomination: NominationId
    ground: Ground
    steps_out: bool


class ProxyAuthorised(Event):
    """Uỷ quyền bằng văn bản cho người dự họp và biểu quyết thay, nơi quy chế của Hội đồng cho phép."""

    type: Literal["session.proxy_authorised"] = "session.proxy_authorised"
    session: SessionId
    member: PersonId
    proxy: PersonId
    document: Citation | None = None
    basis: Basis


class TellersNamed(Event):
    """Bầu tổ kiểm phiếu."""

    type: Literal["session.tellers_named"] = "session.tellers_named"
    session: SessionId
    tellers: tuple[PersonId, ...]


class TellerReplaced(Event):
    """Thay thành viên tổ kiểm phiếu."""

    type: Literal["session.teller_replaced"] = "session.teller_replaced"
    session: SessionId
    old: PersonId
    new: PersonId
    reason: Text


class TellerKeyRegistered(Event):
    """Thành viên tổ kiểm phiếu nộp khoá công khai; khoá riêng ở lại với người đó."""

    type: Literal["session.teller_key_registered"] = "session.teller_key_registered"
    session: SessionId
    teller: PersonId
    key: Hex32


class BoxPrepared(Event):
    """Lập hòm phiếu kín: khoá của phiên, chia cho từng cặp trong tổ kiểm phiếu."""

    type: Literal["session.box_prepared"] = "session.box_prepared"
    session: SessionId
    key: Hex32
    tellers: tuple[PersonId, ...]


class BoxRewrapped(Event):
    """Chia lại khoá hòm phiếu sau khi thay thành viên tổ kiểm phiếu."""

    type: Literal["session.box_rewrapped"] = "session.box_rewrapped"
    session: SessionId
    tellers: tuple[PersonId, ...]
    openers: tuple[PersonId, ...]


class BallotOpened(Event):
    """Mở biểu quyết."""

    type: Literal["session.ballot_opened"] = "session.ballot_opened"
    session: SessionId
    ballot: Code
    lines: Annotated[tuple[NominationId, ...], Field(min_length=1)]
    present: Count
    members: Count
    quorum: Count
    mode: Mode | None = None
    """None: named."""
    presiding: PersonId | None = None
    """Who leads this vote: the vice-chair where the chair's own dossier is among the lines."""
    round: Count | None = None
    """Which round it is for its lines; None: the first."""
    represented: Count | None = None
    """How many absent members had their proxy there."""
    wrote: Count | None = None
    """How many absent members had sent their slip, where the rule counts them in the quorum."""
    counted: Count | None = None
    """What was held against the quorum; None: those present alone."""
    quorum_basis: Basis | None = None


class VoteCast(Event):
    """Biểu quyết công khai của một thành viên (có thể theo danh sách)."""

    type: Literal["session.vote_cast"] = "session.vote_cast"
    session: SessionId
    ballot: Code
    member: PersonId
    choices: dict[NominationId, Choice]
    replaces: bool | None = None
    """True when it takes the place of what the member said before in this vote."""
    proxy: PersonId | None = None
    """Who spoke for an absent member, by their written authority."""


class BallotReceived(Event):
    """Nhận phiếu kín: ai đã bỏ phiếu; nội dung không nằm trong sổ."""

    type: Literal["session.ballot_received"] = "session.ballot_received"
    session: SessionId
    ballot: Code | None = None
    """None: before the meeting, on every sealed line of the agenda."""
    member: PersonId
    tracker: Hex32
    """The SHA-256 of the slip's ciphertext: proves that it lies in the box, and nothing of what it says."""


class SlipCount(Fact):
    """What the slips say of one line, in whole votes."""

    nomination: NominationId
    votes_for: Count
    votes_against: Count
    abstained: Count = 0
    invalid: Count = 0


class PaperBallotsCounted(Event):
    """Kiểm phiếu giấy: phát ra, thu về, hợp lệ, không hợp lệ; số do tổ kiểm phiếu nhập."""

    type: Literal["session.paper_ballots_counted"] = "session.paper_ballots_counted"
    session: SessionId
    ballot: Code
    given_out: Count
    returned: Count
    valid: Count
    invalid: Count
    lines: Annotated[tuple[SlipCount, ...], Field(min_length=1)]
    tellers: tuple[PersonId, ...]
    scan: Citation | None = None


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


class BoxOpened(Event):
    """Mở hòm phiếu kín: hai thành viên tổ kiểm phiếu mở, chỉ ghi tổng số từng hồ sơ."""

    type: Literal["session.box_opened"] = "session.box_opened"
    session: SessionId
    ballot: Code
    openers: tuple[PersonId, ...]
    slips: Count
    lines: tuple[SlipCount, ...]


class BoxOpenedAgain(Event):
    """Mở lại hòm phiếu để đối chiếu, bằng một cặp khác của tổ kiểm phiếu."""

    type: Literal["session.box_opened_again"] = "session.box_opened_again"
    session: SessionId
    ballot: Code
    openers: tuple[PersonId, ...]
    agrees: bool


class BallotsRemoved(Event):
    """Huỷ khoá và phiếu kín sau thời hạn lưu giữ."""

    type: Literal["session.ballots_removed"] = "session.ballots_removed"
    session: SessionId
    slips: Count
    kept_until: date
    basis: Basis


Awaits = Literal["another_round", "casting_vote"]
"""What may still change a counted line: another round, or the chair's word on a tie, where the council's rules say so."""


class LineTallied(Fact):
    """The count of one line; final unless it awaits something."""

    nomination: NominationId
    tally: Tally
    awaits: Awaits | None = None


class BallotTallied(Event):
    """Kiểm phiếu: kết quả từng hồ sơ."""

    type: Literal["session.ballot_tallied"] = "session.ballot_tallied"
    session: SessionId
    ballot: Code
    lines: tuple[LineTallied, ...]


class TieDecided(Event):
    """Chủ tịch cho ý kiến quyết định khi số phiếu bằng nhau, nơi quy chế của Hội đồng giao."""

    type: Literal["session.tie_decided"] = "session.tie_decided"
    session: SessionId
    ballot: Code
    nomination: NominationId
    decided_by: PersonId
    tally: Tally


class RoundsEnded(Event):
    """Không bỏ phiếu vòng nữa: kết quả vòng đã kiểm là kết quả."""

    type: Literal["session.rounds_ended"] = "session.rounds_ended"
    session: SessionId
    lines: Annotated[tuple[LineTallied, ...], Field(min_length=1)]


class MinutesSigned(Event):
    """Ký biên bản họp, biên bản kiểm phiếu."""

    type: Literal["session.minutes_signed"] = "session.minutes_signed"
    session: SessionId
    kind: Literal["meeting", "count"]
    number: Text | None = None
    day: date
    signers: Annotated[tuple[PersonId, ...], Field(min_length=1)]


SessionEvent = Annotated[
    SessionConvened | AgendaExtended | LinesCarriedOver | LineOpinionNoted | AttendanceRecorded | MemberCheckedIn | MemberDeparted
    | SessionAdjourned | SessionResumed | InterestsConfirmed | ConflictDeclared | TellersNamed | TellerReplaced
    | TellerKeyRegistered | BoxPrepared | BoxRewrapped | BallotOpened | VoteCast | BallotReceived | PaperBallotsCounted
    | WrittenOpinionReceived | BallotClosed | BoxOpened | BoxOpenedAgain | BallotsRemoved | BallotTallied
    | ProxyAuthorised | TieDecided | RoundsEnded | MinutesSigned,
    Field(discriminator="type"),
]  # fmt: skip
