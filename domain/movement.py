"""Phong trào thi đua: launched from a plan, its dates set and moved by documents, its targets judged by figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed, NotFound, Refusal, WrongState
from domain.targets import judge_all
from events.base import Basis, Citation, MovementId, PersonId, UnitId
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
from events.personal import Clear, Personal
from events.plan import Milestone, Plan, Span, Target

LAUNCH = Basis(document="Luật 06/2022/QH15", article="Đ17-18")
WHOLE_YEAR = "ca-nam"
"""The code of the movement's own period."""
MISSING = "Phong trào này chưa có trong sổ."


class LaunchIncomplete(Refusal):
    """Văn bản phát động thiếu số, ngày hoặc thời gian."""

    code = "launch_incomplete"


class NotAParticipant(Refusal):
    """Đơn vị không thuộc đối tượng của phong trào."""

    code = "not_a_participant"


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


def decide(state: State, command: MovementCommand, facts: Facts) -> Sequence[MovementEvent]:
    """Decide what happens in a movement."""
    match command:
        case LaunchMovement():
            return _launch(state, command, facts)
        case RegisterUnit():
            return _register(existing(state, Movement, MISSING), command, facts)
        case ReportProgress():
            return _report(existing(state, Movement, MISSING), command, facts)
        case SchedulePeriod() | ReschedulePeriod() | EndPeriod() | HoldReview() | CloseResults() | SignPact():
            return _lead(existing(state, Movement, MISSING), command, facts)
        case _:
            assert_never(command)


def _lead(
    state: Movement,
    command: SchedulePeriod | ReschedulePeriod | EndPeriod | HoldReview | CloseResults | SignPact,
    facts: Facts,
) -> Sequence[MovementEvent]:
    """Decide an act of those who lead the movement."""
    facts.require(command, ("standing_agency", "authority"), state.organisation, basis=LAUNCH)
    match command:
        case SchedulePeriod():
            return _schedule(state, command)
        case ReschedulePeriod():
            return _reschedule(state, command)
        case EndPeriod():
            return _end(state, command)
        case HoldReview():
            return _hold_review(state, command)
        case CloseResults():
            return _close(state, command)
        case SignPact():
            done = (command.cluster, command.on) in state.pacts
            return (
                () if done else (PactSigned(movement=state.movement, cluster=command.cluster, on=command.on),)
            )
        case _:
            assert_never(command)


def _launch(state: State, command: LaunchMovement, facts: Facts) -> Sequence[MovementEvent]:
    facts.require(command, ("standing_agency", "authority"), command.organisation, basis=LAUNCH)
    if isinstance(state, Movement):
        if state.plan == nameless(command.plan):
            return ()
        raise AlreadyExists(f"Phong trào “{state.plan.title}” đã phát động.")
    plan = command.plan
    missing = launch_gaps(plan)
    if missing:
        raise LaunchIncomplete(
            f"Chưa phát động được: văn bản chưa có {', '.join(missing)}.",
            basis=LAUNCH,
            todo="Hãy bổ sung vào tệp kế hoạch hoặc nạp kèm tệp bổ sung, rồi phát động lại.",
        )
    launched = MovementLaunched(
        movement=command.movement,
        organisation=command.organisation,
        plan=nameless(plan),
        participants=command.participants,
        signer=_official(command.organisation, plan.organisation.signer),
        spokesperson=_official(command.organisation, plan.organisation.spokesperson),
    )
    year = PeriodScheduled(
        movement=command.movement,
        period=WHOLE_YEAR,
        name=plan.title,
        span=plan.period,
        milestones=plan.milestones,
    )
    rounds = [
        PeriodScheduled(movement=command.movement, period=dated.code, name=dated.name, span=dated.span)
        for dated in plan.rounds
        if dated.span.dated
    ]
    targets = [TargetAssigned(movement=command.movement, target=target) for target in plan.targets]
    return (launched, year, *rounds, *targets)


def nameless(plan: Plan) -> Plan:
    """Give the plan without the names of officials: a personal field is stored sealed, beside it."""
    organisation = plan.organisation.model_copy(update={"signer": None, "spokesperson": None})
    return plan.model_copy(update={"organisation": organisation})


def _official(organisation: UnitId, name: str | None) -> Personal | None:
    return Clear(organisation, "identity", name) if name else None


def launch_gaps(plan: Plan) -> list[str]:
    """Name what a launch needs and the plan lacks: number, date, period."""
    gaps = []
    if plan.number is None:
        gaps.append("số văn bản")
    if plan.signed_on is None:
        gaps.append("ngày ký")
    if not plan.period.dated:
        gaps.append("thời gian thực hiện")
    return gaps


def _schedule(state: Movement, command: SchedulePeriod) -> Sequence[MovementEvent]:
    if not command.span.dated:
        raise Malformed("Đợt thi đua cần ngày bắt đầu và ngày kết thúc.", basis=LAUNCH)
    if command.period in state.periods:
        raise AlreadyExists(f"Đợt “{command.name}” đã có thời hạn; hãy điều chỉnh từng mốc theo văn bản.")
    return (
        PeriodScheduled(
            movement=state.movement,
            period=command.period,
            name=command.name,
            span=command.span,
            milestones=command.milestones,
        ),
    )


def _reschedule(state: Movement, command: ReschedulePeriod) -> Sequence[MovementEvent]:
    period, milestone = state.milestone(command.milestone)
    if milestone.due_on == command.due:
        return ()
    return (
        PeriodRescheduled(
            movement=state.movement,
            period=period,
            milestone=command.milestone,
            due=command.due,
            document=command.document,
        ),
    )


def _end(state: Movement, command: EndPeriod) -> Sequence[MovementEvent]:
    period = state.periods.get(command.period)
    if period is None:
        raise NotFound("Đợt thi đua này chưa có thời hạn.")
    if period.ended_on is not None:
        return ()
    return (PeriodEnded(movement=state.movement, period=command.period, on=command.on),)


def _participant(state: Movement, unit: UnitId) -> None:
    if unit not in state.participants:
        raise NotAParticipant(
            "Đơn vị này không thuộc đối tượng tham gia phong trào.",
            basis=LAUNCH,
            todo="Hãy kiểm tra mục đối tượng trong văn bản phát động.",
        )


def _for_unit(state: Movement, command: RegisterUnit | ReportProgress, facts: Facts) -> None:
    """Refuse whoever is neither of the unit nor of the standing agency, which may type for it and says so."""
    _participant(state, command.unit)
    if command.typed_by is not None:
        facts.require(command, ("standing_agency",), state.organisation)
    elif command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",), command.unit, state.organisation)
    else:
        facts.require(command, ("clerk", "head"), command.unit)


def _register(state: Movement, command: RegisterUnit, facts: Facts) -> Sequence[MovementEvent]:
    _for_unit(state, command, facts)
    if command.unit in state.registered:
        return ()
    return (
        UnitRegistered(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            titles=command.titles,
            works=command.works,
            arrived=command.arrived or command.legal_day,
            typed_by=command.typed_by,
            scan=command.scan,
        ),
    )


def _known_targets(state: Movement, figures: Sequence[Figure]) -> None:
    unknown = [figure.target for figure in figures if figure.target not in {t.code for t in state.targets}]
    if unknown:
        raise NotFound(f"Phong trào không có chỉ tiêu {', '.join(unknown)}.")


def _report(state: Movement, command: ReportProgress, facts: Facts) -> Sequence[MovementEvent]:
    _for_unit(state, command, facts)
    _known_targets(state, command.figures)
    state.milestone(command.milestone)
    if (command.milestone, command.unit) in state.reported and not command.figures:
        return ()
    return (
        ProgressReported(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            arrived=command.arrived or command.legal_day,
            figures=command.figures,
            typed_by=command.typed_by,
        ),
    )


def _hold_review(state: Movement, command: HoldReview) -> Sequence[MovementEvent]:
    _period, milestone = state.milestone(command.milestone)
    if command.milestone in state.reviews:
        return ()
    final = milestone.duty == "hold_final_review"
    if not final and milestone.duty != "hold_interim_review":
        raise WrongState(f"Mốc “{milestone.name}” không phải là sơ kết hay tổng kết.")
    held = FinalReviewHeld if final else InterimReviewHeld
    findings = state.findings if state.closed_on else judge_all(state.targets, state.figures, final=final)
    return (
        held(
            movement=state.movement,
            milestone=command.milestone,
            held_on=command.held_on,
            findings=findings,
            praised=command.praised,
        ),
    )


def _close(state: Movement, command: CloseResults) -> Sequence[MovementEvent]:
    if state.closed_on is not None:
        return ()
    _known_targets(state, command.figures)
    figures = {**state.figures, **{figure.target: figure for figure in command.figures}}
    return (
        ResultsClosed(
            movement=state.movement, on=command.on, findings=judge_all(state.targets, figures, final=True)
        ),
    )


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


DECIDER: Decider[State, MovementCommand, MovementEvent, Facts] = Decider(
    "movement", NoMovement(), decide, evolve
)
