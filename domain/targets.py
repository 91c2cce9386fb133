"""Chỉ tiêu: a reported figure held against an assigned value, without resolving what the document left open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from events.movement import Figure, Finding, Judged
from events.plan import Assignment, Target

_UNJUDGED = ("both_ways", "reference")
_RISING = ("at_least", "above", "increase_by", "decrease_by", "done")
"""Measures that stay met once reached; the others are only known at the end."""


def judge(target: Target, assignment: Assignment, figure: Figure | None, *, final: bool) -> Finding:
    """Say whether one assigned value is met, exceeded, missed, still running, or not measurable.

    An ambiguous indicator with rival values and a figure read in two directions are not measurable at the end.
    """
    if assignment.measure in _UNJUDGED or (target.ambiguity and len(target.assignments) > 1):
        return "not_measurable" if final else "running"
    reached = _reached(assignment, figure)
    if reached is None:
        return "not_measurable" if final else "running"
    if assignment.measure in _RISING and reached != "missed":
        return reached
    return reached if final else "running"


def _reached(assignment: Assignment, figure: Figure | None) -> Finding | None:
    if figure is None:
        return None
    if assignment.measure == "done":
        return None if figure.done is None else ("met" if figure.done else "missed")
    if figure.value is None or assignment.value is None:
        return None
    return _compared(assignment.measure, figure.value, assignment.value)


def _compared(measure: str, value: Decimal, goal: Decimal) -> Finding:
    match measure:
        case "at_least" | "increase_by" | "decrease_by":
            return "missed" if value < goal else ("exceeded" if value > goal else "met")
        case "above":
            return "met" if value > goal else "missed"
        case "at_most":
            return "missed" if value > goal else ("exceeded" if value < goal else "met")
        case _:
            return "met" if value == goal else "missed"


def judge_all(targets: Sequence[Target], figures: Mapping[str, Figure], *, final: bool) -> tuple[Judged, ...]:
    """Judge every assigned value of a movement."""
    return tuple(
        Judged(
            target=target.code,
            assigned_by=assignment.assigned_by,
            finding=judge(target, assignment, figure, final=final),
            figure=figure.value if figure else None,
            done=figure.done if figure else None,
        )
        for target in targets
        for figure in (figures.get(target.code),)
        for assignment in target.assignments
    )
