"""No page shows a program's own word: every part of an event or a state, every field of a form and every choice has one."""

import inspect
import typing
from collections.abc import Iterator
from dataclasses import is_dataclass

from msgspec import Struct
from pydantic import BaseModel

from desk.web.fact_words import FACT_WORDS, WRAPPERS
from desk.web.forms import Asked, Field, fields_of
from desk.web.labels import LABELS
from desk.web.rooms.administration import TABLES
from desk.web.titles import OFFERED
from domain.commands import DECIDERS
from domain.law.schema import TABLES as LAW
from events.catalogue import CLASSES


def parts(type_: object, seen: set[object]) -> Iterator[str]:
    """The names of everything that a type is made of, however deep."""
    for inner in typing.get_args(type_):
        yield from parts(inner, seen)
    if not inspect.isclass(type_) or type_ in seen:
        return
    seen.add(type_)
    told: dict[str, object] = {}
    if issubclass(type_, BaseModel):
        told = {name: field.annotation for name, field in type_.model_fields.items()}
    elif is_dataclass(type_) or issubclass(type_, Struct):
        told = typing.get_type_hints(type_)
    for name, inner in told.items():
        if not name.startswith("_"):
            yield name
        yield from parts(inner, seen)


def test_every_part_of_an_event_and_of_a_state_has_a_word() -> None:
    seen = set[object]()
    named = {name for type_ in CLASSES.values() for name in parts(type_, seen)}
    for decider in DECIDERS.values():
        states = typing.get_type_hints(decider.evolve)["return"]
        named |= set(parts(states, seen))
    assert named - {"type"} - set(LABELS) - set(FACT_WORDS) - WRAPPERS == set()


def fields(command: str) -> Iterator[Field]:
    for field in fields_of(Asked(command)):
        yield from (field, *field.parts)


def test_every_field_and_every_choice_of_a_form_has_a_word() -> None:
    bare = {
        (command, field.name)
        for command in OFFERED
        for field in fields(command)
        if field.label == field.name.rpartition(".")[2] or any(code == words for code, words in field.options)
    }
    assert bare == set()


def test_every_table_of_the_law_has_a_name() -> None:
    assert {table.__name__ for table in LAW.values()} == set(TABLES)
