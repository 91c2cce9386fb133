"""The movement's rules at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider, existing
from domain.facts import Facts
from domain.movement import dates, results, taking_part
from domain.movement.commands import (
    CloseResults,
    EndPeriod,
    HoldReview,
    LaunchMovement,
    MovementCommand,
    RegisterUnit,
    ReportProgress,
    ReschedulePeriod,
    SchedulePeriod,
    SignPact,
)
from domain.movement.facts import LAUNCH, MISSING
from domain.movement.launch import launch
from domain.movement.states import Movement, NoMovement, State, evolve
from events.movement import MovementEvent


def decide(state: State, command: MovementCommand, facts: Facts) -> Sequence[MovementEvent]:
    """Decide what happens in a movement."""
    match command:
        case LaunchMovement():
            return launch(state, command, facts)
        case RegisterUnit():
            return taking_part.register(existing(state, Movement, MISSING), command, facts)
        case ReportProgress():
            return taking_part.report(existing(state, Movement, MISSING), command, facts)
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
            return dates.schedule(state, command)
        case ReschedulePeriod():
            return dates.reschedule(state, command)
        case EndPeriod():
            return dates.end(state, command)
        case HoldReview():
            return results.hold_review(state, command)
        case CloseResults():
            return results.close(state, command)
        case SignPact():
            return results.sign_pact(state, command)
        case _:
            assert_never(command)


DECIDER: Decider[State, MovementCommand, MovementEvent, Facts] = Decider(
    "movement", NoMovement(), decide, evolve
)
