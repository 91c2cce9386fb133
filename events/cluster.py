"""Cụm, khối thi đua: its members and rotating head, the pact, the scores by whom, and the ranking of a year."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, ClusterId, Code, Count, Event, Fact, Number, Text, UnitId
from events.plan import Milestone


class Criterion(Fact):
    """One criterion of the score sheet."""

    code: Code
    name: Text
    most: Number
    """The most points it can give, or take."""
    kind: Literal["base", "bonus", "penalty"] = "base"


class Score(Fact):
    """Points for one criterion."""

    criterion: Code
    points: Number
    why: Text | None = None


class Place(Fact):
    """A unit's place."""

    rank: Count
    unit: UnitId
    points: Number
    broken_by: Code | None = None
    """The criterion that parted it from a unit with as many points."""
    shared: Literal[True] | None = None
    """Nothing parted it from another: both have the rank."""


class ClusterFormed(Event):
    """Thành lập cụm, khối thi đua. Căn cứ: Luật 06/2022/QH15, Đ16.2.c."""

    type: Literal["cluster.formed"] = "cluster.formed"
    cluster: ClusterId
    name: Text
    kind: Literal["cum", "khoi"]
    members: tuple[UnitId, ...]
    document: Citation


class MembersChanged(Event):
    """Điều chỉnh thành viên cụm, khối thi đua."""

    type: Literal["cluster.members_changed"] = "cluster.members_changed"
    cluster: ClusterId
    members: tuple[UnitId, ...]
    document: Citation


class HeadNamed(Event):
    """Cử cụm trưởng, khối trưởng (luân phiên hằng năm) và cấp phó."""

    type: Literal["cluster.head_named"] = "cluster.head_named"
    cluster: ClusterId
    year: Count
    head: UnitId
    deputy: UnitId | None = None
    reason: Text | None = None
    """Why the same unit leads again, or another takes over within the year, where it does."""
    since: date | None = None
    """From which day it leads; absent: from the first day of the year."""


class PactSigned(Event):
    """Ký giao ước thi đua của cụm, khối."""

    type: Literal["cluster.pact_signed"] = "cluster.pact_signed"
    cluster: ClusterId
    year: Count
    on: date
    signers: tuple[UnitId, ...]
    head: UnitId | None = None
    """Who led the year then."""


class ScoringAdopted(Event):
    """Ban hành bảng điểm và quy tắc xếp hạng của năm."""

    type: Literal["cluster.scoring_adopted"] = "cluster.scoring_adopted"
    cluster: ClusterId
    year: Count
    criteria: tuple[Criterion, ...]
    ties: tuple[Code, ...] = ()
    """The criteria that part units with as many points, in order; beyond them the rank is shared."""
    milestones: tuple[Milestone, ...] = ()
    document: Citation


class UnitScored(Event):
    """Tự chấm điểm hoặc chấm chéo."""

    type: Literal["cluster.unit_scored"] = "cluster.unit_scored"
    cluster: ClusterId
    year: Count
    unit: UnitId
    by_unit: UnitId
    scores: tuple[Score, ...]
    total: Number
    all_scored: Literal[True] | None = None
    """The scorer has now scored every other member."""


class ScoresVerified(Event):
    """Cơ quan thường trực thẩm tra điểm của một đơn vị."""

    type: Literal["cluster.scores_verified"] = "cluster.scores_verified"
    cluster: ClusterId
    year: Count
    unit: UnitId
    scores: tuple[Score, ...]
    total: Number
    all_verified: Literal[True] | None = None


class UnitDisqualified(Event):
    """Không xếp hạng một đơn vị; điểm đã chấm vẫn giữ."""

    type: Literal["cluster.unit_disqualified"] = "cluster.unit_disqualified"
    cluster: ClusterId
    year: Count
    unit: UnitId
    reason: Text
    document: Citation


class ClusterRanked(Event):
    """Xếp hạng cụm, khối thi đua."""

    type: Literal["cluster.ranked"] = "cluster.ranked"
    cluster: ClusterId
    year: Count
    on: date
    places: tuple[Place, ...]
    head: UnitId | None = None
    """Who led the year then."""


ClusterEvent = Annotated[
    ClusterFormed | MembersChanged | HeadNamed | PactSigned | ScoringAdopted | UnitScored | ScoresVerified
    | UnitDisqualified | ClusterRanked,
    Field(discriminator="type"),
]  # fmt: skip
