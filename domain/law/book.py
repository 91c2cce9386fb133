"""The layers of the law and the question put to them: which row holds, on this day, nearest to this council."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from domain.law.rows import TABLES, Row
from events.base import UnitId
from events.canonical import check

R = TypeVar("R", bound=Row)
NATION = "nation"


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


def parse_tables(tables: Mapping[str, Any], where: str = "") -> dict[type[Row], tuple[Row, ...]]:
    """Check raw tables row by row; raises `BrokenLaw` naming table, row and fault."""
    parsed: dict[type[Row], tuple[Row, ...]] = {}
    for name, rows in tables.items():
        model = TABLES.get(name)
        if model is None:
            raise BrokenLaw(f"{where}: không có bảng nào tên {name}")
        made = []
        for number, row in enumerate(rows, 1):
            try:
                made.append(model.model_validate(row))
            except ValueError as fault:
                raise BrokenLaw(f"{where}: bảng {name}, dòng {number}: {fault}") from fault
        parsed[model] = tuple(made)
    return parsed


def plain_tables(rows: Mapping[type[Row], Sequence[Row]]) -> dict[str, list[dict[str, Any]]]:
    """Give the tables as the log stores them: strings, integers and booleans only."""
    names = {model: name for name, model in TABLES.items()}
    plain = {
        names[model]: [row.model_dump(mode="json", by_alias=True, exclude_none=True) for row in listed]
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
class Found:
    """Where a row came from."""

    row: Row
    layer: Layer


@dataclass(frozen=True, slots=True)
class Rules:
    """The law as one unit sees it, nearest layer first."""

    layers: tuple[Layer, ...] = ()
    hash: str = ""

    def all(self, table: type[R], on: date, **match: object) -> list[R]:
        """Give the rows of the nearest layer that has any in force on `on` with the fields of `match`."""
        for layer in self.layers:
            if layer.until is not None and on > layer.until:
                continue
            rows = [row for row in _typed(layer.rows.get(table, ()), table) if _fits(row, on, match)]
            if rows:
                return rows
        return []

    def every(self, table: type[R], on: date, **match: object) -> list[R]:
        """Give the rows of all layers together: for tables whose rows add up, like the papers of a dossier."""
        return [
            row
            for layer in self.layers
            if layer.until is None or on <= layer.until
            for row in _typed(layer.rows.get(table, ()), table)
            if _fits(row, on, match)
        ]

    def one(self, table: type[R], on: date, **match: object) -> R | None:
        """Give the one row that holds and may decide; a value from memory never does."""
        rows = [row for row in self.all(table, on, **match) if row.decides]
        return rows[0] if rows else None

    def origin(self, row: Row) -> Layer | None:
        """Say which layer a row came from."""
        return next(
            (layer for layer in self.layers if any(row is known for known in layer.rows.get(type(row), ()))),
            None,
        )


def _typed(rows: Iterable[Row], table: type[R]) -> Iterable[R]:
    return (row for row in rows if isinstance(row, table))


def _fits(row: Row, on: date, match: Mapping[str, object]) -> bool:
    return row.holds_on(on) and all(getattr(row, name) == value for name, value in match.items())


def end(layer: Layer, on: date) -> Layer:
    """Give the layer as ended on `on`."""
    return replace(layer, until=on)
