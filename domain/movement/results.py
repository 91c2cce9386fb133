"""Sơ kết, tổng kết, chốt số liệu, điển hình: reviews that were held, figures that are closed, best examples, pacts."""

from collections.abc import Sequence

from domain.movement.commands import CloseResults, HoldReview, NoteExample, PublishExample, SignPact
from domain.movement.part import participant
from domain.movement.progress import known_targets, targets_of
from domain.movement.states import Movement
from domain.refusal import AlreadyExists, NotFound, WrongState
from domain.targets import judge_all
from events.movement import (
    ExampleNoted,
    ExamplePublished,
    FinalReviewHeld,
    InterimReviewHeld,
    MovementEvent,
    PactSigned,
    ResultsClosed,
)


def hold_review(state: Movement, command: HoldReview) -> Sequence[MovementEvent]:
    """Record that sơ kết or tổng kết was held, with every assigned value held against its figure."""
    _period, milestone = state.milestone(command.milestone)
    if command.milestone in state.reviews:
        return ()
    if milestone.duty == "hold_interim_review":
        return (
            InterimReviewHeld(
                movement=state.movement,
                milestone=command.milestone,
                held_on=command.held_on,
                findings=state.findings if state.closed_on else judge_all(state.targets, state.figures),
                praised=command.praised,
            ),
        )
    if milestone.duty != "hold_final_review":
        raise WrongState(f"Mốc “{milestone.name}” không phải là sơ kết hay tổng kết.")
    final = judge_all(state.targets, state.figures, final=True, term=command.term)
    return (
        FinalReviewHeld(
            movement=state.movement,
            milestone=command.milestone,
            held_on=command.held_on,
            findings=state.findings if state.closed_on else final,
            praised=command.praised,
            term=command.term or None,
        ),
    )


def close(state: Movement, command: CloseResults) -> Sequence[MovementEvent]:
    """Close the figures of the year; those of the term only when asked."""
    if state.closed_on is not None:
        return ()
    known_targets(state, targets_of(command.figures))
    figures = {**state.figures, **{figure.target: figure for figure in command.figures}}
    return (
        ResultsClosed(
            movement=state.movement,
            on=command.on,
            findings=judge_all(state.targets, figures, final=True, term=command.term),
            term=command.term or None,
        ),
    )


def sign_pact(state: Movement, command: SignPact) -> Sequence[MovementEvent]:
    """Record that the cluster has signed its pact."""
    for unit in command.signers:
        participant(state, unit)
    if (command.cluster, command.on) in state.pacts:
        return ()
    owed_by = state.milestone(command.milestone)[1].owed_by if command.milestone is not None else None
    return (
        PactSigned(
            movement=state.movement,
            cluster=command.cluster,
            on=command.on,
            milestone=command.milestone,
            signers=(command.signers or state.participants) if owed_by == "participants" else None,
        ),
    )


def note_example(state: Movement, command: NoteExample) -> Sequence[MovementEvent]:
    """Note a best example under a code of its own."""
    known = state.examples.get(command.example)
    if known is None:
        return (
            ExampleNoted(
                movement=state.movement,
                example=command.example,
                subject=command.subject,
                what=command.what,
                on=command.on,
            ),
        )
    if (known.subject, known.what) == (command.subject, command.what):
        return ()
    raise AlreadyExists(
        f"Mã điển hình “{command.example}” đã dùng cho điển hình khác.", todo="Hãy dùng mã khác."
    )


def publish_example(state: Movement, command: PublishExample) -> Sequence[MovementEvent]:
    """Record where and when a best example was made known."""
    known = state.examples.get(command.example)
    if known is None:
        raise NotFound(f"Chưa ghi điển hình nào có mã “{command.example}”.")
    if (command.where, command.on) in known.published:
        return ()
    return (
        ExamplePublished(
            movement=state.movement, example=command.example, where=command.where, on=command.on
        ),
    )
