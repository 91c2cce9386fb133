"""A list is found in any office's form: by its headings, whatever stands above, beside and below."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter.worksheet import Worksheet

from desk.intake import cells
from desk.intake.fields import HONOUR, NOMINATION
from desk.intake.read import read_sheets
from desk.intake.sheets import Sheet, column_name, column_number
from desk.intake.table import NAME, Table, find_table
from tests.desk.intake.books import Value, book


def found(
    rows: list[tuple[Value, ...]], merged: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()
) -> Table:
    sheet = Sheet(
        "Biểu", tuple(tuple(float(v) if isinstance(v, float) else v for v in row) for row in rows), merged
    )
    table = find_table(sheet, NOMINATION, (NAME,))
    assert table is not None
    return table


def names(table: Table) -> list[object]:
    return [line.cells[NAME][0][1] for line in table.lines()]


COLUMNS = {"name": "HỌ VÀ TÊN (*)", "born": "Ngày, tháng, năm sinh", "unit": "Đơn vị công tác", "award": "Danh hiệu đề nghị",
           "votes_for": "Số phiếu đồng ý"}  # fmt: skip


@given(order=st.permutations(list(COLUMNS)), above=st.integers(0, 5), upper=st.booleans())
def test_the_order_of_columns_and_what_stands_above_make_no_difference(
    order: list[str], above: int, *, upper: bool
) -> None:
    titles: list[tuple[Value, ...]] = [("UBND XÃ VÍ DỤ",), (None,), ("DANH SÁCH đề nghị năm 2024",)] * above
    heading = tuple(COLUMNS[field].upper() if upper else COLUMNS[field] for field in order)
    table = found([*titles, heading, tuple(f"{field}!" for field in order)])
    assert table.first == len(titles) + 1
    assert {field: columns[0] for field, columns in table.columns.items()} == {
        field: at for at, field in enumerate(order)
    }


@pytest.mark.parametrize("titles", [NOMINATION, HONOUR])
def test_no_two_fields_are_called_alike(titles: dict[str, tuple[str, ...]]) -> None:
    for field, called in titles.items():
        for title in called:
            table = find_table(
                Sheet("x", ((title, "Họ và tên") if field != NAME else (title,), ("a", "b"))), titles, (NAME,)
            )
            assert table is not None
            assert 0 in table.columns[field], title


def test_a_heading_of_two_rows_with_joined_cells(tmp_path: Path) -> None:
    def join(sheet: Worksheet) -> None:
        sheet.merge_range(0, 0, 0, 6, "DANH SÁCH")
        for column, title in ((0, "STT"), (1, "Họ và tên"), (4, "Đơn vị")):
            sheet.merge_range(2, column, 3, column, title)
        sheet.merge_range(2, 2, 2, 3, "Năm sinh")
        sheet.merge_range(2, 5, 2, 6, "Kết quả bỏ phiếu")

    rows: list[tuple[Value, ...]] = [
        (None,), (None,), (None,),
        (None, None, "Nam", "Nữ", None, "Đồng ý", "Tổng số"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"),
        (1, "Lê Ví Dụ Hoà", 1982, None, "Thôn 4", 9, 10),
        (2, "Tạ Ví Dụ Na", None, 1990, "Thôn 5", 8, 10),
    ]  # fmt: skip
    table = find_table(read_sheets(book(tmp_path / "a.xlsx", rows, join))[0], NOMINATION, (NAME,))
    assert table is not None
    assert table.columns == {
        "name": (1,), "born": (2, 3), "unit": (4,), "votes_for": (5,), "votes_of": (6,),
    }  # fmt: skip
    assert names(table) == ["Lê Ví Dụ Hoà", "Tạ Ví Dụ Na"]


def test_sections_are_titles_and_tell_the_kind_of_their_lines() -> None:
    table = found(
        [
            ("STT", "Tên cá nhân, tập thể", "Danh hiệu"),
            ("I", "TẬP THỂ"),
            (1, "Công ty TNHH Ví Dụ Một", "GK"),
            ("II", "Cá nhân"),
            (2, "Cộng Ví Dụ Lim", "GK"),
            ("III. Hộ gia đình",),
            (3, "Hộ ông Kha Ví Dụ Xoài", "GK"),
        ]
    )
    assert [line.section_kind for line in table.lines()] == ["collective", "person", "household"]


def test_the_foot_of_the_paper_is_no_line() -> None:
    table = found(
        [
            ("STT", "Họ và tên", "Danh hiệu"),
            (1, "Công Ví Dụ An", "GK"),
            (2, "Chu Ví Dụ Tịch", "GK"),
            (None,),
            ("Tổng cộng: 02 người",),
            (None, "NGƯỜI LẬP BIỂU", "TM. UỶ BAN NHÂN DÂN"),
            (None, "Vũ Ví Dụ Mai", "Đinh Ví Dụ Lát"),
        ]
    )
    assert names(table) == ["Công Ví Dụ An", "Chu Ví Dụ Tịch"]
    assert table.foot == "Tổng cộng: 02 người"


def test_a_line_without_a_name_is_still_a_line_but_a_mere_number_is_none() -> None:
    table = found([("STT", "Họ và tên", "Danh hiệu"), (1, None, "GK"), (2,), (3, "An")])
    assert names(table) == [None, "An"]


def test_a_sheet_without_a_name_column_has_no_list() -> None:
    assert find_table(Sheet("x", (("STT", "Danh hiệu"), (1.0, "GK"))), NOMINATION, (NAME,)) is None
    assert find_table(Sheet("x", ()), NOMINATION, (NAME,)) is None


@given(st.integers(0, 16_383))
def test_columns_are_named_as_excel_names_them(column: int) -> None:
    assert column_number(column_name(column)) == column


@pytest.mark.parametrize("written", ["05/03/1982", "5/3/1982", "5-3-1982", "5.3.1982", "1982-03-05", date(1982, 3, 5),
                                     "ngày 05 tháng 3 năm 1982"])  # fmt: skip
def test_a_day_in_every_usual_way(written: Value) -> None:
    assert cells.day_of(written) == date(1982, 3, 5)
    assert cells.born_of(written) == "05/03/1982"


@pytest.mark.parametrize(
    "written", ["31/02/1982", "13/25/1982", "5/3/82", "hôm qua", 45352.0, 1982.0, True, "05/03/0082"]
)
def test_what_is_no_day_is_told_with_an_example(written: Value) -> None:
    with pytest.raises(cells.BadCell, match=r"05/03/2024|hợp lý|phải là chữ"):
        cells.day_of(written)


@pytest.mark.parametrize(("written", "told"), [(1982.0, "1982"), ("1982", "1982"), ("3/1982", "03/1982")])
def test_a_birth_may_be_a_year_or_a_month(written: Value, told: str) -> None:
    assert cells.born_of(written) == told


@pytest.mark.parametrize("written", ["01/01/2025", "02/2025", 2025.0, "25/12/2024", date(2031, 1, 1)])
def test_nobody_is_born_after_the_day_of_the_act(written: Value) -> None:
    with pytest.raises(cells.BadCell, match=r"ở sau ngày 24/12/2024"):
        cells.born_of(written, date(2024, 12, 24))


@pytest.mark.parametrize("written", ["24/12/2024", "12/2024", "2024"])
def test_a_child_may_be_born_on_the_day_itself(written: Value) -> None:
    assert cells.born_of(written, date(2024, 12, 24)) == written


def test_what_leaves_no_mark_on_paper_is_not_taken_over() -> None:
    assert cells.text_of("\ufeffLê\u200b Ví\u00a0Dụ\u202e Na\u00ad") == "Lê Ví Dụ Na"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024", (2024, False)),
        (2024.0, (2024, False)),
        ("2023-2024", (2024, True)),
        ("năm học 2023 – 2024", (2024, True)),
    ],
)
def test_an_award_year_is_a_year_or_a_school_year_named_by_its_end(
    written: Value, meant: tuple[int, bool]
) -> None:
    assert cells.award_year_of(written) == meant


@pytest.mark.parametrize("written", ["2023-2025", "2024-2023", "23-24", "1023-1024"])
def test_what_is_no_school_year_is_told(written: str) -> None:
    with pytest.raises(cells.BadCell):
        cells.award_year_of(written)


@given(st.one_of(st.text(), st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.dates()))
def test_every_cell_is_understood_or_refused_in_words(cell: Value) -> None:
    for read in (
        cells.text_of,
        cells.day_of,
        cells.born_of,
        cells.award_year_of,
        cells.count_of,
        cells.share_of,
    ):
        with contextlib.suppress(cells.BadCell):
            read(cell)
