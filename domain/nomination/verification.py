"""Thẩm định: several departments look at once, each at its own criteria; any of them may send the dossier back."""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from domain.ids import obligation_id
from domain.law.rows import DossierItem
from domain.nomination.commands import AskVerification, ReturnNomination, VerifyDossier
from domain.nomination.facts import FROM_BELOW, Frozen, NominationFacts
from domain.nomination.states import (
    BeforeCouncil,
    Draft,
    Eligible,
    NoNomination,
    Returned,
    State,
    Submitted,
)
from domain.refusal import Malformed, WrongState
from domain.standing import require_system
from events.base import NominationId, ObligationId, UnitId
from events.judgement import Reason
from events.nomination import (
    AskedOf,
    DossierVerified,
    NominationEvent,
    NominationReturned,
    VerificationAsked,
)
from events.personal import Clear
from events.policy import DepartmentCheck

VERIFY = "verify_dossier"
FIELDS = ("stated_kind", "achievement", "happened", "award", "subject", "unit", "papers")
"""The fields of a dossier that may be sent back, besides the papers and facts that the law's rows ask for."""


def duty_to_verify(nomination: NominationId, turn: int, department: str) -> ObligationId:
    """Name the duty of a department to verify a dossier, in this turn."""
    return obligation_id(nomination, VERIFY, f"lan-{turn + 1}" if turn else None, department)


def concerned(checks: Iterable[DepartmentCheck], eligible: Eligible) -> list[DepartmentCheck]:
    """Give the checks that a dossier has to pass at the level where it is."""
    dossier = eligible.dossier
    return [
        check
        for check in checks
        if check.at == eligible.at
        and check.award in {None, dossier.award}
        and check.merit in {None, dossier.merit}
        and check.recipient in {None, dossier.subject_kind}
    ]


class Stopped(TypedDict):
    """Which verification an event stops."""

    asked: tuple[UnitId, ...] | None
    turn: int | None


def stopped(state: State) -> Stopped:
    """Say which departments need not look any more, and in which turn."""
    if not isinstance(state, Eligible):
        return Stopped(asked=None, turn=None)
    return Stopped(
        asked=tuple(one.department for one in state.asked) or None, turn=state.dossier.turn or None
    )


def decide(
    state: State, command: ReturnNomination | AskVerification | VerifyDossier, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Decide a command of the verification."""
    match command:
        case ReturnNomination():
            return send_back(state, command, facts)
        case AskVerification():
            return ask(state, command, facts)
        case VerifyDossier():
            return verify(state, command, facts)


def ask(state: State, command: AskVerification, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Ask every department that the policy names for such a dossier, once a turn; without one, nobody is asked."""
    require_system(command, "reactor")
    if not isinstance(state, Eligible) or state.asked:
        return ()
    criteria: dict[UnitId, list[str]] = {}
    for check in concerned(facts.checks, state):
        criteria.setdefault(check.department, []).extend(one.code for one in check.criteria)
    if not criteria:
        return ()
    asked = tuple(
        AskedOf(department=department, criteria=tuple(dict.fromkeys(codes)))
        for department, codes in criteria.items()
    )
    return (VerificationAsked(nomination=command.nomination, asked=asked),)


def verify(state: State, command: VerifyDossier, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record a department's yes: to all of its criteria, or it is none."""
    _require_department(command, command.department, facts, state)
    if not isinstance(state, Eligible):
        raise WrongState(
            "Hồ sơ không ở bước thẩm định.", basis=FROM_BELOW, todo="Hãy mở hồ sơ để xem đang ở bước nào."
        )
    if command.department in state.verified_by:
        return ()
    return (
        DossierVerified(
            nomination=command.nomination,
            department=command.department,
            on=command.on,
            criteria=_all_met(state, command),
            turn=state.dossier.turn or None,
        ),
    )


def _all_met(state: Eligible, command: VerifyDossier) -> tuple[str, ...] | None:
    if not state.asked:
        return None
    mine = _asked_of(state, command.department)
    if mine is None:
        raise WrongState(
            "Cơ quan này không được giao thẩm định hồ sơ này.",
            todo="Hãy phân công thẩm định cho cơ quan này trước.",
        )
    left = [code for code in mine.criteria if code not in command.criteria]
    if left:
        raise Malformed(
            f"Chưa trả lời các tiêu chí: {', '.join(left)}.",
            todo="Hãy xác nhận từng tiêu chí; nếu có tiêu chí chưa đạt, hãy trả hồ sơ và nêu mục cần sửa.",
        )
    return mine.criteria


def _asked_of(state: State, department: str | None) -> AskedOf | None:
    asked = state.asked if isinstance(state, Eligible) else ()
    return next((one for one in asked if one.department == department), None)


def _require_department(
    command: VerifyDossier | ReturnNomination, department: str, facts: NominationFacts, state: State
) -> None:
    """Let a department's own people speak for it when it is asked; else the standing agency, or for it on paper."""
    if command.by.role != "standing_agency" and _asked_of(state, department):
        facts.require(command, ("head", "clerk"), department, basis=FROM_BELOW)
    else:
        home = (facts.organisation,) if facts.organisation else ()
        facts.require(command, ("standing_agency",), department, *home)


def send_back(state: State, command: ReturnNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Send a dossier back with the exact fields to correct; the verification under way stops."""
    if not facts.along:
        _require_department(command, command.department or facts.organisation or "", facts, state)
    match state:
        case Eligible(at=str()):
            raise WrongState(
                "Hồ sơ đã lên cấp trên, không trả về đơn vị được nữa.",
                todo="Hãy ghi văn bản từ chối có lý do của cấp trên.",
            )
        case Submitted() | Eligible():
            pass
        case Returned() if facts.along:
            return ()
        case BeforeCouncil():
            raise Frozen(
                "Hồ sơ đã đưa ra Hội đồng nên không trả lại được nữa.",
                todo="Hãy chờ kết quả của phiên họp.",
            )
        case NoNomination() | Draft() | Returned():
            raise WrongState("Hồ sơ đang ở đơn vị.", todo="Không cần trả; đơn vị sửa được ngay.")
        case _:
            raise WrongState(
                "Hồ sơ không còn ở bước có thể trả lại.", todo="Hãy mở hồ sơ để xem đang ở bước nào."
            )
    return (
        NominationReturned(
            nomination=command.nomination,
            reasons=tuple(_reason(field) for field in _known(command, state, facts)),
            facts_at=facts.facts_at,
            department=command.department or facts.organisation,
            note=Clear(state.dossier.subject, "evidence", command.note) if command.note else None,
            **stopped(state),
        ),
    )


def _known(command: ReturnNomination, state: Submitted | Eligible, facts: NominationFacts) -> list[str]:
    """Give the fields, each once; refuses one that no such dossier has."""
    asked = _asked_of(state, command.department)
    items = [row.item for row in facts.rules.every(DossierItem, command.legal_day)]
    known = {
        *FIELDS,
        *items,
        *(paper.kind for paper in state.dossier.papers),
        *(asked.criteria if asked else ()),
    }
    fields = list(dict.fromkeys(command.fields))
    unknown = [field for field in fields if field not in known]
    if unknown or not fields:
        raise Malformed(
            f"Không có mục nào tên {', '.join(unknown)}."
            if unknown
            else "Trả hồ sơ thì phải nêu đúng mục cần sửa.",
            todo=f"Các mục có thể nêu: {', '.join(sorted(known))}.",
        )
    return fields


def _reason(field: str) -> Reason:
    return Reason(rule=f"returned.{field}", verdict="fail", field=field)
