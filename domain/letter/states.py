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
    interrupted: bool = False
    """The same, since the mailroom was cut off after it had begun to send it."""
    held: bool = False

    @property
    def perhaps_there(self) -> bool:
        """Say whether the server may already have it."""
        return self.unknown or self.interrupted


@dataclass(frozen=True, slots=True)
class Ended:
    """Over: sent, failed, bounced, superseded, or handed over."""

    queued: LetterQueued
    how: str
    resent_as: LetterId | None = None
    repeated: bool = False
    """It was tried once more because nobody knew whether the server had it."""


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
            cut_off = event.interrupted is not None
            return replace(
                state,
                unknown=state.unknown or not cut_off,
                interrupted=state.interrupted or cut_off,
                next_attempt_at=event.next_attempt_at,
            )
        case LetterHeld():
            return replace(state, held=True)
        case LetterReleased():
            return replace(state, held=False)
        case LetterSent():
            return Ended(state.queued, "sent", repeated=state.perhaps_there)
        case LetterFailed():
            return Ended(state.queued, "failed", repeated=state.perhaps_there)
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
