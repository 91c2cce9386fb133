"""Bộ hồ sơ của đơn vị và danh sách trình lên: received with its papers, supplied, forwarded, acknowledged."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, assert_never

from domain.attachment import EVIDENCE, FileFacts, check_blob
from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, DeadlinePassed, Malformed
from domain.upward import Road, require_road
from events.base import Basis, MovementId, NominationId, PersonId, SubmissionId, UnitId
from events.blob import Blob
from events.personal import Clear, Private
from events.submission import (
    Line,
    ListForwarded,
    Paper,
    ReceiptAcknowledged,
    SetPaperAttached,
    SubmissionEvent,
    SubmissionReceived,
    SubmissionSupplied,
)

MISSING = "Bộ hồ sơ này chưa có trong sổ."
DOSSIERS = Basis(document="Luật 06/2022/QH15", article="Đ83-84")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionFacts(Facts):
    """Whether the intake of this unit has shut: only a hard date does that, and an extension opens it again."""

    shut: bool = False
    file: FileFacts = field(default_factory=FileFacts)
    """Of a file to attach."""
    road: Road = field(default_factory=Road)
    """Of a list that is sent up: where it may go."""
    taken_up: bool = False
    """Whether the level that a list was sent to works in this ledger, and so takes its dossiers up."""


@dataclass(frozen=True, slots=True)
class NoSubmission:
    """Not received."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A received set: its papers and the line of each nomination."""

    submission: SubmissionId
    unit: UnitId
    papers: tuple[Paper, ...]
    lines: tuple[Line, ...]
    files: frozenset[tuple[str, str]] = frozenset()
    """(kind of paper, SHA-256) of every attached file."""

    def line(self, nomination: NominationId) -> Line | None:
        """Give the line of a nomination."""
        return next((line for line in self.lines if line.nomination == nomination), None)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A list sent to the level above."""

    submission: SubmissionId
    from_unit: UnitId
    to_unit: UnitId
    number: str | None
    nominations: tuple[NominationId, ...]
    received_on: date | None = None


State = NoSubmission | Submission | Forwarded


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
class ForwardList(Command):
    """Send a list up with its tờ trình."""

    submission: SubmissionId
    from_unit: UnitId
    to_unit: UnitId
    signed_on: date
    nominations: tuple[NominationId, ...]
    number: str | None = None
    papers: tuple[Paper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AcknowledgeReceipt(Command):
    """Record that the level above has it."""

    submission: SubmissionId
    on: date


SubmissionCommand = ReceiveSubmission | SupplySubmission | AttachSetPaper | ForwardList | AcknowledgeReceipt


def decide(state: State, command: SubmissionCommand, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Decide what happens to a set or a list."""
    match command:
        case ReceiveSubmission():
            return _receive(state, command, facts)
        case SupplySubmission():
            return _supply(existing(state, Submission, MISSING), command, facts)
        case AttachSetPaper():
            return _attach(existing(state, Submission, MISSING), command, facts)
        case ForwardList():
            return _forward(state, command, facts)
        case AcknowledgeReceipt():
            return _acknowledge(existing(state, Forwarded, MISSING), command, facts)
        case _:
            assert_never(command)


def _receive(state: State, command: ReceiveSubmission, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    if command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",))
    else:
        facts.require(command, ("clerk", "head"), command.unit, basis=DOSSIERS)
    if not isinstance(state, NoSubmission):
        raise AlreadyExists("Bộ hồ sơ này đã được tiếp nhận.")
    if facts.shut:
        raise DeadlinePassed(
            "Đã hết hạn nhận hồ sơ.", todo="Hãy đề nghị cơ quan thường trực gia hạn có nêu lý do."
        )
    return (
        SubmissionReceived(
            submission=command.submission,
            unit=command.unit,
            movement=command.movement,
            milestone=command.milestone,
            arrived=command.arrived or command.legal_day,
            papers=command.papers,
            lines=command.lines,
            typed_by=command.typed_by,
        ),
    )


def _supply(
    state: Submission, command: SupplySubmission, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    facts.require(command, ("clerk", "head", "standing_agency"), state.unit, *_home(facts))
    papers = tuple(paper for paper in command.papers if paper not in state.papers)
    lines = tuple(line for line in command.lines if line not in state.lines)
    if not papers and not lines:
        return ()
    return (SubmissionSupplied(submission=state.submission, papers=papers, lines=lines),)


def _attach(state: Submission, command: AttachSetPaper, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    facts.require(command, ("clerk", "head", "standing_agency"), state.unit, *_home(facts))
    check_blob(command.blob, state.submission, facts.file)
    if (command.paper.kind, command.blob.sha256) in state.files:
        return ()
    return (
        SetPaperAttached(
            submission=state.submission,
            paper=command.paper,
            blob=command.blob,
            title=_sealed(state, command.title),
            name=_sealed(state, command.name),
        ),
    )


def _sealed(state: Submission, text: str | None) -> Clear | None:
    return Clear(state.submission, EVIDENCE, text) if text else None


def _home(facts: Facts) -> tuple[str, ...]:
    return (facts.organisation,) if facts.organisation else ()


def _forward(state: State, command: ForwardList, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    own = command.to_unit == command.from_unit
    if not (command.by.is_system and own):
        facts.require(command, ("authority",), command.from_unit, basis=DOSSIERS)
    if isinstance(state, Forwarded) and state.nominations == command.nominations:
        return ()
    if not isinstance(state, NoSubmission):
        raise AlreadyExists("Danh sách này đã được trình.")
    if not own:
        require_road(facts.road, command.to_unit, command.signed_on)
        if command.number is None:
            raise Malformed("Tờ trình lên cấp trên cần có số.", todo="Hãy lấy số văn thư rồi trình.")
    return (
        ListForwarded(
            submission=command.submission,
            from_unit=command.from_unit,
            to_unit=command.to_unit,
            number=command.number,
            day=command.signed_on,
            nominations=command.nominations,
            papers=command.papers,
            advice=None if own else facts.road.advice,
        ),
    )


def _acknowledge(
    state: Forwarded, command: AcknowledgeReceipt, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Record a receipt: by the level itself where it works in this ledger, else by the house that was told."""
    facts.require(command, ("standing_agency", "archivist"), *([state.to_unit] if facts.taken_up else []))
    if state.received_on is not None:
        return ()
    return (
        ReceiptAcknowledged(
            submission=state.submission,
            on=command.on,
            unit=state.to_unit if facts.taken_up else None,
            nominations=state.nominations if facts.taken_up else None,
        ),
    )


def evolve(state: State, event: SubmissionEvent) -> State:
    """Apply one event."""
    match event:
        case SubmissionReceived():
            return Submission(event.submission, event.unit, event.papers, event.lines)
        case ListForwarded():
            return Forwarded(
                event.submission, event.from_unit, event.to_unit, event.number, event.nominations
            )
        case SubmissionSupplied():
            return _supplied(state, event) if isinstance(state, Submission) else state
        case SetPaperAttached():
            return _attached(state, event) if isinstance(state, Submission) else state
        case ReceiptAcknowledged():
            return replace(state, received_on=event.on) if isinstance(state, Forwarded) else state
        case _:
            assert_never(event)


def _supplied(state: Submission, event: SubmissionSupplied) -> Submission:
    changed = {line.nomination: line for line in event.lines}
    lines = tuple(changed.pop(line.nomination, line) for line in state.lines)
    return replace(state, papers=(*state.papers, *event.papers), lines=(*lines, *changed.values()))


def _attached(state: Submission, event: SetPaperAttached) -> Submission:
    papers = state.papers if event.paper in state.papers else (*state.papers, event.paper)
    return replace(state, papers=papers, files=state.files | {(event.paper.kind, event.blob.sha256)})


DECIDER: Decider[State, SubmissionCommand, SubmissionEvent, SubmissionFacts] = Decider(
    "submission", NoSubmission(), decide, evolve
)
