"""One dossier, from draft to archive."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import (
    Basis,
    CeremonyId,
    Citation,
    Code,
    Count,
    DecisionId,
    Dong,
    Event,
    Fact,
    MovementId,
    NominationId,
    SessionId,
    SubjectId,
    SubmissionId,
    Text,
    UnitId,
)
from events.blob import Blob
from events.judgement import Bonus, Overlap, Pin, Reason, Tally
from events.personal import Personal
from events.submission import Paper

SubjectKind = Literal["person", "collective", "household"]
AwardKind = Literal["title", "form"]
"""Danh hiệu thi đua or hình thức khen thưởng: two things that are never confused."""
MeritType = Literal["cong_trang", "phong_trao", "dot_xuat", "cong_hien", "nien_han", "doi_ngoai"]
"""Loại hình khen thưởng. Luật 06/2022/QH15, Đ8.1."""
Procedure = Literal["simplified"]
"""Thủ tục đơn giản, without a council. Luật 06/2022/QH15, Đ85."""


class NominationDrafted(Event):
    """Lập hồ sơ đề nghị khen thưởng."""

    type: Literal["nomination.drafted"] = "nomination.drafted"
    nomination: NominationId
    subject: SubjectId
    subject_kind: SubjectKind
    award: Code
    stated_kind: AwardKind
    """What the paper calls it; held against the catalogue."""
    merit: MeritType
    award_year: Count
    school_year: bool | None = None
    """True when the award year is a school year, named by the year it ends in."""
    movement: MovementId | None = None
    unit: UnitId
    achievement: Personal | None = None
    happened: date | None = None
    """The day of a sudden achievement; one achievement supports one award (Luật 06/2022/QH15, Đ5.2)."""
    papers: tuple[Paper, ...] = ()
    procedure: Procedure | None = None
    """None: the common one, through the council."""


class EvidenceAttached(Event):
    """Đính kèm giấy tờ vào hồ sơ."""

    type: Literal["nomination.evidence_attached"] = "nomination.evidence_attached"
    nomination: NominationId
    paper: Paper
    blob: Blob | None = None
    """The file, when there is one; a paper may also be only named."""
    title: Personal | None = None
    name: Personal | None = None
    """What the file was called where it came from."""


class NominationSubmitted(Event):
    """Nộp hồ sơ; the rules of this day are pinned to it."""

    type: Literal["nomination.submitted"] = "nomination.submitted"
    nomination: NominationId
    submission: SubmissionId
    pin: Pin


class NominationResubmitted(Event):
    """Nộp lại hồ sơ đã chỉnh sửa; what is absent stays as it was."""

    type: Literal["nomination.resubmitted"] = "nomination.resubmitted"
    nomination: NominationId
    stated_kind: AwardKind | None = None
    achievement: Personal | None = None
    happened: date | None = None
    happened_cleared: bool = False
    """True when the achievement of a certain day was replaced by one that has no day."""
    papers: tuple[Paper, ...] = ()


class EligibilityAssessed(Event):
    """Thẩm tra điều kiện, tiêu chuẩn: đạt."""

    type: Literal["nomination.eligibility_assessed"] = "nomination.eligibility_assessed"
    nomination: NominationId
    reasons: tuple[Reason, ...]
    facts_at: Count
    """The log's position at which the facts were read."""


class NominationIneligible(Event):
    """Không đủ điều kiện, tiêu chuẩn; thông báo kèm điều khoản."""

    type: Literal["nomination.ineligible"] = "nomination.ineligible"
    nomination: NominationId
    reasons: tuple[Reason, ...]
    facts_at: Count


class NominationReturned(Event):
    """Trả hồ sơ để bổ sung, chỉ rõ từng mục."""

    type: Literal["nomination.returned"] = "nomination.returned"
    nomination: NominationId
    reasons: tuple[Reason, ...]
    facts_at: Count
    department: UnitId | None = None
    """Who sent it back by hand; absent: the assessment did."""
    note: Personal | None = None
    asked: tuple[UnitId, ...] | None = None
    """The departments whose verification stops here."""
    turn: Count | None = None
    """Which turn of verification stops, counted from 0."""


class NominationRepinned(Event):
    """Áp dụng quy định có lợi hơn cho đối tượng: a person's recorded act, never the program's own."""

    type: Literal["nomination.repinned"] = "nomination.repinned"
    nomination: NominationId
    pin: Pin
    document: Citation
    reason: Personal


class NominationExempted(Event):
    """Cho phép vượt một quy định chỉ có tính cảnh báo (tỷ lệ); the exemption stays in the dossier with its paper."""

    type: Literal["nomination.exempted"] = "nomination.exempted"
    nomination: NominationId
    rule: Code
    document: Citation
    reason: Personal


class NominationRechecked(Event):
    """Thẩm tra lại những điều kiện phụ thuộc hồ sơ khác, sau khi hồ sơ đó có kết quả."""

    type: Literal["nomination.rechecked"] = "nomination.rechecked"
    nomination: NominationId
    settled: tuple[NominationId, ...]
    """The dossiers whose outcome made this necessary."""
    reasons: tuple[Reason, ...]
    """Only the conditions that rested on them, as they stand now."""
    facts_at: Count


class DoubleFlagged(Event):
    """Phát hiện hồ sơ có vẻ trùng người với hồ sơ khác, kể cả khác cách viết tên; người xem lại quyết định."""

    type: Literal["nomination.double_flagged"] = "nomination.double_flagged"
    nomination: NominationId
    other: NominationId
    likeness: Literal["same", "likely", "possible"]
    """Same name and date of birth; same name; same name but for the marks that one lacks."""


class NominationNoted(Event):
    """Ghi chú của cơ quan thường trực vào hồ sơ."""

    type: Literal["nomination.noted"] = "nomination.noted"
    nomination: NominationId
    about: Code
    note: Personal


class AskedOf(Fact):
    """A department that is asked to verify a dossier, and the criteria it has to answer."""

    department: UnitId
    criteria: Annotated[tuple[Code, ...], Field(min_length=1)]


class VerificationAsked(Event):
    """Lấy ý kiến thẩm định của các cơ quan, cùng lúc."""

    type: Literal["nomination.verification_asked"] = "nomination.verification_asked"
    nomination: NominationId
    asked: Annotated[tuple[AskedOf, ...], Field(min_length=1)]


class DossierVerified(Event):
    """Thẩm định hồ sơ xong."""

    type: Literal["nomination.dossier_verified"] = "nomination.dossier_verified"
    nomination: NominationId
    department: UnitId
    on: date
    criteria: tuple[Code, ...] | None = None
    """The criteria found met; absent when the standing agency verified alone."""
    turn: Count | None = None
    """Which turn of verification, counted from 0; absent in the first."""


class NominationPublished(Event):
    """Công khai lấy ý kiến."""

    type: Literal["nomination.published"] = "nomination.published"
    nomination: NominationId
    first_day: date
    last_day: date
    where: Text


class CommentReceived(Event):
    """Ý kiến góp ý có họ tên, địa chỉ."""

    type: Literal["nomination.comment_received"] = "nomination.comment_received"
    nomination: NominationId
    comment: Code
    name: Personal
    address: Personal
    text: Personal


class CommentAnswered(Event):
    """Trả lời ý kiến góp ý."""

    type: Literal["nomination.comment_answered"] = "nomination.comment_answered"
    nomination: NominationId
    comment: Code
    answer: Personal


class PutToCouncil(Event):
    """Đưa vào chương trình họp của Hội đồng; the dossier is frozen until its outcome."""

    type: Literal["nomination.put_to_council"] = "nomination.put_to_council"
    nomination: NominationId
    session: SessionId


class NominationRecommended(Event):
    """Hội đồng đề nghị khen thưởng: đạt số phiếu."""

    type: Literal["nomination.recommended"] = "nomination.recommended"
    nomination: NominationId
    session: SessionId
    tally: Tally


class NominationDeclined(Event):
    """Hội đồng không đề nghị: không đạt số phiếu."""

    type: Literal["nomination.declined"] = "nomination.declined"
    nomination: NominationId
    session: SessionId
    tally: Tally


class NominationForwarded(Event):
    """Trình người có thẩm quyền, hoặc chuyển lên cấp trên."""

    type: Literal["nomination.forwarded"] = "nomination.forwarded"
    nomination: NominationId
    to_unit: UnitId
    submission: SubmissionId | None = None


class NominationTakenUp(Event):
    """Cấp trên tiếp nhận hồ sơ để thẩm định và đưa ra Hội đồng của mình."""

    type: Literal["nomination.taken_up"] = "nomination.taken_up"
    nomination: NominationId
    unit: UnitId
    submission: SubmissionId
    on: date


class AwardDecided(Event):
    """Người có thẩm quyền quyết định khen thưởng."""

    type: Literal["nomination.award_decided"] = "nomination.award_decided"
    nomination: NominationId
    decision: DecisionId
    authority: UnitId
    on: date
    bonus: Bonus | None = None
    """Absent when another authority pays."""
    payer: UnitId | None = None
    """The unit of this ledger whose fund owes it."""
    overlaps: tuple[Overlap, ...] | None = None
    """Other titles of the same period, shown beside the bonus; taken off only where a rule decides so."""


class NominationRefused(Event):
    """Người có thẩm quyền không đồng ý khen thưởng; hồ sơ trả về nơi đề nghị kèm lý do."""

    type: Literal["nomination.refused"] = "nomination.refused"
    nomination: NominationId
    decision: DecisionId
    ground: Code
    basis: Basis
    reason: Personal
    on: date


class AwardPresented(Event):
    """Trao tặng."""

    type: Literal["nomination.award_presented"] = "nomination.award_presented"
    nomination: NominationId
    ceremony: CeremonyId | None = None
    how: Literal["in_person", "proxy", "family", "later"]
    on: date


class BonusPaid(Event):
    """Chi tiền thưởng."""

    type: Literal["nomination.bonus_paid"] = "nomination.bonus_paid"
    nomination: NominationId
    amount: Dong
    payment_list: Code
    on: date


class AwardRevoked(Event):
    """Danh hiệu, hình thức khen thưởng bị huỷ bỏ theo quyết định. Căn cứ: Luật 06/2022/QH15, Đ93."""

    type: Literal["nomination.award_revoked"] = "nomination.award_revoked"
    nomination: NominationId
    decision: DecisionId
    """The decision that cancels."""
    ground: Code
    on: date


class ObjectRecovered(Event):
    """Thu hồi hiện vật khen thưởng."""

    type: Literal["nomination.object_recovered"] = "nomination.object_recovered"
    nomination: NominationId
    on: date


class BonusRecovered(Event):
    """Thu hồi tiền thưởng."""

    type: Literal["nomination.bonus_recovered"] = "nomination.bonus_recovered"
    nomination: NominationId
    amount: Dong
    on: date


class RejudgementRequested(Event):
    """Hồ sơ dựa vào một khen thưởng đã bị huỷ bỏ: cần con người xét lại, hệ thống không tự sửa."""

    type: Literal["nomination.rejudgement_requested"] = "nomination.rejudgement_requested"
    nomination: NominationId
    because: NominationId
    rule: Code


class RejudgementRecorded(Event):
    """Kết quả xét lại: giữ nguyên, hoặc đề nghị huỷ bỏ."""

    type: Literal["nomination.rejudgement_recorded"] = "nomination.rejudgement_recorded"
    nomination: NominationId
    because: NominationId
    outcome: Literal["stands", "cancel"]
    reason: Personal


class NominationWithdrawn(Event):
    """Rút hồ sơ."""

    type: Literal["nomination.withdrawn"] = "nomination.withdrawn"
    nomination: NominationId
    reason: Personal
    asked: tuple[UnitId, ...] | None = None
    """The departments whose verification stops here."""
    turn: Count | None = None


NominationEvent = Annotated[
    NominationDrafted | EvidenceAttached | NominationSubmitted | NominationResubmitted | EligibilityAssessed | NominationIneligible | NominationReturned | NominationRepinned | NominationExempted | NominationRechecked | DoubleFlagged | NominationNoted | VerificationAsked | DossierVerified | NominationPublished | CommentReceived | CommentAnswered | PutToCouncil | NominationRecommended | NominationDeclined | NominationForwarded | NominationTakenUp | AwardDecided | NominationRefused | AwardPresented | BonusPaid | AwardRevoked | ObjectRecovered | BonusRecovered | RejudgementRequested | RejudgementRecorded | NominationWithdrawn,
    Field(discriminator="type"),
]  # fmt: skip
