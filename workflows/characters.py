"""The characters that a command may bring: what shows as something else than it is does not enter the log.

A mark that turns the direction of writing makes a name read backwards on an auditor's screen (Unicode TR 36, 2.7.1); no
Vietnamese paper needs one.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from domain.refusal import Malformed
from events.personal import Json
from mail.rendering import ADDRESS

LONGEST_NAME = 300
NAMES = frozenset({"name", "title", "position"})
"""Fields that stand in one line of a list, a letter or a paper."""
SHAPES: Mapping[str, tuple[re.Pattern[str], str, str]] = {
    "email": (
        ADDRESS,
        "Địa chỉ thư không đúng dạng tên@máy-chủ, một địa chỉ, không dấu.",
        "Hãy gõ lại địa chỉ; người không có thư điện tử thì để trống.",
    ),
    "born": (
        re.compile(r"(?:\d{1,2}/){0,2}\d{4}|\d{4}(?:-\d\d){1,2}"),
        "Ngày sinh là năm, hoặc ngày/tháng/năm.",
        "Ví dụ 1970, 02/1970 hoặc 05/02/1970.",
    ),
}
"""Field → its shape, and what is said to who types another."""
_HIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_NOT_IN_A_LINE = re.compile(r"[\t\n\r\xad\u200b-\u200d\u2028\u2029\u2060\ufeff]")


def check_characters(told: Mapping[str, Json]) -> None:
    """Refuse hidden marks anywhere, and in a name all that is no plain line of at most 300 characters."""
    for field, value in told.items():
        if any(_HIDDEN.search(text) for text in texts(value)):
            raise Malformed(
                f"Mục {field} có ký tự điều khiển hoặc ký tự đảo chiều chữ, không nhìn thấy được.",
                todo="Hãy gõ lại mục này thay vì dán, hoặc xoá các ký tự ẩn.",
            )
        if field in NAMES and isinstance(value, str):
            _check_name(field, value)
        if field in SHAPES and isinstance(value, str):
            shape, fault, todo = SHAPES[field]
            if not shape.fullmatch(value):
                raise Malformed(fault, todo=todo)


def _check_name(field: str, name: str) -> None:
    if len(name) > LONGEST_NAME:
        raise Malformed(
            f"Mục {field} dài tối đa {LONGEST_NAME} ký tự.", todo="Hãy kiểm tra mục này và ghi ngắn lại."
        )
    if _NOT_IN_A_LINE.search(name.strip()):
        raise Malformed(
            f"Mục {field} phải là một dòng chữ, không có ký tự ẩn.",
            todo="Hãy gõ lại mục này thay vì dán.",
        )


def texts(value: Json) -> Iterator[str]:
    """Give every text in a JSON value."""
    match value:
        case str():
            yield value
        case Mapping():
            for inner in value.values():
                yield from texts(inner)
        case Sequence():
            for inner in value:
                yield from texts(inner)
        case _:
            return
