from decimal import Decimal
from typing import Literal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.targets import judge, judge_all
from events.movement import Figure, Finding, Judged
from events.plan import Assignment, Measure, Target
from tests.domain.often import often

NUMERIC: list[Measure] = [
    "at_least", "above", "at_most", "exact", "increase_by", "decrease_by",
]  # fmt: skip
RISING = {"at_least", "above", "increase_by", "decrease_by", "done"}


def target(*assignments: Assignment, ambiguity: str | None = None) -> Target:
    return Target(code="QT", name="Chỉ tiêu", unit="%", assignments=assignments, ambiguity=ambiguity)


def assigned(measure: Measure, value: str | None = "5") -> Assignment:
    return Assignment(measure=measure, value=Decimal(value) if value else None)


def figure(value: str | None) -> Figure:
    return Figure(target="QT", value=Decimal(value) if value else None)


def judged(measure: Measure, reported: Figure | None, *, final: bool) -> Finding:
    one = assigned(measure)
    return judge(target(one), one, reported, final=final)


@pytest.mark.parametrize(
    ("measure", "below", "equal", "above"),
    [
        ("at_least", "missed", "met", "exceeded"),
        ("increase_by", "missed", "met", "exceeded"),
        ("decrease_by", "missed", "met", "exceeded"),
        ("above", "missed", "missed", "met"),
        ("at_most", "exceeded", "met", "missed"),
        ("exact", "missed", "met", "missed"),
    ],
)
def test_at_the_end_a_figure_is_held_against_its_goal(
    measure: Measure, below: Finding, equal: Finding, above: Finding
) -> None:
    found = [judged(measure, figure(value), final=True) for value in ("4.99", "5.0", "5.01")]
    assert found == [below, equal, above]


@pytest.mark.parametrize(("measure", "value"), [("at_most", "1"), ("exact", "5")])
def test_what_may_still_be_lost_runs_on_until_the_end(measure: Measure, value: str) -> None:
    assert judged(measure, figure(value), final=False) == "running"


def test_what_is_reached_stays_reached_and_what_is_not_runs_on() -> None:
    assert judged("at_least", figure("6"), final=False) == "exceeded"
    assert judged("above", figure("6"), final=False) == "met"
    assert judged("at_least", figure("4"), final=False) == "running"


@pytest.mark.parametrize(
    ("done", "halfway", "end"),
    [(True, "met", "met"), (False, "running", "missed"), (None, "running", "not_measurable")],
)
def test_a_deed_is_done_or_not(done: bool | None, halfway: Finding, end: Finding) -> None:
    reported = Figure(target="QT", done=done)
    assert judged("done", reported, final=False) == halfway
    assert judged("done", reported, final=True) == end


@pytest.mark.parametrize("measure", ["both_ways", "reference"])
def test_a_figure_read_in_two_directions_or_set_elsewhere_is_not_measurable(measure: Measure) -> None:
    assert judged(measure, figure("5"), final=True) == "not_measurable"
    assert judged(measure, figure("5"), final=False) == "running"


def test_rival_values_of_an_ambiguous_target_are_not_measurable_but_one_value_is() -> None:
    province = Assignment(assigned_by="tinh", measure="at_least", value=Decimal(6))
    own = assigned("at_least")
    rivals = target(own, province, ambiguity="hai mức giao")
    assert judge(rivals, own, figure("7"), final=True) == "not_measurable"
    assert judge(target(own, ambiguity="hai mức giao"), own, figure("7"), final=True) == "exceeded"
    assert judge(target(own, province), province, figure("6"), final=True) == "met"


@pytest.mark.parametrize(("goal", "reported"), [("5", None), ("5", figure(None)), (None, figure("5"))])
def test_without_a_figure_or_a_goal_nothing_is_measured(goal: str | None, reported: Figure | None) -> None:
    one = assigned("at_least", goal)
    assert judge(target(one), one, reported, final=True) == "not_measurable"
    assert judge(target(one), one, reported, final=False) == "running"


def test_every_assigned_value_of_every_target_is_judged() -> None:
    province = Assignment(assigned_by="tinh", measure="at_least", value=Decimal(6))
    deed = Target(code="QT-2", name="Lễ", unit="lần", assignments=(assigned("done", None),))
    figures = {"QT": figure("5"), "QT-2": Figure(target="QT-2", done=True)}
    assert judge_all([target(assigned("at_least"), province), deed], figures, final=True) == (
        Judged(target="QT", assigned_by="self", finding="met", figure=Decimal(5)),
        Judged(target="QT", assigned_by="tinh", finding="missed", figure=Decimal(5)),
        Judged(target="QT-2", assigned_by="self", finding="met", done=True),
    )


@often(50)
@for_all(measure=st.sampled_from(NUMERIC), value=st.decimals(-10, 10, places=1))
def test_a_finding_halfway_is_the_one_at_the_end_or_none_yet(measure: Measure, value: Decimal) -> None:
    halfway, end = (judged(measure, figure(str(value)), final=final) for final in (False, True))
    assert halfway in {"running", end}
    assert end in {"met", "exceeded", "missed"}
    assert (halfway == "running") == (measure not in RISING or end == "missed")


@pytest.mark.parametrize(
    ("measure", "said", "below", "equal", "above"),
    [
        ("at_least", "nearly", "missed", "missed", "not_measurable"),
        ("at_least", "over", "not_measurable", "exceeded", "exceeded"),
        ("above", "over", "not_measurable", "met", "met"),
        ("above", "nearly", "missed", "missed", "not_measurable"),
        ("at_most", "nearly", "exceeded", "exceeded", "not_measurable"),
        ("at_most", "over", "not_measurable", "missed", "missed"),
        ("exact", "nearly", "missed", "missed", "not_measurable"),
        ("exact", "over", "not_measurable", "missed", "missed"),
        ("at_least", "about", "not_measurable", "not_measurable", "not_measurable"),
    ],
)
def test_a_figure_said_with_nearly_or_over_is_judged_only_where_the_rest_cannot_decide(
    measure: Measure, said: Literal["nearly", "over", "about"], below: Finding, equal: Finding, above: Finding
) -> None:
    found = [
        judged(measure, figure(value).model_copy(update={"said": said}), final=True)
        for value in ("4.99", "5.0", "5.01")
    ]
    assert found == [below, equal, above]


def test_a_goal_of_the_term_runs_on_past_the_end_of_the_year() -> None:
    long = target(assigned("at_most")).model_copy(update={"horizon": "term"})
    figures = {"QT": figure("4")}
    assert [one.finding for one in judge_all([long], figures, final=True)] == ["running"]
    assert [one.finding for one in judge_all([long], figures, final=True, term=True)] == ["exceeded"]
