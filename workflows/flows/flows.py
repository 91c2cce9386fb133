"""The flows by name. Each takes positions of the log and nothing else: what it does follows from the log."""

from collections.abc import Coroutine, Mapping
from typing import Any

from prefect import Flow, flow

from workflows.flows.carrier import carry


@flow(name="period", persist_result=False)
async def period(positions: list[int]) -> None:
    """Open, move or end the duties of a movement's periods, and tell everybody."""
    await carry("period", positions)


@flow(name="nomination", persist_result=False)
async def nomination(positions: list[int]) -> None:
    """Assess submitted dossiers; return, end, or open their verification."""
    await carry("nomination", positions)


@flow(name="council_review", persist_result=False)
async def council_review(positions: list[int]) -> None:
    """Prepare a convened session; record the outcome of every dossier of a tallied ballot."""
    await carry("council_review", positions)


@flow(name="approval", persist_result=False)
async def approval(positions: list[int]) -> None:
    """Draft decisions for the authority; make the awards and entries of a signed one."""
    await carry("approval", positions)


@flow(name="ceremony", persist_result=False)
async def ceremony(positions: list[int]) -> None:
    """Tell of a published decision, invite to a ceremony, record what was handed over."""
    await carry("ceremony", positions)


@flow(name="calendar", persist_result=False)
async def calendar(positions: list[int]) -> None:
    """Count open duties again on the changed calendar, and tell whose date has moved."""
    await carry("calendar", positions)


@flow(name="correspondence", persist_result=False)
async def correspondence(positions: list[int]) -> None:
    """Tell the standing agency what mail could not deliver; take dates back that hold no more."""
    await carry("correspondence", positions)


@flow(name="handover", persist_result=False)
async def handover(positions: list[int]) -> None:
    """Tell whoever takes over what is open; end or pass on what ends with a role or a unit."""
    await carry("handover", positions)


@flow(name="reminders", persist_result=False)
async def reminders(positions: list[int]) -> None:
    """Record the rungs that are due and queue their letters."""
    await carry("reminders", positions)


PREFECT_FLOWS: Mapping[str, Flow[[list[int]], Coroutine[Any, Any, None]]] = {
    "period": period,
    "nomination": nomination,
    "council_review": council_review,
    "approval": approval,
    "ceremony": ceremony,
    "calendar": calendar,
    "handover": handover,
    "correspondence": correspondence,
    "reminders": reminders,
}
