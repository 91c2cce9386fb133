"""Prints views: a table for people, JSON of a published schema for programs."""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

import typer
from pydantic import BaseModel

AsJson = Annotated[
    bool, typer.Option("--json", help="In JSON theo lược đồ đã công bố (`sovang schema views`).")
]


CODE = "mã"
"""The title of a column of codes: in pieces, a code could not be copied."""
Words = Mapping[str, Callable[[str], str]]
"""Field → how people say its value."""


def show_list(
    rows: Sequence[BaseModel],
    columns: Sequence[tuple[str, str]],
    *,
    as_json: bool,
    words: Words = MappingProxyType({}),
) -> None:
    """Print rows: all fields as JSON, or the named columns as a table, in words where `words` has any."""
    if as_json:
        _json([row.model_dump(mode="json") for row in rows])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False)
    for field, title in columns:
        longest = max((len(_text(getattr(row, field))) for row in rows), default=0)
        table.add_column(title, overflow="fold", min_width=longest if title == CODE else None)
    for row in rows:
        said = ((field, _text(getattr(row, field))) for field, _title in columns)
        table.add_row(*(Text(words[field](text) if field in words else text) for field, text in said))
    Console(file=sys.stdout).print(table, crop=False)
    sys.stderr.write(f"{len(rows)} dòng\n")


def show_told(rows: Sequence[BaseModel], *, as_json: bool) -> None:
    """Print rows that are too long for columns: all fields as JSON, or each as it tells itself."""
    if as_json:
        _json([row.model_dump(mode="json") for row in rows])
        return
    for row in rows:
        sys.stdout.write(f"{row}\n")
    sys.stderr.write(f"{len(rows)} dòng\n")


def show_one(
    view: BaseModel,
    titles: Sequence[tuple[str, str]],
    *,
    as_json: bool,
    words: Words = MappingProxyType({}),
) -> None:
    """Print one view: as JSON, or its fields line by line, in words where `words` has any."""
    if as_json:
        _json(view.model_dump(mode="json"))
        return
    width = max(len(title) for _field, title in titles)
    for field, title in titles:
        value = getattr(view, field)
        if isinstance(value, list | tuple):
            sys.stdout.write(f"{title}:\n")
            for item in value:
                sys.stdout.write(f"  - {_text(item)}\n")
        elif value is not None:
            text = _text(value)
            sys.stdout.write(f"{title:<{width}}  {words[field](text) if field in words else text}\n")


def print_json(value: object) -> None:
    """Print a plain value as JSON."""
    _json(value)


def talk(sentence: str) -> None:
    """Say something to the person at the terminal."""
    sys.stderr.write(f"{sentence}\n")


def _json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _text(value: object) -> str:
    match value:
        case None:
            return "-"
        case bool():
            return "có" if value else "không"
        case int():
            return f"{value:,}".replace(",", ".")
        case BaseModel():
            return str(value)
        case list() | tuple():
            return "; ".join(_text(one) for one in value) or "-"
        case dict():
            return "; ".join(f"{name}: {_text(one)}" for name, one in value.items()) or "-"
        case _:
            return str(value)
