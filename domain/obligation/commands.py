"""What can be asked of a duty."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.decider import Command
from events.base import Citation, ObligationId, PersonId, SubjectId
from events.obligation import (
    Counting,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenObligation(Command):
    """Open a duty."""

    obligation: ObligationId
    duty: str
    debtor: SubjectId
    about: str
    title: str
    due_on: date | None = None
    due_at: datetime | None = None
    """Instead of `due_on`, where the text names an hour."""
    counting: Counting | None = None
    """Instead of both, where the text counts days."""
    set_by: str
    milestone: str | None = None
    hard: bool = False
    grace_on: date | None = None
    told: bool = False
    """Another letter tells the debtor of it as it arises: the ladder's opening letter is left out."""
    again: Literal["lapsed", "ended"] | None = None
    """Open it once more if it has lapsed, or however it has ended; else a duty is opened once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleObligation(Command):
    """Move the date, on a document; an extension for one debtor gives its reason, before or after expiry."""

    obligation: ObligationId
    due_on: date
    set_by: str
    grace_on: date | None = None
    extension: bool = False
    reason: str | None = None
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecountObligation(Command):
    """Count the date and its rungs again: the calendar of offices has changed."""

    obligation: ObligationId
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeObligation(Command):
    """Say that one knows of the duty and its date."""

    obligation: ObligationId
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FulfilObligation(Command):
    """Record the paper by which a duty is done that no act in this ledger does."""

    obligation: ObligationId
    document: Citation
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReminder(Command):
    """Record the rung that is due; whoever asks twice gets nothing new."""

    obligation: ObligationId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDigest(Command):
    """Record the rungs of several duties that are due, and write one letter over them to each of their readers."""

    obligation: ObligationId
    others: tuple[ObligationId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetObligation(Command):
    """Record that the duty was met by an act of the same append."""

    obligation: ObligationId
    on: date | None = None
    """The day that counts, where what fulfils it came on paper; absent: that of the act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LapseObligation(Command):
    """End a duty that nobody owes any more."""

    obligation: ObligationId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitObligation(Command):
    """Let a duty be owed to the end of a day and no longer: the role it is owed in ends then."""

    obligation: ObligationId
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPhoneCall(Command):
    """Record that the debtor was told by phone."""

    obligation: ObligationId
    told_by: PersonId
    on: date
    note: str | None = None


ObligationCommand = (
    OpenObligation
    | RescheduleObligation
    | RecountObligation
    | AcknowledgeObligation
    | FulfilObligation
    | RecordReminder
    | RecordDigest
    | MeetObligation
    | LapseObligation
    | LimitObligation
    | RecordPhoneCall
)
