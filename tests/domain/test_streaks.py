"""Awards in years on end, shares inside a collective, alternatives: what counts firmly and what on condition."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.assessment import assess, conditional, outcome
from domain.eligibility.case import Case, Served
from domain.law.book import Rules
from domain.law.rows import CountedTime, Prerequisite, Situation, Support
from events.base import Citation, NominationId, SubjectId, UnitId
from events.judgement import Reason
from events.record import DisciplineRecorded, Grade, InitiativeRecognised
from tests.domain.often import often
from tests.domain.rules import law_and, layer, row
from tests.domain.test_assessment import LAN, case, graded, held, members

PAPER = Citation(number="12/KL", day=date(2024, 11, 1))
THREE = row(Prerequisite, award="X", rule="x.streak", kind="award_streak", of_awards=["CSTDCS"], years=3)


def judged(asked: Case, *rows: Prerequisite | Support | Situation | CountedTime) -> Reason:
    """Ask one condition and nothing else."""
    (found,) = [
        reason
        for reason in assess(replace(asked, award="X"), Rules((layer(*rows),)))
        if reason.rule.startswith("x.")
    ]
    return found


def fighter(*years: int, pending: int | None = None) -> Case:
    return case(
        holdings=tuple(
            held("CSTDCS", year, pending="nomination-7" if year == pending else None) for year in years
        )
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ22")
@pytest.mark.parametrize(
    ("years", "said"),
    [
        ((2022, 2023, 2024), "pass"),
        ((2021, 2022, 2023), "pass"),
        ((2021, 2022, 2024), "fail"),
        ((2020, 2021, 2022), "fail"),
        ((2023, 2024), "fail"),
        ((2020, 2022, 2023, 2024), "pass"),
        ((), "fail"),
    ],
)
def test_three_years_on_end_are_asked_for_and_a_broken_run_is_none(years: tuple[int, ...], said: str) -> None:
    assert judged(fighter(*years), THREE).verdict == said


def test_the_missing_year_is_named_and_asked_back_for() -> None:
    broken = judged(fighter(2021, 2022, 2024), THREE)
    assert (broken.field, {fact.name: fact.value for fact in broken.facts}["years_missing"]) == (
        "past_awards",
        "2023",
    )


def test_a_run_that_ends_with_a_line_of_this_round_holds_on_condition() -> None:
    assert judged(fighter(2022, 2023, 2024, pending=2024), THREE).conditional == (
        NominationId("nomination-7"),
    )
    assert judged(fighter(2021, 2022, 2023, 2024, pending=2024), THREE).conditional is None


def test_school_years_and_calendar_years_do_not_make_one_run() -> None:
    mixed = case(
        holdings=(held("CSTDCS", 2024), held("CSTDCS", 2023), held("CSTDCS", 2022, school_year=True))
    )
    assert judged(mixed, THREE).verdict == "unknown"
    school = case(
        school_year=True,
        holdings=tuple(held("CSTDCS", year, school_year=True) for year in (2022, 2023, 2024)),
    )
    assert judged(school, THREE).verdict == "pass"


@often(100)
@for_all(years=st.sets(st.integers(2010, 2024)), wanted=st.integers(1, 5))
def test_a_run_is_found_exactly_when_there_is_one(years: set[int], wanted: int) -> None:
    asked = THREE.model_copy(update={"years": wanted})
    ends = [2024, 2023]
    there = any(all(end - back in years for back in range(wanted)) for end in ends)
    assert (judged(fighter(*sorted(years)), asked).verdict == "pass") is there


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ4")
@pytest.mark.parametrize(("merit", "said"), [("dot_xuat", "fail"), ("cong_trang", "pass"), (None, "pass")])
def test_a_sudden_award_supports_no_higher_award_for_merit(merit: str | None, said: str) -> None:
    asked = row(Prerequisite, award="X", rule="x.held", kind="award_held", of_awards=["BKT"])
    barred = row(Support, merit="dot_xuat", not_for="cong_trang")
    assert judged(case(holdings=(held("BKT", 2022, merit=merit),)), asked, barred).verdict == said


def test_an_award_of_the_last_years_is_asked_for_so_many_times() -> None:
    asked = row(
        Prerequisite, award="X", rule="x.held", kind="award_held", of_awards=["CSTDCS"], count=3, years=5
    )
    assert judged(fighter(2020, 2022, 2024), asked).verdict == "pass"
    assert judged(fighter(2019, 2022, 2024), asked).verdict == "fail"
    assert judged(fighter(2020, 2022, 2024, pending=2024), asked).conditional == (
        NominationId("nomination-7"),
    )


ALL_SEVENTY = row(
    Prerequisite, award="X", rule="x.share", kind="share_of_collective", of_awards=["LDTT"], percent=70
)


@pytest.mark.law("Luật 06/2022/QH15, Đ27, Đ28.1")
@pytest.mark.parametrize(("number", "holders", "said"), [(1000, 699, "fail"), (1000, 700, "pass")])
def test_seventy_percent_is_seventy_percent(number: int, holders: int, said: str) -> None:
    assert judged(case("TTLDTT", members=members(number, holders)), ALL_SEVENTY).verdict == said


def test_a_share_rests_on_the_lines_it_cannot_do_without() -> None:
    enough = judged(case("TTLDTT", members=members(10, 9, pending=2)), ALL_SEVENTY)
    assert (enough.verdict, enough.conditional) == ("pass", None)
    just = judged(case("TTLDTT", members=members(10, 8, pending=2)), ALL_SEVENTY)
    assert just.conditional == (NominationId("nomination-6"), NominationId("nomination-7"))


def test_at_least_one_fighter_is_counted_among_the_members() -> None:
    asked = row(
        Prerequisite, award="X", rule="x.count", kind="count_in_collective", of_awards=["LDTT"], count=1
    )
    assert judged(case("TTLDTT", members=members(5, 1)), asked).verdict == "pass"
    assert judged(case("TTLDTT", members=members(5, 0)), asked).verdict == "fail"
    assert judged(case("TTLDTT", members=()), asked).verdict == "unknown"


@pytest.mark.parametrize(
    ("grades", "said"),
    [
        (("hoan_thanh", "hoan_thanh_tot"), "pass"),
        (("hoan_thanh", "khong_hoan_thanh"), "fail"),
        (("hoan_thanh", None), "unknown"),
        (("khong_hoan_thanh", None), "fail"),
    ],
)
def test_everybody_has_completed_their_tasks(grades: tuple[Grade | None, ...], said: str) -> None:
    asked = row(
        Prerequisite, award="X", rule="x.graded", kind="share_graded", grade="hoan_thanh", percent=100
    )
    graded_members = tuple(
        replace(member, grade=grade) for member, grade in zip(members(2, 0), grades, strict=True)
    )
    assert judged(case("TTLDTT", members=graded_members), asked).verdict == said


def idea(year: int, reach: str) -> InitiativeRecognised:
    return InitiativeRecognised.model_validate(
        {"subject": LAN, "year": year, "title": "Sáng kiến", "reach": reach, "document": PAPER}
    )


ROUTES = (
    row(
        Prerequisite, award="X", rule="x.fighter", kind="award_streak", of_awards=["CSTDCS"], years=2,
        group="x.routes", route="fighter",
    ),
    row(
        Prerequisite, award="X", rule="x.years", kind="graded_streak", grade="hoan_thanh_xuat_sac", years=2,
        group="x.routes", route="ideas",
    ),
    row(
        Prerequisite, award="X", rule="x.ideas", kind="initiative", count=2, years=2, reach="grassroots",
        group="x.routes", route="ideas",
    ),
)  # fmt: skip
EXCELLENT = tuple(graded("hoan_thanh_xuat_sac").model_copy(update={"year": year}) for year in (2023, 2024))


@pytest.mark.law("Luật 06/2022/QH15, Đ74.1.d")
@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"holdings": (held("CSTDCS", 2023), held("CSTDCS", 2024))}, "pass"),
        ({"gradings": EXCELLENT, "initiatives": (idea(2023, "grassroots"), idea(2024, "province"))}, "pass"),
        ({"gradings": EXCELLENT, "initiatives": (idea(2024, "grassroots"),)}, "fail"),
        ({"gradings": EXCELLENT[1:], "initiatives": (idea(2023, "nation"), idea(2024, "nation"))}, "unknown"),
        ({"gradings": (), "initiatives": (), "holdings": (held("CSTDCS", 2024),)}, "fail"),
    ],
)
def test_a_route_holds_when_all_its_conditions_do(given: dict[str, object], said: str) -> None:
    bare = case(holdings=(), gradings=(), initiatives=())
    assert judged(replace(bare, **given), *ROUTES).verdict == said  # type: ignore[arg-type]


@pytest.mark.law("Luật 06/2022/QH15, Đ21-22")
@pytest.mark.parametrize(
    ("reach", "said"), [("grassroots", "fail"), ("province", "pass"), ("nation", "pass")]
)
def test_an_initiative_reaches_at_least_as_far_as_the_rule_says(reach: str, said: str) -> None:
    asked = row(Prerequisite, award="X", rule="x.idea", kind="initiative", count=1, reach="province")
    assert judged(case(initiatives=(idea(2024, reach),)), asked).verdict == said


@pytest.mark.law("TT 02/2011/TT-BNV; NĐ 65/2014/NĐ-CP")
@pytest.mark.parametrize(
    ("absences", "said"),
    [
        ({"nghi_om": 39}, "pass"),
        ({"nghi_om": 40}, "fail"),
        ({"nghi_om": 30, "thai_san": 120}, "pass"),
        ({}, "pass"),
    ],
)
def test_forty_days_away_bar_but_maternity_leave_is_work(absences: dict[str, int], said: str) -> None:
    asked = row(Prerequisite, award="X", rule="x.days", kind="absent_days", days=40)
    maternity = row(CountedTime, time="thai_san", name="nghỉ thai sản", counts=True)
    assert judged(case(absences=absences), asked, maternity).verdict == said


@pytest.mark.parametrize(
    ("kind", "until", "said"),
    [
        ("canh_cao", None, "fail"),
        ("khien_trach", None, "pass"),
        ("cach_chuc", None, "fail"),
        ("canh_cao", date(2023, 12, 31), "pass"),
        ("canh_cao", date(2024, 1, 1), "fail"),
        ("discipline_examined", None, "pass"),
    ],
)
def test_a_measure_from_the_one_named_up_bars_while_it_is_in_force(
    kind: str, until: date | None, said: str
) -> None:
    asked = row(Prerequisite, award="X", rule="x.clean", kind="no_discipline", measure="canh_cao")
    measure = DisciplineRecorded(subject=LAN, kind=kind, since=date(2023, 3, 1), until=until, document=PAPER)
    assert judged(case(disciplines=(measure,)), asked).verdict == said


def moved(on: date, *papers: str) -> Case:
    posts = (Served(UnitId("unit-cu"), date(2020, 1, 1)), Served(UnitId("unit-moi"), on))
    return case(posts=posts, papers=frozenset(papers))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (moved(date(2024, 7, 1)), "fail"),
        (moved(date(2024, 6, 30)), "pass"),
        (moved(date(2024, 7, 1), "y_kien_don_vi_cu"), "pass"),
        (moved(date(2023, 12, 1)), "pass"),
        (moved(date(2025, 1, 2)), "pass"),
    ],
)
def test_who_served_most_of_the_year_elsewhere_brings_the_former_units_opinion(
    asked: Case, said: str
) -> None:
    rule = row(Prerequisite, award="X", rule="x.former", kind="former_unit_opinion", months=6)
    assert judged(asked, rule).verdict == said


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ4; NĐ 152/2025/NĐ-CP, Đ4")
@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        (date(2024, 12, 1), None, "returned"),
        (date(2024, 12, 1), date(2024, 12, 16), "returned"),
        (date(2024, 12, 1), date(2024, 12, 15), "eligible"),
        (date(2024, 12, 17), None, "eligible"),
    ],
)
def test_nobody_is_considered_while_a_matter_is_open(since: date, until: date | None, said: str) -> None:
    rules = law_and(row(Situation, situation="investigated", name="đang bị điều tra"))
    matter = DisciplineRecorded(subject=LAN, kind="investigated", since=since, until=until, document=PAPER)
    reasons = assess(case(disciplines=(matter,)), rules)
    assert outcome(reasons) == said
    assert conditional(reasons) == frozenset()


def test_an_award_to_who_has_died_is_said_to_be_posthumous() -> None:
    reasons = assess(case(died_on=date(2024, 10, 1)), law_and())
    assert [reason.verdict for reason in reasons if reason.rule == "subject.posthumous"] == ["warning"]
    assert outcome(reasons) == "eligible"


def test_a_double_is_a_warning_and_turns_nobody_away() -> None:
    reasons = assess(case(doubles=(NominationId("nomination-2"),)), law_and())
    assert [reason.verdict for reason in reasons if reason.rule == "subject.double"] == ["warning"]
    assert outcome(reasons) == "eligible"
    assert SubjectId("person-lan") == LAN
