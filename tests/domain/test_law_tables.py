"""The national tables themselves: both sides of each date, and a test for every rule that decides."""

import re
from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.law.rows import (
    Authority,
    Award,
    BaseSalary,
    BonusRounding,
    Coefficient,
    DossierItem,
    Multiplier,
    Prerequisite,
    Row,
    VoteShare,
)
from tests.domain.rules import NATIONAL, THE_LAW

TESTS = Path(__file__).parents[1]
MARK = re.compile(r'pytest\.mark\.law\(\s*"([^"]+)"')
QUESTION: dict[type[Row], tuple[str, ...]] = {
    Award: ("award",),
    Authority: ("award",),
    Prerequisite: ("award", "rule"),
    DossierItem: ("award", "merit", "recipient", "unit_kind", "item"),
    VoteShare: ("award",),
    BaseSalary: (),
    BonusRounding: (),
    Coefficient: ("award", "level"),
    Multiplier: ("award", "recipient"),
}
"""What each table of the nation is asked by."""


def level(award: str, on: date) -> str | None:
    found = THE_LAW.one(Authority, on, award=award)
    return found.level if found else None


@pytest.mark.law("Luật 06/2022/QH15, Đ80.2")
def test_the_district_decides_chien_si_thi_dua_co_so_until_june_2025() -> None:
    assert level("CSTDCS", date(2024, 1, 1)) == level("CSTDCS", date(2025, 6, 30)) == "district"
    assert level("TTLDTT", date(2025, 6, 30)) == "district"


@pytest.mark.law("NĐ 129/2025/NĐ-CP, Đ59")
def test_the_commune_decides_it_from_july_2025() -> None:
    assert level("CSTDCS", date(2025, 7, 1)) == "commune"
    assert level("TTLDTT", date(2025, 7, 1)) == "commune"


@pytest.mark.law("Luật 06/2022/QH15, Đ80.3")
def test_the_commune_decides_lao_dong_tien_tien_and_giay_khen_before_and_after() -> None:
    for award in ("LDTT", "GK"):
        assert level(award, date(2023, 12, 31)) is None
        assert level(award, date(2025, 6, 30)) == level(award, date(2025, 7, 1)) == "commune"


@pytest.mark.law("Luật 06/2022/QH15, Đ79")
def test_who_decides_a_provincial_certificate_is_known_from_memory_and_decides_nothing() -> None:
    assert level("BKT", date(2024, 12, 24)) is None
    assert [row.level for row in THE_LAW.all(Authority, date(2024, 12, 24), award="BKT")] == ["province"]


@pytest.mark.law("Luật 06/2022/QH15, Đ19, Đ23")
@pytest.mark.law("Luật 06/2022/QH15, Đ19, Đ24.1")
def test_titles_for_a_person_go_to_nobody_else() -> None:
    for award in ("CSTDCS", "LDTT"):
        found = THE_LAW.one(Award, date(2024, 1, 1), award=award)
        assert found is not None
        assert (found.kind, found.recipients) == ("title", ("person",))


@pytest.mark.law("Luật 06/2022/QH15, Đ20, Đ28")
def test_the_title_of_a_collective_goes_to_collectives_only() -> None:
    found = THE_LAW.one(Award, date(2024, 1, 1), award="TTLDTT")
    assert found is not None
    assert (found.kind, found.recipients) == ("title", ("collective",))


@pytest.mark.law("Luật 06/2022/QH15, Đ9, Đ75")
@pytest.mark.law("Luật 06/2022/QH15, Đ9, Đ74")
def test_forms_of_commendation_go_to_persons_collectives_and_households() -> None:
    for award in ("GK", "BKT"):
        found = THE_LAW.one(Award, date(2024, 1, 1), award=award)
        assert found is not None
        assert (found.kind, found.recipients) == ("form", ("person", "collective", "household"))


@pytest.mark.law("Luật 06/2022/QH15, Đ9, Đ74")
def test_the_catalogue_ranks_the_awards_from_the_highest_to_the_lowest() -> None:
    rows = THE_LAW.all(Award, date(2024, 12, 24))
    assert [row.award for row in sorted(rows, key=lambda row: row.rank)] == [
        "BKT", "CSTDCS", "TTLDTT", "LDTT", "GK",
    ]  # fmt: skip


@pytest.mark.law("Luật 06/2022/QH15, Đ19, Đ24.1")
def test_lao_dong_tien_tien_alone_has_no_certificate() -> None:
    rows = THE_LAW.all(Award, date(2024, 12, 24))
    assert [row.award for row in rows if not row.certificate] == ["LDTT"]


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_eighty_percent_of_all_members_for_chien_si_thi_dua_co_so_until_june_2025() -> None:
    share = THE_LAW.one(VoteShare, date(2025, 6, 30), award="CSTDCS")
    assert share is not None
    assert (share.percent, share.strict, share.base) == (80, False, "all_members")
    assert share.written_opinions_count


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ33")
def test_the_share_from_july_2025_is_known_from_memory_and_decides_nothing() -> None:
    assert THE_LAW.one(VoteShare, date(2025, 7, 1), award="CSTDCS") is None
    assert [row.percent for row in THE_LAW.all(VoteShare, date(2025, 7, 1), award="CSTDCS")] == [80]


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
@pytest.mark.parametrize("award", ["LDTT", "TTLDTT", "GK", "BKT"])
def test_no_other_award_of_the_commune_has_a_national_share(award: str) -> None:
    assert THE_LAW.all(VoteShare, date(2024, 12, 24), award=award) == []


@pytest.mark.law("TT 01/2024/TT-BNV")
@pytest.mark.law("TT 15/2025/TT-BNV")
def test_six_months_of_service_are_asked_from_15_april_2024_and_only_remembered_from_5_august_2025() -> None:
    def asked(on: date) -> list[tuple[int | None, bool]]:
        rows = THE_LAW.every(Prerequisite, on, award="LDTT", kind="service_months")
        return [(row.months, row.decides) for row in rows]

    assert asked(date(2024, 4, 14)) == []
    assert asked(date(2024, 4, 15)) == asked(date(2025, 8, 4)) == [(6, True)]
    assert asked(date(2025, 8, 5)) == [(6, False)]


def rows() -> list[Row]:
    return [row for listed in NATIONAL.rows.values() for row in listed]


def identity(row: Row) -> tuple[object, ...]:
    """Say which rows are versions of one another: the same table, answering the same question."""
    return (type(row).__name__, *(getattr(row, name) for name in QUESTION[type(row)]))


def test_no_two_versions_of_a_rule_hold_on_the_same_day_and_none_leaves_a_gap() -> None:
    versions: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in sorted(rows(), key=lambda row: row.since):
        versions[identity(row)].append(row)
    for listed in versions.values():
        for earlier, later in pairwise(listed):
            assert earlier.until == later.since - timedelta(days=1), (earlier, later)


def test_the_nation_holds_no_local_rule() -> None:
    assert {row.jurisdiction for row in rows()} == {"nation"}
    assert "local" not in {row.evidence for row in rows()}


def marked() -> set[str]:
    """Collect what the tests say they hold, from their own text."""
    texts = [file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py")]
    return {reference for text in texts for reference in MARK.findall(text)}


def test_every_rule_of_the_nation_is_held_by_a_test_that_names_it() -> None:
    stated = {", ".join(filter(None, (row.document, row.article))) for row in rows()}
    assert stated - marked() == set()
