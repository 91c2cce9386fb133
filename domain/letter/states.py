"""Where a letter stands, folded from its events."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from events.base import LetterId
from events.letter import (
    LetterBounced,
    LetterDeferred,
    LetterEvent,
    LetterFailed,
    LetterHeld,
    LetterOutcomeUnknown,
    LetterQueued,
    LetterQueuedAgain,
    LetterReleased,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)

UNDELIVERED = frozenset({"failed", "bounced"})


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
    held: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """Over: sent, failed, bounced, superseded, or handed over."""

    queued: LetterQueued
    how: str
    resent_as: LetterId | None = None


State = NoLetter | Waiting | Ended


def evolve(state: State, event: LetterEvent) -> State:
    """Apply one event."""
    match state:
        case NoLetter():
            return Waiting(event) if isinstance(event, LetterQueued) else state
        case Waiting():
            return _while_waiting(state, event)
        case Ended():
            return _after_the_end(state, event)
        case _:
            assert_never(state)


def _while_waiting(state: Waiting, event: LetterEvent) -> State:
    match event:
        case LetterDeferred():
            return replace(state, attempts=event.attempt, next_attempt_at=event.next_attempt_at)
        case LetterOutcomeUnknown():
            return replace(state, unknown=True, next_attempt_at=event.next_attempt_at)
        case LetterHeld():
            return replace(state, held=True)
        case LetterReleased():
            return replace(state, held=False)
        case LetterSent():
            return Ended(state.queued, "sent")
        case LetterFailed():
            return Ended(state.queued, "failed")
        case LetterBounced():
            return Ended(state.queued, "bounced")
        case LetterSuperseded():
            return Ended(state.queued, "superseded")
        case NoticeDelivered():
            return Ended(state.queued, event.how)
        case LetterQueued() | LetterQueuedAgain():
            return state
        case _:
            assert_never(event)


def _after_the_end(state: Ended, event: LetterEvent) -> State:
    match event:
        case LetterBounced():
            return replace(state, how="bounced")
        case LetterQueuedAgain():
            return replace(state, resent_as=event.by_letter)
        case NoticeDelivered() if state.how in UNDELIVERED:
            return replace(state, how=event.how)
        case _:
            return state
