"""The pages say what the code says: the generated ones are made anew, the glossary and the maps are complete."""

import re
import sys
from pathlib import Path
from typing import get_args

import pytest

from desk.cli.main import main
from docs.generate import PAGES, ROOT
from domain.commands import DECIDERS
from events.person import Role
from events.plan import DutyKind, Measure
from workflows.lifecycle import CLOCKED, LIFECYCLE

GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES)
def test_a_generated_page_is_what_the_code_makes(page: str) -> None:
    assert (ROOT / page).read_text(encoding="utf-8") == PAGES[page](), "run `make docs`"


@pytest.mark.parametrize(
    "word",
    [
        *(f"stream `{kind}`" for kind in sorted(DECIDERS)),
        *(f"flow `{name}`" for name in sorted({*LIFECYCLE.values(), CLOCKED})),
    ],
)
def test_every_kind_of_stream_and_every_flow_has_its_row_in_the_glossary(word: str) -> None:
    assert word in GLOSSARY


@pytest.mark.parametrize(
    ("row", "word"),
    [
        *(("duty", duty) for duty in get_args(DutyKind)),
        *(("measure", measure) for measure in get_args(Measure)),
        *(("role", role) for role in get_args(Role)),
    ],
)
def test_every_duty_measure_and_role_has_its_row_in_the_glossary(row: str, word: str) -> None:
    assert any(f"{row} `" in line and f"`{word}`" in line for line in GLOSSARY.splitlines())


def test_the_place_of_every_word_is_there() -> None:
    named = set(re.findall(r"`((?:events|domain|workflows|docs)/[\w./]+)`", GLOSSARY))
    assert [place for place in sorted(named) if not (ROOT / place).exists()] == []


def links(page: Path) -> list[str]:
    found = re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8"))
    return [link for link in found if not link.startswith("http")]


@pytest.mark.parametrize("page", [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")], ids=lambda page: page.name)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not (page.parent / link).exists()] == []


def test_every_target_the_pages_name_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    pages = "".join(page.read_text(encoding="utf-8") for page in ROOT.glob("*.md"))
    assert set(re.findall(r"\bmake ([a-z]+)`", pages)) <= targets


def test_every_command_the_readme_names_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for nouns in sorted(set(re.findall(r"sovang ((?:[a-z]+ ?)+)", readme))):
        words = nouns.split()[:2]
        monkeypatch.setattr(sys, "argv", ["sovang", *words, "--help"])
        with pytest.raises(SystemExit) as left:
            main()
        assert left.value.code == 0, words
