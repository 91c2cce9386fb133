"""A list is recorded as one act or not at all; every fault has its cell; sent again it makes no doubles."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from desk.intake.asked import Asked
from desk.intake.intake import Sending, import_nominations
from desk.intake.read import read_sheets
from desk.views.intake_views import IntakeView
from desk.views.names import Names
from desk.views.people import people as listed_people
from domain.nomination.commands import WithdrawNomination
from domain.person import EmployPerson
from events.base import NominationId, PersonId, UnitId
from events.catalogue import event_of
from events.nomination import NominationDrafted
from events.person import PersonRegistered
from events.submission import SubmissionReceived
from projections import tables as t
from tests.desk.intake.books import Value, book, people
from tests.workflows.handle.offices import Office

EAST, WEST = UnitId("unit-dong"), UnitId("unit-tay")
HOA: tuple[Value, ...] = (
    "Lê Ví Dụ Hòa",
    "1970",
    "Thôn Đông",
    "Giấy khen",
    "phong trào",
    "mô hình ao cá liên kết",
)
NA: tuple[Value, ...] = ("Tạ Ví Dụ Na", date(1982, 3, 5), "Thôn Tây", "giấy khen", "đột xuất", "cứu người")
Import = Callable[..., IntakeView]


@pytest.fixture
def village(office: Office) -> Office:
    office.do(office.unit("dong", "Thôn Đông"))
    office.do(office.unit("tay", "Thôn Tây"))
    return office


@pytest.fixture
def take_in(village: Office, tmp_path: Path) -> Import:
    """Writes a list, reads it back and takes it in as the standing agency."""

    def one(*lines: tuple[Value, ...], rows: Sequence[Sequence[Value]] = (), dry_run: bool = False,
            good_lines: bool = False, office: Office = village, **asked: object) -> IntakeView:  # fmt: skip
        sheets = read_sheets(book(tmp_path / f"{office.name}.xlsx", rows or people(*lines)))
        all_lines = Asked(**{"ledger": "so-thu", "day": date(2024, 1, 2), "year": 2024, **asked})  # type: ignore[arg-type]
        said = office.said("standing_agency")
        return import_nominations(office.house, sheets, all_lines, said, Sending(dry_run, good_lines))

    return one


def names(office: Office) -> list[str]:
    with office.ledger.database.session() as session:
        return [one.name for one in listed_people(session, Names(office.ledger, session))]


def drafts(office: Office) -> list[NominationDrafted]:
    return [event for event in map(event_of, office.log()) if isinstance(event, NominationDrafted)]


def test_each_line_is_a_dossier_each_unit_a_set_and_everything_one_act(
    village: Office, take_in: Import
) -> None:
    head = village.ledger.head()
    view = take_in(HOA, NA, papers=("bao_cao",))
    assert (view.lines, view.made, view.entered, view.recorded, view.faults) == (2, 2, 2, True, [])
    new = village.log()[head:]
    assert len({row.envelope.command for row in new}) == 1
    sets = [event for event in map(event_of, new) if isinstance(event, SubmissionReceived)]
    assert {one.unit for one in sets} == {EAST, WEST}
    hoa, na = drafts(village)
    assert (hoa.award, hoa.merit, hoa.stated_kind, hoa.subject_kind, hoa.award_year) == (
        "GK", "phong_trao", "form", "person", 2024,
    )  # fmt: skip
    assert (na.merit, [paper.kind for paper in na.papers]) == ("dot_xuat", ["bao_cao"])
    assert village.ledger.open_field(hoa.achievement) == "mô hình ao cá liên kết"
    assert names(village) == ["Lê Ví Dụ Hòa", "Hoàng Thị Mai", "Tạ Ví Dụ Na"]


def test_births_are_kept_as_papers_write_them(village: Office, take_in: Import) -> None:
    take_in(HOA, NA)
    entered = [event for event in map(event_of, village.log()) if isinstance(event, PersonRegistered)][1:]
    assert [village.ledger.open_field(one.born) for one in entered] == ["1970", "05/03/1982"]


def test_a_dry_run_tells_the_same_and_records_nothing(village: Office, take_in: Import) -> None:
    head = village.ledger.head()
    tried = take_in(HOA, NA, dry_run=True)
    assert village.ledger.head() == head
    done = take_in(HOA, NA)
    assert (tried.made, tried.entered, tried.events) == (done.made, done.entered, done.events)
    assert not tried.recorded


def test_the_same_list_again_makes_no_doubles(village: Office, take_in: Import) -> None:
    take_in(HOA, NA)
    head = village.ledger.head()
    again = take_in(HOA, NA)
    assert (again.made, again.already, again.faults, again.recorded) == (0, 2, [], False)
    assert village.ledger.head() == head


def test_a_list_with_one_more_line_adds_that_line(village: Office, take_in: Import) -> None:
    take_in(HOA)
    more = take_in(HOA, NA)
    assert (more.made, more.already, more.entered) == (1, 1, 1)
    assert len(drafts(village)) == 2


def test_every_fault_is_told_in_one_pass_with_its_cell_and_nothing_is_recorded(
    village: Office, take_in: Import
) -> None:
    head = village.ledger.head()
    view = take_in(
        HOA,
        (None, "1970", "Thôn Đông", "Giấy khen", "phong trào", "không tên"),
        ("Chu Ví Dụ Khế", "31/02/1980", "Thôn Bắc", "Huân chương", "tuỳ ý", "a"),
        ("Hứa Ví Dụ Chanh", "=1+1", None, None, None, "b"),
        ("Mạc Ví Dụ Cam", "1980", "Thôn Đông", "GK", None, "c"),
        ("Hộ ông Xoài", None, "Thôn Đông", "CSTĐCS", None, "d"),
        HOA,
    )
    assert village.ledger.head() == head
    told = "\n".join(view.faults)
    for cell in ("B3", "C4", "D4", "E4", "F4", "C5", "D5", "E5", "F6", "B8"):
        assert f"ô {cell}" in told, told
    assert (view.recorded, view.made, view.against_rules) == (False, 0, False)


def test_what_a_rule_refuses_is_told_at_its_row_with_the_rest(village: Office, take_in: Import) -> None:
    view = take_in(HOA, ("Tổ dân quân", None, "Thôn Đông", "LĐTT", "công trạng", "a"), rows=(
        ("Họ và tên", "Đối tượng", "Đơn vị", "Danh hiệu", "Loại hình"),
        ("Tổ dân quân", "tập thể", "Thôn Đông", "LĐTT", "công trạng"),
        ("Lê Ví Dụ Hòa", "cá nhân", "Thôn Đông", "Giấy khen", "phong trào"),
    ))  # fmt: skip
    assert view.against_rules
    assert [fault for fault in view.faults if "dòng 2" in fault and "chỉ tặng cho: cá nhân" in fault]
    assert not view.recorded


def test_good_lines_alone_are_recorded_when_asked_and_the_mended_list_adds_the_rest(
    village: Office, take_in: Import
) -> None:
    bad = (*NA[:2], "Thôn Bắc", *NA[3:])
    view = take_in(HOA, bad, good_lines=True)
    assert (view.made, len(view.faults), view.recorded) == (1, 1, True)
    mended = take_in(HOA, NA)
    assert (mended.made, mended.already) == (1, 1)


def test_a_person_on_record_is_known_by_any_spelling_and_keeps_the_name_on_record(
    village: Office, take_in: Import
) -> None:
    village.do(village.person("hoa", "Lê Ví Dụ Hòa"))
    village.do(_post(village, "hoa", EAST))
    view = take_in(("LÊ VÍ DỤ HOÀ", *HOA[1:]))
    assert (view.made, view.entered) == (1, 0)
    assert "tên trong sổ giữ nguyên" in view.remarks[0]
    assert drafts(village)[0].subject == "person-hoa"
    assert names(village) == ["Lê Ví Dụ Hòa", "Hoàng Thị Mai"]


def test_letters_of_another_alphabet_and_unseen_signs_in_a_new_name_do_not_pass_in_silence(
    village: Office, take_in: Import
) -> None:
    view = take_in(("L\u0435 V\u00ed D\u1ee5\u200b \u041e\u1ed5i", *HOA[1:]))
    assert (view.made, view.entered) == (1, 1)
    assert "không phải chữ Việt" in view.remarks[0]
    assert "\u200b" not in names(village)[0]


def test_a_formula_in_a_line_is_told_once_with_its_cell(village: Office, take_in: Import) -> None:
    (fault,) = take_in(('="Lê Ví Dụ "&"Na"', *HOA[1:])).faults
    assert fault.count("ô B2") == 1
    assert "công thức" in fault


def _post(office: Office, person: str, unit: UnitId) -> EmployPerson:
    return EmployPerson(
        person=PersonId(f"person-{person}"), unit=unit, since=date(2023, 1, 1), **office.said()
    )


def test_a_namesake_of_another_unit_is_a_question_that_names_both(village: Office, take_in: Import) -> None:
    village.do(village.person("hoa", "Lê Ví Dụ Hòa", born="1970"))
    village.do(_post(village, "hoa", WEST))
    view = take_in(("Lê Ví Dụ Hoà", *HOA[1:]))
    assert not view.recorded
    (fault,) = view.faults
    for words in ("ô B2", "“Lê Ví Dụ Hoà”", "“Lê Ví Dụ Hòa”", "sinh 1970", "Thôn Tây", "person-hoa", "mới"):
        assert words in fault


CODED = ("Họ và tên", "Mã người", "Đơn vị", "Danh hiệu", "Loại hình")


@pytest.mark.parametrize(("code", "entered"), [("person-hoa", 0), ("mới", 1)])
def test_the_question_is_answered_by_a_code(
    code: str, entered: int, village: Office, take_in: Import
) -> None:
    village.do(village.person("hoa", "Lê Ví Dụ Hòa"))
    village.do(_post(village, "hoa", WEST))
    rows = (CODED, ("Lê Ví Dụ Hoà", code, "Thôn Đông", "GK", "phong trào"))
    assert take_in(rows=rows).entered == entered
    again = take_in(rows=rows)
    assert (again.already, again.made, again.entered) == (1, 0, 0)


def test_two_namesakes_in_one_unit_are_a_question_and_births_answer_it(
    village: Office, take_in: Import
) -> None:
    for key, born in (("a", "1970"), ("b", "1980")):
        village.do(village.person(key, "Lê Ví Dụ Hòa", born=born))
        village.do(_post(village, key, EAST))
    (fault,) = take_in((HOA[0], None, *HOA[2:])).faults
    assert "person-a" in fault
    assert "person-b" in fault
    assert take_in(HOA).entered == 0
    assert drafts(village)[0].subject == "person-a"


def test_a_name_typed_without_marks_is_never_taken_for_granted(village: Office, take_in: Import) -> None:
    village.do(village.person("hoa", "Lê Ví Dụ Hòa"))
    village.do(_post(village, "hoa", EAST))
    assert "person-hoa" in take_in(("Le Vi Du Hoa", *HOA[1:])).faults[0]


def test_a_missing_birth_is_completed_from_the_list(village: Office, take_in: Import) -> None:
    village.do(village.person("hoa", "Lê Ví Dụ Hòa"))
    village.do(_post(village, "hoa", EAST))
    assert take_in(HOA).recorded
    with village.ledger.database.session() as session:
        row = session.get(t.PersonRow, "person-hoa")
    assert row is not None
    assert row.has_birth


def test_a_double_of_another_unit_is_remarked_upon(village: Office, take_in: Import) -> None:
    take_in(HOA)
    view = take_in(rows=(CODED, ("Lê Ví Dụ Hoà", "mới", "Thôn Tây", "GK", "phong trào")))
    assert view.recorded
    assert any("có vẻ trùng" in remark and "Thôn Đông" in remark for remark in view.remarks)


def test_one_person_in_two_sets_for_one_award_is_a_fault(village: Office, take_in: Import) -> None:
    take_in(HOA)
    subject = drafts(village)[0].subject
    view = take_in(rows=(CODED, ("Lê Ví Dụ Hoà", subject, "Thôn Tây", "GK", "phong trào")))
    assert "đã có hồ sơ" in view.faults[0]
    assert "Thôn Đông" in view.faults[0]


def test_after_a_withdrawal_the_same_line_begins_a_new_dossier(village: Office, take_in: Import) -> None:
    take_in(HOA)
    dossier = NominationId(drafts(village)[0].nomination)
    village.do(WithdrawNomination(nomination=dossier, reason="nhầm", **village.said("standing_agency")))
    assert take_in(HOA).made == 1
    assert len({one.nomination for one in drafts(village)}) == 2


def test_collectives_are_found_by_name_or_entered_as_groups(village: Office, take_in: Import) -> None:
    rows = (
        ("STT", "Tên tập thể", "Đơn vị", "Danh hiệu", "Loại hình"),
        ("I", "TẬP THỂ"),
        (1, "Thôn Đông", "Thôn Đông", "GK", "phong trào"),
        (2, "Tổ hoà giải", "Thôn Đông", "GK", "phong trào"),
        (3, "Tổ hòa giải", "Thôn Đông", "GK", "đột xuất"),
    )
    view = take_in(rows=rows)
    assert (view.made, view.entered, view.faults) == (3, 1, [])
    assert str(drafts(village)[0].subject) == EAST
    assert drafts(village)[1].subject == drafts(village)[2].subject


def test_what_the_paper_calls_the_award_is_kept(village: Office, take_in: Import) -> None:
    take_in((*HOA[:3], "danh hiệu: Giấy khen", *HOA[4:]))
    assert drafts(village)[0].stated_kind == "title"


def test_a_clerk_may_send_only_for_people_on_record_and_is_told_so(village: Office, tmp_path: Path) -> None:
    sheets = read_sheets(book(tmp_path / "a.xlsx", people(HOA)))
    asked = Asked(ledger="so-thu", day=date(2024, 1, 2), year=2024)
    view = import_nominations(village.house, sheets, asked, village.said("clerk"), Sending())
    assert view.against_rules
    assert "Việc này thuộc về: quản trị hệ thống, cơ quan thường trực" in view.faults[0]


def test_two_who_send_the_same_list_at_once_record_it_once(
    enter: Callable[[], Office], tmp_path: Path
) -> None:
    first, second = enter(), enter()
    for office in (first,):
        office.do(office.unit("dong", "Thôn Đông"))
        office.do(office.unit("tay", "Thôn Tây"))
    sheets = read_sheets(book(tmp_path / "a.xlsx", people(HOA, NA)))
    asked = Asked(ledger="so-thu", day=date(2024, 1, 2), year=2024)

    def send(office: Office) -> IntakeView:
        return import_nominations(office.house, sheets, asked, office.said("standing_agency"), Sending())

    with ThreadPoolExecutor(2) as both:
        views = list(both.map(send, (first, second)))
    assert len(drafts(first)) == 2
    assert [view.made or view.already for view in views] == [2, 2]


HOMES: tuple[Value, ...] = (
    "STT",
    "Họ và tên chủ hộ",
    "Năm sinh",
    "Thôn",
    "Thành viên",
    "Danh hiệu",
    "Số phiếu",
)
XOAI: tuple[Value, ...] = (
    1, "Bùi Ví Dụ Xoài", "1975", "Thôn Đông", "Lò Ví Dụ Mận (1978); Bùi Ví Dụ Chôm\nBùi Ví Dụ Na (2010)",
    "Gia đình văn hóa", "40/41",
)  # fmt: skip
OI: tuple[Value, ...] = (2, "Hộ bà Vi Ví Dụ Ổi", None, "Thôn Tây", None, "Gia đình văn hóa", "38/41")


def homes(office: Office) -> list[tuple[str, str, int]]:
    with office.ledger.database.session() as session:
        names = Names(office.ledger, session)
        rows = session.exec(select(t.HouseholdRow)).all()
        return sorted((names.of(row.household), row.unit, row.members) for row in rows)


def test_households_come_in_with_their_heads_members_and_village(village: Office, take_in: Import) -> None:
    view = take_in(rows=(HOMES, XOAI, OI))
    assert (view.faults, view.made, view.recorded) == ([], 2, True)
    assert homes(village) == [("Hộ Bùi Ví Dụ Xoài", EAST, 3), ("Hộ Vi Ví Dụ Ổi", WEST, 0)]
    assert [(one.subject_kind, one.award, one.merit, one.unit) for one in drafts(village)] == [
        ("household", "GDVH", "cong_trang", EAST), ("household", "GDVH", "cong_trang", WEST),
    ]  # fmt: skip
    assert len(names(village)) == 1 + 5
    with village.ledger.database.session() as session:
        assert session.exec(select(t.PostRow)).all() == []  # nobody's staff


def test_the_same_households_again_make_no_doubles_and_next_year_they_are_known(
    village: Office, take_in: Import
) -> None:
    take_in(rows=(HOMES, XOAI, OI))
    head = village.ledger.head()
    again = take_in(rows=(HOMES, XOAI, OI))
    assert (again.made, again.already, again.recorded) == (0, 2, False)
    assert village.ledger.head() == head
    later = take_in(rows=(HOMES, (1, "Gia đình ông Bùi Ví Dụ Xoài", None, *XOAI[3:])), year=2025)
    assert (later.faults, later.made, later.entered) == ([], 1, 0)
    assert "thành viên giữ nguyên" in later.remarks[0]
    assert len(homes(village)) == 2


def test_a_household_is_told_by_its_own_cell_its_name_the_title_above_or_the_award(
    village: Office, take_in: Import
) -> None:
    heading = ("Họ và tên", "Đối tượng", "Đơn vị", "Danh hiệu", "Loại hình")
    view = take_in(rows=(
        heading,
        ("Ly Ví Dụ Lê", "hộ gia đình", "Thôn Đông", "Giấy khen", "phong trào"),
        ("Hộ ông Sùng Ví Dụ Mơ", None, "Thôn Đông", "Giấy khen", "phong trào"),
        ("Cà Ví Dụ Me", None, "Thôn Đông", "Gia đình văn hóa", None),
        ("Lý Ví Dụ Đào", None, "Thôn Đông", "Giấy khen", "phong trào"),
        ("III. HỘ GIA ĐÌNH",),
        ("Vừ Ví Dụ Bưởi", None, "Thôn Đông", "Giấy khen", "phong trào"),
    ))  # fmt: skip
    assert view.faults == []
    assert [one.subject_kind for one in drafts(village)].count("household") == 4
    assert [name for name, *_ in homes(village)] == [
        "Hộ Cà Ví Dụ Me", "Hộ Ly Ví Dụ Lê", "Hộ Sùng Ví Dụ Mơ", "Hộ Vừ Ví Dụ Bưởi",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        (
            (1, "Bùi Ví Dụ Xoài", None, "Thôn Đông", "4", "Gia đình văn hóa", None),
            "E2",
            "tên từng thành viên",
        ),
        (
            (1, "Bùi Ví Dụ Xoài", None, "Thôn Bắc", None, "Gia đình văn hóa", None),
            "D2",
            "không có đơn vị nào",
        ),
        (
            (1, "Bùi Ví Dụ Xoài", None, "Thôn Đông", "Tạ Ví Dụ Na (vợ)", "Gia đình văn hóa", None),
            "E2",
            "không phải ngày sinh",
        ),
        (
            (1, "Bùi Ví Dụ Xoài", None, "Thôn Đông", None, "Lao động tiên tiến", None),
            "dòng 2",
            "chỉ tặng cho",
        ),
    ],
)
def test_what_is_wrong_with_a_household_is_told_at_its_cell(
    village: Office, take_in: Import, line: tuple[Value, ...], cell: str, said: str
) -> None:
    head = village.ledger.head()
    view = take_in(rows=(HOMES, line))
    assert any(cell in fault and said in fault for fault in view.faults), view.faults
    assert village.ledger.head() == head


def test_only_a_household_has_members(village: Office, take_in: Import) -> None:
    rows = (("Họ và tên", "Đơn vị", "Thành viên", "Danh hiệu", "Loại hình"),
            ("Lê Ví Dụ Hòa", "Thôn Đông", "Tạ Ví Dụ Na", "Giấy khen", "phong trào"))  # fmt: skip
    assert "không phải một hộ gia đình" in take_in(rows=rows).faults[0]
