"""The digest of a command: what it says, hashed; keyed where it says something personal."""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import BaseModel

from domain.commands import BY_CLASS, ROUTES
from domain.decider import Command
from events.base import instant_text, nfc
from events.canonical import canonical
from events.personal import Json, Private, Withheld
from events.store.keys import KeyFile


def plain(value: object) -> Json:
    """Give a command's value as JSON without nulls."""
    match value:
        case str():
            return nfc(value)
        case None | int():
            return value
        case datetime():
            return instant_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case tuple() | list():
            return [plain(item) for item in value]
        case BaseModel():
            return value.model_dump(mode="json", exclude_none=True)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items() if item is not None}
        case _:
            return value


@cache
def private_fields(name: str) -> tuple[str, ...]:
    """List the fields of a command that are marked personal."""
    return _marked(name, Private)


@cache
def withheld_fields(name: str) -> tuple[str, ...]:
    """List the fields of a command that leave no trace."""
    return _marked(name, Withheld)


def _marked(name: str, kind: type[Private | Withheld]) -> tuple[str, ...]:
    command = ROUTES[name].command
    hints = get_type_hints(command, include_extras=True)
    return tuple(
        field.name
        for field in fields(command)
        if any(isinstance(mark, kind) for mark in get_args(hints[field.name])[1:])
    )


def digest(commands: Sequence[Command], told: Sequence[Json], keys: KeyFile) -> str:
    """Hash what the commands of one act say (`told`, as `plain` gives it); of several, the hash of their hashes."""
    keys.ensure(_ref(command) for command in commands if private_fields(BY_CLASS[type(command)].name))
    hashes = [_digest(command, said, keys) for command, said in zip(commands, told, strict=True)]
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("\n".join(hashes).encode()).hexdigest()


def _ref(command: Command) -> str:
    return f"{BY_CLASS[type(command)].stream(command)}/command"


def _digest(command: Command, told: Json, keys: KeyFile) -> str:
    """Hash one command; with a personal field, under a key of the stream it writes.

    What is withheld is left out: of a sealed slip the first one accepted under an id wins.
    """
    name = BY_CLASS[type(command)].name
    withheld = withheld_fields(name)
    said = canonical({"command": name, **{key: value for key, value in told.items() if key not in withheld}})
    if not private_fields(name):
        return hashlib.sha256(said).hexdigest()
    secret: Any = keys.secret(_ref(command))
    return hmac.new(secret, said, hashlib.sha256).hexdigest()
