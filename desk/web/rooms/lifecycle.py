"""The lifecycle of a dossier as a picture: every stage with how many stand there, each a link; beside it the engine's table."""

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import func
from sqlmodel import col, select

from desk.views.dossiers import by_stage
from desk.web.guard import Room, guarded
from desk.web.policy import reads_all_dossiers
from desk.web.visit import Visit
from projections import tables as t
from workflows.lifecycle import FLOWS, LIFECYCLE

router = APIRouter(route_class=Room)
MAIN = ("draft", "submitted", "eligible", "before_council", "recommended", "forwarded", "awarded")
"""The way of a dossier that is awarded, from top to bottom."""
STEPS: tuple[tuple[str, str, str], ...] = (
    ("draft", "nomination.submitted", "submitted"),
    ("draft", "nomination.withdrawn", "withdrawn"),
    ("submitted", "nomination.eligibility_assessed", "eligible"),
    ("submitted", "nomination.returned", "returned"),
    ("submitted", "nomination.ineligible", "ineligible"),
    ("submitted", "nomination.withdrawn", "withdrawn"),
    ("returned", "nomination.resubmitted", "submitted"),
    ("returned", "nomination.withdrawn", "withdrawn"),
    ("eligible", "nomination.put_to_council", "before_council"),
    ("eligible", "nomination.returned", "returned"),
    ("eligible", "nomination.withdrawn", "withdrawn"),
    ("before_council", "nomination.recommended", "recommended"),
    ("before_council", "nomination.declined", "declined"),
    ("recommended", "nomination.forwarded", "forwarded"),
    ("forwarded", "nomination.award_decided", "awarded"),
    ("forwarded", "nomination.taken_up", "eligible"),
    ("forwarded", "nomination.refused", "refused"),
    ("awarded", "nomination.award_revoked", "revoked"),
)
"""From which stage, by which event, to which: a test holds it against what the decider's `evolve` does."""
WIDE, HIGH, GAP, LEFT, RIGHT = 200, 44, 86, 20, 380
WIDER = 280
"""How wide the stages on the right are: their words are long."""


@dataclass(frozen=True, slots=True)
class Node:
    """A stage in the picture."""

    stage: str
    x: int
    y: int
    count: int
    width: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A step in the picture."""

    path: str
    event: str
    x: int
    y: int
    anchor: str


def picture(counts: dict[str, int]) -> tuple[list[Node], list[Edge], int]:
    """Place the stages: the main way on the left, where it ends otherwise on the right, beside where it leaves."""
    places = {stage: (LEFT, 10 + GAP * row) for row, stage in enumerate(MAIN)}
    rows = {
        "ineligible": 0.0,
        "returned": 0.9,
        "withdrawn": 1.9,
        "declined": 3.3,
        "refused": 4.6,
        "revoked": 6.0,
    }
    places |= {stage: (RIGHT, int(10 + GAP * rows[stage])) for stage in rows}
    nodes = [
        Node(stage, x, y, counts.get(stage, 0), WIDE if x == LEFT else WIDER)
        for stage, (x, y) in places.items()
    ]
    edges = [_edge(places, *step) for step in STEPS]
    return nodes, edges, 10 + GAP * len(MAIN)


def _edge(places: dict[str, tuple[int, int]], start: str, event: str, end: str) -> Edge:
    (x1, y1), (x2, y2) = places[start], places[end]
    middle = HIGH // 2
    if x1 == x2 and y1 > y2:
        bend = x1 + WIDE + 90
        y_end = y2 + middle + 10
        start_ = f"M{x1 + WIDE} {y1 + 10}"
        return Edge(f"{start_} C{bend} {y1} {bend} {y_end} {x2 + WIDE + 6} {y_end}", event, 0, 0, "")
    if x1 == x2:
        return Edge(f"M{x1 + 40} {y1 + HIGH} V{y2 - 6}", event, x1 + 50, y1 + HIGH + 26, "start")
    if x1 < x2:
        bend = x1 + WIDE + 60
        return Edge(
            f"M{x1 + WIDE} {y1 + middle} C{bend} {y1 + middle} {bend} {y2 + middle} {x2 - 6} {y2 + middle}",
            event,
            0,
            0,
            "",
        )
    return Edge(
        f"M{x1} {y1 + 8} C{x1 - 60} {y1 + 8} {x2 + WIDE + 60} {y2 + 8} {x2 + WIDE + 6} {y2 + 8}",
        event,
        0,
        0,
        "",
    )


@router.get("/so-do")
def show(visit: Visit = guarded(reads_all_dossiers)) -> Response:
    """Draw the lifecycle with counts."""
    counts = visit.mask.counts(by_stage(visit.reading))
    nodes, edges, height = picture(counts)
    queue = visit.session.exec(
        select(t.PendingRow.flow, t.PendingRow.parked, func.count()).group_by(
            t.PendingRow.flow, col(t.PendingRow.parked)
        )
    ).all()
    pending, parked = Counter[str](), Counter[str]()
    for flow, aside, count in queue:
        pending[flow] += count
        parked[flow] += count if aside else 0
    flows = [
        (flow, [event for event, of in LIFECYCLE.items() if of == flow], pending[flow], parked[flow])
        for flow in FLOWS
    ]
    return visit.page(
        "lifecycle.html", nodes=nodes, edges=edges, height=height, flows=flows, steps=STEPS, counts=counts
    )
