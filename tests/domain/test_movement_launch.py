from dataclasses import replace

import pytest

from domain.movement.commands import LaunchMovement
from domain.movement.decider import DECIDER
from domain.movement.facts import LaunchIncomplete
from domain.movement.launch import launch_gaps
from domain.refusal import AlreadyExists, NotAuthorised
from events.base import UnitId
from events.plan import Organisation, Plan, Span
from tests.domain.movements import (
    FACTS,
    LAUNCHED,
    MOVEMENT,
    NAMELESS,
    PLAN,
    SCHOOL,
    UNDER_WAY,
    VILLAGE,
    under_way,
)
from tests.spec import HOME, by, given

ANONYMOUS = PLAN.model_copy(update={"organisation": Organisation(name="UBND xã", level="commune")})


def launch(plan: Plan = PLAN, role: str = "authority", organisation: UnitId = HOME) -> LaunchMovement:
    return LaunchMovement(
        movement=MOVEMENT,
        organisation=organisation,
        plan=plan,
        participants=(SCHOOL, VILLAGE),
        **by(role),
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ17-18")
def test_a_launch_gives_the_year_each_dated_round_and_each_target() -> None:
    given(DECIDER).when(launch()).then(*UNDER_WAY)
    given(DECIDER).when(launch(role="standing_agency")).then(*UNDER_WAY)


def test_the_names_of_officials_stand_sealed_beside_the_plan_and_never_in_it() -> None:
    assert LAUNCHED.plan == NAMELESS
    assert "Nguyễn Văn Thắng" not in LAUNCHED.plan.model_dump_json()


def test_a_plan_that_names_no_official_is_launched_without_one() -> None:
    unsigned = LAUNCHED.model_copy(update={"signer": None, "spokesperson": None})
    given(DECIDER).when(launch(ANONYMOUS)).then(unsigned, *UNDER_WAY[1:])


def test_the_same_plan_launched_again_adds_nothing() -> None:
    under_way().when(launch()).nothing()


def test_another_plan_does_not_replace_a_launched_one() -> None:
    under_way().when(launch(PLAN.model_copy(update={"theme": "khác"}))).refused(AlreadyExists)


@pytest.mark.law("Luật 06/2022/QH15, Đ17-18")
@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"number": None}, "số văn bản"),
        ({"signed_on": None}, "ngày ký"),
        ({"period": Span(start="2024")}, "thời gian thực hiện"),
        ({"period": Span(end="2024-12-31")}, "thời gian thực hiện"),
    ],
)
def test_a_launch_needs_its_number_its_date_and_its_period(missing: dict[str, object], named: str) -> None:
    why = given(DECIDER).when(launch(PLAN.model_copy(update=missing))).refused(LaunchIncomplete)
    assert named in why.message
    assert str(why.basis) == "Đ17-18 Luật 06/2022/QH15"
    assert launch_gaps(PLAN.model_copy(update=missing)) == [named]


def test_every_gap_is_named_at_once() -> None:
    bare = PLAN.model_copy(update={"number": None, "signed_on": None, "period": Span()})
    why = given(DECIDER).when(launch(bare)).refused(LaunchIncomplete)
    assert "số văn bản, ngày ký, thời gian thực hiện" in why.message


@pytest.mark.law("Luật 06/2022/QH15, Đ17-18")
def test_a_clerk_launches_nothing_and_nobody_launches_for_another_organisation() -> None:
    why = given(DECIDER).when(launch(role="clerk")).refused(NotAuthorised)
    assert str(why.basis) == "Đ17-18 Luật 06/2022/QH15"
    given(DECIDER).when(launch(organisation=UnitId("unit-tinh"))).refused(NotAuthorised)
    given(DECIDER, facts=replace(FACTS, organisation=None)).when(launch()).then(*UNDER_WAY)
