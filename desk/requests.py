"""Requests from outside: a command's name and body as plain values, checked and made into the command."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import MAXYEAR, MINYEAR, datetime
from functools import cache
from typing import Annotated, Any, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, create_model

from desk.plans.sentences import sentence
from domain.calendar import local_day
from domain.commands import INTERNAL, ROUTES
from domain.decider import ENVELOPE, Command, Said
from events.base import Count


class BadRequest(ValueError):
    """A request that is not of its form; holds a sentence for each fault."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__("; ".join(sentences))
        self.sentences = sentences


def json_from(text: str) -> Any:  # noqa: ANN401  # JSON's values
    """Read JSON from outside; raises `BadRequest` for what is none, and for what is nested too deep to be read."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as fault:
        where = f"dòng {fault.lineno}, cột {fault.colno}"
        raise BadRequest([f"không phải JSON hợp lệ ({where})"]) from fault
    except (RecursionError, ValueError) as fault:
        raise BadRequest(["JSON lồng quá sâu hoặc có số quá dài"]) from fault


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


@cache
def body_model(name: str) -> type[BaseModel]:
    """Make the checker of a command's body from the command's own fields."""
    command = ROUTES[name].command
    hints = get_type_hints(command, include_extras=True)
    said: dict[str, Any] = {}
    for field in fields(command):
        if field.name in ENVELOPE:
            continue
        default = field.default
        if default is MISSING and field.default_factory is not MISSING:
            default = field.default_factory()
        said[field.name] = (_holdable(hints[field.name]), ... if default is MISSING else default)
    return create_model(command.__name__, __base__=_Body, __doc__=command.__doc__, **said)


def _holdable(hint: Any) -> Any:  # noqa: ANN401  # a typing construct
    """Let an integer be what events can hold: a year, a count, an amount, never below zero; and a moment one with days around it."""
    if hint is int:
        return Count
    return Annotated[hint, AfterValidator(_within_calendar)] if hint in {datetime, datetime | None} else hint


def _within_calendar(moment: datetime | None) -> datetime | None:
    try:
        year = local_day(moment).year if moment is not None else None
    except OverflowError as fault:
        raise ValueError("no calendar has this moment") from fault
    if year in {MINYEAR, MAXYEAR}:
        raise ValueError("no calendar goes on around this moment")
    return moment


def command_from(name: str, body: Mapping[str, Any], said: Said) -> Command:
    """Make a command; raises `BadRequest` for an unknown name, a missing, unknown or malformed field."""
    if name not in ROUTES or name in INTERNAL:
        raise BadRequest([f"không có lệnh nào tên “{name}”"])
    try:
        checked = body_model(name).model_validate(dict(body))
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        known = {(): list(body_model(name).model_fields)}
        raise BadRequest([sentence(error, known) for error in errors]) from None
    values = {field: getattr(checked, field) for field in type(checked).model_fields}
    return ROUTES[name].command(**values, **said)


def command_schemas() -> dict[str, Any]:
    """Give the JSON Schema of every command that people may send, by name."""
    return {name: body_model(name).model_json_schema() for name in sorted(ROUTES) if name not in INTERNAL}
