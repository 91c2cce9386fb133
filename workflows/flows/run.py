"""Runs one batch as a Prefect flow run, tagged with its events and correlations."""

import asyncio
from collections.abc import Sequence

from prefect import tags

from workflows.batch import Workshop
from workflows.flows.carrier import WORKSHOP
from workflows.flows.flows import PREFECT_FLOWS

MAX_TAGS = 20


async def run_with_prefect(workshop: Workshop, flow: str, positions: Sequence[int]) -> None:
    """Run a flow over a batch; when Prefect cannot be reached nothing is appended and the batch stays pending."""
    triggers = await asyncio.to_thread(workshop.triggers, positions)
    marks = [f"event:{trigger.seq}" for trigger in triggers[:MAX_TAGS]]
    marks += list(dict.fromkeys(f"corr:{trigger.correlation}" for trigger in triggers))[:MAX_TAGS]
    named = PREFECT_FLOWS[flow].with_options(flow_run_name=_name(flow, positions))
    token = WORKSHOP.set(workshop)
    try:
        with tags(*marks):
            await named(list(positions))
    finally:
        WORKSHOP.reset(token)


def _name(flow: str, positions: Sequence[int]) -> str:
    more = f" (+{len(positions) - 1})" if len(positions) > 1 else ""
    return f"{flow} ← #{positions[0]}{more}"
