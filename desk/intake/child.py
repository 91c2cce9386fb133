"""The child that looks into a spreadsheet: it has little memory and little time, and nobody minds if it dies.

Reads the file's bytes from stdin and writes JSON to stdout: the visible sheets, or a fault in Vietnamese. Run as
`python -m desk.intake.child`; it imports nothing of ours but the plain shape of a sheet.
"""

import io
import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import fromstring  # document types are refused before anything is parsed

from desk.intake.sheets import column_number

MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 8
MOST_ROWS = 20_000
MOST_COLUMNS = 256
MOST_PART = 96 * 1024 * 1024
"""Bytes of one part when unpacked."""
_DOCTYPE = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_FILLED = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_FORMULA_AT = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>/]*>\s*<(?:\w+:)?f[\s/>]')
_RELATED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class Refused(Exception):
    """A file that is not read; holds the sentence."""


def main() -> None:
    """Read, look, answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    content = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": sheets(content)}
    except Refused as fault:
        answer = {"fault": str(fault)}
    json.dump(answer, sys.stdout, ensure_ascii=False, separators=(",", ":"))


def sheets(content: bytes) -> list[dict[str, Any]]:
    """Give every visible sheet; raises `Refused`."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum  # noqa: PLC0415  # after the limits are set

    parts = _parts(content)
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as workbook:
        visible = {
            sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible
        }
        return [
            _sheet(workbook.get_sheet_by_name(name), _formulas(name, parts.get(name, b"")))
            for name in workbook.sheet_names
            if name in visible
        ]


def _parts(content: bytes) -> dict[str, bytes]:
    """Check every part, and give the XML of each sheet by its name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        texts = {
            part.filename.lstrip("/"): _text(archive, part)
            for part in archive.infolist()
            if part.filename.endswith((".xml", ".rels"))
        }
    targets = {
        str(related.get("Id")): str(related.get("Target"))
        for related in fromstring(texts.get("xl/_rels/workbook.xml.rels", b"<none/>"))  # noqa: S314  # no document type
    }
    found = {}
    for sheet in fromstring(texts.get("xl/workbook.xml", b"<none/>")).iter():  # noqa: S314  # the same
        target = targets.get(sheet.get(_RELATED, ""), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path in texts and "worksheets" in path:
            found[str(sheet.get("name"))] = texts[path]
            _check_size(str(sheet.get("name")), texts[path])
    return found


def _text(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    with archive.open(part) as opened:
        text = opened.read(MOST_PART + 1)
    if len(text) > MOST_PART:
        raise Refused("Tệp bung ra quá lớn. Hãy chép phần danh sách sang một tệp mới.")
    if _DOCTYPE.search(text) or text[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Refused("Tệp có khai báo XML lạ, Excel không bao giờ ghi như vậy; không đọc.")
    return text


def _check_size(name: str, text: bytes) -> None:
    rows = sum(1 for _ in _ROW.finditer(text))
    if rows > MOST_ROWS:
        raise Refused(
            f"Trang “{name}” có {rows} dòng, kể cả dòng trống có định dạng; mỗi trang tối đa {MOST_ROWS} dòng."
            " Hãy xoá các dòng trống ở cuối (chọn cả dòng rồi Delete) hoặc chia tệp."
        )
    for match in _FILLED.finditer(text):
        if int(match[2]) > MOST_ROWS or column_number(match[1].decode()) >= MOST_COLUMNS:
            raise Refused(
                f"Trang “{name}” có dữ liệu ở ô {(match[1] + match[2]).decode()}, quá xa"
                f" (tối đa {MOST_ROWS} dòng, {MOST_COLUMNS} cột). Hãy xoá ô đó rồi lưu lại."
            )


def _formulas(name: str, text: bytes) -> list[tuple[int, int]]:
    placed = [(int(row) - 1, column_number(column.decode())) for column, row in _FORMULA_AT.findall(text)]
    if len(placed) != sum(1 for _ in _FORMULA.finditer(text)):
        raise Refused(f"Trang “{name}” có công thức viết theo lối lạ. Hãy dán lại danh sách dạng giá trị.")
    return placed


def _sheet(sheet: Any, formulas: list[tuple[int, int]]) -> dict[str, Any]:  # noqa: ANN401  # calamine's sheet
    rows = [[_plain(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    return {
        "name": sheet.name,
        "rows": rows,
        "merged": sheet.merged_cell_ranges or [],
        "formulas": formulas,
    }


def _plain(value: object) -> object:
    """Give a value as JSON; a day is written as a list of one."""
    match value:
        case "":
            return None
        case datetime():
            return [value.date().isoformat()]
        case date():
            return [value.isoformat()]
        case time() | timedelta():
            return str(value)
        case _:
            return value


if __name__ == "__main__":
    main()
