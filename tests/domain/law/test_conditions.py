"""The conditions of each award, with both sides of every date on which they changed."""

from datetime import date

import pytest

from domain.law.rows import CountedTime, Prerequisite, Situation, Support
from domain.law.texts import Criterion, Instrument, KnownGap, Principle
from tests.domain.law.dates import (
    BEFORE_2026,
    BEFORE_TT_01,
    LAST_OF_2014_RULES,
    LAST_OF_DISTRICT,
    LAST_OF_ND_91,
    LAST_OF_ND_152,
    LAW_2022,
    LAW_2026,
    ND_91,
    TT_01,
    TWO_TIERS,
    before,
)
from tests.domain.rules import NATIONAL, THE_LAW

SUMMER_2025 = date(2025, 8, 4)
SPECIFIC = (
    "of_awards", "grade", "measure", "reach", "months", "days", "years", "count", "percent", "strict", "group", "route",
)  # fmt: skip


def asked(award: str, on: date) -> dict[str, dict[str, object]]:
    """Give what decides of an award's conditions: rule to the fields it sets."""
    rows = [row for row in THE_LAW.every(Prerequisite, on, award=award) if row.decides]
    return {row.rule: {name: getattr(row, name) for name in SPECIFIC if getattr(row, name)} for row in rows}


def remembered(award: str, on: date) -> set[str]:
    return {row.rule for row in THE_LAW.every(Prerequisite, on, award=award) if not row.decides}


@pytest.mark.law("NĐ 65/2014/NĐ-CP")
@pytest.mark.law("NĐ 91/2017/NĐ-CP")
def test_forty_days_of_absence_barred_until_the_end_of_september_2017() -> None:
    assert asked("LDTT", LAST_OF_2014_RULES) == {
        "ldtt.service_months": {"months": 10},
        "ldtt.absent_days": {"days": 40},
    }
    assert asked("LDTT", ND_91) == {
        "ldtt.service_months": {"months": 10},
        "ldtt.no_discipline": {"measure": "khien_trach"},
    }


@pytest.mark.law("TT 01/2024/TT-BNV")
@pytest.mark.law("TT 15/2025/TT-BNV")
def test_ten_months_of_service_until_2023_six_from_15_april_2024_and_only_remembered_from_5_august_2025() -> (
    None
):
    def months(on: date) -> object:
        return asked("LDTT", on).get("ldtt.service_months", {}).get("months")

    assert months(LAST_OF_ND_91) == 10
    assert months(LAW_2022) is months(BEFORE_TT_01) is None
    assert months(TT_01) == months(SUMMER_2025) == 6
    assert months(date(2025, 8, 5)) is None
    assert "ldtt.service_months" in remembered("LDTT", date(2025, 8, 5))


def test_that_no_rule_was_found_for_the_first_months_of_2024_is_said() -> None:
    (gap,) = THE_LAW.all(KnownGap, BEFORE_TT_01, of_table="prerequisite")
    assert gap.rule == "LDTT/ldtt.service_months"
    assert THE_LAW.all(KnownGap, TT_01, of_table="prerequisite") == []


@pytest.mark.law("Luật 06/2022/QH15, Đ24.1")
def test_lao_dong_tien_tien_asks_for_good_work() -> None:
    assert asked("LDTT", LAW_2022) == {"ldtt.grading": {"grade": "hoan_thanh_tot"}}
    assert remembered("LDTT", LAW_2022) == {"ldtt.no_discipline"}


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ9.3")
def test_until_2023_an_initiative_was_asked_of_chien_si_thi_dua_co_so() -> None:
    assert asked("CSTDCS", ND_91) == asked("CSTDCS", LAST_OF_ND_91) == {
        "cstdcs.ldtt": {"of_awards": ("LDTT", "CSTT")},
        "cstdcs.initiative": {"reach": "grassroots", "count": 1},
    }  # fmt: skip


@pytest.mark.law("Luật 06/2022/QH15, Đ23")
@pytest.mark.law("Luật 06/2026/QH16")
def test_since_2024_excellent_work_or_an_initiative_and_the_bill_of_2026_decides_nothing() -> None:
    group = "cstdcs.excellent_or_initiative"
    alternatives = {
        "cstdcs.ldtt": {"of_awards": ("LDTT", "CSTT")},
        "cstdcs.excellent": {"grade": "hoan_thanh_xuat_sac", "group": group, "route": "excellent"},
        "cstdcs.initiative": {"reach": "grassroots", "count": 1, "group": group, "route": "initiative"},
    }
    for day in (LAW_2022, LAST_OF_DISTRICT, TWO_TIERS, BEFORE_2026, LAW_2026):
        assert asked("CSTDCS", day) == alternatives
    assert remembered("CSTDCS", BEFORE_2026) == set()
    assert remembered("CSTDCS", LAW_2026) == {"cstdcs.excellent_2026", "cstdcs.initiative_2026"}


@pytest.mark.law("Luật 06/2022/QH15, Đ22")
@pytest.mark.law("Luật 06/2022/QH15, Đ21")
def test_three_years_on_end_for_the_province_two_of_those_for_the_nation() -> None:
    assert asked("CSTDT", LAW_2022) == {
        "cstdt.streak": {"of_awards": ("CSTDCS",), "years": 3},
        "cstdt.initiative": {"reach": "province", "years": 3, "count": 1},
    }
    assert asked("CSTDTQ", LAW_2022) == {
        "cstdtq.streak": {"of_awards": ("CSTDT",), "years": 2},
        "cstdtq.initiative": {"reach": "nation", "years": 2, "count": 1},
    }


@pytest.mark.law("Luật 15/2003/QH11, Đ28")
@pytest.mark.law("Luật 06/2022/QH15, Đ28.1")
def test_more_than_half_until_2023_and_at_least_seventy_percent_since() -> None:
    of = ("LDTT", "CSTT")
    assert asked("TTLDTT", LAST_OF_ND_91) == {
        "ttldtt.share": {"of_awards": of, "percent": 50, "strict": True},
    }
    assert asked("TTLDTT", LAW_2022) == {
        "ttldtt.share": {"of_awards": of, "percent": 70},
        "ttldtt.no_discipline": {"measure": "canh_cao"},
    }


@pytest.mark.law("Luật 06/2022/QH15, Đ27")
def test_an_excellent_collective_has_everyone_done_seventy_percent_and_one_fighter() -> None:
    assert asked("TTLDXS", LAW_2022) == {
        "ttldxs.all_complete": {"grade": "hoan_thanh", "percent": 100},
        "ttldxs.share": {"of_awards": ("LDTT", "CSTT"), "percent": 70},
        "ttldxs.fighters": {"of_awards": ("CSTDCS",), "count": 1},
    }


@pytest.mark.law("Luật 06/2022/QH15, Đ74.1.d")
def test_a_provincial_certificate_by_merit_has_two_routes_for_a_person() -> None:
    assert asked("BKT", LAW_2022) == {
        "bkt.cstdcs": {"of_awards": ("CSTDCS",), "years": 2, "group": "bkt.routes", "route": "cstdcs"},
        "bkt.excellent_years": {
            "grade": "hoan_thanh_xuat_sac",
            "years": 2,
            "group": "bkt.routes",
            "route": "initiatives",
        },
        "bkt.initiatives": {
            "reach": "grassroots",
            "years": 2,
            "count": 2,
            "group": "bkt.routes",
            "route": "initiatives",
        },
    }
    rows = [row for row in THE_LAW.every(Prerequisite, LAW_2022, award="BKT") if row.decides]
    assert {(row.recipient, row.merit) for row in rows} == {("person", "cong_trang")}
    assert remembered("BKT", LAW_2022) == {"bkt.collective"}


@pytest.mark.law("NĐ 65/2014/NĐ-CP, Đ23")
@pytest.mark.law("Luật 06/2022/QH15, Đ73.1.b")
def test_the_prime_ministers_certificate_then_and_now() -> None:
    route = {"group": "bkttg.routes", "route": "cong_trang"}
    assert asked("BKTTG", LAST_OF_2014_RULES) == {
        "bkttg.bkt": {"of_awards": ("BKT",), "count": 1, **route},
        "bkttg.years": {"grade": "hoan_thanh_xuat_sac", "years": 5, **route},
        "bkttg.initiatives": {"reach": "grassroots", "years": 5, "count": 5, **route},
    }
    assert asked("BKTTG", ND_91) == {}
    assert asked("BKTTG", LAW_2022) == {
        "bkttg.bkt": {"of_awards": ("BKT",), "count": 1},
        "bkttg.years": {"grade": "hoan_thanh_tot", "years": 5},
        "bkttg.cstdcs": {"of_awards": ("CSTDCS",), "years": 5, "count": 3},
    }


@pytest.mark.law("Luật 06/2022/QH15, Đ25")
@pytest.mark.law("Luật 06/2022/QH15, Đ25.3")
@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ12")
@pytest.mark.law("NĐ 86/2023/NĐ-CP")
def test_what_only_people_judge_is_told_and_never_computed() -> None:
    def criteria(award: str, on: date) -> dict[str, int | None]:
        return {row.criterion: row.years for row in THE_LAW.every(Criterion, on, award=award) if row.decides}

    assert criteria("COCP", LAW_2022) == {"cocp.best": None, "cocp.central_cluster": None, "cocp.movement": 5}
    assert criteria("COBT", LAST_OF_ND_91) == {"cobt.compared": None}
    assert criteria("COBT", LAW_2022) == {}
    assert criteria("GDVH", date(2024, 1, 29)) == {}
    assert criteria("GDVH", date(2024, 1, 30)) == {"culture.frame": None}
    assert criteria("LDTT", LAW_2022) == {"ldtt.active": None}


FIVE = {"disciplined", "discipline_examined", "investigated", "denounced", "reported"}


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ4")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ4")
def test_five_situations_bar_from_2024_and_sudden_or_thematic_awards_support_no_higher_merit() -> None:
    assert not THE_LAW.all(Situation, LAST_OF_ND_91)
    assert not THE_LAW.all(Support, LAST_OF_ND_91)
    for day, document in (
        (LAW_2022, "NĐ 98/2023/NĐ-CP"),
        (LAST_OF_DISTRICT, "NĐ 98/2023/NĐ-CP"),
        (TWO_TIERS, "NĐ 152/2025/NĐ-CP"),
        (LAST_OF_ND_152, "NĐ 152/2025/NĐ-CP"),
    ):
        situations = THE_LAW.every(Situation, day)
        assert {row.situation for row in situations} == FIVE
        support = THE_LAW.every(Support, day)
        assert {(row.merit, row.not_for) for row in support} == {
            ("dot_xuat", "cong_trang"),
            ("phong_trao", "cong_trang"),
        }
        assert {row.document for row in (*situations, *support)} == {document}


@pytest.mark.law("NĐ 65/2014/NĐ-CP")
@pytest.mark.law("NĐ 91/2017/NĐ-CP")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ4")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ4")
@pytest.mark.law("TT 01/2024/TT-BNV")
def test_maternity_always_counts_and_a_long_training_counted_only_with_good_results_until_2023() -> None:
    def counted(on: date) -> dict[str, tuple[int | None, int | None, bool]]:
        rows = THE_LAW.every(CountedTime, on)
        return {
            row.time: (row.months, row.at_least_months, bool(row.condition)) for row in rows if row.counts
        }

    maternity = {"maternity": (None, None, False)}
    assert counted(LAST_OF_2014_RULES) == maternity
    assert counted(ND_91) == counted(LAST_OF_ND_91) == {
        **maternity,
        "training_short": (12, None, False),
        "training_long": (None, 12, True),
    }  # fmt: skip
    assert counted(LAW_2022) == maternity
    assert counted(TT_01) == {
        **maternity,
        "training_long": (None, 12, False),
        "rescue_treatment": (None, None, False),
    }
    assert counted(TWO_TIERS)["maternity"] == (None, None, False)


PRINCIPLES = {
    "once_for_one_achievement", "direct_workers", "from_the_grassroots", "no_lower_step_needed", "women",
    "initiative_once", "interim_and_final_review", "six_types", "forms_of_emulation", "who_launches",
    "what_an_initiative_is",
}  # fmt: skip
DECREE_98 = {
    "comments_signed", "movement_deadlines", "published_where", "heroes_at_the_centre", "ministry_council_rules",
}  # fmt: skip


CLUSTERS = date(2016, 7, 25)
"""HD 1479/HD-BTĐKT."""
OF_CLUSTERS = {"clusters_by_likeness", "cluster_head_in_turn"}


@pytest.mark.law("Luật 06/2022/QH15, Đ5.2")
@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
@pytest.mark.law("Luật 06/2022/QH15, Đ17.5")
@pytest.mark.law("Luật 06/2022/QH15, Đ3.4")
@pytest.mark.law("Luật 06/2022/QH15, Đ8")
@pytest.mark.law("Luật 06/2022/QH15, Đ16")
@pytest.mark.law("Luật 06/2022/QH15, Đ18")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ47.4")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ48")
@pytest.mark.law("QĐ 500/QĐ-TTg")
@pytest.mark.law("TT 08/2017/TT-BNV, Đ8")
@pytest.mark.law("NĐ 65/2014/NĐ-CP, Đ2.2")
@pytest.mark.law("NĐ 65/2014/NĐ-CP, Đ2.3")
@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ46.2")
@pytest.mark.law("CV 5007/BNV-TĐKT")
@pytest.mark.law("HD 1479/HD-BTĐKT")
@pytest.mark.law("HD 2745/HD-BTĐKT")
@pytest.mark.law("TT 01/2024/TT-BNV")
@pytest.mark.law("Luật 06/2026/QH16")
def test_the_principles_of_each_time() -> None:
    def principles(on: date) -> set[str]:
        return {row.principle for row in THE_LAW.every(Principle, on)}

    assert principles(before(CLUSTERS)) == {"women_in_service", "head_and_collective", "cluster_head_in_turn"}
    assert principles(CLUSTERS) - principles(before(CLUSTERS)) == {"clusters_by_likeness"}
    assert principles(LAST_OF_2014_RULES) == {"women_in_service", "head_and_collective", *OF_CLUSTERS}
    assert principles(date(2017, 12, 15)) == {"flags_of_clusters", *OF_CLUSTERS}
    assert principles(LAW_2022) == {*PRINCIPLES, *DECREE_98, *OF_CLUSTERS}
    assert principles(TT_01) == {*PRINCIPLES, *DECREE_98, *OF_CLUSTERS, "no_party_cell", "own_level_first"}
    assert principles(date(2024, 6, 12)) - principles(date(2024, 6, 11)) == {"majority_at_the_centre"}
    assert principles(date(2025, 8, 5)) == {
        *PRINCIPLES, *OF_CLUSTERS, "majority_at_the_centre", "after_discipline",
    }  # fmt: skip
    assert principles(LAW_2026) - principles(before(LAW_2026)) == {"favourable_rule"}


TEXTS = {
    "Luật 15/2003/QH11": (date(2003, 11, 26), date(2004, 7, 1), date(2023, 12, 31)),
    "Luật 06/2022/QH15": (date(2022, 6, 15), date(2024, 1, 1), None),
    "NĐ 39/2012/NĐ-CP": (date(2012, 4, 27), date(2012, 6, 20), date(2017, 9, 30)),
    "NĐ 91/2017/NĐ-CP": (date(2017, 7, 31), date(2017, 10, 1), date(2023, 12, 31)),
    "TT 08/2017/TT-BNV": (date(2017, 10, 27), date(2017, 12, 15), date(2019, 12, 31)),
    "TT 03/2018/TT-BNV": (date(2018, 3, 6), date(2018, 4, 23), date(2023, 5, 9)),
    "TT 12/2019/TT-BNV": (date(2019, 11, 4), date(2020, 1, 1), date(2024, 4, 14)),
    "TT 02/2023/TT-BNV": (date(2023, 3, 23), date(2023, 5, 10), None),
    "NĐ 86/2023/NĐ-CP": (date(2023, 12, 7), date(2024, 1, 30), None),
    "NĐ 98/2023/NĐ-CP": (date(2023, 12, 31), date(2024, 1, 1), date(2025, 6, 30)),
    "TT 01/2024/TT-BNV": (date(2024, 2, 24), date(2024, 4, 15), date(2025, 8, 4)),
    "NĐ 129/2025/NĐ-CP": (date(2025, 6, 11), date(2025, 7, 1), None),
    "NĐ 152/2025/NĐ-CP": (date(2025, 6, 14), date(2025, 7, 1), date(2027, 3, 1)),
    "Luật 06/2026/QH16": (date(2026, 4, 23), date(2026, 10, 1), None),
}


@pytest.mark.parametrize("text", TEXTS)
def test_each_text_is_in_force_for_the_days_its_sources_tell(text: str) -> None:
    (row,) = [one for one in NATIONAL.rows[Instrument] if getattr(one, "instrument", None) == text]
    assert isinstance(row, Instrument)
    assert (row.issued, row.since, row.until) == TEXTS[text]
