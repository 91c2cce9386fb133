import math
import unicodedata
from typing import Any

import pytest
import rfc8785
from hypothesis import given as for_all
from hypothesis import strategies as st

from events.base import MAX_INT
from events.canonical import NotCanonical, canonical, check
from tests.domain.often import often
from tests.events.instances import composed

ascii_keys = st.text(st.characters(max_codepoint=127), max_size=8)
escaped = st.text(st.characters(max_codepoint=127), max_size=12)
"""Everything JSON escapes; marks that combine with an escape's last letter are left out."""
scalars = st.booleans() | st.integers(-MAX_INT, MAX_INT) | composed | escaped
allowed: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ascii_keys, inner, max_size=4),
    max_leaves=12,
)


@often(80)
@for_all(allowed)
def test_the_bytes_are_those_of_rfc_8785(value: object) -> None:
    check(value)
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_keys_are_sorted_escapes_are_short_and_nothing_else_is_escaped() -> None:
    value = {"b": 1, "B": True, "aa": ["đ", "€", "\u2028"], "a": '\b\t\n\f\r"\\/\x1f\x7f'}
    assert canonical(value) == (
        '{"B":true,"a":"\\b\\t\\n\\f\\r\\"\\\\/\\u001f\x7f","aa":["đ","€","\u2028"],"b":1}'.encode()
    )


def test_text_that_is_not_composed_is_not_stored() -> None:
    apart = unicodedata.normalize("NFD", "Tập thể")
    with pytest.raises(NotCanonical):
        canonical({"name": apart})
    assert canonical({"name": unicodedata.normalize("NFC", apart)}) == '{"name":"Tập thể"}'.encode()


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (1.5, r"\$: float"),
        (math.nan, r"\$: float"),
        (None, r"\$: NoneType"),
        ({"a": [1, {"b": None}]}, r"\$\.a\[1\]\.b: NoneType"),
        ({"a": (0.1,)}, r"\$\.a\[0\]: float"),
        ({"đ": 1}, r"\$: a key outside ASCII"),
        ({1: 1}, r"\$: a key outside ASCII"),
        (MAX_INT + 1, r"\$: an integer of 2\^53 or more"),
        ([-MAX_INT - 1], r"\$\[0\]: an integer of 2\^53 or more"),
        (b"x", r"\$: bytes is not stored"),
    ],
)
def test_what_a_leaf_may_not_hold_is_refused_with_its_place(value: object, where: str) -> None:
    with pytest.raises(NotCanonical, match=where):
        check(value)


@pytest.mark.parametrize("value", [MAX_INT, -MAX_INT, True, "", [], {}, {"a": [("x", False)]}])
def test_what_a_leaf_may_hold_passes(value: object) -> None:
    check(value)
    assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]
