"""Thư: queued once for one recipient, then sent, deferred, failed, unknown or superseded; never two ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import NotFound, WrongState
from domain.standing import require_system
from events.base import LetterId, ObligationId, PersonId, SubjectId
from events.letter import (
    CalendarItem,
    Channel,
    LetterDeferred,
    LetterEvent,
    LetterFailed,
    LetterOutcomeUnknown,
    LetterQueued,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)

BACK_OFF = (
    timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=2), timedelta(hours=8),
)  # fmt: skip
"""How long to wait after each failed attempt; the last one repeats."""
MISSING = "Thư này chưa có trong sổ."
MAILROOM = "mailroom"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFacts(Facts):
    """Whether the recipient can be reached by mail, and the templates in force."""

    has_mail: bool = False
    templates: str | None = None


@dataclass(frozen=True, slots=True)
class NoLetter:
    """Not queued."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Queued, and perhaps tried before."""

    queued: LetterQueued
    attempts: int = 0
    next_attempt_at: datetime | None = None
    unknown: bool = False
    """The server may already have it: tried once more, under the same Message-ID."""


@dataclass(frozen=True, slots=True)
class Ended:
    """Over: sent, failed, superseded, or handed over."""

    queued: LetterQueued
    how: str


State = NoLetter | Waiting | Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLetter(Command):
    """Queue a letter; the facts of its template are checked when it is rendered, before anything is sent."""

    letter: LetterId
    recipient: SubjectId
    template: str
    facts: Mapping[str, str]
    names: Mapping[str, SubjectId] = field(default_factory=dict)
    speaks_from: date
    obligation: ObligationId | None = None
    rung: str | None = None
    item: CalendarItem | None = None
    replaces: LetterId | None = None
    delayed_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSent(Command):
    """The server took it."""

    letter: LetterId
    message_id: str
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeferred(Command):
    """A passing refusal: try again later."""

    letter: LetterId
    code: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFailed(Command):
    """A lasting refusal."""

    letter: LetterId
    code: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUnknown(Command):
    """The connection broke after the message went out."""

    letter: LetterId


@dataclass(frozen=True, slots=True, kw_only=True)
class SupersedeLetter(Command):
    """It is no longer true."""

    letter: LetterId
    reason: str
    by_letter: LetterId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverNotice(Command):
    """A printed notice was handed over, or its content told by phone."""

    letter: LetterId
    how: Literal["printed", "phone"]
    told_by: PersonId
    on: date


LetterCommand = (
    QueueLetter | RecordSent | RecordDeferred | RecordFailed | RecordUnknown | SupersedeLetter | DeliverNotice
)


def decide(state: State, command: LetterCommand, facts: LetterFacts) -> Sequence[LetterEvent]:
    """Decide what happens to a letter."""
    match command:
        case QueueLetter():
            return _queue(state, command, facts)
        case DeliverNotice():
            return _deliver(state, command, facts)
        case RecordSent() | RecordDeferred() | RecordFailed() | RecordUnknown():
            require_system(command, MAILROOM)
            return _attempted(state, command)
        case SupersedeLetter():
            return _supersede(state, command, facts)
        case _:
            assert_never(command)


def _queue(state: State, command: QueueLetter, facts: LetterFacts) -> Sequence[LetterEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency", "secretary"))
    if not isinstance(state, NoLetter):
        return ()
    if facts.templates is None:
        raise NotFound("Sổ chưa ban hành mẫu thư nào.", todo="Hãy chạy `sovang db upgrade`.")
    channel: Channel = "mail" if facts.has_mail else "paper"
    return (
        LetterQueued(
            letter=command.letter,
            recipient=command.recipient,
            channel=channel,
            template=command.template,
            templates=facts.templates,
            facts=dict(command.facts),
            names=dict(command.names),
            day=command.speaks_from,
            obligation=command.obligation,
            rung=command.rung,
            item=command.item,
            replaces=command.replaces,
            delayed_from=command.delayed_from,
        ),
    )


def _attempted(
    state: State, command: RecordSent | RecordDeferred | RecordFailed | RecordUnknown
) -> Sequence[LetterEvent]:
    """Record how an attempt ended; a letter that is over stays as it is."""
    if isinstance(state, NoLetter):
        raise NotFound(MISSING)
    if isinstance(state, Ended):
        return ()
    match command:
        case RecordSent():
            return (LetterSent(letter=command.letter, message_id=command.message_id, reply=command.reply),)
        case RecordFailed():
            return (LetterFailed(letter=command.letter, code=command.code, reply=command.reply),)
        case RecordDeferred():
            wait = BACK_OFF[min(state.attempts, len(BACK_OFF) - 1)]
            return (
                LetterDeferred(
                    letter=command.letter,
                    attempt=state.attempts + 1,
                    code=command.code,
                    reply=command.reply,
                    next_attempt_at=command.at + wait,
                ),
            )
        case RecordUnknown():
            if state.unknown:
                return (LetterFailed(letter=command.letter),)
            return (LetterOutcomeUnknown(letter=command.letter, next_attempt_at=command.at + BACK_OFF[1]),)
        case _:
            assert_never(command)


def _supersede(state: State, command: SupersedeLetter, facts: LetterFacts) -> Sequence[LetterEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency", "secretary"))
    if not isinstance(state, Waiting):
        return ()
    return (LetterSuperseded(letter=command.letter, reason=command.reason, by_letter=command.by_letter),)


def _deliver(state: State, command: DeliverNotice, facts: LetterFacts) -> Sequence[LetterEvent]:
    facts.require(command, ("standing_agency", "secretary"))
    waiting = existing(state, Waiting, "Thư này không còn chờ.")
    if waiting.queued.channel != "paper":
        raise WrongState("Thư này gửi bằng thư điện tử, không cần bản in.")
    return (NoticeDelivered(letter=command.letter, how=command.how, by=command.told_by, on=command.on),)


def evolve(state: State, event: LetterEvent) -> State:
    """Apply one event."""
    if isinstance(event, LetterQueued):
        return Waiting(event)
    if not isinstance(state, Waiting):
        return state
    match event:
        case LetterDeferred():
            return replace(state, attempts=event.attempt, next_attempt_at=event.next_attempt_at)
        case LetterOutcomeUnknown():
            return replace(state, unknown=True, next_attempt_at=event.next_attempt_at)
        case LetterSent():
            return Ended(state.queued, "sent")
        case LetterFailed():
            return Ended(state.queued, "failed")
        case LetterSuperseded():
            return Ended(state.queued, "superseded")
        case NoticeDelivered():
            return Ended(state.queued, event.how)
        case _:
            assert_never(event)


DECIDER: Decider[State, LetterCommand, LetterEvent, LetterFacts] = Decider(
    "letter", NoLetter(), decide, evolve
)
