"""Any instance of an event class, drawn from its annotations."""

import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, TypeVar, Union, get_args, get_origin

from hypothesis import strategies as st
from pydantic import BaseModel

from events.base import MAX_INT, Code, Count, Dong, Instant, Number, Text
from events.law import Tables
from events.personal import Personal, Sealed
from events.plan import PartialDate
from events.session import Hex32
from tests.events.samples import fields

M = TypeVar("M", bound=BaseModel)
Strategy = st.SearchStrategy[Any]

composed = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("ắệộữđ“”\u0301"), min_size=1, max_size=12
).map(lambda text: unicodedata.normalize("NFC", text))
"""Text without control characters, as people write it."""
texts = composed.filter(lambda text: bool(text.strip()))
codes = st.from_regex(r"\A[A-Za-z0-9][A-Za-z0-9._:/-]{0,8}\Z")
counts = st.integers(0, MAX_INT)
days = st.dates(date(1900, 1, 1))
instants = st.datetimes(datetime(1900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # bounds are naive
numbers = st.decimals(-(10**12), 10**12, places=4)
cells = st.booleans() | counts | texts
tables = st.dictionaries(codes, st.lists(st.dictionaries(codes, cells, max_size=2), max_size=2), max_size=2)

SCALARS: list[tuple[object, Strategy]] = [
    (Personal, st.builds(Sealed, codes, codes)),
    (Tables, tables),
    (PartialDate, st.builds(lambda day, cut: day.isoformat()[:cut], days, st.sampled_from([4, 7, 10]))),
    (Hex32, st.from_regex(r"\A[0-9a-f]{64}\Z")),
    (Instant, instants),
    (Number, numbers),
    (Count, counts),
    (Dong, counts),
    (Code, codes),
    (Text, texts),
    (bool, st.booleans()),
    (int, st.integers(-MAX_INT, MAX_INT)),
    (date, days),
    (str, codes),
    (NoneType, st.none()),
]


@cache
def instances(model: type[M]) -> st.SearchStrategy[M]:
    return st.builds(model, **{name: drawn(hint) for name, hint in fields(model).items()})


def drawn(hint: Any, *, least: int = 0) -> Strategy:  # a typing construct
    for known, strategy in SCALARS:
        if hint == known:
            return strategy
    match get_origin(hint), get_args(hint):
        case _ if isinstance(hint, NewType):
            return drawn(hint.__supertype__)
        case (origin, (inner, *marks)) if origin is Annotated:
            return drawn(inner, least=max(getattr(mark, "min_length", 0) for mark in _flat(marks)))
        case (origin, args) if origin in {Union, UnionType}:
            return st.one_of([drawn(arg) for arg in args])
        case (origin, args) if origin is Literal:
            return st.sampled_from(args)
        case (origin, (inner, _)) if origin is tuple:
            return st.lists(drawn(inner), min_size=least, max_size=least + 1).map(tuple)
        case (origin, (key, inner)) if origin is dict:
            return st.dictionaries(drawn(key), drawn(inner), max_size=2)
        case _:
            return instances(hint)


def _flat(marks: list[Any]) -> list[Any]:
    """List the constraints, those wrapped in a `Field` included."""
    return [inner for mark in marks for inner in [mark, *getattr(mark, "metadata", [])]]
