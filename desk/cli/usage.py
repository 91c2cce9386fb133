"""A command line that is not of its form, told in Vietnamese: what is wrong, and where to read how it goes."""

import re
from difflib import get_close_matches

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from typer import _click
from typer.core import TyperGroup

_QUOTED = re.compile(r"'(.*?)'", re.DOTALL)
_BRACED = re.compile(r"\((?!s\))(.*)\)", re.DOTALL)
_click_faults = _click.exceptions


def usage_sentence(fault: _click.exceptions.UsageError) -> str:
    """Say what is wrong with a command line, and which help tells how it goes."""
    ctx = fault.ctx
    help_line = f"; xem `{ctx.command_path} --help`" if ctx is not None else ""
    return f"{_wrong(fault)}{help_line}"


def _wrong(fault: _click.exceptions.UsageError) -> str:
    match fault:
        case _click_faults.MissingParameter():
            return f"thiếu {_parameter(fault)}"
        case _click_faults.BadParameter():
            return f"{_parameter(fault)}: {_bad_value(fault)}"
        case _click_faults.NoSuchOption():
            near = f"; có phải {' hay '.join(sorted(fault.possibilities))}?" if fault.possibilities else ""
            return f"không có tuỳ chọn {fault.option_name}{near}"
        case _click_faults.BadOptionUsage():
            takes_none = "does not take" in fault.message
            return f"tuỳ chọn {fault.option_name} " + (
                "không có giá trị đi kèm" if takes_none else "cần một giá trị"
            )
        case _click_faults.BadArgumentUsage():
            return "thiếu giá trị của một tham số"
        case _:
            return _command(fault)


def _parameter(fault: _click.exceptions.BadParameter) -> str:
    """Name an option as it is typed, and an argument by what stands for it in the help."""
    parameter = fault.param
    if parameter is None:
        return str(fault.param_hint or "tham số")
    if parameter.param_type_name == "option":
        return f"tuỳ chọn {max(parameter.opts, key=len)}"
    return f"tham số {(parameter.metavar or parameter.name or '').upper()}"


def _bad_value(fault: _click.exceptions.BadParameter) -> str:
    cause = fault.__cause__
    if isinstance(cause, ValidationError):
        return "; ".join(_asked(error) for error in cause.errors(include_url=False, include_input=False))
    return "giá trị không hợp lệ"


def _asked(error: ErrorDetails) -> str:
    """Say what a value must be."""
    bounds = error.get("ctx") or {}
    match error["type"]:
        case "int_parsing" | "int_from_float":
            return "phải là một số nguyên"
        case "greater_than_equal":
            return f"phải từ {bounds.get('ge')} trở lên"
        case "less_than_equal":
            return f"không quá {bounds.get('le')}"
        case _:
            return "giá trị không hợp lệ"


def _command(fault: _click.exceptions.UsageError) -> str:
    """Tell the faults for which the library has no class of their own."""
    if fault.message.startswith("Missing command"):
        return "thiếu tên lệnh"
    if "extra argument" in fault.message:
        extra = _BRACED.search(fault.message)
        return f"thừa tham số: {extra[1] if extra else ''}".rstrip(": ")
    asked = _QUOTED.search(fault.message)
    if fault.message.startswith("No such command") and asked:
        return f"không có lệnh “{asked[1]}”{_near(asked[1], fault)}"
    return "dòng lệnh không đúng dạng"


def _near(asked: str, fault: _click.exceptions.UsageError) -> str:
    group = fault.ctx.command if fault.ctx is not None else None
    names = group.list_commands(fault.ctx) if isinstance(group, TyperGroup) and fault.ctx is not None else []
    close = get_close_matches(asked, names, n=2)
    return f"; có phải {' hay '.join(close)}?" if close else ""
