"""Personal fields: clear on their way in, sealed in every stored event.

A sealed field is `{"$p": "<subject>/<class>", "c": "<base64>"}`; its key belongs to that subject and class, so one
class of one person can be erased while the event, its hash and every proof stay.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, GetCoreSchemaHandler, GetJsonSchemaHandler, TypeAdapter
from pydantic_core import core_schema

from events.base import nfc

PersonalClass = Literal["identity", "contact", "evidence", "sensitive"]
Json = Any
"""A decoded JSON value."""


@dataclass(frozen=True, slots=True)
class Clear:
    """A personal value that has not been stored yet; its text never shows in a repr or a log."""

    subject: str
    of: PersonalClass
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", nfc(self.text.strip()))

    @property
    def ref(self) -> str:
        """The key that will seal it: `<subject>/<class>`."""
        return f"{self.subject}/{self.of}"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value as stored: its key's name, the ciphertext, and the place it was sealed for."""

    ref: str
    cipher: str
    place: str = ""


def place(stream: str, version: int, path: str) -> str:
    """Name the one place a ciphertext is good for; it is bound to it as associated data."""
    return f"{stream}|{version}|{path}"


def _read(value: object) -> Clear | Sealed:
    match value:
        case Clear() | Sealed():
            return value
        case {"$p": str(ref), "c": str(cipher), **rest}:
            return Sealed(ref, cipher, str(rest.get("$at", "")))
        case _:
            raise ValueError("a personal field is sealed before it is stored")


def _write(value: Clear | Sealed) -> dict[str, str]:
    match value:
        case Sealed(ref, cipher):
            return {"$p": ref, "c": cipher}
        case Clear():
            return {"$p": value.ref, "$clear": value.text}


class _PersonalField:
    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: object, _handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _read,
            serialization=core_schema.plain_serializer_function_ser_schema(_write, when_used="json"),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: core_schema.CoreSchema, _handler: GetJsonSchemaHandler
    ) -> dict[str, Json]:
        text = {"type": "string"}
        return {
            "type": "object",
            "title": "Personal",
            "properties": {"$p": text, "c": text},
            "required": ["$p", "c"],
            "additionalProperties": False,
        }


Personal = Annotated[Clear | Sealed, _PersonalField]
"""The type of a personal field of an event."""


class Private:
    """Marks a field of a command as personal: `Annotated[str, Private()]`."""


class Withheld:
    """Marks a field of a command that leaves no trace: it is in no event, no digest, no repr."""


@cache
def personal_fields(model: type[BaseModel]) -> tuple[str, ...]:
    """List the fields of an event of this class that are, or hold somewhere within, a personal one."""
    return tuple(
        name
        for name, field in model.model_fields.items()
        if '"$p"' in json.dumps(TypeAdapter(field.rebuild_annotation()).json_schema())
    )


def seal_fields(
    data: dict[str, Json],
    fields: Sequence[str],
    stream: str,
    version: int,
    seal: Callable[[str, str, str], str],
) -> dict[str, Json]:
    """Replace every clear value within `fields` by its sealed form; `seal(ref, place, text)` gives the ciphertext."""

    def replace(found: dict[str, Json], path: str) -> Json:
        if "$clear" not in found:
            raise ValueError(f"{path}: a field sealed for another event cannot be stored again")
        return {"$p": found["$p"], "c": seal(found["$p"], place(stream, version, path), found["$clear"])}

    return _within(data, fields, replace)


def place_fields(data: dict[str, Json], fields: Sequence[str], stream: str, version: int) -> dict[str, Json]:
    """Tell every sealed value within `fields` where it stands, so that it can be opened later."""
    return _within(data, fields, lambda found, path: {**found, "$at": place(stream, version, path)})


def _within(
    data: dict[str, Json], fields: Sequence[str], replace: Callable[[dict[str, Json], str], Json]
) -> dict[str, Json]:
    return data | {name: _walk(data[name], f".{name}", replace) for name in fields if name in data}


def _walk(data: Json, path: str, replace: Callable[[dict[str, Json], str], Json]) -> Json:
    if isinstance(data, dict):
        if "$p" in data:
            return replace(data, path)
        return {
            key: _walk(item, f"{path}.{key}", replace) if isinstance(item, dict | list) else item
            for key, item in data.items()
        }
    if isinstance(data, list):
        return [_walk(item, f"{path}[{index}]", replace) for index, item in enumerate(data)]
    return data
