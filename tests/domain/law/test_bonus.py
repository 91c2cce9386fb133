from datetime import date
from decimal import Decimal

import pytest

from domain.bonus import bonus, priced
from domain.law.book import Rules
from domain.law.rows import BaseSalary, BonusRounding, Coefficient, Multiplier
from domain.refusal import RuleMissing
from events.base import Basis
from events.judgement import Bonus
from events.nomination import SubjectKind
from events.unit import Level
from tests.domain.rules import THE_LAW, law_and, layer, row

OLD_WORLD, NEW_WORLD = date(2025, 6, 30), date(2025, 7, 1)
"""The last day of the district, and the first day without it."""


def amount(
    award: str,
    on: date,
    *,
    recipient: SubjectKind = "person",
    level: Level = "commune",
    rules: Rules = THE_LAW,
) -> int | None:
    made = bonus(rules, award, recipient=recipient, level=level, decided_on=on)
    return made.amount if made else None


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_a_communes_giay_khen_brings_360_000_on_the_last_day_of_june_2025() -> None:
    assert bonus(THE_LAW, "GK", recipient="person", level="commune", decided_on=OLD_WORLD) == Bonus(
        amount=360_000,
        base_salary=2_340_000,
        coefficient=Decimal("0.15"),
        multiplier=Decimal(1),
        rounded_to=10_000,
        basis=Basis(document="NĐ 98/2023/NĐ-CP"),
        evidence="verified",
    )


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54")
def test_a_communes_giay_khen_brings_710_000_from_the_first_of_july_2025() -> None:
    assert bonus(THE_LAW, "GK", recipient="person", level="commune", decided_on=NEW_WORLD) == Bonus(
        amount=710_000,
        base_salary=2_340_000,
        coefficient=Decimal("0.3"),
        multiplier=Decimal(1),
        rounded_to=10_000,
        basis=Basis(document="NĐ 152/2025/NĐ-CP", article="Đ54"),
        evidence="verified",
    )


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54")
def test_a_collectives_giay_khen_brings_twice_the_coefficient_from_july_2025() -> None:
    assert amount("GK", NEW_WORLD, recipient="collective") == 1_410_000


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_a_collectives_factor_known_from_memory_pays_nothing_before_july_2025() -> None:
    assert amount("GK", OLD_WORLD, recipient="collective") is None
    own = row(Multiplier, award="GK", recipient="collective", factor="2", article="Đ12")
    assert amount("GK", OLD_WORLD, recipient="collective", rules=law_and(own)) == 710_000


@pytest.mark.law("NĐ 73/2024/NĐ-CP, Đ3.2")
def test_a_decision_from_july_2024_is_paid_by_the_new_salary() -> None:
    assert amount("LDTT", date(2024, 7, 1)) == 710_000


@pytest.mark.law("NĐ 24/2023/NĐ-CP")
def test_a_decision_until_june_2024_is_paid_by_the_old_salary() -> None:
    assert amount("LDTT", date(2024, 6, 30)) == 540_000
    assert amount("GK", date(2024, 6, 30)) == 270_000


@pytest.mark.law("NĐ 161/2026/NĐ-CP")
def test_a_decision_from_july_2026_is_paid_by_the_salary_of_that_year() -> None:
    assert amount("GK", date(2026, 6, 30)) == 710_000
    assert amount("GK", date(2026, 7, 1)) == 760_000


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_from_2024_a_bonus_is_rounded_up_to_ten_thousand() -> None:
    assert amount("X", date(2024, 1, 1), rules=priced_at("0.1001", 1_800_000)) == 190_000
    assert amount("X", date(2024, 1, 1), rules=priced_at("0.1", 1_800_000)) == 180_000


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ49")
def test_from_july_2025_it_is_still_rounded_up() -> None:
    assert amount("X", NEW_WORLD, rules=priced_at("0.1001", 1_800_000)) == 190_000


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ68")
def test_until_2023_a_bonus_was_rounded_to_the_nearest_ten_thousand() -> None:
    assert amount("X", date(2023, 6, 30), rules=priced_at("0.15", 1_490_000)) == 220_000
    assert amount("X", date(2023, 6, 30), rules=priced_at("0.3", 1_490_000)) == 450_000
    assert amount("X", date(2023, 12, 31), rules=priced_at("0.15", 1_500_000)) == 230_000


def priced_at(coefficient: str, salary: int) -> Rules:
    """Give the nation's rounding with a wage and a coefficient of our own."""
    return law_and(
        row(BaseSalary, amount=salary, **{"from": "2017-01-01"}),
        row(Coefficient, award="X", coefficient=coefficient, **{"from": "2017-01-01"}),
    )


@pytest.mark.law("NĐ 38/2019/NĐ-CP")
def test_the_salary_of_2019_held_until_june_2023() -> None:
    salaries = [THE_LAW.one(BaseSalary, day) for day in (date(2019, 7, 1), date(2023, 6, 30))]
    assert [salary.amount for salary in salaries if salary] == [1_490_000, 1_490_000]
    later = THE_LAW.one(BaseSalary, date(2023, 7, 1))
    assert later is not None
    assert later.amount == 1_800_000


@pytest.mark.law("NĐ 72/2018/NĐ-CP")
def test_a_salary_known_from_memory_pays_nobody() -> None:
    assert [row.amount for row in THE_LAW.all(BaseSalary, date(2019, 6, 30))] == [1_390_000]
    assert THE_LAW.one(BaseSalary, date(2019, 6, 30)) is None


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_a_coefficient_of_one_level_pays_no_other() -> None:
    assert amount("GK", OLD_WORLD, level="province") is None


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54.1")
def test_a_ceiling_pays_nobody_until_a_ministry_or_province_sets_its_own_figure() -> None:
    for award in ("KNC", "KNCQH"):
        assert amount(award, NEW_WORLD, level="province") is None
    own = row(Coefficient, award="KNC", coefficient="0.4", article="Đ5")
    assert amount("KNC", NEW_WORLD, level="province", rules=law_and(own)) == 940_000


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ52")
def test_a_heroic_collective_has_a_coefficient_of_its_own_and_a_person_only_a_remembered_one() -> None:
    assert amount("AHLD", NEW_WORLD, recipient="collective", level="nation") == 72_540_000
    assert amount("AHLD", NEW_WORLD, level="nation") is None


def test_a_bonus_without_a_rule_says_which_one_to_adopt() -> None:
    with pytest.raises(RuleMissing) as refusal:
        priced(THE_LAW, "GK", recipient="collective", level="commune", decided_on=OLD_WORLD)
    assert str(refusal.value) == (
        "Chưa có quy định được kiểm chứng về hệ số tiền thưởng cho tập thể, hộ gia đình cho “GK” "
        "vào ngày 30/06/2025. Mới chỉ có giá trị theo trí nhớ (NĐ 98/2023/NĐ-CP), không dùng để quyết định. "
        "Hãy nạp quy định riêng có bảng [[multiplier]] cho “GK” (số, điều) bằng `sovang law adopt-overlay`."
    )


WAGE = row(BaseSalary, amount=2_340_000)
STEP = row(BonusRounding, step=10_000, mode="up")
SHARE = row(Coefficient, award="GK", coefficient="0.3")


@pytest.mark.parametrize("missing", [WAGE, STEP, SHARE])
def test_without_salary_rounding_or_coefficient_there_is_no_bonus(missing: object) -> None:
    known = [made for made in (WAGE, STEP, SHARE) if made is not missing]
    assert amount("GK", NEW_WORLD, rules=Rules((layer(WAGE, STEP, SHARE),))) == 710_000
    assert amount("GK", NEW_WORLD, rules=Rules((layer(*known),))) is None


@pytest.mark.parametrize(("evidence", "weakest"), [("secondary", "secondary"), ("verified", "local")])
def test_a_bonus_is_as_well_founded_as_its_weakest_number(evidence: str, weakest: str) -> None:
    factor = row(Multiplier, award="GK", recipient="household", factor="1.5", evidence=evidence)
    rules = Rules((layer(WAGE, STEP, SHARE, factor),))
    made = bonus(rules, "GK", recipient="household", level="commune", decided_on=NEW_WORLD)
    assert made is not None
    assert (made.amount, made.multiplier, made.evidence) == (1_060_000, Decimal("1.5"), weakest)
