"""What the text of the program itself may not hold."""

import ast
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
ROOMS = ("events", "domain", "projections", "mail", "documents", "workflows", "desk")
STORE = ROOT / "events" / "store"
FORBIDDEN_CALLS = {
    "now", "today", "utcnow", "fromtimestamp", "uuid1", "uuid4", "random", "urandom", "token_bytes",
}  # fmt: skip
FORBIDDEN_MODULES = {"random", "secrets", "time", "os"}
A_DATACLASS = re.compile(r"^@dataclass(.*)$", re.MULTILINE)
SMTPLIB = re.compile(r"^\s*(import|from)\s+smtplib\b", re.MULTILINE)
A_CLASS = re.compile(
    r'^class (\w+)\(([^)]*)\):\n(?: {4}"""(.*?)""")?(?:\s+code(?:: [\w\[\]]+)? = "(\w+)")?',
    re.MULTILINE | re.DOTALL,
)


@cache
def texts(*rooms: str) -> dict[Path, str]:
    return {
        file: file.read_text(encoding="utf-8")
        for room in rooms
        for file in sorted((ROOT / room).rglob("*.py"))
    }


def chance(module: ast.Module) -> Iterator[str]:
    """Name every call and import by which a module asks for the time or for chance."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
                yield from FORBIDDEN_CALLS & {name}
            case ast.Import(names=names):
                yield from FORBIDDEN_MODULES & {alias.name for alias in names}
            case ast.ImportFrom(module=str(name)):
                yield from FORBIDDEN_MODULES & {name}


def test_nothing_pure_asks_for_the_time_or_for_chance() -> None:
    pure = {file: text for file, text in texts("domain", "events").items() if STORE not in file.parents}
    assert len(pure) > 60
    assert {file.name: found for file, text in pure.items() if (found := [*chance(ast.parse(text))])} == {}


def test_the_store_asks_and_so_the_guard_can_tell() -> None:
    assert [name for text in texts("events/store").values() for name in chance(ast.parse(text))]


def test_every_state_command_and_fact_is_a_frozen_slotted_value() -> None:
    declared = [
        (file.name, options)
        for file, text in texts("domain").items()
        for options in A_DATACLASS.findall(text)
    ]
    assert len(declared) > 100
    assert [one for one in declared if not one[1].startswith("(frozen=True, slots=True")] == []


def test_letters_leave_through_one_library_only() -> None:
    assert [file for file, text in texts(*ROOMS).items() if SMTPLIB.search(text)] == []


class Declared(NamedTuple):
    """A class as its text declares it."""

    name: str
    bases: str
    docstring: str
    code: str


def refusals() -> list[Declared]:
    """Find every class that descends from `Refusal`, whatever room it stands in."""
    classes = [Declared(*found) for text in texts(*ROOMS).values() for found in A_CLASS.findall(text)]
    known = {"Refusal"}
    while more := {one.name for one in classes if known & set(re.findall(r"\w+", one.bases))} - known:
        known |= more
    return [one for one in classes if one.name in known - {"Refusal"}]


def test_every_refusal_has_a_code_of_its_own() -> None:
    codes = [refusal.code for refusal in refusals()]
    assert len(codes) > 15
    assert "" not in codes
    assert len(set(codes)) == len(codes)


def test_every_refusal_says_in_vietnamese_which_rule_was_broken() -> None:
    for refusal in refusals():
        letters = refusal.docstring
        assert any(letter in "đĐ" or unicodedata.decomposition(letter) for letter in letters), refusal.name
