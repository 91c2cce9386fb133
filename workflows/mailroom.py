"""The mailroom: makes each waiting letter, sends it, and records what became of it; what is no longer true is not sent."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice, pairwise
from typing import Protocol

import structlog

from domain.commands import DECIDERS
from domain.decider import Command, Said
from domain.ids import derived
from domain.letter.commands import RecordDeferred, RecordFailed, RecordSent, RecordUnknown
from domain.letter.states import Waiting
from domain.refusal import Refusal
from events.base import LetterId, instant_text
from events.catalogue import event_of
from events.envelope import By, Stored
from mail.relay import Envelope, Posted
from mail.rendering import CannotRender, message_id
from projections import queries
from workflows.begun import Begun
from workflows.claims import Claims
from workflows.group_commit import Answer, GroupCommit
from workflows.handle import Asked, Cause, Handler
from workflows.letter_office import Letterhead
from workflows.letter_writing import sendable, spoken_of, written
from workflows.mail_rules import MailRules
from workflows.reading import Folded, Reading
from workflows.still_true import instead

MAILROOM = By("system:mailroom", auth="engine")
ROUND = 1_000
LOOK_AHEAD = 3 * ROUND
"""So far it looks for letters of a round where other mailrooms hold the first ones."""
AT_ONCE = 32
"""So many letters are read in one go, while others are on their way."""
OUTCOMES = frozenset({"letter.sent", "letter.deferred", "letter.failed", "letter.outcome_unknown"})
"""What is recorded of an attempt."""
log = structlog.get_logger("mailroom")


class Sender(Protocol):
    """Takes one letter to its one recipient; several at once where it has lines for them."""

    async def open(self) -> Posted | None:
        """Connect; gives what is wrong with the relay, or None when it takes letters."""

    async def send(self, envelope: Envelope) -> Posted:
        """Send, and say what became of it."""

    async def close(self) -> None:
        """Say goodbye."""


@dataclass(frozen=True, slots=True)
class Made:
    """A letter at a version, in its envelope."""

    letter: LetterId
    read: Folded
    cause: Cause
    envelope: Envelope


Due = tuple[LetterId, Sequence[Stored], Waiting]
"""A letter that may be sent, as it was read."""


class Mailroom:
    """Sends the letters of one ledger; several on one PostgreSQL ledger share them out by claims.

    It asks and writes the log in its own thread, between the answers of the relay: threads that make letters beside it
    would only take turns with it.
    """

    def __init__(
        self,
        handler: Handler,
        sender: Sender,
        letterhead: Letterhead,
        claims: Claims,
        rules: MailRules | None = None,
        *,
        begun: Begun | None = None,
    ) -> None:
        self.handler = handler
        self.sender = sender
        self.letterhead = letterhead
        self.claims = claims
        self.rules = rules or MailRules()
        self.begun = begun
        self.halted = False
        """Whether the relay was out of order in the last round."""

    async def deliver(self) -> int:
        """Try every letter that may be tried now; gives how many were dealt with."""
        done = 0
        while tried := await self.deliver_some():
            done += tried
            if self.halted:
                break
        return done

    async def deliver_some(self) -> int:
        """Try one round of letters; gives how many were dealt with."""
        claimed = self._claim()
        if not claimed:
            return 0
        try:
            self._tell_of_cut_off()
            self.halted = await self._round([*claimed.values()])
        finally:
            self.claims.let_go([*claimed])
        return len(claimed)

    def _claim(self) -> dict[int, LetterId]:
        """Take the letters that may be tried now and that no other mailroom holds, each under its key."""
        if self.quiet:
            return {}
        free = self._to_try()
        taken: dict[int, LetterId] = {}
        while len(taken) < ROUND and (some := list(islice(free, ROUND - len(taken)))):
            keys = {claim_key(letter): letter for letter in some}
            taken |= {key: keys[key] for key in self.claims.take(sorted(keys.keys() - taken.keys()))}
        granted = self.rules.pace.grant(len(taken)) if self.rules.pace else len(taken)
        self.claims.let_go([*taken][granted:])
        return dict(islice(taken.items(), granted))

    def _tell_of_cut_off(self) -> None:
        """Record of attempts that a mailroom on this data folder began, and that nobody records any more, that their end is unknown.

        Whoever still sends a letter holds its claim.
        """
        left = self.begun.cut_off() if self.begun else []
        keys = {claim_key(one.letter): one for one in left}
        mine = self.claims.take([*keys]) if keys else []
        rows = self.handler.ledger.stored_all([keys[key].letter for key in mine])
        asked = []
        for one in (keys[key] for key in mine):
            stored = rows[one.letter]
            if not any(row.type in OUTCOMES for row in stored[one.version :]):
                step = ("cut_off", RecordUnknown(letter=one.letter, interrupted=True, **self.said))
                asked.append(self._asked(one.letter, len(stored), _cause(stored), step))
        self._handle(asked)
        for key in mine:
            keys[key].forget()
        self.claims.let_go(mine)

    def _to_try(self) -> Iterator[LetterId]:
        """Give the letters that may be tried now, first come first, looked up as far as they are asked for."""
        for start, limit in pairwise((0, ROUND, LOOK_AHEAD)):
            with self.handler.ledger.database.session() as session:
                found = queries.letters_to_try(session, instant_text(self._now), limit)
            yield from map(LetterId, found[start:])
            if len(found) < limit:
                return

    @property
    def quiet(self) -> bool:
        """Say whether nothing leaves at this hour."""
        now = self._now
        return self.rules.lifts(now) > now

    async def _round(self, letters: Sequence[LetterId]) -> bool:
        """Make and send; says whether the relay is out of order, in which case the rest is put off untried."""
        closed = await self.sender.open()
        left: Sequence[LetterId] = letters
        if closed is None:
            one = Round(self)
            left = await one.run(letters)
            closed = one.halted
        if closed is not None:
            self._put_off(left, closed)
        return closed is not None

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
    def _now(self) -> datetime:
        return self.handler.ledger.clock.now()

    @property
    def said(self) -> Said:
        """When, and that it is the mailroom that says it."""
        return Said(at=self._now, by=MAILROOM, late_reason=None)

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

    def _put_off(self, letters: Sequence[LetterId], posted: Posted) -> None:
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


class Round:
    """Some letters on their way over the lines of one sender."""

    def __init__(self, mailroom: Mailroom) -> None:
        self._mailroom = mailroom
        self._ready: asyncio.Queue[Made | None] = asyncio.Queue(AT_ONCE)
        self._commit = GroupCommit(mailroom.handler, enough=max(1, mailroom.rules.connections // 2))
        self._left: list[LetterId] = []
        self._fault: Exception | None = None
        self.halted: Posted | None = None

    async def run(self, letters: Sequence[LetterId]) -> list[LetterId]:
        """Send the letters; gives those that were not tried because the relay fell out of order."""
        lines = self._mailroom.rules.connections
        await asyncio.gather(self._make(letters, lines), *(self._send(line) for line in range(lines)))
        if self._fault is not None:
            raise self._fault
        return self._left

    async def _make(self, letters: Sequence[LetterId], lines: int) -> None:
        try:
            for start in range(0, len(letters), AT_ONCE):
                some = letters[start : start + AT_ONCE]
                if self._mailroom.quiet:
                    break
                if self.halted is not None or self._fault is not None:
                    self._left += some
                    continue
                for made in self._mailroom.make(some):
                    await self._ready.put(made)
                    await asyncio.sleep(0)  # what the relay has answered goes first, or it stands still
        except Exception as fault:  # noqa: BLE001  # raised again when the letters on their way have arrived
            self._fault = fault
        for _ in range(lines):
            await self._ready.put(None)

    async def _send(self, line: int) -> None:
        """Send one letter after another; the next one only when what became of the last one is on record."""
        begun = self._mailroom.begun
        while (made := await self._ready.get()) is not None:
            if self.halted is not None or self._fault is not None:
                self._left.append(made.letter)
                continue
            try:
                if begun is not None:
                    begun.begin(line, made.letter, made.read.version)
                posted = await self._mailroom.sender.send(made.envelope)
                if posted.kind == "halt":
                    self.halted = posted
                    self._left.append(made.letter)
                else:
                    warn_of(await self._commit.record(self._mailroom.outcome(made, posted)))
                if begun is not None:
                    begun.done(line)
            except Exception as fault:  # noqa: BLE001  # the same
                self._fault = fault


def claim_key(letter: str) -> int:
    """Give the number under which a letter is claimed: below zero, where no event's position is."""
    return -1 - derived("claim", letter).int % (2**31 - 1)


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
