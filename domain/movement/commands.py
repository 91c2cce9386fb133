"""What can be asked of a movement."""

from dataclasses import dataclass
from datetime import date

from domain.decider import Command
from events.base import Citation, MovementId, PersonId, UnitId
from events.movement import Figure
from events.plan import Milestone, Plan, Span


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
class HoldReview(Command):
    """Record that sơ kết or tổng kết was held; the milestone says which."""

    movement: MovementId
    milestone: str
    held_on: date
    praised: tuple[UnitId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseResults(Command):
    """Close the figures of the year."""

    movement: MovementId
    on: date
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignPact(Command):
    """Record the pact of a cluster."""

    movement: MovementId
    cluster: str
    on: date


MovementCommand = (
    LaunchMovement | SchedulePeriod | ReschedulePeriod | EndPeriod | RegisterUnit | ReportProgress | HoldReview
    | CloseResults | SignPact
)  # fmt: skip
