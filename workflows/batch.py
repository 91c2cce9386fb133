"""One flow run over a batch of events, without Prefect: plan, carry out chunk by chunk, finish."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from domain.flow import FinishFlow, ParkFlow
from domain.ids import derived
from domain.refusal import Refusal
from events.catalogue import event_of
from events.flow import RefusedStep
from events.store.errors import StoreError
from workflows.handle import Asked, Cause, Handler
from workflows.lifecycle import CLOCKED
from workflows.reactions.steps import Bench, Step, Steps, Trigger
from workflows.reactions.table import REACTIONS


@dataclass(frozen=True, slots=True, repr=False)
class Chunk:
    """Steps to be carried out together; its repr tells nothing of them, since flows keep what they are given."""

    steps: Sequence[Step]
    run: str
    together: bool = False
    """The steps concern different streams and need nothing of each other: one commit for all."""

    def __repr__(self) -> str:
        return f"Chunk({len(self.steps)} steps)"


@dataclass(slots=True)
class Progress:
    """What a run has done so far."""

    steps: int = 0
    refused: list[RefusedStep] = field(default_factory=list)


Carry = Callable[[Chunk], Awaitable[Progress]]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a run works with."""

    handler: Handler

    def bench(self) -> Bench:
        """Give the place where reactions are worked out, at this moment."""
        return Bench(self.handler, self.handler.ledger.clock.now())

    def triggers(self, positions: Sequence[int]) -> list[Trigger]:
        """Read the events of a batch."""
        found = self.handler.ledger.at_positions(positions)
        return [Trigger(stored, event_of(stored)) for stored in found]

    def carry_out(self, chunk: Chunk) -> Progress:
        """Handle every step of a chunk; one that a rule refuses is noted and the rest goes on."""
        asked = [
            Asked(step.command_id, step.command, Cause(step.trigger.seq, step.trigger.correlation, chunk.run))
            for step in chunk.steps
        ]
        handler = self.handler
        answers = handler.handle_many(asked) if chunk.together else map(handler.alone, asked)
        refused = [
            RefusedStep(step=f"{step.name}:{step.subject}"[:120], code=answer.code)
            for step, answer in zip(chunk.steps, answers, strict=True)
            if isinstance(answer, Refusal)
        ]
        return Progress(len(chunk.steps), refused)

    def plan(self, flow: str, triggers: Sequence[Trigger]) -> Steps:
        """Work out the steps of a flow."""
        return REACTIONS[flow](self.bench(), triggers)

    def finish(self, flow: str, run: str, positions: Sequence[int], progress: Progress) -> None:
        """Record that the run is done: the batch leaves the queue."""
        self.handler.handle(
            str(derived("finish", run)),
            FinishFlow(
                flow=flow,
                run=run,
                positions=tuple(positions),
                steps=progress.steps,
                refused=tuple(progress.refused),
                **self.bench().said,
            ),
            self._cause(positions, run),
        )

    def park(self, flow: str, run: str, positions: Sequence[int], error: str) -> None:
        """Record that the run cannot go on: the batch waits for a person."""
        self.handler.handle(
            str(derived("park", run)),
            ParkFlow(flow=flow, run=run, positions=tuple(positions), error=error, **self.bench().said),
            self._cause(positions, run),
        )

    def _cause(self, positions: Sequence[int], run: str) -> Cause | None:
        first = self.handler.ledger.at_position(positions[0])
        return Cause(first.seq, first.envelope.correlation, run) if first else None


async def react(workshop: Workshop, flow: str, positions: Sequence[int], run: str, carry: Carry) -> Progress:
    """Plan and carry out one batch; whatever stops it half-way, running it again finishes the same work."""
    triggers = await asyncio.to_thread(workshop.triggers, positions)
    steps = workshop.plan(flow, triggers)
    progress = Progress()
    while (chunk := await asyncio.to_thread(_next, steps)) is not None:
        if chunk:
            done = await carry(Chunk(chunk, run, together=flow == CLOCKED))
            progress.steps += done.steps
            progress.refused += done.refused
    await asyncio.to_thread(workshop.finish, flow, run, positions, progress)
    return progress


def _next(steps: Steps) -> Sequence[Step] | None:
    return next(steps, None)


def passing(fault: BaseException) -> bool:
    """Say whether a fault passes by itself, so that the batch stays in the queue."""
    return isinstance(fault, StoreError | OSError | TimeoutError)
