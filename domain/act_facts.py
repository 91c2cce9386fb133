"""What an act is told so that it brings along what belongs to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.letter.commands import QueueLetter
from domain.obligation.states import Obligation
from domain.session.owed import Seats, Slips
from events.base import DecisionId, SubjectId
from events.cancellation import CancellationOpened
from events.consultation import OpinionAsked
from events.letter import LetterQueued


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """One letter over several duties, to one reader."""

    recipient: SubjectId
    template: str
    facts: Mapping[str, str]
    debtor: SubjectId | None = None
    """Whose duties they are, if they are all of one."""
    duties: tuple[Obligation, ...] = ()
    """What it is over: the date of each goes along for the calendar."""


@dataclass(frozen=True, slots=True)
class ActFacts:
    """What bringing along needs to know: who owes reviews, and the words of the letters."""

    organisation: str = ""
    obligation: Obligation | None = None
    letter_facts: Mapping[str, str] = field(default_factory=dict)
    letter: LetterQueued | None = None
    """The letter to be sent once more."""
    readers: tuple[SubjectId, ...] = ()
    """Who is told that the date of `obligation` moves."""
    digests: tuple[Digest, ...] = ()
    """The letters over several duties."""
    told: tuple[QueueLetter, ...] = ()
    """The letters that tell a unit what comes back to it."""
    archived_by: str = ""
    """Who archives the decision spoken of."""
    paid_off: tuple[DecisionId, ...] = ()
    """The decisions whose last bonus a list pays."""
    asked: OpinionAsked | None = None
    """The question that an agency answers, or does not."""
    cancellation: CancellationOpened | None = None
    """The case that the act on a decision answers, or that is proposed."""
    slips: Slips | None = None
    """The session in writing that the act is on, or calls."""
    seats: Seats | None = None
    """The council on whose seats the act is, and its sessions in writing."""
