"""Judged: assessed by the pinned rules, judged anew by a person's act, asked again when another dossier is settled."""

from collections.abc import Sequence
from typing import assert_never

from domain.assessment import Outcome, assess, conditional, outcome
from domain.eligibility.conditions import conditions
from domain.nomination.commands import (
    ApplyFavourableRule,
    AssessNomination,
    ExemptNomination,
    FlagDouble,
    RecheckNomination,
)
from domain.nomination.facts import MISSING, NominationFacts
from domain.nomination.states import (
    BeforeCouncil,
    Eligible,
    Forwarded,
    NoNomination,
    Recommended,
    Returned,
    State,
    Submitted,
    reasons_of,
)
from domain.refusal import Malformed, RuleMissing, WrongState
from domain.standing import require_system
from events.base import Basis
from events.judgement import Pin, Reason
from events.nomination import (
    DoubleFlagged,
    EligibilityAssessed,
    NominationEvent,
    NominationExempted,
    NominationIneligible,
    NominationRechecked,
    NominationRepinned,
    NominationReturned,
)
from events.personal import Clear

JUDGED: dict[Outcome, type[EligibilityAssessed] | type[NominationReturned] | type[NominationIneligible]] = {
    "eligible": EligibilityAssessed,
    "returned": NominationReturned,
    "ineligible": NominationIneligible,
}
FAVOUR = Basis(document="Luật 06/2026/QH16", article="quy định chuyển tiếp")


def judge(
    state: State,
    command: AssessNomination | ApplyFavourableRule | ExemptNomination | RecheckNomination | FlagDouble,
    facts: NominationFacts,
) -> Sequence[NominationEvent]:
    """Decide what a judgement, or an act upon one, does to a dossier."""
    match command:
        case AssessNomination():
            return assess_dossier(state, command, facts)
        case ApplyFavourableRule():
            return apply_favourable(state, command, facts)
        case ExemptNomination():
            return set_aside(state, command, facts)
        case RecheckNomination():
            return recheck(state, command, facts)
        case FlagDouble():
            return flag_double(state, command)
        case _:
            assert_never(command)


def assess_dossier(
    state: State, command: AssessNomination, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Judge completeness and eligibility by the pinned rules; every reason is recorded."""
    require_system(command, "reactor")
    if not isinstance(state, Submitted) or facts.case is None:
        return ()
    reasons = assess(facts.case, facts.rules)
    judged = JUDGED[outcome(reasons)]
    return (judged(nomination=command.nomination, reasons=reasons, facts_at=facts.facts_at),)


def apply_favourable(
    state: State, command: ApplyFavourableRule, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Pin the rules of another day, by a person who names the paper and the reason; the dossier is judged again."""
    facts.require(command, ("standing_agency",))
    if isinstance(state, NoNomination):
        raise WrongState(MISSING)
    if not isinstance(state, Submitted | Returned | Eligible):
        raise WrongState(
            "Hồ sơ không còn ở bước thẩm định nên không đổi quy định áp dụng được.",
            basis=FAVOUR,
            todo="Nếu cần, hãy đề nghị Hội đồng xem xét lại hoặc lập hồ sơ mới.",
        )
    if not facts.rules.layers:
        raise RuleMissing("Sổ chưa áp dụng quy định nào.", todo="Hãy áp dụng bộ quy định trước.")
    pin = Pin(rules=facts.rules.hash, on=command.rules_of.isoformat())
    if pin == state.pin:
        return ()
    reason = Clear(state.dossier.subject, "evidence", command.reason)
    return (
        NominationRepinned(nomination=command.nomination, pin=pin, document=command.document, reason=reason),
    )


def set_aside(state: State, command: ExemptNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Let a dossier exceed a rule that warned of it; a rule that failed it is corrected or stands."""
    facts.require(command, ("authority", "standing_agency"))
    if not isinstance(state, Eligible):
        raise WrongState("Chỉ cho phép vượt quy định khi hồ sơ đã thẩm tra đạt và chưa đưa ra Hội đồng.")
    warned = {reason.rule for reason in state.reasons if reason.verdict == "warning"}
    if command.rule not in warned:
        raise Malformed(
            f"Hồ sơ này không có cảnh báo nào về “{command.rule}”.",
            todo="Hãy xem các cảnh báo ở trang hồ sơ, hoặc bằng `sovang nomination check`.",
        )
    if command.rule in state.dossier.set_aside:
        return ()
    reason = Clear(state.dossier.subject, "evidence", command.reason)
    return (
        NominationExempted(
            nomination=command.nomination, rule=command.rule, document=command.document, reason=reason
        ),
    )


def recheck(state: State, command: RecheckNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Ask again the conditions that rested on dossiers now settled; nothing changed adds nothing."""
    require_system(command, "reactor")
    if facts.case is None or not isinstance(state, Eligible | BeforeCouncil | Recommended | Forwarded):
        return ()
    before = {reason.rule: reason for reason in reasons_of(state) if resting(reason, command)}
    fresh = [reason for reason in conditions(facts.case, facts.rules) if reason.rule in before]
    changed = tuple(reason for reason in fresh if _moved(before[reason.rule], reason))
    if not changed:
        return ()
    return (
        NominationRechecked(
            nomination=command.nomination,
            settled=command.settled,
            reasons=changed,
            facts_at=facts.facts_at,
        ),
    )


def flag_double(state: State, command: FlagDouble) -> Sequence[NominationEvent]:
    """Note that another dossier seems to be the same person's; nobody is turned away for it."""
    require_system(command, "reactor")
    if not isinstance(state, Submitted | Returned | Eligible) or command.other in state.dossier.doubles:
        return ()
    return (DoubleFlagged(nomination=command.nomination, other=command.other, likeness=command.likeness),)


def resting(reason: Reason, command: RecheckNomination) -> bool:
    """Say whether a reason rested on one of the dossiers now settled."""
    return bool(conditional((reason,)).intersection(command.settled))


def _moved(before: Reason, now: Reason) -> bool:
    return (before.verdict, before.conditional) != (now.verdict, now.conditional)
