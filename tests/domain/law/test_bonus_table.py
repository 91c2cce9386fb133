"""The golden table of bonuses, to the đồng: every amount of the three decrees that the sources print or that was worked."""

from datetime import date

import pytest

from domain.bonus import priced
from domain.law.rows import BonusOverlap, Payer
from domain.refusal import RuleMissing
from events.nomination import SubjectKind
from events.unit import Level
from tests.domain.law.dates import LAST_OF_DISTRICT, LAST_OF_ND_91, LAST_OF_ND_152, LAW_2022, TWO_TIERS
from tests.domain.rules import THE_LAW

W_1490, W_1800, W_2340, W_2530 = date(2019, 7, 1), date(2024, 6, 30), date(2024, 7, 1), date(2026, 7, 1)
"""A day of each base salary; the first under NĐ 91, the second and third under NĐ 98, the last under NĐ 152."""
PERSON, COLLECTIVE, HOUSEHOLD = "person", "collective", "household"


def paid(award: str, on: date, recipient: SubjectKind = "person", level: Level = "commune") -> int:
    return priced(THE_LAW, award, recipient=recipient, level=level, decided_on=on).amount


# Award, recipient, then đồng at 1.490.000 (NĐ 91), 1.800.000 (NĐ 98), 2.340.000 (NĐ 98) and 2.530.000 (NĐ 152).
TITLES = [
    ("CSTDTQ", PERSON, (6_710_000, 8_100_000, 10_530_000, 11_390_000)),
    ("CSTDT", PERSON, (4_470_000, 5_400_000, 7_020_000, 7_590_000)),
    ("CSTDCS", PERSON, (1_490_000, 1_800_000, 2_340_000, 2_530_000)),
    ("LDTT", PERSON, (450_000, 540_000, 710_000, 760_000)),
    ("CSTT", PERSON, (450_000, 540_000, 710_000, 760_000)),
    ("TTLDXS", COLLECTIVE, (2_240_000, 2_700_000, 3_510_000, 3_800_000)),
    ("DVQT", COLLECTIVE, (2_240_000, 2_700_000, 3_510_000, 3_800_000)),
    ("TTLDTT", COLLECTIVE, (1_190_000, 1_440_000, 1_880_000, 2_030_000)),
    ("DVTT", COLLECTIVE, (1_190_000, 1_440_000, 1_880_000, 2_030_000)),
    ("TVH", COLLECTIVE, (2_240_000, 2_700_000, 3_510_000, 3_800_000)),
    ("COCP", COLLECTIVE, (17_880_000, 21_600_000, 28_080_000, 30_360_000)),
    ("COBT", COLLECTIVE, (11_920_000, 14_400_000, 18_720_000, 20_240_000)),
    ("HCSV", PERSON, (68_540_000, 82_800_000, 107_640_000, 116_380_000)),
    ("HCHCM", PERSON, (45_450_000, 54_900_000, 71_370_000, 77_170_000)),
]


@pytest.mark.law("NĐ 91/2017/NĐ-CP")
@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ69")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ54")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ50")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ51")
@pytest.mark.parametrize(("award", "recipient", "dong"), TITLES)
def test_titles_flags_and_the_two_highest_orders_under_three_decrees(
    award: str, recipient: SubjectKind, dong: tuple[int, ...]
) -> None:
    amounts = [paid(award, day, recipient) for day in (W_1490, W_1800, W_2340, W_2530)]
    assert amounts == list(dong)
    assert paid(award, LAST_OF_DISTRICT, recipient) == paid(award, TWO_TIERS, recipient) == dong[2]


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ54")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ50")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ51")
@pytest.mark.parametrize(
    ("award", "recipient", "dong"),
    [
        ("XATB", COLLECTIVE, 4_680_000), ("COQK", COLLECTIVE, 14_040_000),
        ("HCDL1", PERSON, 35_100_000), ("HCDL2", PERSON, 29_250_000), ("HCDL3", PERSON, 24_570_000),
        ("HCQC1", PERSON, 35_100_000), ("HCQC2", PERSON, 29_250_000), ("HCQC3", PERSON, 24_570_000),
    ],
)  # fmt: skip
def test_what_the_decree_of_2023_brought_holds_under_the_next(
    award: str, recipient: SubjectKind, dong: int
) -> None:
    assert paid(award, LAST_OF_DISTRICT, recipient) == paid(award, TWO_TIERS, recipient) == dong
    with pytest.raises(RuleMissing):
        paid(award, LAST_OF_ND_91, recipient)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ51")
@pytest.mark.parametrize(
    ("awards", "person", "collective"),
    [
        (("HCSV",), 107_640_000, 215_280_000),
        (("HCHCM",), 71_370_000, 142_740_000),
        (("HCDL1", "HCQC1"), 35_100_000, 70_200_000),
        (("HCDL2", "HCQC2"), 29_250_000, 58_500_000),
        (("HCDL3", "HCQC3"), 24_570_000, 49_140_000),
        (("HCLD1", "HCCC1", "HCBVTQ1"), 21_060_000, 42_120_000),
        (("HCLD2", "HCCC2", "HCBVTQ2", "HCDDK"), 17_550_000, 35_100_000),
        (("HCLD3", "HCCC3", "HCBVTQ3", "HCDC"), 10_530_000, 21_060_000),
    ],
)
def test_orders_since_july_2025_a_collective_twice_as_much(
    awards: tuple[str, ...], person: int, collective: int
) -> None:
    for award in awards:
        assert paid(award, TWO_TIERS, level="nation") == person
        assert paid(award, TWO_TIERS, "collective", "nation") == collective


@pytest.mark.law("NĐ 91/2017/NĐ-CP")
def test_a_collectives_gold_star_was_ninety_two_salaries() -> None:
    assert paid("HCSV", W_1490, "collective", "nation") == 137_080_000


# Award, level, then đồng for a person, a collective, a household; wages 2.340.000 and 2.530.000.
FORMS = [
    ("GK", "commune", (710_000, 1_410_000, 1_060_000), (760_000, 1_520_000, 1_140_000)),
    ("GK", "agency", (710_000, 1_410_000, 1_060_000), (760_000, 1_520_000, 1_140_000)),
    ("BKT", "province", (3_510_000, 7_020_000, 5_270_000), (3_800_000, 7_590_000, 5_700_000)),
    ("BKTTG", "nation", (8_190_000, 16_380_000, 12_290_000), (8_860_000, 17_710_000, 13_290_000)),
    ("BKQK", "ministry", (2_340_000, 4_680_000, 3_510_000), (2_530_000, 5_060_000, 3_800_000)),
]


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54")
@pytest.mark.parametrize(("award", "level", "old_wage", "new_wage"), FORMS)
def test_certificates_since_july_2025_twice_for_collectives_and_half_as_much_again_for_households(
    award: str, level: Level, old_wage: tuple[int, ...], new_wage: tuple[int, ...]
) -> None:
    for day, amounts in ((TWO_TIERS, old_wage), (W_2530, new_wage), (LAST_OF_ND_152, new_wage)):
        assert (
            paid(award, day, "person", level),
            paid(award, day, "collective", level),
            paid(award, day, "household", level),
        ) == amounts


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ73")
@pytest.mark.parametrize(
    ("award", "level", "person", "collective"),
    [
        ("BKTTG", "nation", 5_220_000, 10_430_000),
        ("BKT", "province", 1_490_000, 2_980_000),
        ("GK", "agency", 450_000, 890_000),
        ("GK", "district", 450_000, 890_000),
        ("GK", "commune", 220_000, 450_000),
    ],
)
def test_certificates_until_2023_rounded_to_the_nearest(
    award: str, level: Level, person: int, collective: int
) -> None:
    assert paid(award, W_1490, "person", level) == person
    assert paid(award, W_1490, "collective", level) == collective


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ68")
@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_the_same_sum_is_rounded_down_on_the_last_day_of_2023_and_up_never_below_since() -> None:
    assert paid("GK", date(2023, 6, 30)) == 220_000
    assert paid("GK", LAST_OF_ND_91) == paid("GK", LAW_2022) == 270_000
    assert paid("LDTT", date(2024, 12, 30)) == 710_000


@pytest.mark.law("NĐ 98/2023/NĐ-CP")
@pytest.mark.parametrize(
    ("award", "level"),
    [("BKT", "province"), ("BKTTG", "nation"), ("GK", "agency"), ("GK", "district"), ("HCLD3", "nation")],
)
def test_what_is_only_remembered_of_the_decree_of_2023_pays_nobody(award: str, level: Level) -> None:
    with pytest.raises(RuleMissing, match="hệ số tiền thưởng"):
        paid(award, LAST_OF_DISTRICT, "person", level)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ49")
@pytest.mark.law("NĐ 98/2023/NĐ-CP")
def test_of_several_titles_of_one_period_only_the_highest_is_paid_and_everything_else_in_full() -> None:
    def overlap(on: date) -> dict[str, str]:
        return {row.case: row.paid for row in THE_LAW.all(BonusOverlap, on) if row.decides}

    assert overlap(TWO_TIERS) == {
        "titles_of_one_period": "highest",
        "titles_of_different_periods": "all",
        "forms_of_different_merit": "all",
        "title_and_form": "all",
    }
    assert overlap(LAST_OF_DISTRICT) == {"titles_of_different_periods": "all"}
    assert overlap(LAST_OF_ND_91) == {}


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ51")
def test_the_decider_pays_and_for_the_states_awards_whoever_proposed() -> None:
    def payers(on: date) -> dict[str, str]:
        return {row.level: row.payer for row in THE_LAW.all(Payer, on) if row.decides}

    decider = dict.fromkeys(("commune", "district", "province", "ministry", "agency"), "decider")
    assert payers(LAW_2022) == {**decider, "nation": "proposing_ministry_or_province"}
    assert payers(TWO_TIERS) == {}
