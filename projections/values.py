"""How values stand in the read tables: days and instants as text, sealed fields as sealed."""

import json
from datetime import date, datetime
from typing import Any

from events.base import instant_text
from events.personal import Clear, Sealed
from projections import tables as t

Row = tuple[type[t.ReadTable], dict[str, Any]]
"""A read table and one row of it."""


def day_text(value: date | None) -> str | None:
    """Write a day as ISO text."""
    return value.isoformat() if value else None


def instant(value: datetime | None) -> str | None:
    """Write an instant as text that sorts by time."""
    return instant_text(value) if value else None


def sealed_text(value: Clear | Sealed) -> str:
    """Write a sealed field so that a reader can open it later; a clear one never reaches a table."""
    if isinstance(value, Clear):
        raise TypeError("a clear personal value must not reach a read table")
    return json.dumps([value.ref, value.cipher, value.place])


def parse_sealed(text: str) -> Sealed:
    """Read what `sealed_text` wrote."""
    return Sealed(*json.loads(text))


def number_text(value: object) -> str | None:
    """Write an exact number as text."""
    return None if value is None else str(value)
