"""The states of a dossier and how events move it; a field exists only where it means something."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from events.base import DecisionId, MovementId, NominationId, SessionId, SubjectId, SubmissionId, UnitId
from events.judgement import Bonus, Overlap, Pin, Reason, Tally
from events.nomination import (
    AskedOf,
    AwardDecided,
    AwardKind,
    AwardPresented,
    AwardRevoked,
    BonusPaid,
    BonusRecovered,
    CommentAnswered,
    CommentReceived,
    DossierVerified,
    EligibilityAssessed,
    EvidenceAttached,
    MeritType,
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
    SubjectKind,
    VerificationAsked,
)
from events.personal import Personal
from events.submission import Paper


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is nominated: whom, for what, by whom."""

    nomination: NominationId
    subject: SubjectId
    subject_kind: SubjectKind
    award: str
    stated_kind: AwardKind
    merit: MeritType
    award_year: int
    school_year: bool
    movement: MovementId | None
    unit: UnitId
    achievement: Personal | None
    happened: date | None
    papers: tuple[Paper, ...]
    files: frozenset[tuple[str, str]] = frozenset()
    """(kind of paper, SHA-256) of every attached file."""
    turn: int = 0
    """How often it was sent back out of verification."""
    doubts: frozenset[NominationId] = frozenset()
    """Revoked awards that this dossier rests on and that nobody has judged anew."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """The advice of a council below the level where the dossier now is."""

    unit: UnitId | None
    session: SessionId
    tally: Tally


@dataclass(frozen=True, slots=True)
class NoNomination:
    """Not drafted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """Being written."""

    dossier: Dossier


@dataclass(frozen=True, slots=True)
class Submitted:
    """Received, its rules pinned, not yet assessed."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin


@dataclass(frozen=True, slots=True)
class Returned:
    """Sent back with the fields to correct."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Eligible:
    """Assessed and found eligible; verified, published and commented before the council meets."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin
    reasons: tuple[Reason, ...]
    set_aside: Mapping[str, str] = field(default_factory=dict)
    """Warning rules set aside, with the paper that does it."""
    asked: tuple[AskedOf, ...] = ()
    """The departments asked to verify; none: the standing agency verifies alone."""
    verified_by: tuple[UnitId, ...] = ()
    published: tuple[date, date] | None = None
    comments: Mapping[str, bool] = field(default_factory=dict)
    """Comment → answered."""
    at: UnitId | None = None
    """The level above that has taken it up; None while it is at home."""
    earlier: tuple[Earlier, ...] = ()

    @property
    def outstanding(self) -> tuple[UnitId, ...]:
        """The departments that have been asked and have not said yes."""
        return tuple(one.department for one in self.asked if one.department not in self.verified_by)

    @property
    def verified(self) -> bool:
        """Say whether everyone asked has said yes."""
        return bool(self.verified_by) and not self.outstanding


@dataclass(frozen=True, slots=True)
class BeforeCouncil:
    """On an agenda and frozen."""

    eligible: Eligible
    session: SessionId

    @property
    def dossier(self) -> Dossier:
        """The dossier inside."""
        return self.eligible.dossier


@dataclass(frozen=True, slots=True)
class Recommended:
    """The council proposes it."""

    dossier: Dossier
    pin: Pin
    session: SessionId
    tally: Tally
    at: UnitId | None = None
    earlier: tuple[Earlier, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """Of the assessment, as rechecked since."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """With the authority that decides, or on its way through the levels to it."""

    dossier: Dossier
    pin: Pin
    session: SessionId
    tally: Tally
    to_unit: UnitId
    submission: SubmissionId | None
    at: UnitId | None = None
    earlier: tuple[Earlier, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Awarded:
    """Decided; then presented and paid."""

    dossier: Dossier
    decision: DecisionId
    authority: UnitId
    on: date
    tally: Tally
    bonus: Bonus | None
    presented: AwardPresented | None = None
    paid: BonusPaid | None = None
    payer: UnitId | None = None
    overlaps: tuple[Overlap, ...] = ()


@dataclass(frozen=True, slots=True)
class Revoked:
    """Cancelled by a decision; what was given is to come back."""

    awarded: Awarded
    decision: DecisionId
    ground: str
    on: date
    object_back_on: date | None = None
    money_back: int = 0

    @property
    def dossier(self) -> Dossier:
        """The dossier inside."""
        return self.awarded.dossier

    @property
    def tally(self) -> Tally:
        """The count it was recommended by."""
        return self.awarded.tally


@dataclass(frozen=True, slots=True)
class Ended:
    """Over without an award."""

    dossier: Dossier
    how: str
    reasons: tuple[Reason, ...] = ()
    tally: Tally | None = None


State = (
    NoNomination
    | Draft
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


def level(state: State) -> UnitId | None:
    """Give the level above at which a dossier is now; None while it is at home, and once it is over."""
    match state:
        case Eligible() | Recommended() | Forwarded():
            return state.at
        case BeforeCouncil():
            return state.eligible.at
        case _:
            return None


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
        case NominationRepinned():
            return _repinned(state, event)
        case NominationExempted():
            return _allowed(state, event)
        case NominationRechecked():
            return _rechecked(state, event)
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


def _repinned(state: _Living, event: NominationRepinned) -> State:
    """Judge again by other rules: it is as it was when it had just been received."""
    if isinstance(state, Submitted | Returned | Eligible):
        return Submitted(state.dossier, state.submission, event.pin)
    return state


def _allowed(state: _Living, event: NominationExempted) -> State:
    if not isinstance(state, Eligible):
        return state
    aside = {**state.set_aside, event.rule: event.document.number}
    return replace(state, set_aside=aside)


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


def reasons_of(state: object) -> tuple[Reason, ...]:
    """Give the reasons that a dossier on its way stands on."""
    match state:
        case Eligible() | Recommended() | Forwarded():
            return state.reasons
        case BeforeCouncil():
            return state.eligible.reasons
        case _:
            return ()


def pin_of(state: object) -> Pin | None:
    """Give the rules that a dossier on its way is judged by."""
    match state:
        case Submitted() | Returned() | Eligible() | Recommended() | Forwarded():
            return state.pin
        case BeforeCouncil():
            return state.eligible.pin
        case _:
            return None


def fallen(state: object) -> tuple[Reason, ...]:
    """Give the conditions that no longer hold: a person has to look at the dossier again."""
    return tuple(reason for reason in reasons_of(state) if reason.verdict == "fail")


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
    if isinstance(state, Recommended | Forwarded):
        return Forwarded(
            state.dossier,
            state.pin,
            state.session,
            state.tally,
            event.to_unit,
            event.submission,
            state.at,
            state.earlier,
            state.reasons,
        )
    return state


def _taken_up(state: Forwarded, event: NominationTakenUp) -> Eligible:
    """Begin again at the level above: nothing is verified there yet, and what was advised below is kept."""
    earlier = (*state.earlier, Earlier(state.at, state.session, state.tally))
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
