"""What can be asked of a cluster."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.decider import Command
from events.base import Citation, ClusterId, UnitId
from events.cluster import Criterion, Score
from events.plan import Milestone


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCluster(Command):
    """Form a cluster of units."""

    cluster: ClusterId
    name: str
    kind: Literal["cum", "khoi"]
    members: tuple[UnitId, ...]
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeMembers(Command):
    """Change who belongs to it."""

    cluster: ClusterId
    members: tuple[UnitId, ...]
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHead(Command):
    """Name the unit that leads a year; the one of the year before, or another within the year, only with a reason."""

    cluster: ClusterId
    year: int
    head: UnitId
    deputy: UnitId | None = None
    reason: str | None = None
    since: date | None = None
    """From which day; absent: from the first of the year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignClusterPact(Command):
    """Record that the members signed the pact of a year."""

    cluster: ClusterId
    year: int
    on: date
    signers: tuple[UnitId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptScoring(Command):
    """Adopt the score sheet of a year, with the rule for ties and the dates."""

    cluster: ClusterId
    year: int
    criteria: tuple[Criterion, ...]
    ties: tuple[str, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreUnit(Command):
    """Score a member: itself, or another one."""

    cluster: ClusterId
    year: int
    unit: UnitId
    by_unit: UnitId
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyScores(Command):
    """Set a member's verified sheet."""

    cluster: ClusterId
    year: int
    unit: UnitId
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisqualifyUnit(Command):
    """Take a member out of the ranking; its scores stay."""

    cluster: ClusterId
    year: int
    unit: UnitId
    reason: str
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class RankCluster(Command):
    """Rank the members by their verified sheets."""

    cluster: ClusterId
    year: int
    on: date


Led = ChangeMembers | NameHead | SignClusterPact | AdoptScoring | VerifyScores | DisqualifyUnit | RankCluster
ClusterCommand = FormCluster | ScoreUnit | Led
