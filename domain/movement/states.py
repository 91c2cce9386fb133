"""The states of a movement, and how each event changes them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.refusal import NotFound
from events.base import MovementId, UnitId
from events.movement import (
    Figure,
    FinalReviewHeld,
    InterimReviewHeld,
    Judged,
    MovementEvent,
    MovementLaunched,
    PactSigned,
    PeriodEnded,
    PeriodRescheduled,
    PeriodScheduled,
    ProgressReported,
    ResultsClosed,
    TargetAssigned,
    UnitRegistered,
)
from events.plan import Milestone, Plan, Span, Target

WHOLE_YEAR = "ca-nam"
"""The code of the movement's own period."""


@dataclass(frozen=True, slots=True)
class Period:
    """A dated stretch with its milestones by code."""

    name: str
    span: Span
    milestones: Mapping[str, Milestone]
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class NoMovement:
    """Not launched."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A launched movement."""

    movement: MovementId
    organisation: UnitId
    plan: Plan
    participants: tuple[UnitId, ...]
    periods: Mapping[str, Period] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    registered: frozenset[UnitId] = frozenset()
    reported: frozenset[tuple[str, UnitId]] = frozenset()
    """(milestone, unit)."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    """The last figure of each indicator."""
    reviews: Mapping[str, date] = field(default_factory=dict)
    findings: tuple[Judged, ...] = ()
    pacts: tuple[tuple[str, date], ...] = ()
    closed_on: date | None = None

    def milestone(self, code: str) -> tuple[str, Milestone]:
        """Give a milestone with its period's code; refuses an unknown one."""
        for period, scheduled in self.periods.items():
            if code in scheduled.milestones:
                return period, scheduled.milestones[code]
        raise NotFound(f"Phong trào không có mốc “{code}”.")


State = NoMovement | Movement


def evolve(state: State, event: MovementEvent) -> State:
    """Apply one event."""
    if isinstance(event, MovementLaunched):
        return Movement(event.movement, event.organisation, event.plan, event.participants)
    if isinstance(state, NoMovement):
        return state
    match event:
        case PeriodScheduled():
            milestones = {milestone.code: milestone for milestone in event.milestones}
            return _with_period(state, event.period, Period(event.name, event.span, milestones))
        case PeriodRescheduled():
            return _moved(state, event)
        case PeriodEnded():
            return _with_period(state, event.period, replace(state.periods[event.period], ended_on=event.on))
        case TargetAssigned():
            return replace(state, targets=(*state.targets, event.target))
        case UnitRegistered():
            return replace(state, registered=state.registered | {event.unit})
        case ProgressReported():
            figures = {**state.figures, **{figure.target: figure for figure in event.figures}}
            return replace(state, reported=state.reported | {(event.milestone, event.unit)}, figures=figures)
        case InterimReviewHeld() | FinalReviewHeld():
            reviews = {**state.reviews, event.milestone: event.held_on}
            return replace(state, reviews=reviews, findings=event.findings)
        case ResultsClosed():
            return replace(state, closed_on=event.on, findings=event.findings)
        case PactSigned():
            return replace(state, pacts=(*state.pacts, (event.cluster, event.on)))
        case _:
            assert_never(event)


def _with_period(state: Movement, code: str, period: Period) -> Movement:
    return replace(state, periods={**state.periods, code: period})


def _moved(state: Movement, event: PeriodRescheduled) -> Movement:
    period = state.periods[event.period]
    milestone = period.milestones[event.milestone].model_copy(update={"due": event.due.isoformat()})
    return _with_period(
        state, event.period, replace(period, milestones={**period.milestones, event.milestone: milestone})
    )
