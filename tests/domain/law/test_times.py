"""Time limits, annual deadlines, publication; what a dossier holds and on which form."""

from datetime import date

import pytest

from domain.law.missing import required
from domain.law.rows import AnnualDeadline, DossierItem, DossierSets, PrintedForm, Publication, TimeLimit
from tests.domain.law.dates import (
    LAST_OF_2014_RULES,
    LAST_OF_DISTRICT,
    LAST_OF_ND_91,
    LAST_OF_ND_152,
    LAW_2022,
    LAW_2026,
    ND_91,
    TWO_TIERS,
)
from tests.domain.rules import THE_LAW
from workflows.printed_calendar import printed_calendar


def limit(step: str, on: date, **where: str) -> tuple[int, bool] | None:
    found = THE_LAW.one(TimeLimit, on, step=step, **where)
    return (found.days, found.working) if found else None


@pytest.mark.law("NĐ 39/2012/NĐ-CP")
def test_ten_working_days_each_until_2017() -> None:
    assert limit("consult", LAST_OF_2014_RULES) == (10, True)
    assert limit("verify_dossier", LAST_OF_2014_RULES, level="commune") == (10, True)
    assert limit("verify_dossier", LAST_OF_2014_RULES, level="district") == (10, True)
    assert limit("central_appraisal", LAST_OF_2014_RULES) == (10, True)
    assert limit("central_appraisal_consulted", LAST_OF_2014_RULES) == (20, True)


@pytest.mark.law("NĐ 91/2017/NĐ-CP")
def test_the_central_boards_table_of_2017_to_2023() -> None:
    for day in (ND_91, LAST_OF_ND_91):
        for level in ("commune", "district", "province", "ministry"):
            assert limit("verify_dossier", day, level=level) == (10, False)
        assert limit("verify_dossier", day, level="province", award="BKTTG") == (15, False)
        assert limit("verify_dossier", day, level="province", award="CSTDTQ") == (30, False)
        assert limit("central_appraisal", day) == (10, True)
        assert limit("central_appraisal_consulted", day) == (20, True)
        assert limit("consult", day) is None
    assert limit("verify_dossier", LAW_2022, level="commune") is None


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
@pytest.mark.law("QĐ 311/QĐ-BNV")
def test_the_ministry_appraises_in_twenty_working_days() -> None:
    for day in (LAW_2022, LAST_OF_DISTRICT, TWO_TIERS, LAW_2026):
        assert limit("central_appraisal", day) == (20, True)
    steps = ("submit_after_opinions", "send_decision", "hand_on_decision", "tell_refusal", "hand_objects")
    assert {limit(step, TWO_TIERS, level="nation") for step in steps} == {(10, True)}
    assert limit("return_ineligible", TWO_TIERS, level="nation") == (5, True)
    assert limit("return_ineligible", TWO_TIERS, level="commune") is None


@pytest.mark.law("QĐ 638/QĐ-BNV")
def test_the_commune_has_twenty_working_days_for_chien_si_thi_dua_co_so() -> None:
    assert limit("whole_procedure", TWO_TIERS, level="commune", award="CSTDCS") == (20, True)
    assert limit("whole_procedure", LAST_OF_DISTRICT, level="commune", award="CSTDCS") is None
    assert limit("whole_procedure", TWO_TIERS, level="commune", award="LDTT") is None


@pytest.mark.law("NĐ 152/2025/NĐ-CP")
def test_a_cancellation_is_proposed_in_seven_days_and_decided_in_five_working_days() -> None:
    assert limit("propose_cancellation", TWO_TIERS) == (7, False)
    assert limit("decide_cancellation", TWO_TIERS) == (5, True)
    assert limit("propose_cancellation", date(2027, 3, 2)) is None


def deadline(award: str, on: date, sector: str | None = None) -> tuple[int, int, int]:
    found = required(THE_LAW, AnnualDeadline, on, award=award, to_level="nation", sector=sector)
    return found.month, found.day, found.year_after


@pytest.mark.law("NĐ 91/2017/NĐ-CP, Đ48.1")
def test_the_annual_deadlines_of_2017_to_2023() -> None:
    for day in (ND_91, LAST_OF_ND_91):
        assert deadline("CSTDTQ", day) == (10, 31, 1)
        assert deadline("COCP", day) == (3, 31, 0)
        assert deadline("COCP", day, "education") == (10, 15, 0)
        assert deadline("BKTTG", day) == (6, 30, 0)
        assert deadline("HCLD3", day, "education") == (10, 15, 0)
        assert deadline("AHLD", day) == (2, 28, 0)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ32")
def test_the_annual_deadlines_of_2024_to_june_2025() -> None:
    for day in (LAW_2022, LAST_OF_DISTRICT):
        assert deadline("CSTDTQ", day) == (12, 31, 1)
        assert deadline("COCP", day) == (6, 30, 0)
        assert deadline("COCP", day, "education") == (12, 31, 0)
    assert THE_LAW.one(AnnualDeadline, TWO_TIERS, award="COCP", to_level="nation") is None


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ46.2")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ44.2")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ60.3")
def test_a_list_is_public_for_ten_working_days_before_the_council() -> None:
    for award in ("AHLD", "AHLLVTND", "HCDL1"):
        for day in (LAW_2022, LAST_OF_DISTRICT, TWO_TIERS, LAST_OF_ND_152):
            assert required(THE_LAW, Publication, day, award=award).working_days == 10
    assert THE_LAW.one(Publication, LAST_OF_ND_91, award="AHLD") is None
    assert THE_LAW.one(Publication, LAW_2022, award="LDTT") is None


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ44.2")
def test_the_ten_working_days_of_20_august_to_4_september_2025() -> None:
    rule = required(THE_LAW, Publication, date(2025, 8, 20), award="AHLLVTND")
    calendar = printed_calendar()
    last = calendar.add(date(2025, 8, 20), rule.working_days, first_counts=rule.first_day_counts)
    assert last == date(2025, 9, 4)
    assert calendar.count(date(2025, 8, 20), last) == rule.working_days


def items(award: str, on: date, merit: str = "cong_trang", procedure: str | None = None) -> dict[str, str]:
    rows = THE_LAW.every(DossierItem, on)
    return {
        row.item: row.place
        for row in rows
        if row.award in (None, award)
        and row.merit in (None, merit)
        and row.unit_kind is None
        and row.procedure == procedure
    }


PLAIN = {"to_trinh": "submission", "bao_cao": "nomination", "bien_ban": "submission"}


@pytest.mark.law("Luật 06/2022/QH15, Đ84")
@pytest.mark.parametrize("day", [LAW_2022, TWO_TIERS, LAW_2026])
def test_a_dossier_holds_a_proposal_a_report_and_minutes(day: date) -> None:
    for award in ("LDTT", "TTLDTT", "GK", "BKT"):
        for merit in ("cong_trang", "phong_trao", "dot_xuat"):
            assert items(award, day, merit) == PLAIN
    assert items("GK", LAW_2022, "doi_ngoai") == {"to_trinh": "submission", "bao_cao": "nomination"}


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_the_simplified_procedure_asks_for_no_minutes() -> None:
    short = {"to_trinh": "submission", "bao_cao_tom_tat": "nomination"}
    assert items("GK", LAW_2022, "dot_xuat", "simplified") == short


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ34.2")
@pytest.mark.law("QĐ 638/QĐ-BNV")
@pytest.mark.law("Luật 06/2022/QH15, Đ84.1")
def test_a_fighters_dossier_holds_a_certificate_and_the_councils_vote() -> None:
    voted = {**PLAIN, "chung_nhan": "nomination", "ket_qua_bo_phieu": "council"}
    for day in (LAW_2022, LAST_OF_DISTRICT, TWO_TIERS):
        assert items("CSTDCS", day) == voted
    assert items("CSTDT", LAW_2022) == voted
    assert items("CSTDTQ", LAW_2022) == {**PLAIN, "chung_nhan": "nomination"}
    assert items("COBT", LAW_2022) == {**PLAIN, "ket_qua_bo_phieu": "council"}


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ42")
def test_the_prime_ministers_certificate_asks_a_confirmed_report() -> None:
    assert items("BKTTG", TWO_TIERS) == {**PLAIN, "bao_cao_xac_nhan": "council"}
    assert items("BKTTG", TWO_TIERS, "doi_ngoai")["tom_tat"] == "nomination"
    assert items("BKTTG", LAST_OF_DISTRICT) == PLAIN


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ33, Đ41")
@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ42")
@pytest.mark.law("NĐ 91/2017/NĐ-CP")
def test_how_many_sets() -> None:
    def sets(award: str, on: date) -> int | None:
        found = THE_LAW.one(DossierSets, on, award=award)
        return found.sets if found else None

    for award in ("CSTDTQ", "COCP", "AHLD", "AHLLVTND"):
        assert sets(award, LAW_2022) == sets(award, LAST_OF_DISTRICT) == 1
        assert sets(award, TWO_TIERS) is None
    assert (sets("BKTTG", ND_91), sets("BKTTG", LAW_2022), sets("BKTTG", TWO_TIERS)) == (2, None, 1)
    assert sets("HCLD3", ND_91) == 3
    assert sets("LDTT", LAW_2022) is None


@pytest.mark.law("NĐ 91/2017/NĐ-CP")
@pytest.mark.law("NĐ 98/2023/NĐ-CP")
@pytest.mark.law("NĐ 152/2025/NĐ-CP")
def test_form_01_is_a_report_until_2023_and_the_proposal_since() -> None:
    def papers(on: date) -> dict[str, str]:
        return {row.form: row.paper for row in THE_LAW.all(PrintedForm, on) if row.decides}

    assert papers(LAST_OF_ND_91) == dict.fromkeys([f"0{number}" for number in range(1, 9)], "bao_cao")
    assert papers(LAW_2022) == {"01": "to_trinh", **dict.fromkeys(("02", "03", "05"), "bao_cao")}
    assert papers(TWO_TIERS) == {"01": "to_trinh", "05": "bao_cao", "13": "chung_nhan"}
