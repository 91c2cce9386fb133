"""What is said of a letter: by reactions, by the mailroom, and by those who look after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from domain.decider import Command
from events.base import LetterId, ObligationId, PersonId, SubjectId
from events.letter import CalendarItem


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
    entries: tuple[CalendarItem, ...] | None = None
    replaces: LetterId | None = None
    delayed_from: date | None = None
    resent_from: date | None = None


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
    halted: bool = False
    """The relay itself was out of order: no reason ever to give up on this letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFailed(Command):
    """A lasting refusal."""

    letter: LetterId
    code: int | None = None
    reply: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordUnknown(Command):
    """The connection broke after the message went out, or the mailroom was cut off after it had begun."""

    letter: LetterId
    interrupted: bool = False
    """The mailroom was cut off: what the relay then knew is not known, and says nothing against the relay."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldLetter(Command):
    """Keep a waiting letter back until it is released."""

    letter: LetterId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLetter(Command):
    """Let a held letter go."""

    letter: LetterId


@dataclass(frozen=True, slots=True, kw_only=True)
class ResendLetter(Command):
    """Send a letter that is over once more, as a new letter with what is true now."""

    letter: LetterId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordBounce(Command):
    """A delivery report says that a letter did not arrive."""

    letter: LetterId
    status: str | None = None
    reply: str | None = None


LetterCommand = (
    QueueLetter
    | RecordSent
    | RecordDeferred
    | RecordFailed
    | RecordUnknown
    | RecordBounce
    | SupersedeLetter
    | DeliverNotice
    | HoldLetter
    | ReleaseLetter
    | ResendLetter
)
