"""What is wrong with a value of a request, a plan or a table of the law: the checker's findings in Vietnamese."""

from collections.abc import Mapping
from typing import Any

_INTEGER = "phải là một số nguyên"
_NUMBER = "phải là một số, dấu thập phân là dấu chấm"
_TOO_BIG = "là số quá lớn hoặc quá dài"
_DAY = "phải là một ngày, viết năm-tháng-ngày, ví dụ 2024-06-30"
_INSTANT = "phải là thời điểm có múi giờ, ví dụ 2024-12-24T14:00+07:00"
_LIST = "phải là một danh sách, mỗi phần tử bắt đầu bằng dấu “-”"
_PARTS = "phải gồm các mục “tên: giá trị”"
_SAID: Mapping[str, str] = {
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
"""Type of finding → what is said of the value; `{…}` is a bound that the finding names."""


def what_it_must_be(error: Mapping[str, Any]) -> str:
    """Say of one finding what the value must be."""
    bounds: dict[str, Any] = error.get("ctx") or {}
    if error["type"] == "literal_error":
        return f"phải là một trong: {bounds.get('expected', '')}".replace(" or ", ", ")
    return _SAID.get(error["type"], "không hợp lệ").format_map(bounds)
