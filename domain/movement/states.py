"""The states of a movement, and how each event changes them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from domain.refusal import NotFound
from domain.vietnamese.folding import comparison_key
from events.base import Citation, MovementId, SubjectId, UnitId
from events.movement import (
    ExampleNoted,
    ExamplePublished,
    Figure,
    FinalReviewHeld,
    InterimReviewHeld,
    Judged,
    MovementEvent,
    MovementLaunched,
    PactSigned,
    ParentAnswered,
    PeriodEnded,
    PeriodRescheduled,
    PeriodScheduled,
    ProgressEvidenceAttached,
    ProgressReported,
    RegistrationApproved,
    RegistrationRefused,
    RegistrationsConsolidated,
    ResultsClosed,
    TargetAssigned,
    TargetEntrusted,
    TargetsAdded,
    UnitDeparted,
    UnitJoined,
    UnitRegistered,
    WorkCompleted,
)
from events.plan import Milestone, Plan, Round, Span, Target

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
class Outside:
    """A movement launched elsewhere, with every name by which papers call it."""

    names: tuple[str, ...]
    issuer: str | None

    def called_any(self, names: Iterable[str]) -> bool:
        """Say whether one of `names` is one of its names, however its marks and spaces are written."""
        known = {comparison_key(name) for name in self.names}
        return any(comparison_key(name) in known for name in names)


@dataclass(frozen=True, slots=True)
class Registration:
    """What a unit has registered at a milestone, and what became of it."""

    titles: tuple[str, ...]
    works: tuple[str, ...]
    status: Literal["sent", "approved", "refused"] = "sent"
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of an indicator as it was reported: by whom, when, at which milestone."""

    unit: UnitId
    on: date
    milestone: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class Example:
    """A best example, and where it was made known."""

    subject: SubjectId
    what: str
    on: date
    published: tuple[tuple[str, date], ...] = ()


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
    added: Mapping[str, Citation] = field(default_factory=dict)
    """Indicator → the paper that added it, or the last value for it, after the launch."""
    answered: frozenset[MovementId] = frozenset()
    """The movements of this ledger that it answers."""
    outside: tuple[Outside, ...] = ()
    registrations: Mapping[tuple[str, UnitId], Registration] = field(default_factory=dict)
    """(Milestone, unit) → what it registered."""
    consolidated: frozenset[str] = frozenset()
    """Milestones whose registrations were sent up."""
    works_done: Mapping[tuple[UnitId, str], date] = field(default_factory=dict)
    completed: frozenset[tuple[str, UnitId]] = frozenset()
    """(Milestone, unit) of the works that were reported done at a milestone."""
    entrusted: Mapping[str, SubjectId] = field(default_factory=dict)
    """Indicator → who answers for it."""
    examples: Mapping[str, Example] = field(default_factory=dict)
    reported: frozenset[tuple[str, UnitId]] = frozenset()
    """(milestone, unit)."""
    evidence: frozenset[tuple[str, UnitId, str | None, str]] = frozenset()
    """The files that prove reports: (milestone, unit, indicator, hash)."""
    figures: Mapping[str, Figure] = field(default_factory=dict)
    """The last whole figure of each indicator."""
    series: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    """Every figure reported for each indicator, in order."""
    reviews: Mapping[str, date] = field(default_factory=dict)
    findings: tuple[Judged, ...] = ()
    pacts: tuple[tuple[str, date], ...] = ()
    signed: frozenset[tuple[str, UnitId]] = frozenset()
    """(Milestone, unit) of the pacts that were signed at a milestone."""
    closed_on: date | None = None

    @property
    def registered(self) -> frozenset[UnitId]:
        """The units with a registration that was not refused."""
        return frozenset(unit for (_, unit), one in self.registrations.items() if one.status != "refused")

    @property
    def undated(self) -> tuple[Round, ...]:
        """The rounds of the plan that still wait for their dates."""
        return tuple(one for one in self.plan.rounds if one.code not in self.periods)

    def has_done(self, duty: str, milestone: str, unit: str) -> bool:
        """Say whether the act that meets a duty was done before the duty arose."""
        own = (milestone, UnitId(unit))
        match duty:
            case "register":
                known = self.registrations.get(own)
                return known is not None and known.status != "refused"
            case "report_progress" | "report_final":
                return own in self.reported
            case "hold_interim_review" | "hold_final_review":
                return milestone in self.reviews
            case "consolidate_registrations":
                return milestone in self.consolidated
            case "sign_pact":
                return own in self.signed
            case "complete_work":
                return own in self.completed
            case _:
                return False

    def milestone(self, code: str) -> tuple[str, Milestone]:
        """Give a milestone with its period's code; refuses an unknown one."""
        for period, scheduled in self.periods.items():
            if code in scheduled.milestones:
                return period, scheduled.milestones[code]
        raise NotFound(f"Phong trào không có mốc “{code}”.")


State = NoMovement | Movement


def evolve(state: State, event: MovementEvent) -> State:  # noqa: C901, PLR0912  # a table of contents
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
        case TargetsAdded():
            return _amended(state, event)
        case UnitRegistered():
            return _with_registration(state, event, Registration(event.titles, event.works))
        case RegistrationApproved():
            known = state.registrations[event.milestone, event.unit]
            return _with_registration(state, event, replace(known, status="approved", reason=None))
        case RegistrationRefused():
            known = state.registrations[event.milestone, event.unit]
            return _with_registration(state, event, replace(known, status="refused", reason=event.reason))
        case RegistrationsConsolidated():
            return replace(state, consolidated=state.consolidated | {event.milestone})
        case ProgressReported():
            return _reported(state, event)
        case ProgressEvidenceAttached():
            proof = (event.milestone, event.unit, event.target, event.blob.sha256)
            return replace(state, evidence=state.evidence | {proof})
        case InterimReviewHeld() | FinalReviewHeld():
            reviews = {**state.reviews, event.milestone: event.held_on}
            return replace(state, reviews=reviews, findings=event.findings)
        case ResultsClosed():
            return replace(state, closed_on=event.on, findings=event.findings)
        case PactSigned():
            signers = event.signers or (state.organisation,)
            signed = {(event.milestone, unit) for unit in signers if event.milestone}
            pacts = (*state.pacts, (event.cluster, event.on))
            return replace(state, pacts=pacts, signed=state.signed | signed)
        case ParentAnswered():
            return _answered(state, event)
        case UnitJoined():
            return replace(state, participants=(*state.participants, event.unit))
        case UnitDeparted():
            return replace(state, participants=tuple(u for u in state.participants if u != event.unit))
        case WorkCompleted():
            done = {(event.milestone, event.unit)} if event.milestone else set()
            works_done = {**state.works_done, (event.unit, event.work): event.on}
            return replace(state, works_done=works_done, completed=state.completed | done)
        case TargetEntrusted():
            return replace(state, entrusted={**state.entrusted, event.target: event.to})
        case ExampleNoted():
            noted = Example(event.subject, event.what, event.on)
            return replace(state, examples={**state.examples, event.example: noted})
        case ExamplePublished():
            example = state.examples[event.example]
            published = (*example.published, (event.where, event.on))
            return replace(
                state, examples={**state.examples, event.example: replace(example, published=published)}
            )
        case _:
            assert_never(event)


def _with_period(state: Movement, code: str, period: Period) -> Movement:
    return replace(state, periods={**state.periods, code: period})


def _moved(state: Movement, event: PeriodRescheduled) -> Movement:
    period = state.periods[event.period]
    milestone = period.milestones[event.milestone].model_copy(
        update={"due": event.due.isoformat(), "grace": event.grace}
    )
    return _with_period(
        state, event.period, replace(period, milestones={**period.milestones, event.milestone: milestone})
    )


def _amended(state: Movement, event: TargetsAdded) -> Movement:
    """Add indicators at the end; a further assigner's value goes beside those that are there."""
    targets = {target.code: target for target in state.targets}
    for target in event.targets:
        known = targets.get(target.code)
        assignments = (*(known.assignments if known else ()), *target.assignments)
        targets[target.code] = (known or target).model_copy(update={"assignments": assignments})
    added = {target.code: event.document for target in event.targets}
    return replace(state, targets=tuple(targets.values()), added={**state.added, **added})


def _with_registration(
    state: Movement, event: UnitRegistered | RegistrationApproved | RegistrationRefused, new: Registration
) -> Movement:
    return replace(state, registrations={**state.registrations, (event.milestone, event.unit): new})


def _reported(state: Movement, event: ProgressReported) -> Movement:
    series = dict(state.series)
    for figure in event.figures:
        point = Point(event.unit, event.arrived, event.milestone, figure)
        series[figure.target] = (*series.get(figure.target, ()), point)
    whole = {figure.target: figure for figure in event.figures if not figure.partial}
    return replace(
        state,
        reported=state.reported | {(event.milestone, event.unit)},
        figures={**state.figures, **whole},
        series=series,
    )


def _answered(state: Movement, event: ParentAnswered) -> Movement:
    if event.parent is not None:
        return replace(state, answered=state.answered | {event.parent})
    if event.outside is None:
        return state
    names = event.outside.names
    others = tuple(parent for parent in state.outside if not parent.called_any(names))
    known = next((parent for parent in state.outside if parent.called_any(names)), Outside((), None))
    further = tuple(name for name in names if not known.called_any((name,)))
    return replace(
        state,
        outside=(*others, Outside((*known.names, *further), known.issuer or event.outside.issuer)),
    )
