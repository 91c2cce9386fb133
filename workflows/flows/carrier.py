"""How a flow carries a batch: one task per chunk of steps, retried when the store was busy, never cached."""

import asyncio
from collections.abc import Sequence
from contextvars import ContextVar
from typing import Any

from prefect import runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.context import TagsContext

from workflows.batch import Chunk, Progress, Workshop, passing, react

WORKSHOP: ContextVar[Workshop] = ContextVar("workshop")
"""Set by the engine around each flow run; nothing of it is a parameter."""
RETRY_DELAYS: list[float] = [0.1, 0.5, 2, 5]


async def _may_pass(_task: object, _run: object, state: State[Any]) -> bool:
    """Retry only what passes by itself; a rule that said no is final and noted in the step."""
    fault = await state.aresult(raise_on_failure=False)
    return isinstance(fault, BaseException) and passing(fault)


@task(
    name="carry out",
    retries=len(RETRY_DELAYS),
    retry_delay_seconds=RETRY_DELAYS,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
async def carry_out(chunk: Chunk) -> Progress:
    """Handle the steps of one chunk in a thread, so that the engine goes on meanwhile."""
    return await asyncio.to_thread(WORKSHOP.get().carry_out, chunk)


async def carry(flow: str, positions: Sequence[int]) -> None:
    """React to a batch within the running flow run; a fault that does not pass parks the batch for a person."""
    workshop, run = WORKSHOP.get(), str(runtime.flow_run.id)
    try:
        # Tasks that inherit the flow run's tags ask the server for a concurrency slot per tag, which takes seconds.
        with TagsContext(current_tags=set()):
            await react(workshop, flow, positions, run, carry_out)
    except Exception as fault:
        if not passing(fault):
            await asyncio.to_thread(workshop.park, flow, run, positions, type(fault).__name__)
        raise
