"""Bổ sung chỉ tiêu: indicators that a paper adds after the launch; what was assigned before stays as it was."""

from collections.abc import Iterable, Sequence

from domain.movement.commands import AddedTarget, AddTargets
from domain.movement.states import Movement
from domain.refusal import AlreadyExists, Malformed, WrongState
from events.movement import MovementEvent, TargetsAdded
from events.plan import Assignment, Target


def add_targets(state: Movement, command: AddTargets) -> Sequence[MovementEvent]:
    """Add indicators, or what another assigner gives for one that is there; what is there already adds nothing.

    The movements that answer this one, and the indicators they have, are not touched: whoever leads them adds by a
    paper of their own.
    """
    _not_over(state)
    fresh = [
        target
        for asked in _grouped(command.targets)
        for target in (_fresh(asked, state.targets),)
        if target is not None
    ]
    if not fresh:
        return ()
    return (
        TargetsAdded(
            movement=state.movement, targets=tuple(fresh), document=command.document, on=command.legal_day
        ),
    )


def _not_over(state: Movement) -> None:
    """Refuse once the figures are closed or tổng kết was held: nobody could reach what is added."""
    stones = {code: one for period in state.periods.values() for code, one in period.milestones.items()}
    final = any(stones[code].duty == "hold_final_review" for code in state.reviews)
    if state.closed_on is not None or final:
        raise WrongState(
            "Phong trào đã chốt số liệu hoặc đã tổng kết nên không bổ sung chỉ tiêu được nữa.",
            todo="Hãy đưa chỉ tiêu vào kế hoạch của phong trào năm sau.",
        )


def _grouped(rows: Iterable[AddedTarget]) -> list[Target]:
    """Put the values of different assigners for one indicator together."""
    found: dict[str, Target] = {}
    for row in rows:
        if row.measure != "done" and row.value is None:
            raise Malformed(f"Chỉ tiêu “{row.name}” chưa có mức giao.", todo="Hãy ghi mức giao là một số.")
        given = Assignment(
            assigned_by=row.assigned_by, measure=row.measure, value=row.value, as_written=row.as_written
        )
        known = found.get(row.code)
        unit = "boolean" if row.measure == "done" else row.unit
        _same_indicator(known, row.code, unit)
        assignments = (*(known.assignments if known else ()), given)
        found[row.code] = Target(code=row.code, name=row.name, unit=unit, assignments=assignments)
    return [*found.values()]


def _fresh(asked: Target, known: Sequence[Target]) -> Target | None:
    """Give what of an indicator is new; None when all of it is there."""
    before = next((target for target in known if target.code == asked.code), None)
    if before is None:
        return asked
    _same_indicator(before, asked.code, asked.unit)
    assigned = {one.assigned_by: one for one in before.assignments}
    new = tuple(one for one in asked.assignments if assigned.get(one.assigned_by) != one)
    if any(one.assigned_by in assigned for one in new):
        raise AlreadyExists(
            f"Chỉ tiêu “{before.name}” đã được giao mức khác; mức đã giao không sửa.",
            todo="Hãy dùng mã khác cho chỉ tiêu mới, hoặc nêu đúng nơi giao.",
        )
    return asked.model_copy(update={"name": before.name, "assignments": new}) if new else None


def _same_indicator(known: Target | None, code: str, unit: str) -> None:
    if known is not None and known.unit != unit:
        raise AlreadyExists(
            f"Mã chỉ tiêu {code} đã dùng cho “{known.name}”, tính bằng {known.unit}.",
            todo="Hãy dùng mã khác, hoặc cùng đơn vị tính.",
        )
