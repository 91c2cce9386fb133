"""What is not an honest list is refused at once and in words, with little memory; what is one is read as it stands."""

import random  # noqa: TID251  # seeded
import resource
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from desk.intake.child import MOST_COLUMNS, MOST_ROWS
from desk.intake.read import MOST_BYTES, read_sheets
from desk.requests import BadRequest
from tests.desk.intake.books import END, SHEET, START, book, forged, people, sheet_of

LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="str">
<v>&lol2;</v></c></row></sheetData></worksheet>"""
MILLION = 1_000_000
SECOND = 1.0
"""What a refusal may take; measured, with room for a busy machine in the assertion below."""


def random_rows(count: int) -> str:
    """Rows that pack badly, so that no ratio gives them away."""
    seeded = random.Random(7)
    return "".join(
        f'<row r="{row}" spans="1:{seeded.randrange(10**9)}" ht="{seeded.random()}"/>'
        for row in range(1, count)
    )


def raw(content: bytes) -> Callable[[Path], Path]:
    def write(file: Path) -> Path:
        file.write_bytes(content)
        return file

    return write


BOMBS: dict[str, Callable[[Path], Path]] = {
    "two hundred megabytes of one cell": lambda file: forged(
        file, {SHEET: START.encode() + b'<row r="1"><c r="A1" t="str"><v>' + b"0" * 200_000_000 + b"</v></c></row>" + END.encode()}
    ),
    "a million empty rows": lambda file: forged(
        file, sheet_of("".join(f'<row r="{row}"/>' for row in range(1, MILLION)))
    ),
    "many empty rows that pack badly": lambda file: forged(file, sheet_of(random_rows(MOST_ROWS * 3))),
    "sixteen thousand columns": lambda file: forged(
        file, sheet_of('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')
    ),
    "a cell at the end of the world": lambda file: forged(
        file, sheet_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    ),
    "a far cell without its address": lambda file: forged(
        file, sheet_of('<row r="1048576"><c><v>1</v></c></row>' * 2 + '<row r="999999999"><c><v>1</v></c></row>')
    ),
    "a billion laughs": lambda file: forged(file, {SHEET: LAUGHS}),
    "laughs among the shared words": lambda file: forged(file, {"xl/sharedStrings.xml": LAUGHS}),
    "laughs in UTF-16": lambda file: forged(file, {SHEET: LAUGHS.decode().encode("utf-16")}),
    "a broken sheet": lambda file: forged(file, {SHEET: b"<worksheet><sheetData><row>"}),
    "no workbook at all": lambda file: forged(file, {"xl/workbook.xml": b"<workbook/>"}),
    "not a zip": raw(b"PK\x03\x04 nothing more"),
    "an old .xls": raw(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
    "larger than any list": raw(b"PK\x03\x04" + b"\0" * MOST_BYTES),
    "not there": lambda file: file,
}  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_is_refused_in_words_at_once_and_with_little_memory(bomb: str, tmp_path: Path) -> None:
    file = BOMBS[bomb](tmp_path / "bomb.xlsx")
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    with pytest.raises(BadRequest) as refused:
        read_sheets(file)
    took, grown = time.monotonic() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert "bomb.xlsx" in refused.value.sentences[0]
    assert "Traceback" not in str(refused.value)
    assert took < 4 * SECOND
    assert grown < 100 * 1024


def test_values_stand_as_written_and_days_as_days(tmp_path: Path) -> None:
    rows: list[tuple[str | float | date | None, ...]] = [
        ("  Lê Ví Dụ Hoà ", 1982, date(1990, 3, 5), None, 0.5, "05/03/1990"),
    ]
    sheet = read_sheets(book(tmp_path / "a.xlsx", rows))[0]
    assert sheet.rows == (("Lê Ví Dụ Hoà", 1982.0, date(1990, 3, 5), None, 0.5, "05/03/1990"),)
    assert sheet.address(0, 27) == "trang “Danh sách”, ô AB1"


def test_a_formula_is_known_by_its_cell_and_never_computed(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx", [("STT", "Họ và tên"), ("=ROW()-1", '=HYPERLINK("http://x.example","An")')]
    )
    assert read_sheets(file)[0].formulas == {(1, 0), (1, 1)}


def test_a_hidden_sheet_is_not_read(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as written:
        written.add_worksheet("Hiện").write_string(0, 0, "x")
        hidden = written.add_worksheet("Ẩn")
        hidden.write_string(0, 0, "x")
        hidden.hide()
    assert [sheet.name for sheet in read_sheets(tmp_path / "a.xlsx")] == ["Hiện"]


def test_format_far_below_the_list_is_no_fault(tmp_path: Path) -> None:
    file = book(
        tmp_path / "a.xlsx",
        people(("An", "1980", "Thôn 1", "GK", "phong trào", "ao cá")),
        lambda sheet: sheet.write_blank(5000, MOST_COLUMNS - 1, None),
    )
    assert len(read_sheets(file)[0].rows) == 2
