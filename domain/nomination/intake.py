"""The first half of a dossier's life: drafted, handed in, assessed, returned, corrected, withdrawn."""

from collections.abc import Sequence

from domain.attachment import check_blob
from domain.household import HOUSEHOLD
from domain.law.missing import required
from domain.law.rows import Award, Simplified
from domain.nomination.commands import (
    AttachEvidence,
    DraftNomination,
    NoteNomination,
    ResubmitNomination,
    SubmitNomination,
    WithdrawNomination,
)
from domain.nomination.facts import FROM_BELOW, Frozen, NominationFacts, WrongAuthority
from domain.nomination.states import BeforeCouncil, Draft, Eligible, NoNomination, Returned, State, Submitted
from domain.nomination.verification import stopped
from domain.refusal import AlreadyExists, Malformed, RuleMissing, WrongState
from events.judgement import Pin
from events.nomination import (
    EvidenceAttached,
    NominationDrafted,
    NominationEvent,
    NominationNoted,
    NominationResubmitted,
    NominationSubmitted,
    NominationWithdrawn,
)
from events.personal import Clear, Personal

KIND_NAMES = {"title": "danh hiệu thi đua", "form": "hình thức khen thưởng"}
RECIPIENT_NAMES = {"person": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}


def draft(state: State, command: DraftNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Begin a dossier, if the award exists, may go to such a recipient by this procedure, and is handled here."""
    facts.require_unit_or_staff(command, command.unit, basis=FROM_BELOW)
    if not isinstance(state, NoNomination):
        raise AlreadyExists("Hồ sơ này đã được lập.", todo="Hãy mở hồ sơ đã có để sửa.")
    award = facts.rules.one(Award, command.legal_day, award=command.award)
    if award is None:
        raise RuleMissing(
            f"Danh mục không có “{command.award}” vào ngày này.",
            todo="Hãy kiểm tra mã danh hiệu, hình thức ở trang Quy định áp dụng, hoặc bằng `sovang law show`.",
        )
    if command.subject_kind not in award.recipients:
        allowed = ", ".join(RECIPIENT_NAMES[kind] for kind in award.recipients)
        raise Malformed(f"“{award.name}” chỉ tặng cho: {allowed}.", basis=award.basis)
    if command.procedure == "simplified":
        required(
            facts.rules,
            Simplified,
            command.legal_day,
            award=command.award,
            kind=award.kind,
            merit=command.merit,
        )
    _check_household(command, facts)
    if award.kind == "title" and command.subject_kind != "household" and facts.manager != facts.organisation:
        raise WrongAuthority(
            f"“{award.name}” của người này không do cơ quan này xét: tổ chức, cán bộ và quỹ lương thuộc nơi khác.",
            basis=FROM_BELOW,
            todo="Hãy gửi hồ sơ đến nơi quản lý cán bộ và quỹ lương.",
        )
    return (
        NominationDrafted(
            nomination=command.nomination,
            subject=command.subject,
            subject_kind=command.subject_kind,
            award=command.award,
            stated_kind=command.stated_kind,
            merit=command.merit,
            award_year=command.award_year,
            school_year=command.school_year or None,
            movement=command.movement,
            unit=command.unit,
            achievement=_evidence(command.subject, command.achievement),
            happened=command.happened,
            papers=command.papers,
            procedure=command.procedure,
        ),
    )


def _check_household(command: DraftNomination, facts: NominationFacts) -> None:
    """Refuse a household that is not nominated as one, or that the book does not know."""
    as_one, is_one = command.subject_kind == "household", command.subject.startswith(HOUSEHOLD)
    if as_one != is_one or (is_one and not facts.household_known):
        raise Malformed(
            "Hộ gia đình được đề nghị phải có trong sổ, với chủ hộ và thành viên.",
            todo="Hãy ghi hộ trước (lệnh household.register), có chủ hộ và thành viên; mã hộ có dạng household-…",
        )


def _evidence(subject: str, text: str | None) -> Personal | None:
    return Clear(subject, "evidence", text) if text else None


def attach(state: State, command: AttachEvidence, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Add a paper while the unit has the dossier in hand."""
    if not isinstance(state, Draft | Returned):
        raise WrongState(
            "Chỉ đính kèm được khi hồ sơ còn ở đơn vị (đang lập hoặc được trả lại).",
            todo="Hãy đề nghị cơ quan thẩm định trả hồ sơ để bổ sung.",
        )
    dossier = state.dossier
    facts.require_unit_or_staff(command, dossier.unit, basis=FROM_BELOW)
    if command.blob is None:
        if command.paper in dossier.papers:
            return ()
    else:
        check_blob(command.blob, dossier.subject, facts.file)
        if (command.paper.kind, command.blob.sha256) in dossier.files:
            return ()
    return (
        EvidenceAttached(
            nomination=command.nomination,
            paper=command.paper,
            blob=command.blob,
            title=_evidence(dossier.subject, command.title),
            name=_evidence(dossier.subject, command.name),
        ),
    )


def submit(state: State, command: SubmitNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Hand in with the unit's set; the rules in force now are pinned."""
    facts.require_along()
    match state:
        case Draft(dossier=dossier):
            facts.require_unit_or_staff(command, dossier.unit, basis=FROM_BELOW)
            pin = Pin(rules=facts.rules.hash, on=command.legal_day.isoformat())
            return (
                NominationSubmitted(nomination=command.nomination, submission=command.submission, pin=pin),
            )
        case NoNomination():
            raise WrongState("Trong danh sách có hồ sơ chưa lập.", todo="Hãy lập hồ sơ trước khi nộp.")
        case Submitted(submission=known) if known == command.submission:
            return ()
        case _:
            raise WrongState("Trong danh sách có hồ sơ đã nộp.", todo="Hãy bỏ hồ sơ đó khỏi danh sách.")


def resubmit(state: State, command: ResubmitNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Hand in a returned dossier with its corrections."""
    if not isinstance(state, Returned):
        raise WrongState(
            "Chỉ nộp lại được hồ sơ đã trả về để bổ sung.",
            todo="Hồ sơ đang thẩm định mà cần sửa thì đề nghị cơ quan thẩm định trả lại.",
        )
    if not facts.along:
        facts.require_unit_or_staff(command, state.dossier.unit, basis=FROM_BELOW)
    return (
        NominationResubmitted(
            nomination=command.nomination,
            stated_kind=command.stated_kind,
            achievement=_evidence(state.dossier.subject, command.achievement),
            happened=command.happened,
            happened_cleared=command.happened_cleared,
            papers=command.papers,
        ),
    )


def withdraw(state: State, command: WithdrawNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Take back, unless the council has it."""
    match state:
        case Draft() | Submitted() | Returned() | Eligible():
            if not facts.along:
                facts.require_unit_or_staff(command, state.dossier.unit, basis=FROM_BELOW)
            reason = Clear(state.dossier.subject, "evidence", command.reason)
            return (NominationWithdrawn(nomination=command.nomination, reason=reason, **stopped(state)),)
        case BeforeCouncil():
            raise Frozen(
                "Hồ sơ đã đưa ra Hội đồng nên chưa rút được.",
                todo="Hãy chờ kết quả của phiên họp rồi đề nghị lại.",
            )
        case _:
            raise WrongState(
                "Hồ sơ không còn ở bước có thể rút.",
                todo="Hãy mở hồ sơ để xem đang ở bước nào.",
            )


def note(state: State, command: NoteNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Write a note of the standing agency."""
    facts.require(command, ("standing_agency", "secretary"))
    if isinstance(state, NoNomination):
        raise WrongState("Hồ sơ này chưa có trong sổ.")
    text = Clear(state.dossier.subject, "evidence", command.note)
    return (NominationNoted(nomination=command.nomination, about=command.about, note=text),)
