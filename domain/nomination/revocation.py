"""After a cancellation: the award revoked, object and money back, and what rested on it judged anew by people."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import existing
from domain.nomination.commands import (
    RecordBonusRecovered,
    RecordRejudgement,
    RecoverObject,
    RequestRejudgement,
    RevocationCommand,
    RevokeAward,
)
from domain.nomination.facts import MISSING, NominationFacts
from domain.nomination.states import Awarded, Ended, NoNomination, Revoked, State
from domain.refusal import NotFound, WrongState
from domain.standing import require_system
from events.nomination import (
    AwardRevoked,
    BonusRecovered,
    NominationEvent,
    ObjectRecovered,
    RejudgementRecorded,
    RejudgementRequested,
)
from events.personal import Clear

NOT_REVOKED = "Khen thưởng này không bị huỷ bỏ."


def decide(state: State, command: RevocationCommand, facts: NominationFacts) -> Sequence[NominationEvent]:
    """Decide what follows from a cancellation."""
    match command:
        case RevokeAward():
            return _revoke(state, command)
        case RecoverObject():
            return _recover_object(state, command, facts)
        case RecordBonusRecovered():
            return _record_bonus_recovered(state, command, facts)
        case RequestRejudgement():
            return _request_rejudgement(state, command)
        case RecordRejudgement():
            return _record_rejudgement(state, command, facts)
        case _:
            assert_never(command)


def _revoke(state: State, command: RevokeAward) -> Sequence[NominationEvent]:
    """Revoke an award that stands; one that is revoked already stays as it is."""
    require_system(command, "reactor")
    if not isinstance(state, Awarded):
        return ()
    return (
        AwardRevoked(
            nomination=command.nomination, decision=command.decision, ground=command.ground, on=command.on
        ),
    )


def _recover_object(
    state: State, command: RecoverObject, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Record the object's return, once."""
    revoked = existing(state, Revoked, NOT_REVOKED)
    scopes = (facts.organisation,) if facts.organisation else ()
    facts.require(command, ("standing_agency", "archivist"), revoked.awarded.authority, *scopes)
    if revoked.awarded.presented is None:
        raise WrongState(
            "Hiện vật chưa trao nên không có gì để thu hồi.",
            todo="Không cần ghi gì; hồ sơ đã ghi là chưa trao.",
        )
    if revoked.object_back_on is not None:
        return ()
    return (ObjectRecovered(nomination=command.nomination, on=command.on),)


def _record_bonus_recovered(
    state: State, command: RecordBonusRecovered, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Record money that the fund has received back."""
    facts.require_along()
    existing(state, Revoked, NOT_REVOKED)
    return (BonusRecovered(nomination=command.nomination, amount=command.amount, on=command.on),)


def _request_rejudgement(state: State, command: RequestRejudgement) -> Sequence[NominationEvent]:
    """Mark a living dossier or award for people to judge anew; nothing else of it changes."""
    require_system(command, "reactor")
    if isinstance(state, NoNomination | Ended | Revoked) or command.because in state.dossier.doubts:
        return ()
    return (RejudgementRequested(nomination=command.nomination, because=command.because, rule=command.rule),)


def _record_rejudgement(
    state: State, command: RecordRejudgement, facts: NominationFacts
) -> Sequence[NominationEvent]:
    """Record what people found; the cancellation of a second award is a case of its own."""
    facts.require(command, ("standing_agency", "authority"))
    if isinstance(state, NoNomination):
        raise NotFound(MISSING)
    if command.because not in state.dossier.doubts:
        raise WrongState("Hồ sơ này không có yêu cầu xét lại vì lý do đó.")
    return (
        RejudgementRecorded(
            nomination=command.nomination,
            because=command.because,
            outcome=command.outcome,
            reason=Clear(state.dossier.subject, "evidence", command.reason),
        ),
    )
