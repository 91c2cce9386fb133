"""Makes the messages of letters that are still true, and puts what became of each into a command."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from domain.commands import DECIDERS
from domain.decider import Command, Said
from domain.ids import derived
from domain.letter.commands import RecordDeferred, RecordFailed, RecordSent, RecordUnknown
from domain.letter.states import Waiting
from domain.refusal import Refusal
from events.base import LetterId
from events.catalogue import event_of
from events.envelope import By, Stored
from mail.relay import Envelope, Posted
from mail.rendering import CannotRender, message_id
from workflows.handle import Asked, Cause, Handler
from workflows.mailroom.begun import CutOff
from workflows.mailroom.group_commit import Answer
from workflows.mailroom.office import Letterhead
from workflows.mailroom.still_true import instead
from workflows.mailroom.writing import sendable, spoken_of, written
from workflows.reading import Folded, Reading

MAILROOM = By("system:mailroom", auth="engine")
OUTCOMES = frozenset({"letter.sent", "letter.deferred", "letter.failed", "letter.outcome_unknown"})
"""What is recorded of an attempt."""
log = structlog.get_logger("mailroom")


@dataclass(frozen=True, slots=True)
class Made:
    """A letter at a version, in its envelope."""

    letter: LetterId
    read: Folded
    cause: Cause
    envelope: Envelope


Due = tuple[LetterId, Sequence[Stored], Waiting]
"""A letter that may be sent, as it was read."""


class Scribe:
    """Writes the letters of one ledger and what is recorded of them."""

    def __init__(self, handler: Handler, letterhead: Letterhead) -> None:
        self.handler = handler
        self.letterhead = letterhead

    def make(self, letters: Sequence[LetterId]) -> Iterator[Made]:
        """Make the messages of letters that may still be sent, each when it is asked for; the others are put aside first."""
        reading, due = self._sifted(letters)
        for letter, rows, waiting in due:
            try:
                made = self._made(letter, rows, waiting, reading)
            except CannotRender as fault:
                log.warning("letter_cannot_be_made", letter=letter, reason=str(fault))
                failed = RecordFailed(letter=letter, reply="không lập được thư", **self.said)
                self._handle([self._asked(letter, len(rows), _cause(rows), ("failed", failed))])
            else:
                yield made

    def _sifted(self, letters: Sequence[LetterId]) -> tuple[Reading, list[Due]]:
        """Read letters and whom they speak of; what is no longer true is put aside in one commit."""
        due: list[Due] = []
        aside: list[Asked] = []
        with self.handler.ledger.database.session() as session:
            reading = self.handler.looking(session, MAILROOM.who)
            stored = self.handler.ledger.stored_all(letters)
            found = {letter: sendable(_folded(stored[letter])) for letter in letters}
            reading.preload(
                name for waiting in found.values() if waiting for name in spoken_of(waiting.queued)
            )
            for letter, waiting in found.items():
                if waiting is None:
                    continue
                rows = stored[letter]
                steps = list(instead(waiting, reading, self.said))
                aside += [self._asked(letter, len(rows), _cause(rows), step) for step in steps]
                if not steps:
                    due.append((letter, rows, waiting))
        self._handle(aside)
        return reading, due

    def _handle(self, asked: Sequence[Asked]) -> None:
        """Record what the mailroom has to say about letters that it does not send."""
        if asked:
            for answer in self.handler.handle_many(asked):
                warn_of(answer)

    def _made(self, letter: LetterId, rows: Sequence[Stored], waiting: Waiting, reading: Reading) -> Made:
        envelope = written(reading, waiting.queued, rows[0].recorded_at, self.letterhead)
        return Made(letter, Folded(len(rows), waiting), _cause(rows), envelope)

    @property
    def now(self) -> datetime:
        """Give what the ledger's clock says."""
        return self.handler.ledger.clock.now()

    @property
    def said(self) -> Said:
        """When, and that it is the mailroom that says it."""
        return Said(at=self.now, by=MAILROOM, late_reason=None)

    def outcome(self, made: Made, posted: Posted) -> Asked:
        """Put what became of a letter into a command."""
        letter, said = made.letter, self.said
        command: Command
        match posted.kind:
            case "sent":
                identity = message_id(letter, self.letterhead.message_domain)
                command = RecordSent(letter=letter, message_id=identity, reply=posted.reply, **said)
            case "failed":
                command = RecordFailed(letter=letter, code=posted.code, reply=posted.reply, **said)
            case "unknown":
                command = RecordUnknown(letter=letter, **said)
            case "deferred":
                command = RecordDeferred(letter=letter, code=posted.code, reply=posted.reply, **said)
            case "halt":
                command = _halted(letter, posted, said)
        asked = self._asked(letter, made.read.version, made.cause, (posted.kind, command))
        return replace(asked, read=made.read)

    def tell_of_cut_off(self, left: Sequence[CutOff]) -> None:
        """Record of attempts that were begun, and of which nothing is on record, that nobody knows how they ended."""
        stored = self.handler.ledger.stored_all([one.letter for one in left])
        asked = []
        for one in left:
            rows = stored[one.letter]
            if not any(row.type in OUTCOMES for row in rows[one.version :]):
                step = ("cut_off", RecordUnknown(letter=one.letter, interrupted=True, **self.said))
                asked.append(self._asked(one.letter, len(rows), _cause(rows), step))
        self._handle(asked)

    def put_off(self, letters: Sequence[LetterId], posted: Posted) -> None:
        """Put letters off without trying them: the relay is out of order."""
        asked = []
        for letter in letters:
            rows = self.handler.ledger.stored(letter)
            step = ("halt", _halted(letter, posted, self.said))
            asked.append(self._asked(letter, len(rows), _cause(rows), step))
        self._handle(asked)

    def _asked(self, letter: LetterId, version: int, cause: Cause, step: tuple[str, Command]) -> Asked:
        """Name a command by this letter at this version: a repeat adds nothing."""
        name, command = step
        return Asked(str(derived(letter, version, name)), command, cause)


def _folded(rows: Sequence[Stored]) -> object:
    return DECIDERS["letter"].fold([event_of(row) for row in rows])


def _cause(rows: Sequence[Stored]) -> Cause:
    return Cause(rows[0].seq, rows[0].envelope.correlation)


def _halted(letter: LetterId, posted: Posted, said: Said) -> RecordDeferred:
    return RecordDeferred(letter=letter, code=posted.code, reply=posted.reply, halted=True, **said)


def warn_of(answer: Answer) -> None:
    """Log that a rule refused what the mailroom had to say."""
    if isinstance(answer, Refusal):
        log.warning("letter_record_refused", code=answer.code)
