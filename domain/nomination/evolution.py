"""How events move a dossier from state to state."""

from dataclasses import replace
from typing import assert_never

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
from events.base import NominationId
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
    if isinstance(state, NoNomination):
        return state
    match event:
        case EvidenceAttached() | NominationSubmitted() | NominationResubmitted() | NominationWithdrawn():
            return _by_the_unit(state, event)
        case EligibilityAssessed() | NominationReturned() | NominationIneligible():
            return _assessed(state, event)
        case (
            VerificationAsked()
            | DossierVerified()
            | NominationPublished()
            | CommentReceived()
            | CommentAnswered()
        ):
            return _prepared(state, event) if isinstance(state, Eligible) else state
        case NominationRepinned() | NominationExempted() | NominationRechecked() | DoubleFlagged():
            return _judged_anew(state, event)
        case NominationNoted():
            return state
        case PutToCouncil():
            return _put(state, event)
        case NominationRecommended() | NominationDeclined():
            return _advised(state, event) if isinstance(state, BeforeCouncil) else state
        case NominationForwarded():
            return _forwarded(state, event)
        case NominationTakenUp():
            return _taken_up(state, event) if isinstance(state, Forwarded) else state
        case AwardDecided():
            return _awarded(state, event)
        case NominationRefused():
            return Ended(state.dossier, "refused") if isinstance(state, Forwarded) else state
        case AwardPresented() | BonusPaid():
            return _given(state, event) if isinstance(state, Awarded) else state
        case AwardRevoked() | ObjectRecovered() | BonusRecovered():
            return _revoked(state, event)
        case RejudgementRequested():
            return _doubted(state, state.dossier.doubts | {event.because})
        case RejudgementRecorded():
            return _doubted(state, state.dossier.doubts - {event.because})
        case _:
            assert_never(event)


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
    state: Eligible,
    event: VerificationAsked | DossierVerified | NominationPublished | CommentReceived | CommentAnswered,
) -> Eligible:
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


def _judged_anew(
    state: _Living, event: NominationRepinned | NominationExempted | NominationRechecked | DoubleFlagged
) -> State:
    match event:
        case NominationRepinned():
            return _repinned(state, event)
        case NominationExempted():
            return _allowed(state, event)
        case NominationRechecked():
            return _rechecked(state, event)
        case DoubleFlagged():
            return _doubled(state, event)
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


def _advised(state: BeforeCouncil, event: NominationRecommended | NominationDeclined) -> State:
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


def _taken_up(state: Forwarded, event: NominationTakenUp) -> Eligible:
    """Begin again at the level above: nothing is verified there yet, and what was advised below is kept."""
    earlier = state.earlier
    if state.session is not None and state.tally is not None:
        earlier = (*earlier, Earlier(state.at, state.session, state.tally))
    return Eligible(state.dossier, event.submission, state.pin, state.reasons, at=event.unit, earlier=earlier)


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


def _given(state: Awarded, event: AwardPresented | BonusPaid) -> Awarded:
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


def _doubted(state: _Living, doubts: frozenset[NominationId]) -> State:
    """Put the doubts into the dossier, wherever the step keeps it."""
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
