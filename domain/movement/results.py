"""Sơ kết, tổng kết, chốt số liệu: reviews that were held, figures that are closed, the pact of a cluster."""

from collections.abc import Sequence

from domain.movement.commands import CloseResults, HoldReview, SignPact
from domain.movement.states import Movement
from domain.movement.taking_part import known_targets
from domain.refusal import WrongState
from domain.targets import judge_all
from events.movement import FinalReviewHeld, InterimReviewHeld, MovementEvent, PactSigned, ResultsClosed


def hold_review(state: Movement, command: HoldReview) -> Sequence[MovementEvent]:
    """Record that sơ kết or tổng kết was held, with every assigned value held against its figure."""
    _period, milestone = state.milestone(command.milestone)
    if command.milestone in state.reviews:
        return ()
    final = milestone.duty == "hold_final_review"
    if not final and milestone.duty != "hold_interim_review":
        raise WrongState(f"Mốc “{milestone.name}” không phải là sơ kết hay tổng kết.")
    held = FinalReviewHeld if final else InterimReviewHeld
    findings = state.findings if state.closed_on else judge_all(state.targets, state.figures, final=final)
    return (
        held(
            movement=state.movement,
            milestone=command.milestone,
            held_on=command.held_on,
            findings=findings,
            praised=command.praised,
        ),
    )


def close(state: Movement, command: CloseResults) -> Sequence[MovementEvent]:
    """Close the figures of the year."""
    if state.closed_on is not None:
        return ()
    known_targets(state, command.figures)
    figures = {**state.figures, **{figure.target: figure for figure in command.figures}}
    return (
        ResultsClosed(
            movement=state.movement, on=command.on, findings=judge_all(state.targets, figures, final=True)
        ),
    )


def sign_pact(state: Movement, command: SignPact) -> Sequence[MovementEvent]:
    """Record that the cluster has signed its pact."""
    if (command.cluster, command.on) in state.pacts:
        return ()
    return (PactSigned(movement=state.movement, cluster=command.cluster, on=command.on),)
