"""The canonical bytes of a value: RFC 8785 JSON of strings, integers below 2^53, booleans, lists and objects."""

import unicodedata
from typing import Any

import msgspec

from events.base import MAX_INT

_ENCODER = msgspec.json.Encoder(order="sorted")


class NotCanonical(ValueError):
    """A value that the log does not store: a float, a null, a key outside ASCII, text that is not composed."""


def canonical(value: Any) -> bytes:  # noqa: ANN401  # any JSON value; `check` says what is not allowed
    """Encode `value` as one line of RFC 8785 JSON; a value that no model has checked goes through `check` first."""
    line = _ENCODER.encode(value)
    if not line.isascii() and not unicodedata.is_normalized("NFC", line.decode()):
        raise NotCanonical("text that is not composed (NFC)")
    return line


def check(value: Any, where: str = "$") -> None:  # noqa: ANN401  # the same
    """Refuse what a leaf may not hold, naming where it stands."""
    match value:
        case bool() | str():
            return
        case int():
            if abs(value) > MAX_INT:
                raise NotCanonical(f"{where}: an integer of 2^53 or more")
        case list() | tuple():
            for index, item in enumerate(value):
                check(item, f"{where}[{index}]")
        case dict():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise NotCanonical(f"{where}: a key outside ASCII")
                check(item, f"{where}.{key}")
        case _:
            raise NotCanonical(f"{where}: {type(value).__name__} is not stored")
