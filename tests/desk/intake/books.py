"""Spreadsheets as offices and as attackers make them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

Value = str | float | date | None
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Đơn vị", "Danh hiệu, hình thức", "Loại hình", "Thành tích")


def book(
    file: Path, rows: Iterable[Sequence[Value]], more: Callable[[Worksheet], None] | None = None
) -> Path:
    """Write one sheet; `=…` is a formula, a date is a date."""
    with xlsxwriter.Workbook(file) as written:
        sheet = written.add_worksheet("Danh sách")
        day = written.add_format({"num_format": "dd/mm/yyyy"})
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                match value:
                    case None:
                        continue
                    case date():
                        sheet.write_datetime(row, column, value, day)
                    case _:
                        sheet.write(row, column, value)
        if more is not None:
            more(sheet)
    return file


def people(*lines: tuple[Value, ...]) -> list[Sequence[Value]]:
    """Write a list: name, birth, unit, award, type, achievement."""
    return [HEADING, *((number, *line) for number, line in enumerate(lines, 1))]


SHEET = "xl/worksheets/sheet1.xml"
START = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = "</sheetData></worksheet>"


def forged(file: Path, parts: Mapping[str, bytes]) -> Path:
    """Put parts of one's own into an honest workbook."""
    honest = book(file.with_suffix(".honest"), people(("An", "1980", "Thôn 1", "GK", "phong trào", "ao cá")))
    with zipfile.ZipFile(honest) as source, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as into:
        for part in source.infolist():
            into.writestr(part.filename, parts.get(part.filename, source.read(part.filename)))
    return file


def sheet_of(rows: str) -> dict[str, bytes]:
    """Give a sheet with these rows as XML."""
    return {SHEET: f"{START}{rows}{END}".encode()}


def cells_with_formulas(content: bytes) -> list[str]:
    """List the parts of a workbook that hold a formula in a cell, or a link outside."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return [
            name
            for name in opened.namelist()
            if (
                name.startswith("xl/worksheets/")
                and (b"<f>" in opened.read(name) or b"<f " in opened.read(name))
            )
            or "externalLinks" in name
            or (name.endswith(".rels") and b'TargetMode="External"' in opened.read(name))
        ]
