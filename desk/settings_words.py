"""A setting that is not valid, told in Vietnamese: which one, and what may stand there."""

from difflib import get_close_matches

from pydantic import ValidationError

from workflows.settings import DATABASES, Settings

PREFIX = "SOVANG_"
_MAY_STAND = {
    "database_url": f"địa chỉ cơ sở dữ liệu, bắt đầu bằng {', '.join(DATABASES)}",
    "owner_database_url": f"địa chỉ cơ sở dữ liệu, bắt đầu bằng {', '.join(DATABASES)}",
    "door_url": f"địa chỉ cơ sở dữ liệu, bắt đầu bằng {', '.join(DATABASES)}",
    "mail_connections": "số nguyên từ 1 đến 50",
    "mail_per_minute": "số nguyên từ 1 trở lên",
    "mail_quiet": "khoảng giờ không gửi thư, ví dụ 21:30-06:30",
    "mail_english": "true hoặc false",
    "behind_proxy": "true hoặc false",
    "standby": "true hoặc false",
    "simulated": "true hoặc false",
}
"""Setting → what may stand there; the others take any text."""


def settings_sentence(fault: ValidationError) -> str:
    """Say which settings are wrong and what may stand there; never what stands there now, which may be a secret."""
    return "; ".join(
        dict.fromkeys(_one(str(error["loc"][0]), error["type"]) for error in fault.errors() if error["loc"])
    )


def _one(name: str, kind: str) -> str:
    if kind == "extra_forbidden":
        return f"sovang.toml: không có thiết lập “{name}”{_near(name, '')}"
    return f"{PREFIX}{name.upper()} không hợp lệ; ở đó phải là {_MAY_STAND.get(name, 'một dòng chữ')}"


def misspelt(names: list[str]) -> list[str]:
    """Say which variables look like settings and are none."""
    known = {f"{PREFIX}{field.upper()}" for field in Settings.model_fields}
    strangers = sorted(name for name in names if name.startswith(PREFIX) and name not in known)
    return [
        f"không có thiết lập {name}{_near(name.removeprefix(PREFIX).lower(), PREFIX)}" for name in strangers
    ]


def _near(name: str, prefix: str) -> str:
    close = get_close_matches(name, Settings.model_fields, n=1)
    if not close:
        return ""
    return f"; có phải {prefix + close[0].upper() if prefix else close[0]}?"
