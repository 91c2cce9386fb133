"""What may be asked of a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from domain.decider import Command
from events.base import CouncilId, NominationId, PersonId, SessionId
from events.session import Choice, Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneSession(Command):
    """Call a meeting with its agenda."""

    session: SessionId
    council: CouncilId
    starts_at: datetime
    place: str
    agenda: tuple[NominationId, ...]
    tellers: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance(Command):
    """Record who is present."""

    session: SessionId
    present: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict(Command):
    """Declare a conflict of interest; whoever steps out does not vote on that line."""

    session: SessionId
    member: PersonId
    nomination: NominationId
    ground: Ground
    steps_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTellers(Command):
    """Confirm the tellers at the meeting."""

    session: SessionId
    tellers: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBallot(Command):
    """Open a vote on some lines of the agenda."""

    session: SessionId
    ballot: str
    lines: tuple[NominationId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote(Command):
    """Vote by name, on every line one may vote on."""

    session: SessionId
    ballot: str
    member: PersonId
    choices: Mapping[NominationId, Choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveWrittenOpinion(Command):
    """Receive an absent member's opinion, before the count."""

    session: SessionId
    member: PersonId
    choices: Mapping[NominationId, Choice]
    arrived: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseBallot(Command):
    """Close a vote."""

    session: SessionId
    ballot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TallyBallot(Command):
    """Count a closed vote."""

    session: SessionId
    ballot: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMinutes(Command):
    """Sign the minutes of the meeting, or of the count."""

    session: SessionId
    kind: Literal["meeting", "count"]
    signed_on: date
    signers: tuple[PersonId, ...]
    number: str | None = None


SessionCommand = (
    ConveneSession | RecordAttendance | DeclareConflict | NameTellers | OpenBallot | CastVote
    | ReceiveWrittenOpinion | CloseBallot | TallyBallot | SignMinutes
)  # fmt: skip
