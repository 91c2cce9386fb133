"""What may be asked of a meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Literal

from domain.decider import Command
from events.base import Citation, CouncilId, NominationId, PersonId, SessionId
from events.personal import Private, Withheld
from events.session import Choice, Ground, Mark, Opinion, SlipCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ConveneSession(Command):
    """Call a meeting with its agenda; or, with `in_writing`, send out slips that come back by `due_at`."""

    session: SessionId
    council: CouncilId
    starts_at: datetime
    place: str
    agenda: tuple[NominationId, ...]
    tellers: tuple[PersonId, ...] = ()
    in_writing: bool = False
    due_at: datetime | None = None
    supplements: SessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryOverLines(Command):
    """Let lines go on to the session that supplements this one; it comes along with calling that one."""

    session: SessionId
    lines: tuple[NominationId, ...]
    to: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtendAgenda(Command):
    """Add dossiers late, by a recorded decision of whoever presides."""

    session: SessionId
    lines: tuple[NominationId, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveLineOpinion(Command):
    """Give the standing agency's opinion on a dossier, for the summary table."""

    session: SessionId
    nomination: NominationId
    opinion: Opinion
    reason: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttendance(Command):
    """Record who is present, and which absent members have their proxy there."""

    session: SessionId
    present: tuple[PersonId, ...]
    represented: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn(Command):
    """Check oneself in; with `by_proxy`, record that whoever an absent member sends has come."""

    session: SessionId
    member: PersonId
    by_proxy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveSession(Command):
    """Record that a member has left."""

    session: SessionId
    member: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class AdjournSession(Command):
    """Adjourn the meeting, with what is not settled yet."""

    session: SessionId
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeSession(Command):
    """Resume an adjourned meeting; members check in anew."""

    session: SessionId


@dataclass(frozen=True, slots=True)
class DeclaredInterest:
    """One conflict that a member declares."""

    nomination: NominationId
    ground: Ground
    steps_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmInterests(Command):
    """Confirm once, for the whole page of names, what conflicts of interest one has; those the ledger finds are added."""

    session: SessionId
    member: PersonId
    interests: tuple[DeclaredInterest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareConflict(Command):
    """Declare a conflict of interest; whoever steps out does not vote on that line."""

    session: SessionId
    member: PersonId
    nomination: NominationId
    ground: Ground
    steps_out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoriseProxy(Command):
    """Let somebody attend and vote by name for an absent member, by the member's written authority."""

    session: SessionId
    member: PersonId
    proxy: PersonId
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NameTellers(Command):
    """Confirm the tellers at the meeting."""

    session: SessionId
    tellers: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaceTeller(Command):
    """Put somebody else in a teller's place."""

    session: SessionId
    old: PersonId
    new: PersonId
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveTellerKey(Command):
    """Hand in a teller's public key; the private one stays with the teller."""

    session: SessionId
    teller: PersonId
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrepareBox(Command):
    """Make the box for sealed slips: a key of the session, any two of the three tellers may open it."""

    session: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class RewrapBox(Command):
    """Record that two tellers have let a new one share in the box's key."""

    session: SessionId
    openers: tuple[PersonId, PersonId]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenBallot(Command):
    """Open a vote on some lines of the agenda, all of one mode."""

    session: SessionId
    ballot: str
    lines: tuple[NominationId, ...]
    presiding: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastVote(Command):
    """Vote by name, on every line one may vote on; `rest` speaks for the lines not named. A later vote replaces it."""

    session: SessionId
    ballot: str
    member: PersonId
    choices: Mapping[NominationId, Choice]
    rest: Choice | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CastSealedBallot(Command):
    """Put a sealed slip into the box; a later one replaces it. Without a ballot: before the meeting, on all sealed lines."""

    session: SessionId
    member: PersonId
    choices: Annotated[Mapping[NominationId, Mark], Withheld()] = field(repr=False)
    rest: Annotated[Mark | None, Withheld()] = field(default=None, repr=False)
    ballot: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPaperBallots(Command):
    """Enter what the tellers counted on paper slips."""

    session: SessionId
    ballot: str
    given_out: int
    returned: int
    valid: int
    invalid: int
    lines: tuple[SlipCount, ...]
    scan: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveWrittenOpinion(Command):
    """Receive an absent member's opinion on all lines that are not secret, before the count."""

    session: SessionId
    member: PersonId
    choices: Mapping[NominationId, Choice]
    arrived: date | None = None
    rest: Choice | None = None


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
class DecideTie(Command):
    """Decide a line on which votes were equal, by whoever led the vote."""

    session: SessionId
    nomination: NominationId
    choice: Literal["for", "against"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRounds(Command):
    """Let the last round stand; without lines, for all that could be voted on again."""

    session: SessionId
    lines: tuple[NominationId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOpening(Command):
    """Record the sums that two tellers found in the box; the first opening is the count, a later one a check."""

    session: SessionId
    ballot: str
    openers: tuple[PersonId, PersonId]
    sums: tuple[SlipCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveBallots(Command):
    """Remove the box's key and every slip, after the time the rule keeps them."""

    session: SessionId


@dataclass(frozen=True, slots=True, kw_only=True)
class SignMinutes(Command):
    """Sign the minutes of the meeting, or of the count."""

    session: SessionId
    kind: Literal["meeting", "count"]
    signed_on: date
    signers: tuple[PersonId, ...]
    number: str | None = None


SessionCommand = (
    ConveneSession | CarryOverLines | ExtendAgenda | GiveLineOpinion | RecordAttendance | CheckIn | LeaveSession | AdjournSession
    | ResumeSession | ConfirmInterests | DeclareConflict | NameTellers | ReplaceTeller | GiveTellerKey | PrepareBox
    | RewrapBox | OpenBallot | CastVote | CastSealedBallot | CountPaperBallots | ReceiveWrittenOpinion | CloseBallot
    | TallyBallot | RecordOpening | RemoveBallots | AuthoriseProxy | DecideTie | EndRounds | SignMinutes
)  # fmt: skip
