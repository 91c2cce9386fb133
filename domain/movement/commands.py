"""What can be asked of a movement."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.decider import Command
from events.base import Citation, Code, Fact, MovementId, Number, PersonId, SubjectId, Text, UnitId
from events.blob import Blob
from events.movement import Figure, OutsideMovement
from events.personal import Private
from events.plan import Measure, Milestone, Plan, Span


class Move(Fact):
    """One milestone and its new date."""

    milestone: str
    due: date
    grace: date | None = None
    """Until when what comes after a hard date is still taken; absent: as before, if that is still later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchMovement(Command):
    """Launch from a plan, naming the units that take part."""

    movement: MovementId
    organisation: UnitId
    plan: Plan
    participants: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePeriod(Command):
    """Give a round its dates."""

    movement: MovementId
    period: str
    name: str
    span: Span
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReschedulePeriod(Command):
    """Move one milestone for everybody, on a document."""

    movement: MovementId
    milestone: str
    due: date
    document: Citation
    grace: date | None = None
    """Until when what comes after a hard date is still taken; absent: as before, if that is still later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPeriod(Command):
    """End a period."""

    movement: MovementId
    period: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterUnit(Command):
    """Register a unit; the standing agency may type for one without an account."""

    movement: MovementId
    milestone: str
    unit: UnitId
    titles: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    arrived: date | None = None
    typed_by: PersonId | None = None
    scan: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportProgress(Command):
    """Report figures for a milestone."""

    movement: MovementId
    milestone: str
    unit: UnitId
    figures: tuple[Figure, ...] = ()
    arrived: date | None = None
    typed_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachProgressEvidence(Command):
    """Add a file that proves a report, or one of its figures."""

    movement: MovementId
    milestone: str
    unit: UnitId
    blob: Blob
    target: str | None = None
    title: Annotated[str | None, Private()] = None
    name: Annotated[str | None, Private()] = None
    typed_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReview(Command):
    """Record that sơ kết or tổng kết was held; the milestone says which."""

    movement: MovementId
    milestone: str
    held_on: date
    praised: tuple[UnitId, ...] = ()
    term: bool = False
    """Whether the term's goals are closed as well, not only the year's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseResults(Command):
    """Close the figures of the year."""

    movement: MovementId
    on: date
    figures: tuple[Figure, ...] = ()
    term: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPact(Command):
    """Record the pact of a cluster."""

    movement: MovementId
    cluster: str
    on: date
    milestone: str | None = None
    signers: tuple[UnitId, ...] = ()
    """Who has signed; none named: everybody who takes part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDates(Command):
    """Move several milestones for everybody, on one document."""

    movement: MovementId
    moves: tuple[Move, ...]
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerParent(Command):
    """Answer a movement from above: one of this ledger, or one launched elsewhere under one or more names."""

    movement: MovementId
    parent: MovementId | None = None
    milestone: str | None = None
    outside: OutsideMovement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinMovement(Command):
    """Let a unit take part from a day on."""

    movement: MovementId
    unit: UnitId
    on: date
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveMovement(Command):
    """End a unit's part."""

    movement: MovementId
    unit: UnitId
    on: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveRegistration(Command):
    """Approve what a unit has registered."""

    movement: MovementId
    milestone: str
    unit: UnitId
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseRegistration(Command):
    """Refuse what a unit has registered, with the reason; it registers again."""

    movement: MovementId
    milestone: str
    unit: UnitId
    reason: str
    correct_by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolidateRegistrations(Command):
    """Put the registrations of a milestone together and send them up."""

    movement: MovementId
    milestone: str
    document: Citation | None = None
    parent: MovementId | None = None
    parent_milestone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteWork(Command):
    """Report that a registered work is done."""

    movement: MovementId
    unit: UnitId
    work: str
    on: date
    evidence: str | None = None
    milestone: str | None = None
    typed_by: PersonId | None = None


class AddedTarget(Fact):
    """An indicator that a paper adds, with the value of one assigner; another line of the same code has another's."""

    code: Code
    name: Text
    measure: Measure = "at_least"
    value: Number | None = None
    unit: Text = "đơn vị"
    assigned_by: Code = "self"
    as_written: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddTargets(Command):
    """Add indicators after the launch, on a paper."""

    movement: MovementId
    targets: tuple[AddedTarget, ...]
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrustTarget(Command):
    """Say who answers for an indicator from a day on."""

    movement: MovementId
    target: str
    to: SubjectId
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteExample(Command):
    """Note a best example."""

    movement: MovementId
    example: str
    subject: SubjectId
    what: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishExample(Command):
    """Record where a best example was made known."""

    movement: MovementId
    example: str
    where: str
    on: date


Leading = (
    SchedulePeriod | ReschedulePeriod | MoveDates | EndPeriod | HoldReview | CloseResults | SignPact | AnswerParent
    | JoinMovement | LeaveMovement | ApproveRegistration | RefuseRegistration | ConsolidateRegistrations | EntrustTarget
    | AddTargets | NoteExample | PublishExample
)  # fmt: skip
"""The acts of those who lead a movement."""
MovementCommand = (
    LaunchMovement | RegisterUnit | ReportProgress | AttachProgressEvidence | CompleteWork | Leading
)
