"""Lượt xử lý tự động: a run over a batch of events ends finished or parked; a parked one waits for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.refusal import WrongState
from domain.standing import require_system
from events.flow import FlowEvent, FlowFinished, FlowParked, FlowRetried, RefusedStep


@dataclass(frozen=True, slots=True)
class Flow:
    """How a run ended, if it has."""

    ended: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishFlow(Command):
    """Record that a run has done all its steps."""

    flow: str
    run: str
    positions: tuple[int, ...]
    steps: int
    refused: tuple[RefusedStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkFlow(Command):
    """Record that a run cannot go on by itself."""

    flow: str
    run: str
    positions: tuple[int, ...]
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryFlow(Command):
    """Let a parked run be tried again."""

    flow: str
    run: str
    positions: tuple[int, ...]
    reason: str


FlowCommand = FinishFlow | ParkFlow | RetryFlow


def decide(state: Flow, command: FlowCommand, facts: Facts) -> Sequence[FlowEvent]:
    """Decide how a run ends."""
    match command:
        case FinishFlow():
            require_system(command, "reactor")
            if state.ended == "finished":
                return ()
            return (
                FlowFinished(
                    flow=command.flow,
                    run=command.run,
                    positions=command.positions,
                    steps=command.steps,
                    refused=command.refused,
                ),
            )
        case ParkFlow():
            require_system(command, "reactor")
            if state.ended is not None:
                return ()
            return (
                FlowParked(
                    flow=command.flow, run=command.run, positions=command.positions, error=command.error
                ),
            )
        case RetryFlow():
            facts.require_staff(command)
            if state.ended != "parked":
                raise WrongState("Chỉ cho chạy lại lượt xử lý đã dừng.")
            return (FlowRetried(flow=command.flow, positions=command.positions, reason=command.reason),)
        case _:
            assert_never(command)


def evolve(state: Flow, event: FlowEvent) -> Flow:
    """Apply one event."""
    match event:
        case FlowFinished():
            return replace(state, ended="finished")
        case FlowParked():
            return replace(state, ended="parked")
        case FlowRetried():
            return replace(state, ended=None)
        case _:
            assert_never(event)


DECIDER: Decider[Flow, FlowCommand, FlowEvent, Facts] = Decider("flow", Flow(), decide, evolve)
