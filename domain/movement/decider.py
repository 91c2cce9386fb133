"""The movement's rules at a glance: which command goes where."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider, existing
from domain.movement import amendment, dates, family, progress, registration, results
from domain.movement.commands import (
    AddTargets,
    AnswerParent,
    ApproveRegistration,
    AttachProgressEvidence,
    CloseResults,
    CompleteWork,
    ConsolidateRegistrations,
    EndPeriod,
    EntrustTarget,
    HoldReview,
    JoinMovement,
    LaunchMovement,
    Leading,
    LeaveMovement,
    MoveDates,
    MovementCommand,
    NoteExample,
    PublishExample,
    RefuseRegistration,
    RegisterUnit,
    ReportProgress,
    ReschedulePeriod,
    SchedulePeriod,
    SignPact,
)
from domain.movement.facts import LAUNCH, MISSING, MovementFacts
from domain.movement.launch import launch
from domain.movement.states import Movement, NoMovement, State, evolve
from events.movement import MovementEvent


def decide(state: State, command: MovementCommand, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Decide what happens in a movement."""
    match command:
        case LaunchMovement():
            return launch(state, command, facts)
        case RegisterUnit():
            return registration.register(existing(state, Movement, MISSING), command, facts)
        case ReportProgress():
            return progress.report(existing(state, Movement, MISSING), command, facts)
        case AttachProgressEvidence():
            return progress.attach(existing(state, Movement, MISSING), command, facts)
        case CompleteWork():
            return registration.complete_work(existing(state, Movement, MISSING), command, facts)
        case _:
            return _lead(existing(state, Movement, MISSING), command, facts)


def _lead(  # a table of contents
    state: Movement, command: Leading, facts: MovementFacts
) -> Sequence[MovementEvent]:
    """Decide an act of those who lead the movement."""
    facts.require(command, ("standing_agency", "authority"), state.organisation, basis=LAUNCH)
    match command:
        case SchedulePeriod():
            return dates.schedule(state, command)
        case ReschedulePeriod():
            return dates.reschedule(state, command)
        case MoveDates():
            return dates.move(state, command)
        case EndPeriod():
            return dates.end(state, command)
        case HoldReview():
            return results.hold_review(state, command)
        case CloseResults():
            return results.close(state, command)
        case SignPact():
            return results.sign_pact(state, command)
        case AnswerParent():
            return family.answer(state, command, facts)
        case JoinMovement():
            return family.join(state, command)
        case LeaveMovement():
            return family.leave(state, command)
        case ApproveRegistration():
            return registration.approve(state, command)
        case RefuseRegistration():
            return registration.refuse(state, command)
        case ConsolidateRegistrations():
            return registration.consolidate(state, command, facts)
        case AddTargets():
            return amendment.add_targets(state, command)
        case EntrustTarget():
            return progress.entrust(state, command)
        case NoteExample():
            return results.note_example(state, command)
        case PublishExample():
            return results.publish_example(state, command)
        case _:
            assert_never(command)


DECIDER: Decider[State, MovementCommand, MovementEvent, MovementFacts] = Decider(
    "movement", NoMovement(), decide, evolve
)
