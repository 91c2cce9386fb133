"""The mailroom: makes each waiting letter, sends it, and records what became of it; what is no longer true is not sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

import structlog

from domain.calendar import local_day
from domain.decider import Command, Said
from domain.ids import derived, letter_id
from domain.letter import (
    QueueLetter,
    RecordDeferred,
    RecordFailed,
    RecordSent,
    RecordUnknown,
    SupersedeLetter,
    Waiting,
)
from domain.obligation import Obligation
from domain.person import Person
from domain.refusal import Refusal
from domain.unit import Unit
from events.base import LetterId, SubjectId, instant_text
from events.envelope import By
from events.letter import LetterQueued
from mail.ics import Entry, calendar_bytes
from mail.post import Posted
from mail.rendering import CannotRender, LetterView, Stationery, message_id
from projections import queries
from workflows.claims import Claims
from workflows.facts.duties import reminder_words
from workflows.handle import Cause, Handler
from workflows.letter_office import Letterhead
from workflows.reading import Reading

MAILROOM = By("system:mailroom", auth="engine")
ROUND = 200
REMINDERS = frozenset({"reminder", "escalation", "last"})
log = structlog.get_logger("mailroom")


class Sender(Protocol):
    """Takes one message to its one recipient."""

    async def open(self) -> Posted | None:
        """Connect; gives what is wrong with the relay, or None when it takes letters."""

    async def send(self, message: EmailMessage) -> Posted:
        """Send, and say what became of it."""


class Mailroom:
    """Sends the letters of one ledger."""

    def __init__(self, handler: Handler, sender: Sender, letterhead: Letterhead, claims: Claims) -> None:
        self.handler = handler
        self.sender = sender
        self.letterhead = letterhead
        self.claims = claims

    async def deliver(self) -> int:
        """Try every letter that may be tried now; gives how many were dealt with."""
        done = 0
        while letters := await asyncio.to_thread(self._claim):
            try:
                halted = await self._round([letter for letter, _seq in letters])
            finally:
                await asyncio.to_thread(self.claims.let_go, [seq for _letter, seq in letters])
            done += len(letters)
            if halted:
                break
        return done

    async def _round(self, letters: Sequence[LetterId]) -> bool:
        """Send one after another; says whether the relay is out of order, in which case no letter is touched."""
        closed = await self.sender.open()
        if closed is not None:
            await asyncio.to_thread(self._put_off, letters, closed)
            return True
        for position, letter in enumerate(letters):
            posted = await self._deliver_one(letter)
            if posted is not None and posted.kind == "halt":
                await asyncio.to_thread(self._put_off, letters[position + 1 :], posted)
                return True
        return False

    def _claim(self) -> list[tuple[LetterId, int]]:
        """Take the letters that may be tried now and that no other mailroom holds, with their positions."""
        ledger = self.handler.ledger
        with ledger.database.session() as session:
            found = queries.letters_to_try(session, instant_text(ledger.clock.now()), ROUND)
        places = {ledger.stored(letter)[0].seq: LetterId(letter) for letter in found}
        return [(places[seq], seq) for seq in self.claims.take(sorted(places))]

    async def _deliver_one(self, letter: LetterId) -> Posted | None:
        made = await asyncio.to_thread(self._make, letter)
        if made is None or made.message is None:
            return None
        posted = await self.sender.send(made.message)
        await asyncio.to_thread(self._record, letter, made, posted)
        return posted

    def _make(self, letter: LetterId) -> "_Made | None":
        """Make the message, unless the letter is over, no longer true, or cannot be made."""
        with self.handler.ledger.database.session() as session:
            reading = self.handler.reading(session, MAILROOM.who)
            folded = reading.stream(letter)
            if not isinstance(folded.state, Waiting):
                return None
            waiting = folded.state
            made = _Made(letter, folded.version, waiting.attempts)
            untrue = self._no_longer_true(waiting.queued, reading)
            if untrue is not None:
                self._say(made, "supersede", untrue)
                return None
            if local_day(self._now) > waiting.queued.day and not waiting.unknown:
                self._replace(made, waiting.queued, reading)
                return None
            try:
                return replace(made, message=written(reading, waiting.queued, self.letterhead))
            except CannotRender as fault:
                log.warning("letter_cannot_be_made", letter=letter, reason=str(fault))
                self._say(
                    made, "failed", RecordFailed(letter=letter, reply="không lập được thư", **self._said)
                )
                return None

    @property
    def _now(self) -> datetime:
        return self.handler.ledger.clock.now()

    @property
    def _said(self) -> Said:
        return Said(at=self._now, by=MAILROOM, late_reason=None)

    def _no_longer_true(self, queued: LetterQueued, reading: Reading) -> SupersedeLetter | None:
        """Find why a reminder is not sent: its duty is over, moved, or was reminded of again since."""
        if queued.obligation is None or queued.template not in REMINDERS:
            return None
        duty = reading.maybe(queued.obligation, Obligation)
        if duty is None or not duty.is_open:
            return SupersedeLetter(letter=queued.letter, reason="duty_over", **self._said)
        if queued.facts.get("due_on") != duty.due.on.isoformat():
            return SupersedeLetter(letter=queued.letter, reason="date_moved", **self._said)
        newer = queries.newer_letter(
            reading.session, queued.obligation, queued.recipient, queued.day.isoformat()
        )
        if newer is not None:
            return SupersedeLetter(
                letter=queued.letter, reason="newer_letter", by_letter=LetterId(newer), **self._said
            )
        return None

    def _replace(self, made: "_Made", queued: LetterQueued, reading: Reading) -> None:
        """Put a letter delayed past its day aside for one that is true today and says that it is late."""
        today = local_day(self._now)
        fresh = letter_id(queued.letter, today)
        facts = dict(queued.facts)
        if queued.obligation is not None and queued.template in REMINDERS:
            facts |= reminder_words(reading.state(queued.obligation, Obligation), today)
        replacement = QueueLetter(
            letter=fresh,
            recipient=queued.recipient,
            template=queued.template,
            facts=facts,
            names=queued.names,
            speaks_from=today,
            obligation=queued.obligation,
            rung=queued.rung,
            item=queued.item,
            replaces=queued.letter,
            delayed_from=queued.delayed_from or queued.day,
            **self._said,
        )
        self._say(made, "replacement", replacement)
        self._say(
            made,
            "supersede",
            SupersedeLetter(letter=queued.letter, reason="delayed", by_letter=fresh, **self._said),
        )

    def _record(self, letter: LetterId, made: "_Made", posted: Posted) -> None:
        command: Command
        match posted.kind:
            case "sent":
                command = RecordSent(
                    letter=letter,
                    message_id=message_id(letter, self.letterhead.message_domain),
                    reply=posted.reply,
                    **self._said,
                )
            case "failed":
                command = RecordFailed(letter=letter, code=posted.code, reply=posted.reply, **self._said)
            case "unknown":
                command = RecordUnknown(letter=letter, **self._said)
            case "deferred" | "halt":
                command = RecordDeferred(letter=letter, code=posted.code, reply=posted.reply, **self._said)
        self._say(made, posted.kind, command)

    def _put_off(self, letters: Sequence[LetterId], posted: Posted) -> None:
        """Put off the rest of a round without trying: the relay is out of order."""
        for letter in letters:
            folded = self._folded(letter)
            command = RecordDeferred(letter=letter, code=posted.code, reply=posted.reply, **self._said)
            self._say(folded, "halt", command)

    def _folded(self, letter: LetterId) -> "_Made":
        rows = self.handler.ledger.stored(letter)
        return _Made(letter, len(rows), 0)

    def _say(self, made: "_Made", step: str, command: Command) -> None:
        """Record under an id that belongs to this letter at this version: a repeat adds nothing."""
        first = self.handler.ledger.stored(made.letter)[0]
        cause = Cause(first.seq, first.envelope.correlation)
        try:
            self.handler.handle(str(derived(made.letter, made.version, step)), command, cause)
        except Refusal as refusal:
            log.warning("letter_record_refused", letter=made.letter, code=refusal.code)


@dataclass(frozen=True, slots=True)
class _Made:
    """A letter at a version, and its message once made."""

    letter: LetterId
    version: int
    attempts: int
    message: EmailMessage | None = None


def written(reading: Reading, queued: LetterQueued, head: Letterhead) -> EmailMessage:
    """Make the message of a letter from its template and facts; the same letter gives the same message."""
    facts = {**queued.facts, **{name: display_name(reading, who) for name, who in queued.names.items()}}
    written_at = reading.ledger.stored(queued.letter)[0].recorded_at
    item = queued.item
    entry = (
        Entry(
            uid=item.uid,
            sequence=item.sequence,
            method=item.method,
            summary=item.summary,
            written_at=written_at,
            day=item.day,
            starts_at=item.starts_at,
            place=item.place,
        )
        if item
        else None
    )
    view = LetterView(
        letter=queued.letter,
        template=queued.template,
        facts=facts,
        recipient=display_name(reading, queued.recipient),
        address=address_of(reading, queued.recipient) or "",
        sender=head.sender,
        sender_name=head.sender_name,
        written_at=written_at,
        message_domain=head.message_domain,
        banner=head.banner,
        delayed_from=queued.delayed_from,
        calendar=calendar_bytes(entry) if entry else None,
        calendar_method=entry.method if entry else "PUBLISH",
    )
    return Stationery(reading.policy.templates[queued.templates]).message(view)


def display_name(reading: Reading, subject: SubjectId) -> str:
    """Give the name of a person or unit as it stands; an erased one is called so."""
    if subject.startswith("person-"):
        person = reading.maybe(subject, Person)
        return (reading.ledger.open_field(person.name) if person else None) or "(đã xoá thông tin)"
    unit = reading.maybe(subject, Unit)
    return unit.name if unit else "(không rõ)"


def address_of(reading: Reading, subject: SubjectId) -> str | None:
    """Give the mail address of a person or unit, if there is one."""
    holder = reading.maybe(subject, Person) or reading.maybe(subject, Unit)
    return reading.ledger.open_field(holder.email) if holder else None
