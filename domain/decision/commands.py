"""What may be asked of a decision."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.decider import Command
from events.base import Basis, CancellationId, DecisionId, NominationId, PersonId, SessionId, UnitId
from events.decision import (
    RefusalGround,
)
from events.personal import Private


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDecision(Command):
    """Lay a draft before the authority: of an award, or of the cancellation of one."""

    decision: DecisionId
    authority: UnitId
    award: str
    nominations: tuple[NominationId, ...]
    session: SessionId | None = None
    cancels: DecisionId | None = None
    cancellation: CancellationId | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseLines(Command):
    """Refuse some lines of a draft, or all of them; each dossier goes back to its proposer with the reason."""

    decision: DecisionId
    nominations: tuple[NominationId, ...]
    ground: RefusalGround
    basis: Basis
    reason: Annotated[str, Private()]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDecision(Command):
    """Sign."""

    decision: DecisionId
    signer: PersonId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDecision(Command):
    """Enter the number that the office's book gave; numbers jump, and none is given twice in a year."""

    decision: DecisionId
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDecision(Command):
    """Issue and make public."""

    decision: DecisionId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveDecision(Command):
    """Hand the papers of an issued decision to the archive."""

    decision: DecisionId
    file: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCancelled(Command):
    """Record on a decision that a signed one has cancelled it, or some of its lines."""

    decision: DecisionId
    by_decision: DecisionId
    nominations: tuple[NominationId, ...]
    ground: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOutsideDecision(Command):
    """Record a decision of an authority outside this ledger, as received."""

    decision: DecisionId
    authority: UnitId
    decided_on: date
    nominations: tuple[NominationId, ...]
    number: str | None = None
    cancels: DecisionId | None = None
    """The decision, received before, whose lines this one cancels."""
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOutsideRefusal(Command):
    """Record that an authority outside this ledger has answered and does not award."""

    decision: DecisionId
    authority: UnitId
    nominations: tuple[NominationId, ...]
    ground: RefusalGround
    basis: Basis
    reason: Annotated[str, Private()]
    on: date
    number: str | None = None


DecisionCommand = (
    DraftDecision
    | RefuseLines
    | SignDecision
    | NumberDecision
    | PublishDecision
    | ArchiveDecision
    | RecordCancelled
    | ReceiveOutsideDecision
    | ReceiveOutsideRefusal
)
