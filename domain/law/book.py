"""The layers of the law and the question put to them: which row holds, on this day, nearest to this council."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from domain.findings import what_it_must_be
from domain.law.rows import Row
from domain.law.schema import NAMES, TABLES
from events.base import UnitId
from events.canonical import check

R = TypeVar("R", bound=Row)
NATION = "nation"
AWARD = "award"
MOST_ASKED = 2_000
"""So many questions to the same rules are remembered with what was found."""


class BrokenLaw(ValueError):
    """A table that cannot be read; says in which row."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One adopted set of tables: the nation's, or an overlay of the unit called `scope`."""

    name: str
    scope: str
    sha256: str
    rows: Mapping[type[Row], tuple[Row, ...]]
    assumed: bool = False
    until: date | None = None
    _by_award: Mapping[tuple[type[Row], object], tuple[Row, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        grouped: dict[tuple[type[Row], object], list[Row]] = defaultdict(list)
        for table, listed in self.rows.items():
            for row in listed:
                grouped[table, getattr(row, AWARD, None)].append(row)
        object.__setattr__(self, "_by_award", {key: tuple(rows) for key, rows in grouped.items()})

    def of(self, table: type[Row], match: Mapping[str, object]) -> Iterable[Row]:
        """Give the rows of a table that can fit `match`, narrowed by the award when it names one."""
        award = match.get(AWARD)
        if award is None:
            return self.rows.get(table, ())
        return (*self._by_award.get((table, award), ()), *self._by_award.get((table, None), ()))

    def owns(self, row: Row) -> bool:
        """Say whether a row is of this layer's own jurisdiction: the nation's tables also tell what others do."""
        return self.scope != NATION or row.jurisdiction == NATION


def table_model(table: str, where: str = "") -> type[Row]:
    """Give the row of a table; raises `BrokenLaw` when there is none of this name."""
    model = TABLES.get(table)
    if model is None:
        raise BrokenLaw(f"{where}: không có bảng nào tên {table}")
    return model


def parse_row(model: type[R], row: object, where: str) -> R:
    """Check one raw row; raises `BrokenLaw` naming each field at fault."""
    try:
        return model.model_validate(row)
    except ValidationError as fault:
        errors = fault.errors(include_url=False, include_input=False)
        raise BrokenLaw(f"{where}: {'; '.join(map(_field, errors))}") from fault


def _field(error: Mapping[str, Any]) -> str:
    name = ".".join(map(str, error["loc"])) or "dòng"
    match error["type"]:
        case "missing":
            return f"thiếu “{name}”"
        case "extra_forbidden":
            return f"không có mục nào tên “{name}”"
        case "value_error":
            return f"“{name}”: {error.get('ctx', {}).get('error', 'không hợp lệ')}"
        case _:
            return f"“{name}” {what_it_must_be(error)}"


def parse_tables(tables: Mapping[str, Any], where: str = "") -> dict[type[Row], tuple[Row, ...]]:
    """Check raw tables row by row; raises `BrokenLaw` naming table, row and fault."""
    parsed: dict[type[Row], tuple[Row, ...]] = {}
    for name, rows in tables.items():
        model = table_model(name, where)
        if not isinstance(rows, list):
            raise BrokenLaw(f"{where}: bảng {name} phải là danh sách dòng, [[{name}]]")
        parsed[model] = tuple(
            parse_row(model, row, f"{where}: bảng {name}, dòng {number}")
            for number, row in enumerate(rows, 1)
        )
    return parsed


def plain_tables(rows: Mapping[type[Row], Sequence[Row]]) -> dict[str, list[dict[str, Any]]]:
    """Give the tables as the log stores them: strings, integers and booleans only."""
    plain = {
        NAMES[model]: [row.model_dump(mode="json", by_alias=True, exclude_none=True) for row in listed]
        for model, listed in rows.items()
    }
    check(plain)
    return plain


@dataclass(frozen=True, slots=True)
class Book:
    """Every layer in force at one position of the log."""

    layers: tuple[Layer, ...] = ()
    hash: str = ""

    def rules(self, chain: Sequence[UnitId]) -> "Rules":
        """Give the view of a unit: its own overlays first, then those of the units above it, then the nation."""
        order = {unit: depth for depth, unit in enumerate(chain)}
        mine = [layer for layer in self.layers if layer.scope in order or layer.scope == NATION]
        mine.sort(key=lambda layer: order.get(UnitId(layer.scope), len(order)))
        return Rules(tuple(mine), self.hash)


@dataclass(frozen=True, slots=True)
class Rules:
    """The law as one unit sees it, nearest layer first.

    A question names fields and their values. A row that narrows itself by a qualifier (a level, a sector) answers only
    questions that name that qualifier, and comes before a general one.
    """

    layers: tuple[Layer, ...] = ()
    hash: str = ""
    seen: list[Row] | None = field(default=None, compare=False, repr=False)
    """Every row that an answer was made of, when somebody wants to know."""
    _asked: dict[Hashable, list[tuple[Layer, list[Any]]]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """What was found before for the same question: the rules themselves never change."""

    def all(self, table: type[R], on: date, **match: object) -> list[R]:
        """Give the rows of the nearest layer that has any in force on `on` with the fields of `match`."""
        nearest = next(filter(None, (rows for _layer, rows in self._found(table, on, match))), [])
        return self._noted([*nearest])

    def every(self, table: type[R], on: date, **match: object) -> list[R]:
        """Give the rows of all layers together: for tables whose rows add up, like the papers of a dossier."""
        return self._noted([row for _layer, rows in self._found(table, on, match) for row in rows])

    def one(self, table: type[R], on: date, **match: object) -> R | None:
        """Give the nearest row that holds and may decide; a value from memory or of another place never does."""
        deciding = (row for _layer, rows in self._found(table, on, match) for row in rows if row.decides)
        found = next(deciding, None)
        return self._noted([found])[0] if found is not None else None

    def undecided(self, table: type[R], on: date, **match: object) -> list[R]:
        """Give what only informs: values from memory, and what other places do."""
        rows = [
            row
            for layer in self._in_force(on)
            for row in _typed(layer.of(table, match), table)
            if _fits(row, on, match) and not (layer.owns(row) and row.decides)
        ]
        return self._noted(rows)

    def origin(self, row: Row) -> Layer | None:
        """Say which layer a row came from."""
        return next(
            (layer for layer in self.layers if any(row is known for known in layer.rows.get(type(row), ()))),
            None,
        )

    def watched(self) -> "Rules":
        """Give the same rules, keeping note of every row they answer with."""
        return replace(self, seen=[])

    def _in_force(self, on: date) -> Iterator[Layer]:
        return (layer for layer in self.layers if layer.until is None or on <= layer.until)

    def _found(self, table: type[R], on: date, match: Mapping[str, object]) -> list[tuple[Layer, list[R]]]:
        question = (table, on, *sorted(match.items()))
        known = self._asked.get(question)
        if known is None:
            if len(self._asked) >= MOST_ASKED:
                self._asked.clear()
            known = self._asked[question] = list(self._search(table, on, match))
        return known

    def _search(
        self, table: type[R], on: date, match: Mapping[str, object]
    ) -> Iterator[tuple[Layer, list[R]]]:
        for layer in self._in_force(on):
            rows = [
                row
                for row in _typed(layer.of(table, match), table)
                if layer.owns(row) and _fits(row, on, match)
            ]
            yield layer, sorted(rows, key=_general)

    def _noted(self, rows: list[R]) -> list[R]:
        if self.seen is not None:
            self.seen.extend(rows)
        return rows


def _typed(rows: Iterable[Row], table: type[R]) -> Iterable[R]:
    return (row for row in rows if isinstance(row, table))


def _fits(row: Row, on: date, match: Mapping[str, object]) -> bool:
    if not row.holds_on(on):
        return False
    if any(getattr(row, name) not in (match.get(name), None) for name in row.qualifiers):
        return False
    return all(getattr(row, name) == value for name, value in match.items() if name not in row.qualifiers)


def _general(row: Row) -> int:
    """Put what is narrowed most first."""
    return sum(getattr(row, name) is None for name in row.qualifiers)


def end(layer: Layer, on: date) -> Layer:
    """Give the layer as ended on `on`."""
    return replace(layer, until=on)
