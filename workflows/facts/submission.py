"""The facts of a set and of a list: whether the intake has shut, where a list may go, and who takes it up."""

from collections.abc import Sequence
from dataclasses import replace

from domain.arrival import came_at
from domain.decider import Command
from domain.ids import obligation_id
from domain.nomination.states import Eligible, Recommended
from domain.nomination.states import Forwarded as ForwardedDossier
from domain.obligation.states import Obligation
from domain.submission.commands import AcknowledgeReceipt, ForwardList, ReceiveSubmission
from domain.submission.facts import SubmissionFacts
from domain.submission.states import Forwarded
from domain.unit import Unit
from domain.upward import Road, Station, decides
from events.base import NominationId, UnitId
from events.submission import Advice
from projections import queries
from workflows.facts.files import file_facts
from workflows.facts.sets import with_lines
from workflows.reading import Reading


def submission_facts(command: Command, reading: Reading) -> SubmissionFacts:
    """Load the facts of a command on a set or a list."""
    return with_lines(command, _own_facts(command, reading), reading)


def _own_facts(command: Command, reading: Reading) -> SubmissionFacts:
    match command:
        case ReceiveSubmission():
            return _facts(reading, shut=_shut(command, reading))
        case ForwardList() if command.from_unit != command.to_unit:
            return _facts(reading, road=_road(command, reading))
        case AcknowledgeReceipt():
            sent = reading.maybe(command.submission, Forwarded)
            return _facts(
                reading, taken_up=sent is not None and queries.keeps_council(reading.session, sent.to_unit)
            )
        case _:
            return replace(_facts(reading), file=file_facts(command, reading))


def _facts(
    reading: Reading, *, shut: bool = False, road: Road | None = None, taken_up: bool = False
) -> SubmissionFacts:
    return SubmissionFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        shut=shut,
        road=road or Road(),
        taken_up=taken_up,
    )


def _shut(command: ReceiveSubmission, reading: Reading) -> bool:
    """Intake shuts only after a hard date, and its grace, at the recorded instant of the act.

    What came on paper and is typed by the standing agency counts from the day it came.
    """
    if not command.movement or not command.milestone:
        return False
    owed = obligation_id(command.movement, "submit_nominations", command.milestone, command.unit)
    duty = reading.maybe(owed, Obligation)
    return duty is not None and duty.is_open and duty.shut_at(came_at(command, command.arrived))


def _road(command: ForwardList, reading: Reading) -> Road:
    """Give the levels above the unit that sends, what it would decide itself, and its council's advice."""
    ready = _ready(command.nominations, reading)
    sender = reading.maybe(command.from_unit, Unit)
    rules = reading.rules(command.from_unit)
    own = {
        state.dossier.award
        for state in ready
        if sender and decides(rules, state.dossier.award, sender.level, command.signed_on)
    }
    return Road(
        above=stations(command.from_unit, reading),
        decided_here=frozenset(own),
        advice=tuple(
            Advice(nomination=state.dossier.nomination, session=state.session, tally=state.tally)
            for state in ready
            if not isinstance(state, Eligible) and state.session is not None and state.tally is not None
        ),
    )


def _ready(
    nominations: Sequence[NominationId], reading: Reading
) -> list[Recommended | ForwardedDossier | Eligible]:
    """Give the dossiers that a council has proposed, or that need none."""
    states = [reading.stream(nomination).state for nomination in nominations]
    return [
        state
        for state in states
        if isinstance(state, Recommended | ForwardedDossier)
        or (isinstance(state, Eligible) and state.dossier.simplified)
    ]


def stations(unit: UnitId, reading: Reading) -> tuple[Station, ...]:
    """Give the units above one, nearest first."""
    above = [reading.state(name, Unit) for name in queries.chain(reading.session, unit)[1:]]
    return tuple(Station(known.unit, known.name, known.level, known.closed_on) for known in above)
