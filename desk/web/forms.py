"""Forms made from the commands' own fields, and what they send read back into a command's body."""

import re
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, NewType, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from desk.requests import body_model
from desk.web.labels import LABELS, LONG, OPTION_WORDS
from domain.calendar import ZONE

Option = tuple[str, str]
"""Value and the words shown for it."""
Options = Callable[[str, str], Iterable[Option] | None]
"""Gives the choices for a field of a name and a type; None when anything may be typed."""
ROWS = 3
"""How many empty rows a table of papers begins with."""
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+")
_NAME = re.compile(r"[a-z_]+(\.[0-9]{1,3}\.[a-z_]+|\.[a-z_]+)?")


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    label: str
    kind: Literal[
        "text",
        "long",
        "lines",
        "date",
        "moment",
        "number",
        "yes",
        "choice",
        "several",
        "rows",
        "group",
        "hidden",
    ]
    required: bool = False
    options: tuple[Option, ...] = ()
    parts: tuple["Field", ...] = ()
    value: Any = None

    def at(self, place: int) -> "Field":
        """Give the field of one row of a table; a row may stay empty, so nothing in it must be filled."""
        return replace(self, name=self.name.replace("#", str(place)), required=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form is made for: a command, what is settled already, and where choices come from."""

    command: str
    settled: Mapping[str, str] = field(default_factory=dict)
    options: Options = lambda _name, _type: None
    hide: frozenset[str] = frozenset()


def fields_of(asked: Asked) -> list[Field]:
    """Give the fields of a command's form, in the command's order."""
    model = body_model(asked.command)
    return [
        _field(name, info, asked)
        for name, info in model.model_fields.items()
        if name not in asked.hide or name in asked.settled
    ]


def _field(name: str, info: FieldInfo, asked: Asked, prefix: str = "") -> Field:
    full = f"{prefix}{name}"
    label = LABELS.get(f"{asked.command}.{name}") or LABELS.get(name, name)
    if not prefix and name in asked.settled:
        return Field(full, label, "hidden", value=asked.settled[name])
    type_ = _bare(info.annotation)
    required = info.is_required()
    many = get_origin(type_) is tuple
    inner = _bare(get_args(type_)[0]) if many else type_
    told = asked.options(name, getattr(inner, "__name__", str(inner)))
    if told is not None:
        options = tuple(told)
        return Field(full, label, "several" if many else "choice", required, options)
    if isinstance(inner, type) and issubclass(inner, BaseModel):
        rows = many
        parts = tuple(
            _field(part, part_info, asked, f"{full}.#." if rows else f"{full}.")
            for part, part_info in inner.model_fields.items()
            if not _nested(part_info) and f"{full}.{'#.' if rows else ''}{part}" not in asked.hide
        )
        if not required:
            parts = tuple(replace(part, required=False) for part in parts)
        return Field(full, label, "rows" if rows else "group", required, parts=parts)
    if get_origin(inner) is Literal and get_args(inner) != (True,):
        words = OPTION_WORDS.get(name, {})
        return Field(
            full,
            label,
            "several" if many else "choice",
            required,
            tuple((value, words.get(value, value)) for value in get_args(inner)),
        )
    kind = _scalar(name, inner)
    if many and kind in {"text", "long"}:
        return Field(full, label, "lines", required)
    return Field(full, label, kind, required and not many)


def _nested(info: FieldInfo) -> bool:
    inner = _bare(info.annotation)
    if get_origin(inner) is tuple and _bare(get_args(inner)[0]) is str:
        return False
    return get_origin(inner) in {tuple, dict} or (isinstance(inner, type) and issubclass(inner, BaseModel))


DAYS = frozenset({"due", "start", "end"})
"""Partial dates of a plan: on a page a whole day is asked for."""


def _scalar(name: str, type_: Any) -> Any:  # noqa: ANN401  # typing constructs
    if type_ is bool or get_origin(type_) is Literal:
        return "yes"
    if type_ is date or (name in DAYS and type_ is str):
        return "date"
    if type_ is datetime:
        return "moment"
    if type_ in {int, Decimal}:
        return "number"
    return "long" if name in LONG else "text"


def _bare(annotation: Any) -> Any:  # noqa: ANN401  # the same
    """Take a type out of `Annotated`, `| None` and `NewType` as far as the form needs."""
    if get_origin(annotation) is typing.Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in {Union, types.UnionType}:
        return _bare(next(arg for arg in get_args(annotation) if arg is not type(None)))
    if isinstance(annotation, NewType):
        return annotation
    return annotation


def read(command: str, form: Any) -> dict[str, Any]:  # noqa: ANN401  # Starlette's form data
    """Give the body that a form says: empty fields are left out, rows without a word too."""
    model = body_model(command)
    body: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        value = _read(name, _bare(info.annotation), form, required=info.is_required())
        if value is not None:
            body[name] = value
    return body


def _read(name: str, type_: Any, form: Any, *, required: bool) -> Any:  # noqa: ANN401  # one return a kind
    if get_origin(type_) is tuple:
        inner = _bare(get_args(type_)[0])
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            rows = [_row(f"{name}.{number}.", inner, form) for number in _numbers(name, form)]
            said = [row for row in rows if row]
            return said or ([] if required else None)
        values = [line.strip() for value in form.getlist(name) for line in str(value).splitlines()]
        values = [value for value in values if value]
        return values if values or required else None
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        return _row(f"{name}.", type_, form) or None
    if type_ is bool:
        return form.get(name) == "yes"
    if get_args(type_) == (True,):
        return True if form.get(name) == "yes" else None
    text = str(form.get(name) or "").strip()
    if not text:
        return None
    if type_ is datetime:
        return _moment(text)
    if type_ is int:
        return whole_text(text)
    return decimal_text(text) if type_ is Decimal else text


def whole_text(text: str) -> str:
    """Read a whole number as people write it: 1.234; a point that does not part thousands is left to be refused."""
    plain = text.replace(" ", "")
    return plain.replace(".", "") if _THOUSANDS.fullmatch(plain) else plain


def decimal_text(text: str) -> str:
    """Read a number as people write it: 1.234,5; what is none is left to be refused."""
    plain = text.replace(" ", "")
    if "," in plain or _THOUSANDS.fullmatch(plain):
        return plain.replace(".", "").replace(",", ".")
    return plain


def _row(prefix: str, model: type[BaseModel], form: Any) -> dict[str, Any]:  # noqa: ANN401  # the same
    found = {}
    for name, info in model.model_fields.items():
        if not _nested(info):
            value = _read(f"{prefix}{name}", _bare(info.annotation), form, required=False)
            if value is not None and value is not False:
                found[name] = value
    return found


def _numbers(name: str, form: Any) -> list[int]:  # noqa: ANN401  # the same
    marks = {
        int(key.split(".")[1])
        for key in form
        if key.startswith(f"{name}.") and _NAME.fullmatch(key) and key.split(".")[1].isdigit()
    }
    return sorted(marks)


def _moment(text: str) -> str:
    """Read a browser's local time as one of Hà Nội."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (said if said.tzinfo else said.replace(tzinfo=ZONE)).isoformat()


def typed(form: Any) -> dict[str, list[str]]:  # noqa: ANN401  # the same
    """Give everything that was typed, to be shown again."""
    return {key: [str(value) for value in form.getlist(key)] for key in form}
