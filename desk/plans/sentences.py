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
        case "decimal_parsing" | "int_parsing" | "decimal_type":
            return f"“{name}” phải là một số, dấu thập phân là dấu chấm"
        case "bool_parsing":
            return f"“{name}” phải là true hoặc false"
        case "date_from_datetime_parsing" | "date_parsing" | "date_from_datetime_inexact":
            return f"“{name}” phải là một ngày, viết năm-tháng-ngày, ví dụ 2024-06-30"
        case "string_pattern_mismatch" if path and path[-1] in ("start", "end", "due"):
            return f"“{name}” phải là năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2024-06"
        case "string_pattern_mismatch":
            return f"“{name}” chỉ gồm chữ không dấu, số và các dấu . _ : / -"
        case "string_too_short":
            return f"“{name}” để trống"
        case "too_short":
            return f"“{name}” cần ít nhất một phần tử"
        case "tuple_type" | "list_type":
            return f"“{name}” phải là một danh sách, mỗi phần tử bắt đầu bằng dấu “-”"
        case "string_type":
            return f"“{name}” phải là một dòng chữ"
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"“{name}” phải gồm các mục “tên: giá trị”"
        case _:
            return f"“{name}” không hợp lệ: {error['msg']}"


def _unknown(path: Path, names: list[str]) -> str:
    wrong = str(path[-1])
    near = get_close_matches(wrong, names, n=1)
    hint = f"; có phải “{near[0]}”?" if near else ""
    return f"không có mục nào tên “{where(path)}”{hint}"
