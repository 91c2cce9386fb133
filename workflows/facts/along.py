"""What an act is told so that it brings along what belongs to it: who owes, and the words of its letters."""

from domain.act_facts import ActFacts
from domain.calendar import local_day
from domain.decider import Command
from domain.letter.commands import ResendLetter
from domain.letter.states import Ended
from domain.movement.commands import HoldReview, SignPact
from domain.movement.states import Movement
from domain.obligation.commands import RecordDigest, RecordReminder, RescheduleObligation
from domain.obligation.states import Obligation
from events.base import UnitId
from workflows.facts.deciding import archived_by, case_answered, paid_off, question
from workflows.facts.digests import digests
from workflows.facts.duties import moved_readers, reminder_words
from workflows.facts.nomination import standing_place
from workflows.facts.returned import returned_letters
from workflows.facts.slips import seats, slips
from workflows.reading import Reading


def act_facts(command: Command, reading: Reading) -> ActFacts:
    """Load what an act needs to bring its letters along."""
    home = str(_debtor_at_home(command, reading) or "")
    if isinstance(command, ResendLetter):
        return _resend_facts(command, home, reading)
    if isinstance(command, RescheduleObligation) and not command.by.is_system:
        moved = reading.maybe(command.obligation, Obligation)
        readers = moved_readers(moved, command.legal_day, reading) if moved else ()
        return ActFacts(organisation=home, obligation=moved, readers=readers)
    if isinstance(command, RecordDigest):
        return ActFacts(organisation=home, digests=digests(command, reading))
    if not isinstance(command, RecordReminder):
        return ActFacts(
            organisation=home,
            told=returned_letters(command, reading),
            archived_by=archived_by(command, reading),
            paid_off=paid_off(command, reading),
            asked=question(command, reading),
            cancellation=case_answered(command, reading),
            slips=slips(command, reading),
            seats=seats(command, reading),
        )
    duty = reading.maybe(command.obligation, Obligation)
    words = reminder_words(duty, local_day(command.at)) if duty else {}
    return ActFacts(organisation=home, obligation=duty, letter_facts=words)


def _debtor_at_home(command: Command, reading: Reading) -> UnitId | None:
    """Give who owes what no participant does: where a dossier stands, who leads a movement, else who keeps the ledger."""
    nomination = str(getattr(command, "nomination", ""))
    if nomination:
        return standing_place(nomination, reading)
    movement = (
        reading.maybe(command.movement, Movement) if isinstance(command, HoldReview | SignPact) else None
    )
    return movement.organisation if movement else reading.organisation


def _resend_facts(command: ResendLetter, home: str, reading: Reading) -> ActFacts:
    """Give the letter to be sent once more; one about an open duty is told how it stands today."""
    ended = reading.maybe(command.letter, Ended)
    queued = ended.queued if ended else None
    words: dict[str, str] = {}
    if queued is not None and queued.obligation is not None and "side" in queued.facts:
        duty = reading.maybe(queued.obligation, Obligation)
        words = reminder_words(duty, command.legal_day) if duty and duty.is_open else {}
    return ActFacts(organisation=home, letter_facts=words, letter=queued)
