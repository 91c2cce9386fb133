"""What may be asked of a set or a list."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from domain.decider import Command
from events.base import MovementId, NominationId, PersonId, SubmissionId, UnitId
from events.blob import Blob
from events.personal import Private
from events.submission import Line, Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSubmission(Command):
    """Begin a set, so that its papers can be attached before it is handed in."""

    submission: SubmissionId
    unit: UnitId
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveSubmission(Command):
    """Receive a unit's set; a receipt with the day it arrived."""

    submission: SubmissionId
    unit: UnitId
    lines: tuple[Line, ...]
    movement: MovementId | None = None
    milestone: str | None = None
    papers: tuple[Paper, ...] = ()
    arrived: date | None = None
    typed_by: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplySubmission(Command):
    """Add papers, or counts to lines, to a set that lacked them."""

    submission: SubmissionId
    papers: tuple[Paper, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachSetPaper(Command):
    """Add the scan or photograph of a paper of the whole set."""

    submission: SubmissionId
    paper: Paper
    blob: Blob
    title: Annotated[str | None, Private()] = None
    name: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSubmission(Command):
    """Send the whole set back, naming the fields to correct."""

    submission: SubmissionId
    fields: tuple[str, ...]
    note: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInAgain(Command):
    """Hand the set in again: every line that is still at the unit goes with it."""

    submission: SubmissionId


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSubmission(Command):
    """Take the whole set back, with the reason."""

    submission: SubmissionId
    reason: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class ForwardList(Command):
    """Send a list up with its tờ trình; with `award`, one list of one award, in the order given."""

    submission: SubmissionId
    from_unit: UnitId
    to_unit: UnitId
    signed_on: date
    nominations: tuple[NominationId, ...]
    number: str | None = None
    papers: tuple[Paper, ...] = ()
    award: str | None = None
    sources: tuple[SubmissionId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeReceipt(Command):
    """Record that the level above has it."""

    submission: SubmissionId
    on: date


SubmissionCommand = (
    DraftSubmission | ReceiveSubmission | SupplySubmission | AttachSetPaper | ReturnSubmission | HandInAgain
    | WithdrawSubmission | ForwardList | AcknowledgeReceipt
)  # fmt: skip
