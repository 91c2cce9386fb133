"""Turns the checker's findings into Vietnamese sentences that say what to write."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from pydantic_core import ErrorDetails

from desk.plans.yaml_tree import Path
from domain.findings import what_it_must_be


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
    match error["type"]:
        case "missing":
            return f"thiếu mục “{name}”"
        case "extra_forbidden":
            return _unknown(path, known.get(path[:-1], []))
        case "string_pattern_mismatch" if path and path[-1] in ("start", "end", "due"):
            return f"“{name}” phải là năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2024-06"
        case _:
            return f"“{name}” {what_it_must_be(error)}"


def _unknown(path: Path, names: list[str]) -> str:
    wrong = str(path[-1])
    near = get_close_matches(wrong, names, n=1)
    hint = f"; có phải “{near[0]}”?" if near else ""
    return f"không có mục nào tên “{where(path)}”{hint}"
