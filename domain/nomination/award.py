"""The authority's answer and what follows: awarded or refused, presented, paid."""

from collections.abc import Sequence
from typing import assert_never

from domain.bonus import bonus
from domain.decider import existing
from domain.nomination.commands import (
    AwardCommand,
    DecideAward,
    PresentAward,
    RecordBonusPaid,
    RefuseNomination,
)
from domain.nomination.facts import NominationFacts
from domain.nomination.states import Awarded, Forwarded, Revoked, State
from domain.payment import net, overlaps
from domain.standing import require_system
from events.nomination import AwardDecided, AwardPresented, BonusPaid, NominationEvent, NominationRefused
from events.personal import Clear


def decide(state: State, command: AwardCommand, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Decide what follows from the authority's answer."""
    match command:
        case DecideAward():
            return _decide_award(state, command, facts)
        case RefuseNomination():
            return _refuse(state, command, facts)
        case PresentAward():
            return _present(state, command, facts)
        case RecordBonusPaid():
            return _record_bonus_paid(state, command, facts)
        case _:
            assert_never(command)


def _decide_award(state: State, command: DecideAward, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record an award; its bonus is reckoned where a unit of this ledger pays, beside other titles of the period."""
    require_system(command, "reactor")
    if isinstance(state, Awarded | Revoked):
        return ()
    forwarded = existing(state, Forwarded, "Hồ sơ chưa được trình người có thẩm quyền.")
    dossier = forwarded.dossier
    beside = overlaps(facts.rules, dossier.award, facts.other_awards, command.on)
    full = None
    if facts.payer is not None and facts.authority_level is not None:
        full = bonus(
            facts.rules,
            dossier.award,
            recipient=dossier.subject_kind,
            level=facts.authority_level,
            decided_on=command.on,
        )
    return (
        AwardDecided(
            nomination=command.nomination,
            decision=command.decision,
            authority=command.authority,
            on=command.on,
            bonus=net(full, beside) if full else None,
            payer=facts.payer if full else None,
            overlaps=beside or None,
        ),
    )


def _refuse(state: State, command: RefuseNomination, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record the authority's refusal of a line laid before it; whoever proposed may propose anew."""
    facts.require_along()
    if not isinstance(state, Forwarded):
        return ()
    return (
        NominationRefused(
            nomination=command.nomination,
            decision=command.decision,
            ground=command.ground,
            basis=command.basis,
            reason=Clear(state.dossier.subject, "evidence", command.reason),
            on=command.on,
        ),
    )


def _present(state: State, command: PresentAward, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Record the handing-over, once."""
    awarded = existing(state, Awarded, "Hồ sơ chưa có quyết định khen thưởng.")
    if not command.by.is_system:
        facts.require(
            command,
            ("standing_agency", "organiser"),
            awarded.authority,
            *([facts.organisation] if facts.organisation else []),
        )
    if awarded.presented is not None:
        return ()
    return (
        AwardPresented(
            nomination=command.nomination, ceremony=command.ceremony, how=command.how, on=command.on
        ),
    )


def _record_bonus_paid(
    state: State, command: RecordBonusPaid, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Record a payment that a paid list makes."""
    facts.require_along()
    awarded = existing(state, Awarded, "Hồ sơ chưa có quyết định khen thưởng.")
    if awarded.paid is not None:
        return ()
    return (
        BonusPaid(
            nomination=command.nomination,
            amount=command.amount,
            payment_list=command.payment_list,
            on=command.on,
        ),
    )
