"""One whole sample of every event class, read off its annotations; each value names the field it stands in."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from pydantic import BaseModel

from events.base import Code, Count, Dong, Event, Instant, Number, Text
from events.canonical import canonical
from events.catalogue import data_of
from events.envelope import By, Envelope, Stored, encode
from events.law import Tables
from events.personal import Personal, Sealed
from events.plan import PartialDate
from events.session import Hex32

M = TypeVar("M", bound=BaseModel)
TABLES = {"quorum": [{"from": "2024-01-05", "numerator": 2, "denominator": 3, "decides": True}]}
SCALARS: list[tuple[object, Callable[[str], object]]] = [
    (Personal, lambda name: Sealed(f"person-1/{name}", "bsOgbmdgIG3huq10")),
    (Tables, lambda _: TABLES),
    (PartialDate, lambda _: "2024-06-30"),
    (Hex32, lambda _: "5e" * 32),
    (Instant, lambda _: datetime(2024, 12, 24, 7, tzinfo=UTC)),
    (Number, lambda _: Decimal("7.50")),
    (Count, lambda _: 12),
    (Dong, lambda _: 360_000),
    (Code, lambda name: f"{name}-1"),
    (Text, lambda name: f"“{name}” bằng chữ"),
    (bool, lambda _: True),
    (int, lambda _: -14),
    (date, lambda _: date(2024, 12, 24)),
    (str, lambda name: f"{name}-1"),
]
"""How a value of each scalar is made; the first that fits is taken."""


def fields(model: type[BaseModel]) -> dict[str, object]:
    """Give the annotation of every field that is stored as data."""
    told = get_type_hints(model, include_extras=True)
    return {name: told[name] for name in model.model_fields if name != "type"}


def sample(model: type[M]) -> M:
    """Make an instance with every field filled."""
    return model(**{name: value(hint, name) for name, hint in fields(model).items()})


def value(hint: Any, name: str) -> object:  # a typing construct
    for known, make in SCALARS:
        if hint == known:
            return make(name)
    match get_origin(hint), get_args(hint):
        case _ if isinstance(hint, NewType):
            return value(hint.__supertype__, name)
        case (origin, (inner, *_)) if origin is Annotated:
            return value(inner, name)
        case (origin, args) if origin in {Union, UnionType}:
            return value(next(arg for arg in args if arg is not NoneType), name)
        case (origin, args) if origin is Literal:
            return args[-1]
        case (origin, (inner, _)) if origin is tuple:
            return (value(inner, name),)
        case (origin, (key, inner)) if origin is dict:
            return {value(key, f"{name}.key"): value(inner, name)}
        case _:
            return sample(hint)


def stored(event: Event, *, stream: str = "stream-1", version: int = 3) -> Stored:
    """Put an event into a leaf, as the store does."""
    data = canonical(data_of(event))
    return row(event.type, event.schema_version, data, stream=stream, version=version)


def row(type_: str, schema: int, data: bytes, *, stream: str = "stream-1", version: int = 3) -> Stored:
    """Put data into a leaf, whatever it is."""
    envelope = Envelope(
        at="2024-12-24T07:00:00.000000Z",
        by=By("person-1", role="clerk", auth="test"),
        command="command-1",
        correlation="command-1",
        data=msgspec.Raw(data),
        digest="0" * 64,
        recorded_at="2024-12-24T07:00:01.000000Z",
        salt="00" * 16,
        schema=schema,
        seq=1,
        stream=stream,
        type=type_,
        version=version,
    )
    return Stored(envelope.seq, stream, version, type_, encode(envelope))
