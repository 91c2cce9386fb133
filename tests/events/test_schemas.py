"""What no event may be: with a float, with a null, without its Vietnamese name."""

import inspect
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from events.catalogue import CLASSES, STREAMS, members, wire_name

Schema = dict[str, Any]
HAPPENED = re.compile(r"(^|_)(\w+ed|held|made|met|paid|sent|told|cast|put|taken|withdrawn)(_|$)")
STATED = {"nomination.ineligible", "letter.outcome_unknown"}
"""Findings: what was found is the event, and no verb says it better."""


def parts(schema: Any, where: str) -> Iterator[tuple[str, Schema]]:  # JSON
    """Give every part of a schema that describes a value, and where it stands."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            yield from parts(item, f"{where}[{index}]")
    elif isinstance(schema, dict):
        yield where, schema
        for key, item in schema.items():
            yield from parts(item, f"{where}.{key}")


@cache
def stored_parts() -> list[tuple[str, Schema]]:
    """List every part of every event's schema, as events are stored."""
    schemas = {name: model.model_json_schema(mode="serialization") for name, model in CLASSES.items()}
    return [part for name, schema in schemas.items() for part in parts(schema, name)]


def nullable(schema: Any) -> bool:  # JSON
    return isinstance(schema, dict) and {"type": "null"} in [schema, *schema.get("anyOf", [])]


def test_no_event_holds_a_float() -> None:
    assert [where for where, part in stored_parts() if part.get("type") == "number"] == []


def test_a_field_that_may_be_null_is_left_out_when_it_is() -> None:
    fields = [
        (f"{where}.{name}", field)
        for where, part in stored_parts()
        for name, field in part.get("properties", {}).items()
        if nullable(field)
    ]
    assert len(fields) > 50
    assert [where for where, field in fields if field.get("default", "required") is not None] == []


def test_no_list_and_no_object_holds_a_null() -> None:
    inside = ("items", "prefixItems", "additionalProperties")
    held = [
        f"{where}.{name}"
        for where, part in stored_parts()
        for name in inside
        for item in (part[name] if isinstance(part.get(name), list) else [part.get(name)])
        if nullable(item)
    ]
    assert held == []


def test_an_event_is_frozen_knows_no_further_field_and_has_a_version() -> None:
    for name, model in CLASSES.items():
        assert model.model_config.get("frozen") is True, name
        assert model.model_config.get("extra") == "forbid", name
        assert model.schema_version >= 1, name
        assert "schema_version" not in model.model_fields, name
    loose = [
        where for where, part in stored_parts() if part.get("properties") and part["additionalProperties"]
    ]
    assert loose == []


def test_a_wire_name_is_the_kind_of_its_stream_and_what_happened() -> None:
    for kind, union in STREAMS.items():
        for name in map(wire_name, members(union)):
            stream, _, happened = name.partition(".")
            assert stream == kind
            assert HAPPENED.search(happened) or name in STATED, name
    assert set(CLASSES) >= STATED


def test_an_events_docstring_begins_with_its_vietnamese_term() -> None:
    for name, model in CLASSES.items():
        term = re.split(r"[:;,.(]", inspect.cleandoc(model.__doc__ or ""))[0]
        assert any(letter in "đĐ" or unicodedata.decomposition(letter) for letter in term), name
