"""Quy định áp dụng: adopted rule sets and overlays, and the book in force after each adoption."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.law.book import NATION, Book, BrokenLaw, Layer, parse_tables
from domain.refusal import Malformed, NotFound
from events.base import Citation, UnitId
from events.canonical import canonical, check
from events.law import LawEvent, OverlayAdopted, OverlayEnded, RulesetAdopted


@dataclass(frozen=True, slots=True)
class Law:
    """Every layer adopted so far, and every book that was ever in force, by its hash."""

    layers: tuple[Layer, ...] = ()
    books: Mapping[str, Book] = field(default_factory=dict)

    @property
    def book(self) -> Book:
        """The book in force now."""
        return Book(self.layers, book_hash(self.layers))

    def pinned(self, rules: str) -> Book:
        """Give the book that was in force under this hash."""
        return self.books[rules]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptRuleset(Command):
    """Adopt the national tables, whole."""

    ruleset: str
    tables: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptOverlay(Command):
    """Adopt the rules of a ministry, a province or a council, with the paper that sets them."""

    overlay: str
    scope: UnitId
    title: str
    document: Citation
    tables: Mapping[str, Any]
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EndOverlay(Command):
    """End an overlay; `on` is its last day."""

    overlay: str
    on: date
    document: Citation


LawCommand = AdoptRuleset | AdoptOverlay | EndOverlay


def book_hash(layers: Sequence[Layer]) -> str:
    """Name a book by everything adopted in it."""
    content = [f"{layer.name} {layer.scope} {layer.sha256} {layer.until or ''}" for layer in layers]
    return hashlib.sha256("\n".join(content).encode()).hexdigest()


def tables_hash(tables: Mapping[str, Any]) -> str:
    """Hash the canonical content of tables."""
    return hashlib.sha256(canonical(tables)).hexdigest()


def decide(state: Law, command: LawCommand, facts: Facts) -> Sequence[LawEvent]:
    """Decide what becomes the law of this ledger."""
    facts.require_staff(command, ("standing_agency",))
    match command:
        case AdoptRuleset():
            return _adopt_ruleset(state, command)
        case AdoptOverlay():
            return _adopt_overlay(state, command)
        case EndOverlay():
            return _end(state, command)
        case _:
            assert_never(command)


def _checked(tables: Mapping[str, Any]) -> dict[str, Any]:
    content = dict(tables)
    try:
        check(content)
        parse_tables(content)
    except (BrokenLaw, ValueError) as fault:
        raise Malformed(f"Bảng quy định có lỗi: {fault}", todo="Hãy sửa dòng đã nêu rồi nạp lại.") from fault
    return content


def _adopt_ruleset(state: Law, command: AdoptRuleset) -> Sequence[LawEvent]:
    tables = _checked(command.tables)
    sha = tables_hash(tables)
    if any(layer.sha256 == sha for layer in state.layers):
        return ()
    return (RulesetAdopted(ruleset=command.ruleset, sha256=sha, tables=tables),)


def _adopt_overlay(state: Law, command: AdoptOverlay) -> Sequence[LawEvent]:
    tables = _checked(command.tables)
    if not any(tables.values()):
        raise Malformed("Quy định riêng không có dòng nào.", todo="Hãy nạp tệp có ít nhất một dòng.")
    sha = tables_hash(tables)
    if any((layer.name, layer.sha256) == (command.overlay, sha) for layer in state.layers):
        return ()
    return (
        OverlayAdopted(
            overlay=command.overlay,
            scope=command.scope,
            title=command.title,
            document=command.document,
            assumed=command.assumed,
            sha256=sha,
            tables=tables,
        ),
    )


def _end(state: Law, command: EndOverlay) -> Sequence[LawEvent]:
    known = [layer for layer in state.layers if layer.name == command.overlay]
    if not known:
        raise NotFound(f"Không có quy định riêng nào tên {command.overlay}.")
    if known[0].until == command.on:
        return ()
    return (OverlayEnded(overlay=command.overlay, on=command.on, document=command.document),)


def evolve(state: Law, event: LawEvent) -> Law:
    """Apply one event."""
    match event:
        case RulesetAdopted():
            layer = Layer(event.ruleset, NATION, event.sha256, parse_tables(event.tables))
            return _with(state, layer)
        case OverlayAdopted():
            layer = Layer(event.overlay, event.scope, event.sha256, parse_tables(event.tables), event.assumed)
            return _with(state, layer)
        case OverlayEnded():
            ended = [layer for layer in state.layers if layer.name == event.overlay]
            return _with(state, replace(ended[0], until=event.on)) if ended else state
        case _:
            assert_never(event)


def _with(state: Law, layer: Layer) -> Law:
    layers = (*(known for known in state.layers if known.name != layer.name), layer)
    book = Book(layers, book_hash(layers))
    return Law(layers, {**state.books, book.hash: book})


DECIDER: Decider[Law, LawCommand, LawEvent, Facts] = Decider("law", Law(), decide, evolve)
