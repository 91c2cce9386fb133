"""Reading a spreadsheet that somebody sent: sizes first, then a child process with limits."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

from desk.files import unreadable
from desk.intake.child import MOST_PART
from desk.intake.sheets import Cell, Sheet
from desk.requests import BadRequest
from desk.uploads import kinds
from desk.uploads.office import EXCEL
from domain.attachment import FileRefused

MOST_BYTES = 20 * 1024 * 1024
MOST_RATIO = 100
"""How many times its size a part may unpack to; lists that people type stay under thirty."""
SMALL_PART = 1024 * 1024
MOST_WAIT = 12.0
"""Seconds until a child that does not answer is ended."""
SAVE_ANEW = "Hãy mở tệp bằng Excel, chép danh sách sang một sổ mới, lưu dạng .xlsx rồi gửi lại."
_ROOT = Path(__file__).parents[2]


def read_sheets(file: Path) -> tuple[Sheet, ...]:
    """Read the visible sheets of an .xlsx; raises `BadRequest` with a sentence for what is not read."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as fault:
        raise BadRequest([unreadable(file, fault)]) from fault
    return sheets_of(content, file.name)


def sheets_of(content: bytes, name: str) -> tuple[Sheet, ...]:
    """Read the visible sheets of an .xlsx given as bytes; the same refusals."""
    if len(content) > MOST_BYTES:
        raise BadRequest([f"{name} lớn quá {MOST_BYTES // 1024 // 1024} MB. {SAVE_ANEW}"])
    try:
        media = kinds.media_of(content)
    except FileRefused as refusal:
        raise BadRequest([f"{name} không nhận được: {refusal}"]) from refusal
    if media != EXCEL:
        raise BadRequest([f"{name} không phải tệp Excel .xlsx. {SAVE_ANEW}"])
    _check_directory(content, name)
    sheets = tuple(map(_sheet, _asked_of_a_child(content, name)))
    if not sheets:
        raise BadRequest([f"{name} không có trang nào đọc được. {SAVE_ANEW}"])
    return sheets


def _check_directory(content: bytes, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    bloated = any(
        part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    size = sum(part.file_size for part in parts)
    if bloated or size > MOST_PART:
        raise BadRequest([f"{name} bung ra quá lớn ({size} byte). {SAVE_ANEW}"])


def _asked_of_a_child(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        done = subprocess.run(  # our own module
            [sys.executable, "-m", "desk.intake.child"],
            input=content,
            capture_output=True,
            timeout=MOST_WAIT,
            check=False,
            cwd=_ROOT,
        )
        answer = json.loads(done.stdout) if done.returncode == 0 else {}
    except (subprocess.TimeoutExpired, ValueError):
        answer = {}
    if "fault" in answer:
        raise BadRequest([f"{name} không nhận được: {answer['fault']}"])
    if "sheets" not in answer:
        raise BadRequest(
            [f"{name} không đọc được: tệp hỏng, có mật khẩu, hoặc cần quá nhiều bộ nhớ. {SAVE_ANEW}"]
        )
    sheets: list[dict[str, Any]] = answer["sheets"]
    return sheets


def _sheet(told: dict[str, Any]) -> Sheet:
    return Sheet(
        name=told["name"],
        rows=tuple(tuple(map(_cell, row)) for row in told["rows"]),
        merged=tuple((tuple(first), tuple(last)) for first, last in told["merged"]),
        formulas=frozenset(map(tuple, told["formulas"])),
    )


def _cell(value: object) -> Cell:
    """Read what the child wrote: a day is a list of one."""
    match value:
        case [str(day)]:
            return date.fromisoformat(day)
        case str():
            return value.strip() or None
        case bool() | None:
            return value
        case int() | float():
            return float(value)
        case _:
            raise ValueError(type(value).__name__)
