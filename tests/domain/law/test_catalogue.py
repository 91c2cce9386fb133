"""The catalogue: titles and forms, who may receive them, who decides them, by date."""

from datetime import date

import pytest

from domain.law.rows import Authority, Award
from domain.law.texts import Delegation
from tests.domain.law.dates import LAST_OF_DISTRICT, LAST_OF_ND_91, LAW_2022, LAW_2026, TWO_TIERS
from tests.domain.rules import THE_LAW

AGENCIES = [
    "Thủ trưởng cơ quan, tổ chức, đơn vị có tư cách pháp nhân",
    "Người đứng đầu cơ quan chuyên môn thuộc UBND cấp tỉnh",
    "Người đứng đầu doanh nghiệp, hợp tác xã",
]


def awards(category: str, article: str) -> list[str]:
    found = THE_LAW.all(Award, LAW_2022, category=category, article=article)
    return [row.award for row in found]


def levels(award: str, on: date) -> set[str]:
    return {row.level for row in THE_LAW.all(Authority, on, award=award) if row.decides}


@pytest.mark.law("Luật 06/2022/QH15, Đ19")
def test_five_titles_go_to_persons() -> None:
    assert awards("title", "Đ19") == ["CSTDTQ", "CSTDT", "CSTDCS", "LDTT", "CSTT"]
    rows = THE_LAW.all(Award, LAW_2022, article="Đ19")
    assert {(row.kind, row.recipients) for row in rows} == {("title", ("person",))}


@pytest.mark.law("Luật 06/2022/QH15, Đ20")
def test_titles_and_flags_of_collectives_go_to_collectives_only() -> None:
    assert awards("flag", "Đ20") == ["COCP", "COBT"]
    assert awards("title", "Đ20") == ["TTLDXS", "DVQT", "TTLDTT", "DVTT", "TVH", "XATB"]
    rows = THE_LAW.all(Award, LAW_2022, article="Đ20")
    assert {(row.kind, row.recipients) for row in rows} == {("title", ("collective",))}


@pytest.mark.law("Luật 06/2022/QH15, Đ80.3")
def test_gia_dinh_van_hoa_goes_to_households_only() -> None:
    found = THE_LAW.one(Award, LAW_2022, award="GDVH")
    assert found is not None
    assert found.recipients == ("household",)


@pytest.mark.law("Luật 06/2022/QH15, Đ33.2")
def test_ten_orders_some_of_three_classes() -> None:
    assert len(awards("order", "Đ33.2")) == 20
    assert {row.recipients for row in THE_LAW.all(Award, LAW_2022, category="order")} == {
        ("person", "collective")
    }


@pytest.mark.law("Luật 06/2022/QH15, Đ54.2")
def test_medals_go_to_persons() -> None:
    assert awards("medal", "Đ54.2") == [
        "HUCQKQT", "HUCVANTQ", "HUCCSVV1", "HUCCSVV2", "HUCCSVV3", "HUCHN", "HUCTNXP",
    ]  # fmt: skip


@pytest.mark.law("Luật 06/2022/QH15, Đ9")
def test_there_are_seven_forms_of_commendation_and_none_is_a_title() -> None:
    forms = THE_LAW.all(Award, LAW_2022, kind="form")
    assert {row.category for row in forms} == {
        "order", "medal", "honour", "prize", "medallion", "certificate", "letter",
    }  # fmt: skip
    assert {row.category for row in THE_LAW.all(Award, LAW_2022, kind="title")} == {"title", "flag"}
    for award in ("GK", "BKT", "BKTTG"):
        (found,) = THE_LAW.all(Award, LAW_2022, award=award)
        assert found.recipients == ("person", "collective", "household")


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ54")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ50")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ54.1")
def test_what_two_tiers_changed_in_the_catalogue() -> None:
    old, new = (
        {row.award: row.name for row in THE_LAW.all(Award, day)} for day in (LAST_OF_DISTRICT, TWO_TIERS)
    )
    assert old["XATB"] == "Xã, phường, thị trấn tiêu biểu"
    assert new["XATB"] == "Xã, phường, đặc khu tiêu biểu"
    assert old["COQK"] == new["COQK"]
    assert set(new) - set(old) == {"BKQK", "KNCQH"}
    assert not set(old) - set(new)


def test_the_catalogue_begins_with_the_law_of_2022() -> None:
    assert THE_LAW.all(Award, LAST_OF_ND_91) == []


def test_the_catalogue_ranks_the_awards_from_the_highest_to_the_lowest() -> None:
    rows = sorted(THE_LAW.all(Award, TWO_TIERS), key=lambda row: row.rank)
    order = [row.award for row in rows]
    assert order[0] == "HCSV"
    assert order[-1] == "GK"
    listed = ["HCLD1", "AHLD", "COCP", "CSTDTQ", "BKTTG", "COBT", "CSTDT", "TTLDXS", "BKT", "CSTDCS", "TTLDTT", "LDTT"]  # fmt: skip
    assert [award for award in order if award in listed] == listed
    assert len({row.rank for row in rows}) == len(rows)


def test_lao_dong_tien_tien_alone_has_no_certificate() -> None:
    assert [row.award for row in THE_LAW.all(Award, LAW_2022) if not row.certificate] == ["LDTT"]


@pytest.mark.law("Luật 06/2022/QH15, Đ80.1")
@pytest.mark.law("Luật 06/2022/QH15, Đ80.4")
def test_agencies_and_enterprises_decide_for_their_own_before_and_after() -> None:
    for award in ("LDTT", "CSTDCS", "TTLDTT", "GK"):
        for day in (LAW_2022, LAST_OF_DISTRICT, TWO_TIERS, LAW_2026):
            rows = THE_LAW.all(Authority, day, award=award, level="agency")
            assert sorted(row.office for row in rows) == sorted(AGENCIES)


@pytest.mark.law("Luật 06/2022/QH15, Đ80.2")
def test_the_district_decides_until_the_last_of_june_2025() -> None:
    for award in ("TVH", "TTLDTT", "CSTDCS", "LDTT", "GK"):
        assert "district" in levels(award, LAW_2022) & levels(award, LAST_OF_DISTRICT)
        assert "district" not in levels(award, TWO_TIERS)


@pytest.mark.law("Luật 06/2022/QH15, Đ80.3")
@pytest.mark.law("NĐ 129/2025/NĐ-CP, Đ59")
def test_the_commune_decides_three_awards_until_june_2025_and_six_from_july() -> None:
    def by_the_commune(day: date) -> set[str]:
        return {row.award for row in THE_LAW.all(Authority, day, level="commune") if row.decides}

    assert by_the_commune(LAST_OF_ND_91) == set()
    assert by_the_commune(LAW_2022) == by_the_commune(LAST_OF_DISTRICT) == {"LDTT", "GDVH", "GK"}
    assert by_the_commune(TWO_TIERS) == {"LDTT", "GDVH", "GK", "TVH", "TTLDTT", "CSTDCS"}
    (row,) = THE_LAW.all(Authority, TWO_TIERS, level="commune", award="CSTDCS")
    assert (row.document, row.article) == ("NĐ 129/2025/NĐ-CP", "Đ59")


@pytest.mark.law("Luật 06/2022/QH15, Đ78.1")
@pytest.mark.law("Luật 06/2022/QH15, Đ78.2")
def test_the_government_and_the_prime_minister_decide_the_highest() -> None:
    offices = {
        award: [row.office for row in THE_LAW.all(Authority, TWO_TIERS, award=award)]
        for award in ("COCP", "CSTDTQ", "BKTTG")
    }
    assert offices == {
        "COCP": ["Chính phủ"],
        "CSTDTQ": ["Thủ tướng Chính phủ"],
        "BKTTG": ["Thủ tướng Chính phủ"],
    }


@pytest.mark.law("Luật 06/2022/QH15, Đ79")
@pytest.mark.law("Luật 06/2022/QH15, Đ77")
def test_who_decides_for_a_province_or_the_state_is_known_from_memory_and_decides_nothing() -> None:
    for award, known in (("BKT", ["ministry", "province"]), ("CSTDT", ["ministry", "province"]), ("HCLD3", ["nation"])):  # fmt: skip
        assert levels(award, TWO_TIERS) == set()
        assert [row.level for row in THE_LAW.undecided(Authority, TWO_TIERS, award=award)] == known


@pytest.mark.law("Luật 06/2022/QH15, Đ80.5")
@pytest.mark.law("Luật 06/2022/QH15, Đ24.4")
@pytest.mark.law("Luật 06/2022/QH15, Đ26.3")
@pytest.mark.law("Luật 06/2022/QH15, Đ27.3")
@pytest.mark.law("Luật 06/2022/QH15, Đ28.3")
@pytest.mark.law("Luật 06/2022/QH15, Đ71.2")
@pytest.mark.law("Luật 06/2022/QH15, Đ74.6")
@pytest.mark.law("Luật 06/2022/QH15, Đ75.2")
@pytest.mark.law("Luật 06/2022/QH15, Đ84.4")
@pytest.mark.law("Luật 06/2022/QH15, Đ84.6")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ6.2.c")
def test_what_the_law_leaves_to_ministries_and_provinces() -> None:
    def left(subject: str, on: date) -> dict[str, str | None]:
        return {row.award: row.article for row in THE_LAW.all(Delegation, on, subject=subject)}

    assert left("authority", LAW_2022) == {"CSTT": "Đ80.5", "DVTT": "Đ80.5"}
    assert left("criteria", LAW_2022) == {
        "LDTT": "Đ24.4", "COBT": "Đ26.3", "TTLDXS": "Đ27.3", "TTLDTT": "Đ28.3", "KNC": "Đ71.2", "BKT": "Đ74.6",
        "GK": "Đ75.2",
    }  # fmt: skip
    assert left("sets", LAW_2022) == dict.fromkeys(("CSTDT", "COBT", "TTLDXS", "BKT"), "Đ84.4")
    assert left("dossier", LAST_OF_DISTRICT) == dict.fromkeys(("CSTDT", "COBT", "TTLDXS", "BKT"), "Đ84.6")
    commune = ("CSTDCS", "LDTT", "CSTT", "TTLDTT", "DVTT", "TVH", "GDVH", "GK")
    assert left("dossier", TWO_TIERS) == {
        **dict.fromkeys(("CSTDT", "COBT", "TTLDXS", "BKT"), "Đ84.6"),
        **dict.fromkeys(commune, "Đ6.2.c"),
    }
