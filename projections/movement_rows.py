"""The rows of movements and clusters."""

from collections.abc import Iterator
from typing import Any

from domain.cluster import states as cluster
from domain.movement import states as movement
from domain.targets import judge_all
from projections import tables as t
from projections.values import Row, day_text, number_text


def movement_rows(state: movement.Movement) -> Iterator[Row]:
    """Give the rows of a movement, its milestones and its targets."""
    plan = state.plan
    yield (
        t.MovementRow,
        {
            "movement": state.movement,
            "title": plan.title,
            "organisation": state.organisation,
            "number": plan.number,
            "signed_on": day_text(plan.signed_on),
            "starts": plan.period.start,
            "ends": plan.period.end,
            "participants": len(state.participants),
            "registered": len(state.registered),
            "closed_on": day_text(state.closed_on),
        },
    )
    for parent in sorted(state.answered):
        answer = {"movement": state.movement, "parent": parent, "organisation": state.organisation}
        yield t.AnswerRow, answer
    for code, period in state.periods.items():
        for milestone in period.milestones.values():
            yield (
                t.MilestoneRow,
                {
                    "movement": state.movement,
                    "code": milestone.code,
                    "period": code,
                    "duty": milestone.duty,
                    "name": milestone.name,
                    "due": milestone.due,
                    "assumed": milestone.assumed,
                    "held_on": day_text(state.reviews.get(milestone.code)),
                },
            )
    yield from _targets(state)


def cluster_row(state: cluster.Cluster) -> dict[str, Any]:
    """Give the row of a cluster."""
    last = max(state.years, default=None)
    year = cluster.Year() if last is None else state.years[last]
    return {
        "cluster": state.cluster,
        "name": state.name,
        "kind": state.kind,
        "members": len(state.members),
        "year": last,
        "head": year.head,
        "pact_on": day_text(year.pact_on),
        "scored": sum(scorer == unit for scorer, unit in year.scored),
        "verified": len(year.verified),
        "ranked": bool(year.places),
    }


def _targets(state: movement.Movement) -> Iterator[Row]:
    findings = state.findings if state.closed_on else judge_all(state.targets, state.figures)
    judged = {(finding.target, finding.assigned_by): finding for finding in findings}
    for position, target in enumerate(state.targets):
        for assignment in target.assignments:
            found = judged.get((target.code, assignment.assigned_by))
            yield (
                t.TargetRow,
                {
                    "movement": state.movement,
                    "target": target.code,
                    "assigned_by": assignment.assigned_by,
                    "position": position,
                    "name": target.name,
                    "unit": target.unit,
                    "measure": assignment.measure,
                    "value": number_text(assignment.value),
                    "figure": number_text(found.figure) if found else None,
                    "finding": found.finding if found else "running",
                },
            )
