"""What holds of all tables: no local rule among the nation's, and a test that names every rule that decides."""

import re
from pathlib import Path

from domain.law.book import NATION
from domain.law.rows import Row
from domain.law.texts import Instrument
from tests.domain.rules import NATIONAL

TESTS = Path(__file__).parents[2]
MARK = re.compile(r'pytest\.mark\.law\(\s*"([^"]+)"')


def rows() -> list[Row]:
    return [row for listed in NATIONAL.rows.values() for row in listed]


def test_the_nation_holds_no_local_rule_and_what_others_do_is_practice() -> None:
    assert "local" not in {row.evidence for row in rows()}
    assert {row.evidence for row in rows() if row.jurisdiction != NATION} == {"practice"}
    assert "practice" not in {row.evidence for row in rows() if row.jurisdiction == NATION}


def marked() -> set[str]:
    """Collect what the tests say they hold, from their own text."""
    texts = [file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py")]
    return {reference for text in texts for reference in MARK.findall(text)}


def test_every_rule_of_the_nation_that_decides_is_held_by_a_test_that_names_it() -> None:
    deciding = [row for row in rows() if row.decides and not isinstance(row, Instrument)]
    stated = {", ".join(filter(None, (row.document, row.article))) for row in deciding}
    assert stated - marked() == set()


def test_every_source_that_a_row_cites_is_on_the_page_of_sources() -> None:
    cited = {number for row in rows() for number in re.findall(r"S\d+", row.source)}
    page = (TESTS.parent / "docs" / "law" / "sources.md").read_text(encoding="utf-8")
    assert cited <= set(re.findall(r"^\| (S\d+) \|", page, re.MULTILINE))
    assert all(re.search(r"S\d+", row.source) for row in rows() if row.decides)
