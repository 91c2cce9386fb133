"""Known cases, judged by the tables as they ship: what the articles come to for real dossiers."""

from dataclasses import replace
from datetime import date

import pytest

from domain.assessment import assess, outcome
from domain.eligibility.case import Case
from events.judgement import Verdict
from tests.domain.rules import THE_LAW
from tests.domain.test_assessment import case, graded, held, members
from tests.domain.test_streaks import idea


def verdicts(asked: Case) -> dict[str, Verdict]:
    return {reason.rule: reason.verdict for reason in assess(asked, THE_LAW)}


def fighter_of_the_province(*years: int, reach: str = "province") -> Case:
    return case(
        "CSTDT",
        holdings=tuple(held("CSTDCS", year) for year in years),
        initiatives=(idea(2024, reach),),
        on=date(2024, 12, 20),
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ22")
def test_a_fighter_of_the_province_has_been_one_of_the_base_for_three_years_on_end() -> None:
    three = verdicts(fighter_of_the_province(2022, 2023, 2024))
    assert (three["cstdt.streak"], three["cstdt.initiative"]) == ("pass", "pass")
    assert verdicts(fighter_of_the_province(2021, 2022, 2024))["cstdt.streak"] == "fail"
    assert (
        verdicts(fighter_of_the_province(2022, 2023, 2024, reach="grassroots"))["cstdt.initiative"] == "fail"
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ21")
def test_a_national_fighter_has_been_one_of_the_province_twice_on_end() -> None:
    def national(*years: int) -> Verdict:
        asked = case(
            "CSTDTQ",
            holdings=tuple(held("CSTDT", year) for year in years),
            initiatives=(idea(2024, "nation"),),
        )
        return verdicts(asked)["cstdtq.streak"]

    assert national(2021, 2024) == "fail"
    assert national(2023, 2024) == "pass"


def excellent_collective(number: int, holders: int, fighters: int) -> Case:
    people = tuple(
        replace(
            member,
            grade="hoan_thanh",
            holdings=(*member.holdings, held("CSTDCS")) if place < fighters else member.holdings,
        )
        for place, member in enumerate(members(number, holders))
    )
    return case("TTLDXS", subject_kind="collective", members=people)


@pytest.mark.law("Luật 06/2022/QH15, Đ27")
@pytest.mark.parametrize(("holders", "share"), [(699, "fail"), (700, "pass")])
def test_an_excellent_collective_has_seventy_percent_and_not_sixty_nine_point_nine(
    holders: int, share: Verdict
) -> None:
    assert verdicts(excellent_collective(1000, holders, 1))["ttldxs.share"] == share


@pytest.mark.law("Luật 06/2022/QH15, Đ27")
def test_an_excellent_collective_has_a_fighter_and_nobody_who_failed() -> None:
    assert verdicts(excellent_collective(10, 7, 1))["ttldxs.fighters"] == "pass"
    assert verdicts(excellent_collective(10, 7, 0))["ttldxs.fighters"] == "fail"
    one_failed = excellent_collective(10, 7, 1)
    last = replace(one_failed.members[-1], grade="khong_hoan_thanh")
    assert (
        verdicts(replace(one_failed, members=(*one_failed.members[:-1], last)))["ttldxs.all_complete"]
        == "fail"
    )


EXCELLENT = tuple(graded("hoan_thanh_xuat_sac").model_copy(update={"year": year}) for year in (2023, 2024))


@pytest.mark.law("Luật 06/2022/QH15, Đ74.1.d")
@pytest.mark.parametrize(
    ("route", "said"),
    [
        ({"holdings": (held("CSTDCS", 2023), held("CSTDCS", 2024))}, "pass"),
        (
            {"gradings": EXCELLENT, "initiatives": (idea(2023, "grassroots"), idea(2024, "grassroots"))},
            "pass",
        ),
        ({"gradings": EXCELLENT, "initiatives": (idea(2024, "grassroots"),)}, "fail"),
        ({"holdings": (held("CSTDCS", 2022), held("CSTDCS", 2024))}, "fail"),
    ],
)
def test_a_certificate_of_the_province_is_reached_by_each_verified_route(
    route: dict[str, object], said: Verdict
) -> None:
    bare = case("BKT", stated_kind="form", holdings=(), initiatives=(), gradings=EXCELLENT[1:])
    bare = replace(bare, gradings=(graded("hoan_thanh").model_copy(update={"year": 2023}), *EXCELLENT[1:]))
    assert verdicts(replace(bare, **route))["bkt.routes"] == said  # type: ignore[arg-type]


@pytest.mark.law("Luật 06/2022/QH15, Đ23; Luật 06/2026/QH16, quy định chuyển tiếp")
def test_what_was_received_before_the_law_of_2026_is_judged_by_the_law_of_2022() -> None:
    initiative_only = case(
        "CSTDCS",
        award_year=2026,
        gradings=(graded("hoan_thanh_tot").model_copy(update={"year": 2026}),),
        holdings=(held("LDTT", 2026),),
        initiatives=(idea(2026, "grassroots"),),
        on=date(2026, 9, 30),
    )
    assert verdicts(initiative_only)["cstdcs.excellent_or_initiative"] == "pass"
    after = replace(initiative_only, on=date(2026, 10, 1))
    answers = verdicts(after)
    assert {rule: answers[rule] for rule in answers if rule.endswith("_2026")} == {
        "cstdcs.excellent_2026": "unknown",
        "cstdcs.initiative_2026": "pass",
    }
    assert outcome(assess(after, THE_LAW)) == outcome(assess(initiative_only, THE_LAW)) == "eligible"
