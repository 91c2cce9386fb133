"""The reactor: takes pending events of one kind, runs one flow over them, until nothing is pending."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from uuid import uuid5

import structlog

from domain.ids import derived
from events.base import instant_text
from projections import queries
from workflows.batch import Chunk, Progress, Workshop, passing, react
from workflows.claims import Claims
from workflows.lifecycle import CLOCKED

BATCH = 500
LOOK_AHEAD = 5_000
log = structlog.get_logger("reactor")

Run = Callable[[Workshop, str, Sequence[int]], Awaitable[None]]
"""Runs one flow over a batch: through Prefect, or plainly."""


class Reactor:
    """Works the queue of one ledger."""

    def __init__(self, workshop: Workshop, claims: Claims, run: Run) -> None:
        self.workshop = workshop
        self.claims = claims
        self._run = run

    async def drain(self) -> int:
        """React to everything that is pending; gives the number of batches, and stops at a fault that passes."""
        done = 0
        while await self._one_batch():
            done += 1
        return done

    async def _one_batch(self) -> bool:
        flow, positions = await asyncio.to_thread(self._claim)
        if not positions:
            return False
        try:
            await self._run(self.workshop, flow, positions)
        except Exception as fault:  # noqa: BLE001  # the relay's edge: logged with the events, never swallowed
            log.warning("flow_stopped", flow=flow, first=positions[0], error=type(fault).__name__)
            return False
        finally:
            await asyncio.to_thread(self.claims.let_go, positions)
        return True

    def _claim(self) -> tuple[str, list[int]]:
        """Take the oldest pending event that is free, and up to a batch of the same flow."""
        with self.workshop.handler.ledger.database.session() as session:
            waiting = queries.pending(session, LOOK_AHEAD)
            by_flow: dict[str, list[int]] = {}
            for row in waiting:
                by_flow.setdefault(row.flow, []).append(row.seq)
        for flow, positions in by_flow.items():
            taken = self.claims.take(positions[:BATCH])
            if taken:
                return flow, self._still_pending(taken)
        return "", []

    def _still_pending(self, taken: Sequence[int]) -> list[int]:
        """Drop what another engine finished between the look and the claim."""
        with self.workshop.handler.ledger.database.session() as session:
            known = {row.seq for row in queries.pending(session, LOOK_AHEAD)}
        gone = [seq for seq in taken if seq not in known]
        if gone:
            self.claims.let_go(gone)
        return [seq for seq in taken if seq in known]

    async def remind(self) -> int:
        """Run `reminders` until no ladder has anything to say; gives the number of batches.

        What was due and is still due after its batch was refused, with its reason in the run; it waits for the next tick.
        """
        batches, done = 0, list[int]()
        while (due := await asyncio.to_thread(self._due)) and due != done:
            await self._run(self.workshop, CLOCKED, due)
            batches, done = batches + 1, due
        return batches

    def _due(self) -> list[int]:
        """Give the last events of the duties that are due."""
        ledger = self.workshop.handler.ledger
        now = instant_text(ledger.clock.now())
        with ledger.database.session() as session:
            duties = queries.due_obligations(session, now, BATCH)
        return [rows[-1].seq for rows in ledger.stored_all(duties).values() if rows]


async def run_plainly(workshop: Workshop, flow: str, positions: Sequence[int]) -> None:
    """Run a flow without Prefect: for tests of the logic, under a run id that follows from the batch."""

    async def carry(chunk: Chunk) -> Progress:
        return await asyncio.to_thread(workshop.carry_out, chunk)

    run = f"plain-{uuid5(derived('run', flow), ','.join(map(str, positions)))}"
    try:
        await react(workshop, flow, positions, run, carry)
    except Exception as fault:
        if not passing(fault):
            await asyncio.to_thread(workshop.park, flow, run, positions, type(fault).__name__)
        raise
