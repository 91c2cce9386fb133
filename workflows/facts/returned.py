"""The letters that go along with what is sent back by hand: to those of the unit, naming each field."""

from collections.abc import Iterator, Sequence

from domain.decider import Command, said
from domain.ids import letter_id
from domain.letter.commands import QueueLetter
from domain.nomination.commands import ReturnNomination
from domain.nomination.states import NoNomination
from domain.submission.commands import ReturnSubmission
from domain.submission.states import Submission
from domain.wording import award_name, field_name, item_names, listed
from events.judgement import Reason
from workflows.facts.duties import told
from workflows.reading import Reading


def returned_letters(command: Command, reading: Reading) -> tuple[QueueLetter, ...]:
    """Make the letters; an id follows from the stream's version, so that each return tells once."""
    match command:
        case ReturnNomination(whole_set=False):
            return tuple(_of_one(command, reading))
        case ReturnSubmission():
            return tuple(_of_a_set(command, reading))
        case _:
            return ()


def _of_one(command: ReturnNomination, reading: Reading) -> Iterator[QueueLetter]:
    found = reading.stream(command.nomination)
    if isinstance(found.state, NoNomination):
        return
    dossier = found.state.dossier
    for reader in told(dossier.unit, command.legal_day, reading):
        yield QueueLetter(
            letter=letter_id(command.nomination, found.version, "returned", reader),
            recipient=reader,
            template="returned",
            facts={
                "about": command.nomination,
                "award": award_name(reading.rules(reading.organisation), dossier.award),
                "faults": _faults(command.fields, reading),
            },
            names={"subject": dossier.subject},
            speaks_from=command.legal_day,
            **said(command),
        )


def _of_a_set(command: ReturnSubmission, reading: Reading) -> Iterator[QueueLetter]:
    found = reading.stream(command.submission)
    if not isinstance(found.state, Submission):
        return
    for reader in told(found.state.unit, command.legal_day, reading):
        yield QueueLetter(
            letter=letter_id(command.submission, found.version, "returned_set", reader),
            recipient=reader,
            template="returned_set",
            facts={
                "about": command.submission,
                "faults": _faults(command.fields, reading),
            },
            speaks_from=command.legal_day,
            **said(command),
        )


def _faults(fields: Sequence[str], reading: Reading) -> str:
    reasons = tuple(Reason(rule=f"returned.{field}", verdict="fail") for field in fields)
    items = item_names(reading.rules(reading.organisation), reasons)
    return listed(field_name(field, items) for field in dict.fromkeys(fields))
