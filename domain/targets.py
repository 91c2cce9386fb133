"""Chỉ tiêu: a reported figure held against an assigned value, without resolving what the document left open."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from events.movement import Figure, Finding, Judged
from events.plan import Assignment, Target

_SPEAKS = {"nearly": -1, "over": 1}
"""On which side of its value a figure said with "gần" or "hơn" lies; one said with "khoảng" lies on no known side."""
_UNJUDGED = ("both_ways", "reference")
_RISING = ("at_least", "above", "increase_by", "decrease_by", "done")
"""Measures that stay met once reached; the others are only known at the end."""

ASSIGNERS: Mapping[str, str] = {
    "hdnd_xa_giao": "HĐND xã",
    "thi_xa_giao": "thị xã",
    "tinh_giao": "tỉnh",
    "huyen_giao": "huyện",
    "nghi_quyet": "nghị quyết",
}
UNITS: Mapping[str, str] = {"boolean": "", "VND": "đồng"}
MEASURES: Mapping[str, str] = {
    "at_least": "ít nhất",
    "above": "trên",
    "at_most": "không quá",
    "exact": "bằng",
    "increase_by": "tăng thêm",
    "decrease_by": "giảm",
    "done": "hoàn thành",
    "reference": "theo văn bản khác",
    "both_ways": "đọc theo hai chiều",
}
"""The words for how an indicator is measured, in what, and by whom it was assigned."""


def goal_said(target: Target, assigned: Assignment) -> str:
    """Say an indicator with one value assigned for it."""
    value = "" if assigned.value is None else f" {assigned.value}".replace(".", ",")
    unit = UNITS.get(target.unit, target.unit)
    giver = (
        "" if assigned.assigned_by == "self" else ASSIGNERS.get(assigned.assigned_by, assigned.assigned_by)
    )
    said = f"{target.name}: {MEASURES[assigned.measure]}{value}{f' {unit}' if unit else ''}"
    return f"{said} ({giver} giao)" if giver else said


def judge(target: Target, assignment: Assignment, figure: Figure | None, *, final: bool) -> Finding:
    """Say whether one assigned value is met, exceeded, missed, still running, or not measurable.

    Not measurable at the end: an ambiguous indicator with rival values, a figure read in two directions, and one said
    with "gần", "hơn" or "khoảng" where what lies beyond it would decide.
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
    if figure.said is not None:
        return _beyond(assignment.measure, _SPEAKS.get(figure.said), figure.value - assignment.value)
    return _compared(assignment.measure, figure.value, assignment.value)


def _beyond(measure: str, side: int | None, over: Decimal) -> Finding | None:
    """Judge a figure of which only a side is known, `over` the goal by so much; None where the rest would decide."""
    wanted = {"at_most": -1, "exact": 0}.get(measure, 1)
    if side is None or side * over < 0:
        return None
    if wanted == 0:
        return "missed"
    if side != wanted:
        return "missed"
    return "met" if measure == "above" else "exceeded"


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


def judge_all(
    targets: Sequence[Target], figures: Mapping[str, Figure], *, final: bool = False, term: bool = False
) -> tuple[Judged, ...]:
    """Judge every assigned value of a movement; the term's goals are final only when the term is closed too."""
    return tuple(
        Judged(
            target=target.code,
            assigned_by=assignment.assigned_by,
            finding=judge(target, assignment, figure, final=final and (term or target.horizon is None)),
            figure=figure.value if figure else None,
            done=figure.done if figure else None,
        )
        for target in targets
        for figure in (figures.get(target.code),)
        for assignment in target.assignments
    )
