"""A set on its way in: drafted, received, supplied, with the scans of its papers."""

from collections.abc import Sequence

from domain.arrival import arrived_on
from domain.attachment import EVIDENCE, check_blob
from domain.refusal import AlreadyExists, DeadlinePassed
from domain.submission.commands import AttachSetPaper, DraftSubmission, ReceiveSubmission, SupplySubmission
from domain.submission.facts import DOSSIERS, SubmissionFacts
from domain.submission.states import Drafting, NoSubmission, State, Submission
from events.personal import Clear
from events.submission import (
    SetPaperAttached,
    SubmissionDrafted,
    SubmissionEvent,
    SubmissionReceived,
    SubmissionSupplied,
)


def draft(state: State, command: DraftSubmission, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Begin a set; beginning the same one again adds nothing."""
    facts.require_unit_or_staff(command, command.unit, basis=DOSSIERS)
    match state:
        case NoSubmission():
            return (
                SubmissionDrafted(submission=command.submission, unit=command.unit, papers=command.papers),
            )
        case Drafting(unit=unit, papers=papers) if unit == command.unit and set(command.papers) <= set(
            papers
        ):
            return ()
        case _:
            raise AlreadyExists("Bộ hồ sơ này đã có trong sổ.", todo="Hãy mở bộ hồ sơ đã có.")


def receive(state: State, command: ReceiveSubmission, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Receive a set: what comes on paper keeps the day it came, and who typed it."""
    facts.require_unit_or_staff(command, command.unit, basis=DOSSIERS)
    if not isinstance(state, NoSubmission) and not (
        isinstance(state, Drafting) and state.unit == command.unit
    ):
        raise AlreadyExists(
            "Bộ hồ sơ này đã được tiếp nhận.",
            todo="Hãy mở bộ hồ sơ đã có; bổ sung giấy tờ thì ghi vào bộ đó.",
        )
    if facts.shut:
        raise DeadlinePassed(
            "Đã hết hạn nhận hồ sơ.", todo="Hãy đề nghị cơ quan thường trực gia hạn có nêu lý do."
        )
    arrived = arrived_on(command, command.arrived)
    drafted = state.papers if isinstance(state, Drafting) else ()
    return (
        SubmissionReceived(
            submission=command.submission,
            unit=command.unit,
            movement=command.movement,
            milestone=command.milestone,
            arrived=arrived,
            papers=(*drafted, *(paper for paper in command.papers if paper not in drafted)),
            lines=command.lines,
            typed_by=command.typed_by,
        ),
    )


def supply(state: Submission, command: SupplySubmission, facts: SubmissionFacts) -> Sequence[SubmissionEvent]:
    """Add what a set lacked; what it has already adds nothing."""
    facts.require_unit_or_staff(command, state.unit, basis=DOSSIERS)
    papers = tuple(paper for paper in command.papers if paper not in state.papers)
    lines = tuple(line for line in command.lines if line not in state.lines)
    if not papers and not lines:
        return ()
    return (SubmissionSupplied(submission=state.submission, papers=papers, lines=lines),)


def attach(
    state: Drafting | Submission, command: AttachSetPaper, facts: SubmissionFacts
) -> Sequence[SubmissionEvent]:
    """Add a scan, sealed under the set's own key."""
    facts.require_unit_or_staff(command, state.unit, basis=DOSSIERS)
    check_blob(command.blob, state.submission, facts.file)
    if (command.paper.kind, command.blob.sha256) in state.files:
        return ()
    return (
        SetPaperAttached(
            submission=state.submission,
            paper=command.paper,
            blob=command.blob,
            title=sealed(state, command.title),
            name=sealed(state, command.name),
        ),
    )


def sealed(state: Drafting | Submission, text: str | None) -> Clear | None:
    """Seal words about a set under the set's own key."""
    return Clear(state.submission, EVIDENCE, text) if text else None
