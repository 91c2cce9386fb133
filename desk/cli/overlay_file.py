"""A file of rules of one's own, read for a command: faults are told with file, table and row."""

from collections.abc import Mapping
from pathlib import Path

from desk.files import unreadable
from desk.requests import BadRequest
from domain.law.book import parse_tables
from domain.law.files import read_file
from domain.law.rows import Row


def overlay_rows(file: Path) -> Mapping[type[Row], tuple[Row, ...]]:
    """Read the rows of a TOML file; raises `BadRequest` when it cannot be read, `BrokenLaw` for what it says."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise BadRequest([unreadable(file, fault)]) from fault
    rows = parse_tables(read_file(file.name, text), file.name)
    if not any(rows.values()):
        raise BadRequest([f"{file} không có dòng quy định nào; mỗi dòng bắt đầu bằng [[tên bảng]]"])
    return rows
