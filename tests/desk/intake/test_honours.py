"""Past awards come from a list with their decisions; an award on record is not recorded again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from desk.intake.asked import Asked
from desk.intake.intake import Sending, import_honours
from desk.intake.read import read_sheets
from desk.views.intake_views import IntakeView
from events.catalogue import event_of
from events.record import PastAwardRecorded
from tests.desk.intake.books import Value, book
from tests.workflows.handle.offices import Office

HEADING = (
    "TT",
    "Họ và tên",
    "Ngày sinh",
    "Đơn vị",
    "Danh hiệu",
    "Năm khen thưởng",
    "Số quyết định",
    "Ngày ký",
    "Cấp khen",
)
HOA = (
    1,
    "Lê Ví Dụ Hòa",
    "1970",
    "Thôn Đông",
    "Chiến sỹ thi đua cơ sở",
    2021,
    "331/QĐ-UBND",
    date(2021, 12, 30),
    "UBND huyện",
)
NEXT = (2, "Lê Ví Dụ Hoà", "1970", "Thôn Đông", "LĐTT", "2022", "12/QĐ-UBND", "05/01/2023", "UBND xã")


@pytest.fixture
def village(office: Office) -> Office:
    office.do(office.unit("dong", "Thôn Đông"))
    return office


def take_in(
    office: Office, folder: Path, *lines: Sequence[Value], role: str = "standing_agency"
) -> IntakeView:
    sheets = read_sheets(book(folder / "a.xlsx", [HEADING, *lines]))
    asked = Asked(ledger="so-thu", day=date(2024, 1, 2))
    return import_honours(office.house, sheets, asked, office.said(role), Sending())


def honours(office: Office) -> list[PastAwardRecorded]:
    return [event for event in map(event_of, office.log()) if isinstance(event, PastAwardRecorded)]


def test_each_line_is_an_award_with_its_decision_not_yet_checked(village: Office, tmp_path: Path) -> None:
    school = (*NEXT[:5], "2022-2023", "13/QĐ-UBND", *NEXT[7:])
    view = take_in(village, tmp_path, HOA, NEXT, school)
    assert (view.made, view.entered, view.recorded) == (3, 1, True)
    first, second, third = honours(village)
    assert [(one.award_year, one.school_year) for one in (second, third)] == [(2022, None), (2023, True)]
    assert first.subject == second.subject
    assert (first.award, first.award_year, second.award, second.award_year) == ("CSTDCS", 2021, "LDTT", 2022)
    assert (first.document.number, first.document.day, first.document.issuer) == (
        "331/QĐ-UBND", date(2021, 12, 30), "UBND huyện",
    )  # fmt: skip
    assert first.checked_by is None


def test_again_and_with_more_lines_only_what_is_new_is_recorded(village: Office, tmp_path: Path) -> None:
    take_in(village, tmp_path, HOA)
    again = take_in(village, tmp_path, HOA)
    assert (again.made, again.already, again.recorded) == (0, 1, False)
    more = take_in(village, tmp_path, HOA, NEXT)
    assert (more.made, more.already, more.recorded) == (1, 1, True)
    assert len(honours(village)) == 2


def test_every_fault_has_its_cell(village: Office, tmp_path: Path) -> None:
    bad = (3, "Tạ Ví Dụ Na", None, "Thôn Đông", "Huân chương Không Có", "hai nghìn", None, "30/02/2021", None)
    view = take_in(village, tmp_path, HOA, bad, HOA)
    told = "\n".join(view.faults)
    for cell in ("E3", "F3", "G3", "H3", "E4"):
        assert f"ô {cell}" in told
    assert honours(village) == []


def test_who_may_not_keep_records_is_told_so(village: Office, tmp_path: Path) -> None:
    view = take_in(village, tmp_path, HOA, role="clerk")
    assert view.against_rules
    assert honours(village) == []
