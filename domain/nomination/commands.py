"""What may be asked of a dossier."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from domain.decider import Command
from events.base import (
    Basis,
    CeremonyId,
    Citation,
    DecisionId,
    MovementId,
    NominationId,
    SessionId,
    SubjectId,
    SubmissionId,
    UnitId,
)
from events.blob import Blob
from events.decision import RefusalGround
from events.judgement import Tally
from events.nomination import AwardKind, MeritType, Procedure, SubjectKind
from events.personal import Private
from events.submission import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftNomination(Command):
    """Begin a dossier."""

    nomination: NominationId
    subject: SubjectId
    subject_kind: SubjectKind
    award: str
    stated_kind: AwardKind
    merit: MeritType
    award_year: int
    school_year: bool = False
    unit: UnitId
    movement: MovementId | None = None
    achievement: Annotated[str | None, Private()] = None
    happened: date | None = None
    papers: tuple[Paper, ...] = ()
    procedure: Procedure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachEvidence(Command):
    """Add a paper to a draft or a returned dossier."""

    nomination: NominationId
    paper: Paper
    blob: Blob | None = None
    title: Annotated[str | None, Private()] = None
    name: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitNomination(Command):
    """Hand in, as a line of the unit's set."""

    nomination: NominationId
    submission: SubmissionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResubmitNomination(Command):
    """Hand in again after correction; what is absent stays."""

    nomination: NominationId
    stated_kind: AwardKind | None = None
    achievement: Annotated[str | None, Private()] = None
    happened: date | None = None
    happened_cleared: bool = False
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawNomination(Command):
    """Take back, with the reason."""

    nomination: NominationId
    reason: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessNomination(Command):
    """Ask every rule of it."""

    nomination: NominationId


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyFavourableRule(Command):
    """Judge by the rules of another day because they favour the subject; a person answers for it."""

    nomination: NominationId
    rules_of: date
    document: Citation
    reason: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptNomination(Command):
    """Allow a dossier to exceed a rule that only warns."""

    nomination: NominationId
    rule: str
    document: Citation
    reason: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckNomination(Command):
    """Ask again what rested on dossiers that are now settled."""

    nomination: NominationId
    settled: tuple[NominationId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagDouble(Command):
    """Say that another dossier seems to be about the same person."""

    nomination: NominationId
    other: NominationId
    likeness: Literal["same", "likely", "possible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteNomination(Command):
    """Write a note into it."""

    nomination: NominationId
    about: str
    note: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNomination(Command):
    """Send one dossier back by hand, naming the fields to correct."""

    nomination: NominationId
    fields: tuple[str, ...]
    department: UnitId | None = None
    note: Annotated[str | None, Private()] = None
    whole_set: bool = False
    """True when its whole set goes back with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskVerification(Command):
    """Ask the departments that the policy names, all at once."""

    nomination: NominationId


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyDossier(Command):
    """Record one department's verification: yes to each of its criteria."""

    nomination: NominationId
    department: UnitId
    on: date
    criteria: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishNomination(Command):
    """Record the public notice."""

    nomination: NominationId
    first_day: date
    last_day: date
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveComment(Command):
    """Record a comment with name and address."""

    nomination: NominationId
    comment: str
    name: Annotated[str, Private()]
    address: Annotated[str, Private()]
    text: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerComment(Command):
    """Record the answer to a comment."""

    nomination: NominationId
    comment: str
    answer: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class BringToCouncil(Command):
    """Put on the agenda and freeze."""

    nomination: NominationId
    session: SessionId
    instead_of: SessionId | None = None
    """The session that has left it unsettled, when a supplementary one takes it up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAdvice(Command):
    """Record the council's outcome."""

    nomination: NominationId
    session: SessionId
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardNomination(Command):
    """Lay before the authority, or send to the level above."""

    nomination: NominationId
    from_unit: UnitId
    to_unit: UnitId
    submission: SubmissionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUpNomination(Command):
    """Take up at the level above, as a line of the list it has received."""

    nomination: NominationId
    unit: UnitId
    submission: SubmissionId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAward(Command):
    """Record the award of a signed decision."""

    nomination: NominationId
    decision: DecisionId
    authority: UnitId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseNomination(Command):
    """Record that the authority refused it, as a line of a draft."""

    nomination: NominationId
    decision: DecisionId
    ground: RefusalGround
    basis: Basis
    reason: Annotated[str, Private()]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentAward(Command):
    """Record the handing-over."""

    nomination: NominationId
    how: Literal["in_person", "proxy", "family", "later"]
    on: date
    ceremony: CeremonyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBonusPaid(Command):
    """Record the payment, as a line of a paid list."""

    nomination: NominationId
    amount: int
    payment_list: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeAward(Command):
    """Record that a signed decision has cancelled the award."""

    nomination: NominationId
    decision: DecisionId
    ground: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverObject(Command):
    """Record that the object came back."""

    nomination: NominationId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBonusRecovered(Command):
    """Record that money came back, as the fund receives it."""

    nomination: NominationId
    amount: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRejudgement(Command):
    """Ask people to judge anew what rests on a revoked award."""

    nomination: NominationId
    because: NominationId
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRejudgement(Command):
    """Record what people found: the award stands, or is to be cancelled too."""

    nomination: NominationId
    because: NominationId
    outcome: Literal["stands", "cancel"]
    reason: Annotated[str, Private()]


AwardCommand = DecideAward | RefuseNomination | PresentAward | RecordBonusPaid
RevocationCommand = (
    RevokeAward | RecoverObject | RecordBonusRecovered | RequestRejudgement | RecordRejudgement
)
NominationCommand = (
    DraftNomination | AttachEvidence | SubmitNomination | ResubmitNomination | WithdrawNomination | AssessNomination
    | ApplyFavourableRule | ExemptNomination | RecheckNomination | FlagDouble | NoteNomination | ReturnNomination
    | AskVerification | VerifyDossier | PublishNomination | ReceiveComment | AnswerComment | BringToCouncil
    | RecordAdvice | ForwardNomination | TakeUpNomination | AwardCommand | RevocationCommand
)  # fmt: skip
