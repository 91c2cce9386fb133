"""Turns the checker's findings into Vietnamese sentences that say what to write."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from desk.plans.yaml_tree import Path


def where(path: Path) -> str:
    """Name a place in the file: `targets[3].value`."""
    text = ""
    for part in path:
        text += f"[{part + 1}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text or "tệp"


_INTEGER = "phải là một số nguyên"
_NUMBER = "phải là một số, dấu thập phân là dấu chấm"
_TOO_BIG = "là số quá lớn hoặc quá dài"
_DAY = "phải là một ngày, viết năm-tháng-ngày, ví dụ 2024-06-30"
_INSTANT = "phải là thời điểm có múi giờ, ví dụ 2024-12-24T14:00+07:00"
_LIST = "phải là một danh sách, mỗi phần tử bắt đầu bằng dấu “-”"
_PARTS = "phải gồm các mục “tên: giá trị”"
_SAID = {
    "int_parsing": _INTEGER, "int_from_float": _INTEGER, "int_type": _INTEGER, "int_parsing_size": _INTEGER,
    "decimal_parsing": _NUMBER, "decimal_type": _NUMBER, "decimal_max_digits": _TOO_BIG, "finite_number": _TOO_BIG,
    "greater_than_equal": "phải từ {ge} trở lên", "less_than_equal": "không quá {le}",
    "greater_than": "phải lớn hơn {gt}", "bool_parsing": "phải là true hoặc false",
    "date_from_datetime_parsing": _DAY, "date_parsing": _DAY, "date_from_datetime_inexact": _DAY, "date_type": _DAY,
    "datetime_parsing": _INSTANT, "datetime_from_date_parsing": _INSTANT, "datetime_type": _INSTANT,
    "timezone_aware": _INSTANT, "string_pattern_mismatch": "chỉ gồm chữ không dấu, số và các dấu . _ : / -",
    "string_too_short": "để trống", "string_too_long": "dài quá {max_length} ký tự",
    "too_short": "cần ít nhất một phần tử", "tuple_type": _LIST, "list_type": _LIST,
    "string_type": "phải là một dòng chữ", "model_type": _PARTS, "model_attributes_type": _PARTS, "dict_type": _PARTS,
    "dataclass_type": _PARTS, "mapping_type": _PARTS,
}  # fmt: skip
"""Type of finding → what is said of the name; `{…}` is a bound that the finding names."""


def sentence(error: ErrorDetails, known: Mapping[Any, list[str]]) -> str:
    """Say one fault in words; `known` gives the names that may stand at a place."""
    path: Path = tuple(error["loc"])
    name = where(path)
    context: dict[str, Any] = error.get("ctx") or {}
    match error["type"]:
        case "missing":
            return f"thiếu mục “{name}”"
        case "extra_forbidden":
            return _unknown(path, known.get(path[:-1], []))
        case "literal_error":
            return f"“{name}” phải là một trong: {context.get('expected', '')}".replace(" or ", ", ")
        case "string_pattern_mismatch" if path and path[-1] in ("start", "end", "due"):
            return f"“{name}” phải là năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2024-06"
        case kind:
            return f"“{name}” {_SAID.get(kind, 'không hợp lệ').format_map(context)}"


def _unknown(path: Path, names: list[str]) -> str:
    wrong = str(path[-1])
    near = get_close_matches(wrong, names, n=1)
    hint = f"; có phải “{near[0]}”?" if near else ""
    return f"không có mục nào tên “{where(path)}”{hint}"
