"""Phát động: from a plan to the movement, its dated rounds and its targets."""

from collections.abc import Sequence

from domain.facts import Facts
from domain.movement.commands import LaunchMovement
from domain.movement.dates import not_headed
from domain.movement.facts import LAUNCH, LaunchIncomplete
from domain.movement.states import WHOLE_YEAR, Movement, State
from domain.refusal import AlreadyExists
from events.base import UnitId
from events.movement import (
    MovementEvent,
    MovementLaunched,
    OutsideMovement,
    ParentAnswered,
    PeriodScheduled,
    TargetAssigned,
)
from events.personal import Clear, Personal
from events.plan import Plan


def launch(state: State, command: LaunchMovement, facts: Facts) -> Sequence[MovementEvent]:
    """Launch; the plan must have its number, its day and its period."""
    facts.require(command, ("standing_agency", "authority"), command.organisation, basis=LAUNCH)
    if isinstance(state, Movement):
        if state.plan == nameless(command.plan):
            return ()
        raise AlreadyExists(f"Phong trào “{state.plan.title}” đã phát động.")
    plan = command.plan
    not_headed(plan.milestones)
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
    above = [
        ParentAnswered(
            movement=command.movement,
            organisation=command.organisation,
            outside=OutsideMovement(names=(title,)),
        )
        for title in plan.parent_movements
    ]
    return (launched, year, *rounds, *targets, *above)


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
