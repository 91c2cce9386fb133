"""Every complaint has what is done about it, and a test that exists."""

import ast
import re
from functools import cache

import pytest

from docs.generate import ROOT

ROWS = re.findall(
    r"^\| (\d+) \| (.+?) \| (.+?) \| (.+) \|$", (ROOT / "docs/complaints.md").read_text("utf-8"), re.MULTILINE
)
NAMED = [(number, test) for number, *_, shown in ROWS for test in re.findall(r"`([^`]+)`", shown)]


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_complaint_is_answered_in_order_and_shown_by_a_test() -> None:
    assert [int(number) for number, *_ in ROWS] == [*range(1, 53)]
    assert {number for number, _ in NAMED} == {number for number, *_ in ROWS}


@pytest.mark.parametrize(("number", "test"), NAMED, ids=[f"{number}-{test[-40:]}" for number, test in NAMED])
def test_the_test_that_shows_it_exists(number: str, test: str) -> None:
    file, _, name = test.partition("::")
    assert name in names_in(file), number
