"""The facts of a movement: the one from above that it answers, and whether a unit's hard date is over."""

from domain.arrival import came_at
from domain.decider import Command
from domain.ids import obligation_id
from domain.movement.commands import AnswerParent, ConsolidateRegistrations, RegisterUnit, ReportProgress
from domain.movement.facts import MovementFacts
from domain.movement.states import Movement
from domain.obligation.states import Obligation
from workflows.facts.files import file_facts
from workflows.reading import Reading


def movement_facts(command: Command, reading: Reading) -> MovementFacts:
    """Load the movement from above, and look at the hard dates of the unit's own duties.

    What came on paper and is typed by the standing agency counts from the day it came.
    """
    parent = None
    if isinstance(command, AnswerParent | ConsolidateRegistrations) and command.parent is not None:
        parent = reading.maybe(command.parent, Movement)
    return MovementFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        parent=parent,
        file=file_facts(command, reading),
        shut=_shut(command, reading),
    )


def _shut(command: Command, reading: Reading) -> bool:
    match command:
        case RegisterUnit():
            kinds: tuple[str, ...] = ("register",)
        case ReportProgress():
            kinds = ("report_progress", "report_final")
        case _:
            return False
    duties = (
        reading.maybe(obligation_id(command.movement, kind, command.milestone, command.unit), Obligation)
        for kind in kinds
    )
    return any(
        duty.is_open and duty.shut_at(came_at(command, command.arrived))
        for duty in duties
        if duty is not None
    )
