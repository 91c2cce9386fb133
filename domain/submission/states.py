"""The states of a set and of a list, and how events move them."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from events.base import MovementId, NominationId, SubmissionId, UnitId
from events.submission import (
    Line,
    ListForwarded,
    Paper,
    ReceiptAcknowledged,
    SetPaperAttached,
    SubmissionDrafted,
    SubmissionEvent,
    SubmissionHandedInAgain,
    SubmissionReceived,
    SubmissionReturned,
    SubmissionSupplied,
    SubmissionWithdrawn,
)

Files = frozenset[tuple[str, str]]
"""(kind of paper, SHA-256) of every attached file."""


@dataclass(frozen=True, slots=True)
class NoSubmission:
    """Not begun."""


@dataclass(frozen=True, slots=True)
class Drafting:
    """Being put together by the unit, or by the standing agency for it."""

    submission: SubmissionId
    unit: UnitId
    papers: tuple[Paper, ...]
    files: Files = frozenset()


@dataclass(frozen=True, slots=True)
class Submission:
    """A received set: its papers and the line of each nomination."""

    submission: SubmissionId
    unit: UnitId
    papers: tuple[Paper, ...]
    lines: tuple[Line, ...]
    files: Files = frozenset()
    movement: MovementId | None = None
    milestone: str | None = None

    def line(self, nomination: NominationId) -> Line | None:
        """Give the line of a nomination."""
        return next((line for line in self.lines if line.nomination == nomination), None)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Taken back as a whole."""

    submission: SubmissionId
    unit: UnitId


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A list sent to the level above."""

    submission: SubmissionId
    from_unit: UnitId
    to_unit: UnitId
    number: str | None
    nominations: tuple[NominationId, ...]
    received_on: date | None = None


State = NoSubmission | Drafting | Submission | Withdrawn | Forwarded


def evolve(state: State, event: SubmissionEvent) -> State:
    """Apply one event."""
    match event:
        case SubmissionDrafted():
            return Drafting(event.submission, event.unit, event.papers)
        case SubmissionReceived():
            files = state.files if isinstance(state, Drafting) else frozenset()
            return Submission(
                event.submission,
                event.unit,
                event.papers,
                event.lines,
                files,
                event.movement,
                event.milestone,
            )
        case ListForwarded():
            return Forwarded(
                event.submission, event.from_unit, event.to_unit, event.number, event.nominations
            )
        case SubmissionSupplied():
            return _supplied(state, event)
        case SetPaperAttached():
            return _attached(state, event) if isinstance(state, Drafting | Submission) else state
        case SubmissionReturned() | SubmissionHandedInAgain():
            return state
        case SubmissionWithdrawn():
            return (
                Withdrawn(state.submission, state.unit) if isinstance(state, Drafting | Submission) else state
            )
        case ReceiptAcknowledged():
            return replace(state, received_on=event.on) if isinstance(state, Forwarded) else state
        case _:
            assert_never(event)


def _supplied(state: State, event: SubmissionSupplied) -> State:
    if not isinstance(state, Submission):
        return state
    changed = {line.nomination: line for line in event.lines}
    lines = tuple(changed.pop(line.nomination, line) for line in state.lines)
    return replace(state, papers=(*state.papers, *event.papers), lines=(*lines, *changed.values()))


def _attached(state: Drafting | Submission, event: SetPaperAttached) -> Drafting | Submission:
    papers = state.papers if event.paper in state.papers else (*state.papers, event.paper)
    return replace(state, papers=papers, files=state.files | {(event.paper.kind, event.blob.sha256)})
