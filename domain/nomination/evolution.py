"""How events move a dossier from state to state."""

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from msgspec.structs import replace

from domain.nomination.states import (
    Awarded,
    BeforeCouncil,
    Dossier,
    Draft,
    Earlier,
    Eligible,
    Ended,
    Forwarded,
    NoNomination,
    Recommended,
    Returned,
    Revoked,
    State,
    Submitted,
)
from events.base import Event
from events.judgement import Reason
from events.nomination import (
    AwardDecided,
    AwardPresented,
    AwardRevoked,
    BonusPaid,
    BonusRecovered,
    CommentAnswered,
    CommentReceived,
    DossierVerified,
    DoubleFlagged,
    EligibilityAssessed,
    EvidenceAttached,
    NominationDeclined,
    NominationDrafted,
    NominationEvent,
    NominationExempted,
    NominationForwarded,
    NominationIneligible,
    NominationNoted,
    NominationPublished,
    NominationRechecked,
    NominationRecommended,
    NominationRefused,
    NominationRepinned,
    NominationResubmitted,
    NominationReturned,
    NominationSubmitted,
    NominationTakenUp,
    NominationWithdrawn,
    ObjectRecovered,
    PutToCouncil,
    RejudgementRecorded,
    RejudgementRequested,
    VerificationAsked,
)


def evolve(state: State, event: NominationEvent) -> State:
    """Apply one event."""
    if isinstance(event, NominationDrafted):
        return Draft(
            Dossier(
                event.nomination,
                event.subject,
                event.subject_kind,
                event.award,
                event.stated_kind,
                event.merit,
                event.award_year,
                bool(event.school_year),
                event.movement,
                event.unit,
                event.achievement,
                event.happened,
                event.papers,
                procedure=event.procedure,
            )
        )
    return state if isinstance(state, NoNomination) else MOVES[type(event)](state, event)


_Living = (
    Draft
    | Submitted
    | Returned
    | Eligible
    | BeforeCouncil
    | Recommended
    | Forwarded
    | Awarded
    | Revoked
    | Ended
)


def _by_the_unit(
    state: _Living,
    event: EvidenceAttached | NominationSubmitted | NominationResubmitted | NominationWithdrawn,
) -> State:
    match event:
        case EvidenceAttached():
            if isinstance(state, Draft | Returned):
                return replace(state, dossier=_attached(state.dossier, event))
            return state
        case NominationSubmitted():
            return Submitted(state.dossier, event.submission, event.pin)
        case NominationResubmitted():
            if isinstance(state, Returned):
                return Submitted(_corrected(state.dossier, event), state.submission, state.pin)
            return state
        case NominationWithdrawn():
            return Ended(state.dossier, "withdrawn")
        case _:
            assert_never(event)


def _attached(dossier: Dossier, event: EvidenceAttached) -> Dossier:
    known = event.paper in dossier.papers
    return replace(
        dossier,
        papers=dossier.papers if known else (*dossier.papers, event.paper),
        files=dossier.files | {(event.paper.kind, event.blob.sha256)} if event.blob else dossier.files,
    )


def _corrected(dossier: Dossier, event: NominationResubmitted) -> Dossier:
    return replace(
        dossier,
        stated_kind=event.stated_kind or dossier.stated_kind,
        achievement=event.achievement or dossier.achievement,
        happened=None if event.happened_cleared else (event.happened or dossier.happened),
        papers=(*dossier.papers, *event.papers),
    )


def _assessed(
    state: _Living, event: EligibilityAssessed | NominationReturned | NominationIneligible
) -> State:
    if isinstance(state, Eligible) and isinstance(event, NominationReturned):
        sent_back = replace(state.dossier, turn=state.dossier.turn + 1)
        return Returned(sent_back, state.submission, state.pin, event.reasons)
    if not isinstance(state, Submitted):
        return state
    match event:
        case EligibilityAssessed():
            return Eligible(state.dossier, state.submission, state.pin, event.reasons)
        case NominationReturned():
            return Returned(state.dossier, state.submission, state.pin, event.reasons)
        case NominationIneligible():
            return Ended(state.dossier, "ineligible", event.reasons)
        case _:
            assert_never(event)


def _prepared(
    state: _Living,
    event: VerificationAsked | DossierVerified | NominationPublished | CommentReceived | CommentAnswered,
) -> State:
    if isinstance(state, BeforeCouncil) and isinstance(event, CommentReceived | CommentAnswered):
        eligible = _prepared(state.eligible, event)
        return replace(state, eligible=eligible) if isinstance(eligible, Eligible) else state
    if not isinstance(state, Eligible):
        return state
    match event:
        case VerificationAsked():
            return replace(state, asked=event.asked)
        case DossierVerified():
            return replace(state, verified_by=(*state.verified_by, event.department))
        case NominationPublished():
            return replace(state, published=(event.first_day, event.last_day))
        case CommentReceived():
            return replace(state, comments={**state.comments, event.comment: False})
        case CommentAnswered():
            return replace(state, comments={**state.comments, event.comment: True})
        case _:
            assert_never(event)


def _repinned(state: _Living, event: NominationRepinned) -> State:
    """Judge again by other rules: it is as it was when it had just been received."""
    if isinstance(state, Submitted | Returned | Eligible):
        return Submitted(state.dossier, state.submission, event.pin)
    return state


def _allowed(state: _Living, event: NominationExempted) -> State:
    if not isinstance(state, Eligible):
        return state
    aside = {**state.dossier.set_aside, event.rule: event.document.number}
    return replace(state, dossier=replace(state.dossier, set_aside=aside))


def _doubled(state: _Living, event: DoubleFlagged) -> State:
    if not isinstance(state, Submitted | Returned | Eligible):
        return state
    doubles = (*state.dossier.doubles, event.other)
    return replace(state, dossier=replace(state.dossier, doubles=doubles))


def _rechecked(state: _Living, event: NominationRechecked) -> State:
    if isinstance(state, BeforeCouncil):
        return replace(state, eligible=replace(state.eligible, reasons=merged(state.eligible.reasons, event)))
    if isinstance(state, Eligible | Recommended | Forwarded):
        return replace(state, reasons=merged(state.reasons, event))
    return state


def merged(reasons: tuple[Reason, ...], event: NominationRechecked) -> tuple[Reason, ...]:
    """Put what was asked again in the place of what was asked before."""
    fresh = {reason.rule: reason for reason in event.reasons}
    return tuple(fresh.get(reason.rule, reason) for reason in reasons)


def _put(state: _Living, event: PutToCouncil) -> State:
    match state:
        case Eligible():
            return BeforeCouncil(state, event.session)
        case BeforeCouncil():
            return replace(state, session=event.session)
        case _:
            return state


def _advised(state: _Living, event: NominationRecommended | NominationDeclined) -> State:
    if not isinstance(state, BeforeCouncil):
        return state
    if isinstance(event, NominationRecommended):
        eligible = state.eligible
        return Recommended(
            state.dossier,
            eligible.pin,
            event.session,
            event.tally,
            eligible.at,
            eligible.earlier,
            eligible.reasons,
        )
    return Ended(state.dossier, "declined", state.eligible.reasons, event.tally)


def _forwarded(state: _Living, event: NominationForwarded) -> State:
    """Lay before an authority: what a council proposed, or by the simplified procedure what was verified."""
    if not isinstance(state, Recommended | Forwarded | Eligible):
        return state
    if isinstance(state, Eligible) and not state.dossier.simplified:
        return state
    counted = None if isinstance(state, Eligible) else state
    return Forwarded(
        state.dossier,
        state.pin,
        counted.session if counted else None,
        counted.tally if counted else None,
        event.to_unit,
        event.submission,
        state.at,
        state.earlier,
        state.reasons,
    )


def _taken_up(state: _Living, event: NominationTakenUp) -> State:
    """Begin again at the level above: nothing is verified there yet, and what was advised below is kept."""
    if not isinstance(state, Forwarded):
        return state
    earlier = state.earlier
    if state.session is not None and state.tally is not None:
        earlier = (*earlier, Earlier(state.at, state.session, state.tally))
    return Eligible(state.dossier, event.submission, state.pin, state.reasons, at=event.unit, earlier=earlier)


def _refused(state: _Living, _event: NominationRefused) -> State:
    return Ended(state.dossier, "refused") if isinstance(state, Forwarded) else state


def _awarded(state: _Living, event: AwardDecided) -> State:
    if isinstance(state, Forwarded):
        return Awarded(
            state.dossier,
            event.decision,
            event.authority,
            event.on,
            state.tally,
            event.bonus,
            payer=event.payer,
            overlaps=event.overlaps or (),
        )
    return state


def _given(state: _Living, event: AwardPresented | BonusPaid) -> State:
    if not isinstance(state, Awarded):
        return state
    if isinstance(event, AwardPresented):
        return replace(state, presented=event)
    return replace(state, paid=event)


def _revoked(state: _Living, event: AwardRevoked | ObjectRecovered | BonusRecovered) -> State:
    match (state, event):
        case (Awarded(), AwardRevoked()):
            return Revoked(state, event.decision, event.ground, event.on)
        case (Revoked(), ObjectRecovered()):
            return replace(state, object_back_on=event.on)
        case (Revoked(), BonusRecovered()):
            return replace(state, money_back=state.money_back + event.amount)
        case _:
            return state


def _doubted(state: _Living, event: RejudgementRequested | RejudgementRecorded) -> State:
    """Put the doubt into the dossier, or take it out, wherever the step keeps it."""
    asked = isinstance(event, RejudgementRequested)
    doubts = state.dossier.doubts | {event.because} if asked else state.dossier.doubts - {event.because}
    match state:
        case BeforeCouncil():
            eligible = state.eligible
            return replace(
                state, eligible=replace(eligible, dossier=replace(eligible.dossier, doubts=doubts))
            )
        case Revoked():
            awarded = state.awarded
            return replace(state, awarded=replace(awarded, dossier=replace(awarded.dossier, doubts=doubts)))
        case _:
            return replace(state, dossier=replace(state.dossier, doubts=doubts))


def _unmoved(state: _Living, _event: NominationNoted) -> State:
    return state


MOVES: Mapping[type[Event], Callable[[Any, Any], State]] = {
    EvidenceAttached: _by_the_unit,
    NominationSubmitted: _by_the_unit,
    NominationResubmitted: _by_the_unit,
    NominationWithdrawn: _by_the_unit,
    EligibilityAssessed: _assessed,
    NominationReturned: _assessed,
    NominationIneligible: _assessed,
    VerificationAsked: _prepared,
    DossierVerified: _prepared,
    NominationPublished: _prepared,
    CommentReceived: _prepared,
    CommentAnswered: _prepared,
    NominationRepinned: _repinned,
    NominationExempted: _allowed,
    NominationRechecked: _rechecked,
    DoubleFlagged: _doubled,
    NominationNoted: _unmoved,
    PutToCouncil: _put,
    NominationRecommended: _advised,
    NominationDeclined: _advised,
    NominationForwarded: _forwarded,
    NominationTakenUp: _taken_up,
    AwardDecided: _awarded,
    NominationRefused: _refused,
    AwardPresented: _given,
    BonusPaid: _given,
    AwardRevoked: _revoked,
    ObjectRecovered: _revoked,
    BonusRecovered: _revoked,
    RejudgementRequested: _doubted,
    RejudgementRecorded: _doubted,
}
"""What each event does to a dossier that has been drafted; the commonest path of the program, so a table."""
