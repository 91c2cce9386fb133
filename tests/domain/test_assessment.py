from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.assessment import assess, outcome
from domain.eligibility.case import Case, Holding, Member
from domain.eligibility.work import months_served
from domain.law.book import Rules
from domain.law.rows import Award, DossierItem, Prerequisite
from events.base import Basis, Citation, NominationId, SubjectId
from events.judgement import Reason, UsedFact
from events.record import DisciplineRecorded, Grade, GradingRecorded, InitiativeRecognised
from tests.domain.often import often
from tests.domain.rules import THE_LAW, law_and, layer, row

LAN = SubjectId("person-lan")
PAPER = Citation(number="45/QĐ-UBND", day=date(2024, 12, 10))
PAPERS = {"papers": frozenset({"bao_cao", "chung_nhan"}), "set_papers": frozenset({"to_trinh", "bien_ban"})}
DAY = date(2024, 12, 16)


def graded(grade: Grade, checked_by: str | None = "Lê Văn Tám") -> GradingRecorded:
    return GradingRecorded(subject=LAN, year=2024, grade=grade, document=PAPER, checked_by=checked_by)


def initiative(year: int = 2024, checked_by: str | None = None) -> InitiativeRecognised:
    return InitiativeRecognised(
        subject=LAN,
        year=year,
        title="Tổ học nhóm",
        reach="grassroots",
        document=PAPER,
        checked_by=checked_by,
    )


def disciplined(since: date) -> DisciplineRecorded:
    return DisciplineRecorded(subject=LAN, kind="canh_cao", since=since, document=PAPER)


def held(award: str, year: int = 2024, pending: str | None = None, **said: Any) -> Holding:
    return Holding(award=award, year=year, pending=NominationId(pending) if pending else None, **said)


def members(number: int, holders: int, pending: int = 0) -> tuple[Member, ...]:
    """Make a collective: so many members, so many with LĐTT, the last of those still on the way."""
    firm = holders - pending
    return tuple(
        Member(
            subject=SubjectId(f"person-{n}"),
            holdings=(held("LDTT", pending=f"nomination-{n}" if n >= firm else None),) if n < holders else (),
        )
        for n in range(number)
    )


def case(award: str = "LDTT", **said: Any) -> Case:  # any field of the case
    """Make a case that passes everything the nation asks for this award, but for what is said otherwise."""
    whole: dict[str, Any] = {
        "stated_kind": "form" if award == "GK" else "title",
        "subject_kind": "collective" if award == "TTLDTT" else "person",
        "merit": "cong_trang",
        "award_year": 2024,
        "on": DAY,
        "recruited_on": date(2015, 9, 1),
        "gradings": (graded("hoan_thanh_xuat_sac"),),
        "holdings": (held("LDTT"),),
        "members": members(10, 10),
        **PAPERS,
    }
    return Case(award=award, **{**whole, **said})


def reason(rule: str, asked: Case, rules: Rules = THE_LAW) -> Reason:
    (found,) = [answer for answer in assess(asked, rules) if answer.rule == rule]
    return found


def verdict(rule: str, asked: Case, rules: Rules = THE_LAW) -> str:
    return reason(rule, asked, rules).verdict


@pytest.mark.parametrize("award", ["LDTT", "CSTDCS", "TTLDTT", "GK"])
def test_a_dossier_that_lacks_nothing_is_eligible(award: str) -> None:
    reasons = assess(case(award), THE_LAW)
    assert {answer.verdict for answer in reasons} == {"pass"}
    assert outcome(reasons) == "eligible"


@pytest.mark.law("Luật 06/2022/QH15, Đ84")
@pytest.mark.parametrize(
    ("missing", "rule"),
    [
        ({"set_papers": frozenset({"bien_ban"})}, "dossier.to_trinh"),
        ({"set_papers": frozenset({"to_trinh"})}, "dossier.bien_ban"),
        ({"papers": frozenset()}, "dossier.bao_cao"),
    ],
)
def test_a_missing_paper_is_returned_for_and_named(missing: dict[str, Any], rule: str) -> None:
    reasons = assess(replace(case(), **missing), THE_LAW)
    assert [(answer.rule, answer.field) for answer in reasons if answer.verdict == "fail"] == [
        (rule, rule.removeprefix("dossier."))
    ]
    assert outcome(reasons) == "returned"


ITEM = {"item": "xac_nhan_thue", "name": "xác nhận thuế", "place": "nomination"}


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ4")
@pytest.mark.parametrize(
    ("asked_of", "given"),
    [
        ({"award": "LDTT"}, {"award": "GK"}),
        ({"merit": "cong_trang"}, {"merit": "dot_xuat"}),
        ({"recipient": "person"}, {"subject_kind": "household"}),
        ({"unit_kind": "enterprise"}, {"unit_kind": "school"}),
    ],
)
def test_a_paper_is_asked_only_of_those_it_concerns(asked_of: dict[str, Any], given: dict[str, Any]) -> None:
    rules = law_and(row(DossierItem, **ITEM, **asked_of, article="Đ4"))
    concerned = case(unit_kind="enterprise")
    assert verdict("dossier.xac_nhan_thue", concerned, rules) == "fail"
    others = replace(concerned, **given)
    assert "dossier.xac_nhan_thue" not in [answer.rule for answer in assess(others, rules)]


@pytest.mark.law("Quy chế 01/QC-HĐTĐKT, Đ4")
@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("submission", "set_papers"),
        ("line", "line_facts"),
        ("nomination", "papers"),
        ("subject", "subject_facts"),
    ],
)
def test_a_paper_is_looked_for_where_the_rule_says(place: str, where: str) -> None:
    rules = Rules((layer(row(DossierItem, item="so_phieu", name="số phiếu", place=place)),))
    assert verdict("dossier.so_phieu", case(), rules) == "fail"
    there: dict[str, Any] = {where: frozenset({"so_phieu"})}
    assert verdict("dossier.so_phieu", replace(case(), **there), rules) == "pass"


def test_a_paper_known_from_memory_is_never_asked_back() -> None:
    rules = law_and(row(DossierItem, **ITEM, evidence="memory"))
    assert verdict("dossier.xac_nhan_thue", case(), rules) == "unknown"
    assert outcome(assess(case(), rules)) == "eligible"


@pytest.mark.law("Luật 06/2022/QH15, Đ9, Đ19-20")
@pytest.mark.parametrize(("award", "wrong"), [("GK", "title"), ("LDTT", "form")])
def test_a_title_and_a_form_are_never_confused(award: str, wrong: str) -> None:
    confused = reason("catalogue.kind", case(award, stated_kind=wrong))
    assert (confused.verdict, confused.field) == ("fail", "stated_kind")
    assert confused.facts == (UsedFact(name="stated_kind", value=wrong),)
    assert confused.evidence == "verified"


def test_an_award_outside_the_catalogue_is_not_judged() -> None:
    assert verdict("catalogue.award", case("XYZ")) == "unknown"


@pytest.mark.law("Luật 06/2022/QH15, Đ5.2")
def test_one_achievement_is_not_rewarded_twice() -> None:
    twice = case("GK", same_achievement=(NominationId("nomination-9"),))
    found = reason("achievement.once", twice)
    assert (found.verdict, found.field, str(found.basis)) == ("fail", "achievement", "Đ5.2 Luật 06/2022/QH15")
    assert found.facts == (UsedFact(name="nomination", value="nomination-9"),)
    assert outcome(assess(twice, THE_LAW)) == "returned"


@pytest.mark.law("Luật 06/2022/QH15, Đ24.1")
@pytest.mark.parametrize(
    ("grade", "said"),
    [
        ("khong_hoan_thanh", "fail"),
        ("hoan_thanh", "fail"),
        ("hoan_thanh_tot", "pass"),
        ("hoan_thanh_xuat_sac", "pass"),
    ],
)
def test_lao_dong_tien_tien_asks_for_work_well_done(grade: Grade, said: str) -> None:
    assert verdict("ldtt.grading", case(gradings=(graded(grade),))) == said


@pytest.mark.law("Luật 06/2022/QH15, Đ24.1")
def test_without_a_grading_nobody_knows() -> None:
    assert verdict("ldtt.grading", case(gradings=())) == "unknown"


def test_a_fact_that_nobody_checked_says_so() -> None:
    checked = reason("ldtt.grading", case(gradings=(graded("hoan_thanh_tot"),)))
    unchecked = reason("ldtt.grading", case(gradings=(graded("hoan_thanh_tot", None),)))
    assert [fact.checked_by for fact in (*checked.facts, *unchecked.facts)] == [
        "Lê Văn Tám",
        "chưa kiểm chứng",
    ]
    assert {fact.document for fact in (*checked.facts, *unchecked.facts)} == {"45/QĐ-UBND"}


@pytest.mark.law("TT 01/2024/TT-BNV")
def test_recruited_on_15_july_2024_five_months_are_served_and_six_are_asked() -> None:
    recruit = reason("ldtt.service_months", case(recruited_on=date(2024, 7, 15)))
    assert recruit.verdict == "fail"
    assert {fact.name: fact.value for fact in recruit.facts} == {
        "recruited_on": "2024-07-15",
        "months_served": "5",
        "months_asked": "6",
    }
    assert outcome(assess(case(recruited_on=date(2024, 7, 15)), THE_LAW)) == "ineligible"


@pytest.mark.law("TT 01/2024/TT-BNV")
def test_recruited_on_1_july_2024_six_months_are_served() -> None:
    assert verdict("ldtt.service_months", case(recruited_on=date(2024, 7, 1))) == "pass"
    assert verdict("ldtt.service_months", case(recruited_on=date(2024, 7, 2))) == "fail"


@pytest.mark.law("TT 01/2024/TT-BNV")
def test_a_dossier_pinned_before_15_april_2024_is_not_asked_for_months() -> None:
    new = case(recruited_on=date(2024, 4, 1), award_year=2024)
    assert "ldtt.service_months" in [answer.rule for answer in assess(new, THE_LAW)]
    earlier = replace(new, on=date(2024, 4, 14))
    assert "ldtt.service_months" not in [answer.rule for answer in assess(earlier, THE_LAW)]


@pytest.mark.law("TT 15/2025/TT-BNV")
def test_a_month_rule_known_from_memory_fails_nobody() -> None:
    recruit = case(recruited_on=date(2025, 7, 15), award_year=2025, on=date(2025, 12, 15))
    assert verdict("ldtt.service_months", recruit) == "unknown"
    assert verdict("ldtt.service_months", replace(recruit, recruited_on=date(2025, 7, 1))) == "pass"
    assert verdict("ldtt.service_months", replace(recruit, on=date(2025, 8, 4))) == "fail"


def test_without_a_day_of_recruitment_nobody_knows_the_months() -> None:
    assert verdict("ldtt.service_months", case(recruited_on=None)) == "unknown"


def test_who_comes_after_the_year_has_served_no_month_of_it() -> None:
    late = reason("ldtt.service_months", case(recruited_on=date(2025, 3, 1)))
    assert late.verdict == "fail"
    assert "0" in [fact.value for fact in late.facts if fact.name == "months_served"]


@often(50)
@for_all(
    since=st.dates(date(2020, 1, 1), date(2024, 12, 31)).filter(lambda day: day.day <= 28),
    months=st.integers(0, 60),
)
def test_months_served_are_whole_months(since: date, months: int) -> None:
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    again = date(year, month + 1, since.day)
    assert months_served(since, again - timedelta(days=1)) == months
    assert months_served(since, again) == months


@pytest.mark.law("Luật 06/2022/QH15, Đ23")
@pytest.mark.parametrize(("awards", "said"), [({"LDTT"}, "pass"), ({"GK"}, "fail")])
def test_chien_si_thi_dua_co_so_stands_on_lao_dong_tien_tien_of_the_same_year(
    awards: set[str], said: str
) -> None:
    assert verdict("cstdcs.ldtt", case("CSTDCS", holdings=tuple(map(held, sorted(awards))))) == said


EITHER = "cstdcs.excellent_or_initiative"


@pytest.mark.law("Luật 06/2022/QH15, Đ23")
@pytest.mark.parametrize(
    ("grade", "initiatives", "said"),
    [
        ("hoan_thanh_xuat_sac", (), "pass"),
        ("hoan_thanh_tot", (initiative(),), "pass"),
        ("hoan_thanh_xuat_sac", (initiative(),), "pass"),
        ("hoan_thanh_tot", (), "fail"),
        ("hoan_thanh_tot", (initiative(2023),), "fail"),
        (None, (), "unknown"),
        (None, (initiative(),), "pass"),
    ],
)
def test_it_asks_for_excellent_work_or_an_initiative_of_the_year(
    grade: Grade | None, initiatives: tuple[InitiativeRecognised, ...], said: str
) -> None:
    asked = case("CSTDCS", gradings=(graded(grade),) if grade else (), initiatives=initiatives)
    assert verdict(EITHER, asked) == said


def test_the_reason_for_either_shows_the_facts_of_both() -> None:
    asked = case("CSTDCS", initiatives=(initiative(checked_by="Hội đồng sáng kiến"), initiative(2023)))
    assert reason(EITHER, asked).facts == (
        UsedFact(
            name="grading", value="hoan_thanh_xuat_sac 2024", document="45/QĐ-UBND", checked_by="Lê Văn Tám"
        ),
        UsedFact(
            name="initiative",
            value="Tổ học nhóm",
            document="45/QĐ-UBND",
            checked_by="Hội đồng sáng kiến",
        ),
    )
    assert reason(EITHER, asked).basis == Basis(document="Luật 06/2022/QH15", article="Đ23")
    assert reason(EITHER, asked).evidence == "verified"


@pytest.mark.law("Luật 06/2022/QH15, Đ28.1")
@pytest.mark.parametrize(("holders", "said"), [(6, "fail"), (7, "pass")])
def test_a_progressive_collective_has_seventy_percent_progressive_workers(holders: int, said: str) -> None:
    assert verdict("ttldtt.share", case("TTLDTT", members=members(10, holders))) == said


@pytest.mark.law("Luật 06/2022/QH15, Đ28.1")
def test_sixteen_of_twenty_three_are_not_quite_seventy_percent_and_seventeen_are() -> None:
    share = reason("ttldtt.share", case("TTLDTT", members=members(23, 16)))
    assert share.verdict == "fail"
    assert [fact.value for fact in share.facts] == ["16/23", "70"]
    assert verdict("ttldtt.share", case("TTLDTT", members=members(23, 17))) == "pass"


def test_a_collective_whose_members_nobody_counted_is_not_judged() -> None:
    assert verdict("ttldtt.share", case("TTLDTT", members=())) == "unknown"


@pytest.mark.law("Luật 06/2022/QH15, Đ28.1")
@pytest.mark.parametrize(("since", "said"), [(date(2024, 12, 31), "fail"), (date(2025, 1, 1), "pass")])
def test_discipline_in_the_year_ends_a_collectives_dossier(since: date, said: str) -> None:
    asked = case("TTLDTT", disciplines=(disciplined(since),))
    assert verdict("ttldtt.no_discipline", asked) == said
    assert outcome(assess(asked, THE_LAW)) == ("ineligible" if said == "fail" else "eligible")


def test_a_discipline_is_told_with_its_kind_and_its_paper() -> None:
    found = reason("ttldtt.no_discipline", case("TTLDTT", disciplines=(disciplined(DAY),)))
    assert found.facts == (
        UsedFact(name="discipline", value="canh_cao", document="45/QĐ-UBND", checked_by="chưa kiểm chứng"),
    )


def test_a_correction_is_asked_for_only_where_one_can_help() -> None:
    both = case(papers=frozenset(), gradings=(graded("hoan_thanh"),))
    assert outcome(assess(both, THE_LAW)) == "ineligible"


@pytest.mark.parametrize("kind", ["grading_at_least", "service_months", "share_of_collective"])
def test_a_condition_without_its_number_is_not_judged(kind: str) -> None:
    rules = Rules((layer(row(Prerequisite, award="LDTT", rule="x", kind=kind)),))
    assert verdict("x", case(), rules) == "unknown"


def test_a_condition_that_names_no_award_is_not_met() -> None:
    rules = Rules((layer(row(Prerequisite, award="LDTT", rule="x", kind="award_same_year")),))
    assert reason("x", case(), rules).facts == (UsedFact(name="award_same_year", value="-"),)
    assert verdict("x", case(), rules) == "fail"


def test_an_award_is_judged_by_the_catalogue_of_the_pinned_day() -> None:
    old = row(
        Award,
        award="Y",
        kind="form",
        name="Y",
        english="Y",
        recipients=["person"],
        rank=1,
        until="2024-06-30",
    )
    rules = law_and(old)
    assert verdict("catalogue.kind", case("Y", stated_kind="form", on=date(2024, 6, 30)), rules) == "pass"
    assert verdict("catalogue.award", case("Y", stated_kind="form", on=date(2024, 7, 1)), rules) == "unknown"
