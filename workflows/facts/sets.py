"""The facts of a set: where each of its lines stands, and what each dossier of a list is for."""

from dataclasses import replace

from domain.decider import Command
from domain.nomination import states as n
from domain.submission.commands import ForwardList, HandInAgain, ReturnSubmission, WithdrawSubmission
from domain.submission.facts import SubmissionFacts
from domain.submission.states import Submission
from events.base import NominationId
from workflows.reading import Reading


def with_lines(command: Command, facts: SubmissionFacts, reading: Reading) -> SubmissionFacts:
    """Add what an act on a whole set, or a list of one award, has to know of the dossiers."""
    match command:
        case ReturnSubmission() | HandInAgain() | WithdrawSubmission():
            found = reading.maybe(command.submission, Submission)
            return _standing(found, facts, reading) if found else facts
        case ForwardList() if command.award is not None:
            states = {one: reading.stream(one).state for one in command.nominations}
            awards = {one: state.dossier.award for one, state in states.items() if hasattr(state, "dossier")}
            return replace(facts, awards=awards)
        case _:
            return facts


def _standing(found: Submission, facts: SubmissionFacts, reading: Reading) -> SubmissionFacts:
    """Sort the lines of a set by who has them; those that ended, or came in again with another set, are nobody's."""
    in_hand: list[NominationId] = []
    at_the_unit: list[NominationId] = []
    frozen: list[NominationId] = []
    for line in found.lines:
        match reading.stream(line.nomination).state:
            case n.Submitted(submission=of) | n.Eligible(submission=of) if of == found.submission:
                in_hand.append(line.nomination)
            case n.Returned(submission=of) if of == found.submission:
                at_the_unit.append(line.nomination)
            case n.BeforeCouncil() | n.Recommended() | n.Forwarded() | n.Awarded():
                frozen.append(line.nomination)
            case _:
                pass
    return replace(facts, in_hand=tuple(in_hand), at_the_unit=tuple(at_the_unit), frozen=tuple(frozen))
