"""The states of a dossier and how events move it; a field exists only where it means something."""

from collections.abc import Mapping
from datetime import date

from msgspec import Struct, field

from events.base import DecisionId, MovementId, NominationId, SessionId, SubjectId, SubmissionId, UnitId
from events.judgement import Bonus, Overlap, Pin, Reason, Tally
from events.nomination import (
    AskedOf,
    AwardKind,
    AwardPresented,
    BonusPaid,
    MeritType,
    Procedure,
    SubjectKind,
)
from events.personal import Personal
from events.submission import Paper


class Dossier(Struct, frozen=True):
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
    doubles: tuple[NominationId, ...] = ()
    """Dossiers that seem to be the same person's."""
    set_aside: Mapping[str, str] = field(default_factory=dict)
    """Warning rules set aside, with the paper that does it."""
    procedure: Procedure | None = None

    @property
    def simplified(self) -> bool:
        """Say whether it goes to the authority without a council."""
        return self.procedure == "simplified"


class Earlier(Struct, frozen=True):
    """The advice of a council below the level where the dossier now is."""

    unit: UnitId | None
    session: SessionId
    tally: Tally


class NoNomination(Struct, frozen=True):
    """Not drafted."""


class Draft(Struct, frozen=True):
    """Being written."""

    dossier: Dossier


class Submitted(Struct, frozen=True):
    """Received, its rules pinned, not yet assessed."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin


class Returned(Struct, frozen=True):
    """Sent back with the fields to correct."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin
    reasons: tuple[Reason, ...]


class Eligible(Struct, frozen=True):
    """Assessed and found eligible; verified, published and commented before the council meets."""

    dossier: Dossier
    submission: SubmissionId
    pin: Pin
    reasons: tuple[Reason, ...]
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


class BeforeCouncil(Struct, frozen=True):
    """On an agenda and frozen."""

    eligible: Eligible
    session: SessionId

    @property
    def dossier(self) -> Dossier:
        """The dossier inside."""
        return self.eligible.dossier


class Recommended(Struct, frozen=True):
    """The council proposes it."""

    dossier: Dossier
    pin: Pin
    session: SessionId
    tally: Tally
    at: UnitId | None = None
    earlier: tuple[Earlier, ...] = ()
    reasons: tuple[Reason, ...] = ()
    """Of the assessment, as rechecked since."""


class Forwarded(Struct, frozen=True):
    """With the authority that decides, or on its way through the levels to it; by the simplified procedure without a count."""

    dossier: Dossier
    pin: Pin
    session: SessionId | None
    tally: Tally | None
    to_unit: UnitId
    submission: SubmissionId | None
    at: UnitId | None = None
    earlier: tuple[Earlier, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Awarded(Struct, frozen=True):
    """Decided; then presented and paid."""

    dossier: Dossier
    decision: DecisionId
    authority: UnitId
    on: date
    tally: Tally | None
    bonus: Bonus | None
    presented: AwardPresented | None = None
    paid: BonusPaid | None = None
    payer: UnitId | None = None
    overlaps: tuple[Overlap, ...] = ()


class Revoked(Struct, frozen=True):
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
    def tally(self) -> Tally | None:
        """The count it was recommended by; none by the simplified procedure."""
        return self.awarded.tally


class Ended(Struct, frozen=True):
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
