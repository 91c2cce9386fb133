"""The states of a cluster, and how each event changes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from events.base import ClusterId, UnitId
from events.cluster import (
    ClusterEvent,
    ClusterFormed,
    ClusterRanked,
    HeadNamed,
    MembersChanged,
    PactSigned,
    Place,
    Score,
    ScoresVerified,
    ScoringAdopted,
    UnitDisqualified,
    UnitScored,
)


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads, and from which day."""

    head: UnitId
    since: date
    deputy: UnitId | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """One year of a cluster."""

    leads: tuple[Lead, ...] = ()
    """One after the other, as they were named."""
    pact_on: date | None = None
    scoring: ScoringAdopted | None = None
    scored: Mapping[tuple[UnitId, UnitId], tuple[Score, ...]] = field(default_factory=dict)
    """(Scorer, scored) → sheet; a unit's own sheet is the one it gave itself."""
    verified: Mapping[UnitId, tuple[Score, ...]] = field(default_factory=dict)
    disqualified: Mapping[UnitId, str] = field(default_factory=dict)
    places: tuple[Place, ...] = ()

    @property
    def head(self) -> UnitId | None:
        """The unit named last to lead the year; it is in office for what the year still asks for."""
        return self.leads[-1].head if self.leads else None

    def ranked(self, members: Sequence[UnitId]) -> tuple[UnitId, ...]:
        """Give the members that are to be ranked: all but those taken out."""
        return tuple(member for member in members if member not in self.disqualified)

    def has_done(self, duty: str, unit: str, members: Sequence[UnitId]) -> bool:
        """Say whether the act that meets a duty was done before the duty arose."""
        own = UnitId(unit)
        match duty:
            case "self_score":
                return (own, own) in self.scored
            case "cross_score":
                others = {member for member in self.ranked(members) if member != own}
                return bool(others) and all((own, other) in self.scored for other in others)
            case "verify_scores":
                ranked = self.ranked(members)
                return bool(ranked) and set(ranked) <= set(self.verified)
            case "sign_pact":
                return self.pact_on is not None
            case _:
                return False

    def head_on(self, day: date) -> UnitId | None:
        """Give the unit that led on a day."""
        return next((lead.head for lead in reversed(self.leads) if lead.since <= day), None)


@dataclass(frozen=True, slots=True)
class NoCluster:
    """Not formed."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster with its years."""

    cluster: ClusterId
    name: str
    kind: str
    members: tuple[UnitId, ...]
    years: Mapping[int, Year] = field(default_factory=dict)

    def year(self, year: int) -> Year:
        """Give a year; one of which nothing is known is empty."""
        return self.years.get(year, Year())


State = NoCluster | Cluster


def evolve(state: State, event: ClusterEvent) -> State:
    """Apply one event."""
    if isinstance(event, ClusterFormed):
        return Cluster(event.cluster, event.name, event.kind, event.members)
    if isinstance(state, NoCluster):
        return state
    if isinstance(event, MembersChanged):
        return replace(state, members=event.members)
    year = _evolved(state.year(event.year), event)
    return replace(state, years={**state.years, event.year: year})


def _evolved(
    year: Year,
    event: HeadNamed
    | PactSigned
    | ScoringAdopted
    | UnitScored
    | ScoresVerified
    | UnitDisqualified
    | ClusterRanked,
) -> Year:
    match event:
        case HeadNamed():
            lead = Lead(event.head, event.since or date(event.year, 1, 1), event.deputy)
            return replace(year, leads=(*year.leads, lead))
        case PactSigned():
            return replace(year, pact_on=event.on)
        case ScoringAdopted():
            return replace(year, scoring=event)
        case UnitScored():
            return replace(year, scored={**year.scored, (event.by_unit, event.unit): event.scores})
        case ScoresVerified():
            return replace(year, verified={**year.verified, event.unit: event.scores})
        case UnitDisqualified():
            return replace(year, disqualified={**year.disqualified, event.unit: event.reason})
        case ClusterRanked():
            return replace(year, places=event.places)
        case _:
            assert_never(event)
