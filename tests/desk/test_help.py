"""Help speaks Vietnamese to the end: every heading, every verb, every option of every command."""

import re
import sys
import time
from collections.abc import Iterator
from importlib import import_module
from subprocess import run

import pytest
from typer import _click
from typer.core import TyperArgument, TyperGroup, TyperOption

from desk.cli.help import in_words
from desk.cli.main import NOUNS
from desk.cli.words import TITLES, label_of
from desk.requests import body_model
from desk.web import titles
from tests.desk.conftest import Sovang

VIETNAMESE = re.compile(r"[À-ỹĐđ]")
ENGLISH = re.compile(
    r"\b(usage|options?|arguments?|commands?|required|default|show|this message|exit\.|text|integer|path|str|bool|the)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"\{.*\}|--[a-z-]+|`[^`]*`|[A-Z_]{4,}|\b[a-z]+[._-][a-z_.-]+|@\S+")
"""What is typed as it stands, and is no word of a sentence."""
CODES = re.compile(r"một trong [^.]*\.", re.DOTALL)
FIRST_COLUMN = re.compile(r"^  [a-z-]+  ", re.MULTILINE)


def commands() -> Iterator[tuple[str, _click.Context, _click.Command]]:
    for noun, (module, _line) in NOUNS.items():
        command = in_words(import_module(module).app)
        context = _click.Context(command, info_name=f"sovang {noun}")
        yield noun, context, command
        if isinstance(command, TyperGroup):
            for name, verb in command.commands.items():
                yield f"{noun} {name}", _click.Context(verb, info_name=name, parent=context), verb


ALL = list(commands())
LONGEST = 1.5
"""Seconds; on a machine that does nothing else it is half a second."""


def test_there_are_hundreds_of_them() -> None:
    assert len(ALL) > 200


def test_no_heading_and_no_sentence_of_any_help_is_english() -> None:
    found = {}
    for name, context, _command in ALL:
        told = FIRST_COLUMN.sub("", context.get_help().split("\n", 1)[1])
        words = CODES.sub("", NAMES.sub("", told))
        if english := ENGLISH.findall(words):
            found[name] = english
    assert found == {}


def test_every_verb_says_in_vietnamese_what_it_does() -> None:
    assert [
        name
        for name, _, command in ALL
        if not VIETNAMESE.search(command.help or NOUNS.get(name, ("", ""))[1])
    ] == []


def test_every_option_and_argument_says_what_it_is() -> None:
    silent = []
    for name, context, command in ALL:
        lines = context.get_help()
        assert lines.startswith("Cách dùng: sovang "), name
        for parameter in command.get_params(context):
            if isinstance(parameter, TyperArgument | TyperOption) and not parameter.hidden:
                told = parameter.help or label_of("", parameter.name or "")
                if parameter.name != "help" and not VIETNAMESE.search(told):
                    silent.append((name, parameter.name))
    assert silent == []


def test_every_command_a_person_may_send_has_its_words_once() -> None:
    assert set(TITLES) | set(titles.TITLES) == set(titles.SENDABLE)
    assert set(TITLES) & set(titles.TITLES) == set()
    asked = {(name, field) for name in titles.SENDABLE for field in body_model(name).model_fields}
    assert sorted(one for one in asked if label_of(*one) == one[1]) == []


@pytest.mark.parametrize(
    "asked", [(), ("--help",), ("audit",), ("audit", "--help"), ("law", "diff", "--help")]
)
def test_the_help_that_is_printed_is_that_help(sovang: Sovang, asked: tuple[str, ...]) -> None:
    said = sovang(*asked)
    told = said.out + said.err
    assert told.startswith("Cách dùng: sovang")
    assert "In trợ giúp này." in told
    assert ENGLISH.findall(NAMES.sub("", told)) == []


def timed() -> tuple[float, str]:
    start = time.perf_counter()
    asked = [sys.executable, "-m", "desk.cli.main", "--help"]
    told = run(asked, check=True, capture_output=True, text=True).stdout
    return time.perf_counter() - start, told


def test_the_list_of_nouns_is_there_at_once() -> None:
    took, told = min(timed() for _ in range(3))
    assert "nomination  Hồ sơ đề nghị khen thưởng." in told
    assert took < LONGEST
