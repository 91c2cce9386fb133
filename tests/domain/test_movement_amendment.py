"""Bổ sung chỉ tiêu: what a paper adds after the launch, by whom, until when, and what stays as it was."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.movement.commands import AddedTarget, AddTargets, ReportProgress
from domain.movement.decider import DECIDER
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from domain.targets import goal_said
from events.base import Citation
from events.movement import FinalReviewHeld, MovementEvent, TargetsAdded
from events.plan import Assignment, Target
from tests.domain.movements import (
    AT_THE_END,
    CLOSED,
    FACTS,
    MOVEMENT,
    POOR,
    REPORTED,
    ROADS,
    SCHOOL,
    SIX_KM,
    movement,
    under_way,
)
from tests.spec import by, given

PAPER = Citation(number="07/KH-UBND", day=date(2024, 5, 6), issuer="UBND xã")
WATER = AddedTarget(code="bs-nuoc", name="Hộ dùng nước sạch", value=Decimal(95), unit="%")
FROM_ABOVE = AddedTarget(code=ROADS.code, name="Đường", value=Decimal(7), unit="km", assigned_by="tinh_giao")
ADDED = TargetsAdded(
    movement=MOVEMENT,
    targets=(
        Target(
            code="bs-nuoc",
            name="Hộ dùng nước sạch",
            unit="%",
            assignments=(Assignment(measure="at_least", value=Decimal(95)),),
        ),
    ),
    document=PAPER,
    on=date(2024, 12, 24),
)
FINAL = FinalReviewHeld(
    movement=MOVEMENT, milestone="tong-ket", held_on=date(2024, 12, 20), findings=AT_THE_END
)


def add(*targets: AddedTarget, role: str = "authority") -> AddTargets:
    return AddTargets(movement=MOVEMENT, targets=targets, document=PAPER, **by(role))


def test_an_indicator_is_added_on_a_paper_by_who_leads_the_movement_and_once() -> None:
    under_way().when(add(WATER)).then(ADDED)
    under_way().when(add(WATER, role="standing_agency")).then(ADDED)
    under_way(ADDED).when(add(WATER)).nothing()
    for role in ("clerk", "head", "member", "administrator"):
        under_way().when(add(WATER, role=role)).refused(NotAuthorised)
    given(DECIDER, facts=FACTS).when(add(WATER)).refused(NotFound)
    after = movement(ADDED)
    assert [target.code for target in after.targets] == [ROADS.code, POOR.code, "bs-nuoc"]
    assert after.added == {"bs-nuoc": PAPER}


def test_another_assigners_value_stands_beside_what_was_handed_down_and_changes_nothing_of_it() -> None:
    (event,) = under_way(REPORTED).when(add(FROM_ABOVE, WATER)).decides()
    assert isinstance(event, TargetsAdded)
    above = Assignment(assigned_by="tinh_giao", measure="at_least", value=Decimal(7))
    assert event.targets[0] == Target(code=ROADS.code, name=ROADS.name, unit="km", assignments=(above,))
    after = movement(REPORTED, event)
    assert after.targets[0] == ROADS.model_copy(update={"assignments": (*ROADS.assignments, above)})
    assert after.targets[1] == POOR
    assert after.figures == {ROADS.code: SIX_KM}
    assert goal_said(ROADS, above) == "Đường bê tông: ít nhất 7 km (tỉnh giao)"
    under_way(event).when(add(FROM_ABOVE)).nothing()


def test_a_value_that_was_given_is_never_changed_and_a_code_means_one_indicator() -> None:
    other = FROM_ABOVE.model_copy(update={"assigned_by": "self"})
    under_way().when(add(other)).refused(AlreadyExists)
    under_way().when(add(FROM_ABOVE.model_copy(update={"unit": "m"}))).refused(AlreadyExists)
    under_way().when(add(WATER, WATER.model_copy(update={"unit": "hộ"}))).refused(AlreadyExists)


def test_two_assigners_of_a_new_indicator_stand_side_by_side() -> None:
    (event,) = under_way().when(add(WATER, WATER.model_copy(update={"assigned_by": "tinh_giao"}))).decides()
    assert isinstance(event, TargetsAdded)
    assert [one.assigned_by for one in event.targets[0].assignments] == ["self", "tinh_giao"]


def test_a_goal_needs_its_value_and_one_that_is_done_or_not_needs_none() -> None:
    under_way().when(add(WATER.model_copy(update={"value": None}))).refused(Malformed)
    done = AddedTarget(code="bs-nha", name="Xong nhà văn hoá", measure="done")
    (event,) = under_way().when(add(done)).decides()
    assert isinstance(event, TargetsAdded)
    assert goal_said(event.targets[0], event.targets[0].assignments[0]) == "Xong nhà văn hoá: hoàn thành"


@pytest.mark.parametrize("over", [CLOSED, FINAL], ids=["closed", "reviewed"])
def test_nothing_is_added_once_the_figures_are_closed_or_tong_ket_was_held(over: MovementEvent) -> None:
    under_way(over).when(add(WATER)).refused(WrongState)


REPORT = ReportProgress(
    movement=MOVEMENT, milestone="quy-2", unit=SCHOOL, figures=(SIX_KM,), **by("standing_agency")
)


def test_a_report_may_tell_of_what_was_added_and_of_nothing_else() -> None:
    figure = SIX_KM.model_copy(update={"target": "bs-nuoc"})
    report = replace(REPORT, figures=(figure,))
    under_way().when(report).refused(NotFound)
    assert under_way(ADDED).when(report).decides()
