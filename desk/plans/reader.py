"""Reads a plan file, with overlays laid over it, whole or not at all."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path as FilePath
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from desk.plans.sentences import sentence, where
from desk.plans.yaml_tree import BadFile, Fault, Path, Tree, read_file
from events.plan import Plan, Target

OVERLAY_OF = "overlay_of"
OVERLAY_KEYS = {OVERLAY_OF, "label", "values"}


def read_plan(file: FilePath, overlays: Sequence[FilePath] = ()) -> Plan:
    """Read a plan; raises `BadFile` with every fault, each with its line."""
    tree = read_file(file)
    assumptions: list[str] = []
    for overlay in overlays:
        assumptions += _lay_over(tree, read_file(overlay), overlay.name)
    if assumptions:
        tree.value["assumptions"] = assumptions
    return check_plan(tree)


def check_plan(tree: Tree) -> Plan:
    """Check the values of a tree and make the plan of them."""
    try:
        plan = Plan.model_validate(tree.value)
    except ValidationError as invalid:
        errors = _without_echoes(invalid.errors(include_url=False, include_input=False))
        known = {tuple(error["loc"][:-1]): _names_at(tuple(error["loc"][:-1])) for error in errors}
        faults = [Fault(tree.line(tuple(error["loc"])), sentence(error, known)) for error in errors]
        raise BadFile(sorted(set(faults), key=lambda fault: (fault.line, fault.sentence))) from None
    faults = list(_contradictions(plan, tree))
    if faults:
        raise BadFile(faults)
    return plan


def _without_echoes(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Drop "needs at least one" where the one that is there has a fault of its own."""
    places = [tuple(error["loc"]) for error in errors]
    return [
        error
        for error in errors
        if error["type"] != "too_short"
        or not any(place[: len(error["loc"])] == tuple(error["loc"]) != place for place in places)
    ]


def _lay_over(tree: Tree, overlay: Tree, name: str) -> list[str]:
    """Set the overlay's values in the tree; gives the path of each, so that it can be shown as an assumption."""
    unknown = set(overlay.value) - OVERLAY_KEYS
    faults = [
        Fault(overlay.line((key,)), f"{name}: không có mục nào tên “{key}” trong tệp bổ sung")
        for key in sorted(unknown)
    ]
    if overlay.value.get(OVERLAY_OF) != tree.value.get("id"):
        faults.append(
            Fault(
                overlay.line((OVERLAY_OF,)),
                f"{name}: bổ sung cho kế hoạch khác, không phải “{tree.value.get('id')}”",
            )
        )
    if not isinstance(overlay.value.get("values"), Mapping):
        faults.append(Fault(overlay.line(("values",)), f"{name}: thiếu mục “values”"))
    if faults:
        raise BadFile(faults)
    label = overlay.value.get("label", name)
    laid = []
    for path in _leaves(overlay.value["values"], ()):
        _put(tree.value, path, _get(overlay.value["values"], path))
        tree.lines[path] = overlay.line(("values", *path))
        laid.append(f"{where(path)}: {label}")
    return laid


def _leaves(value: object, path: Path) -> Iterator[Path]:
    """Walk mappings down; a list is laid over as a whole."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    else:
        yield path


def _get(value: Any, path: Path) -> Any:  # noqa: ANN401  # YAML's values
    for part in path:
        value = value[part]
    return value


def _put(value: Any, path: Path, item: object) -> None:  # noqa: ANN401  # the same
    for part in path[:-1]:
        value = value.setdefault(part, {})
    value[path[-1]] = item


def _contradictions(plan: Plan, tree: Tree) -> Iterator[Fault]:
    """Find what no single value shows: doubled codes, parts of nothing, a period that ends before it begins."""
    for name, codes in (
        ("targets", [target.code for target in plan.targets]),
        ("rounds", [part.code for part in plan.rounds]),
        ("milestones", [milestone.code for milestone in plan.milestones]),
    ):
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield Fault(tree.line((name, index, "code")), f"mã “{code}” đã dùng ở trên")
    known = {target.code for target in plan.targets}
    for index, target in enumerate(plan.targets):
        if target.part_of is not None and target.part_of not in known:
            yield Fault(tree.line(("targets", index, "part_of")), f"không có chỉ tiêu “{target.part_of}”")
        yield from _assignments(index, target, tree)
    first, last = plan.period.first_day, plan.period.last_day
    if first and last and last < first:
        yield Fault(tree.line(("period", "end")), "thời gian kết thúc trước khi bắt đầu")


def _assignments(index: int, target: Target, tree: Tree) -> Iterator[Fault]:
    assigners = [assignment.assigned_by for assignment in target.assignments]
    for place, assignment in enumerate(target.assignments):
        path: Path = ("targets", index, "assignments", place)
        if assignment.assigned_by in assigners[:place]:
            yield Fault(tree.line(path), f"chỉ tiêu {target.code}: “{assignment.assigned_by}” giao hai lần")
        needs_value = assignment.measure not in ("done", "reference")
        if needs_value and assignment.value is None:
            yield Fault(tree.line(path), f"chỉ tiêu {target.code}: thiếu mục “value”")
        if assignment.parts and sum(part.value for part in assignment.parts) != assignment.value:
            yield Fault(
                tree.line((*path, "parts")), f"chỉ tiêu {target.code}: các phần cộng lại không bằng tổng"
            )


def _names_at(path: Path) -> list[str]:
    """List the names that may stand at a place of a plan, for a hint at a misspelt one."""
    model: type[BaseModel] | None = Plan
    for part in path:
        if model is None:
            return []
        if isinstance(part, int):
            continue
        described = model.model_fields.get(part)
        model = _model_in(described.annotation) if described else None
    return list(model.model_fields) if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401  # a typing construct
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) in (Union, UnionType, tuple, list):
        return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
    return None
