"""The national tables as they ship, and rules of a council's own for the tests."""

from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import domain.law
from domain.law.book import NATION, Layer, Rules, parse_tables
from domain.law.files import read_files
from domain.law.rows import BallotMode, Quorum, Row, VoteShare
from events.base import Citation
from tests.spec import HOME

R = TypeVar("R", bound=Row)
REGULATION = Citation(number="01/QC-HĐTĐKT", day=date(2024, 1, 5))


def national_tables() -> dict[str, Any]:
    folder = Path(domain.law.__file__).parent / "tables"
    return read_files((file.name, file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.toml")))


NATIONAL = Layer("viet-nam", NATION, "sha-of-the-nation", parse_tables(national_tables()))
THE_LAW = Rules((NATIONAL,), "the-law")
"""The nation's rules and nothing else."""


def row(table: type[R], **said: object) -> R:
    """Make a row of the council's own regulation, in force from 2024-01-05."""
    origin = {
        "from": date(2024, 1, 5),
        "document": "Quy chế 01/QC-HĐTĐKT",
        "evidence": "local",
        "source": "thử",
    }
    return table.model_validate({**origin, **said})


def layer(*rows: Row, name: str = "quy-che", scope: str = HOME, until: date | None = None) -> Layer:
    by_table: dict[type[Row], tuple[Row, ...]] = {}
    for made in rows:
        by_table[type(made)] = (*by_table.get(type(made), ()), made)
    return Layer(name, scope, f"sha-of-{name}", by_table, until=until)


def law_and(*rows: Row) -> Rules:
    """Give the nation's rules with rows of the council's own nearest."""
    return Rules((layer(*rows), NATIONAL), "the-law-and-ours")


QUORUM = row(Quorum, numerator=2, denominator=3, article="Đ6")
MAJORITY = row(VoteShare, award="GK", percent=50, strict=True, base="all_members", mode="named", article="Đ7")
SECRET = row(BallotMode, award="CSTDCS", mode="sealed", article="Đ8")
REGULATED = law_and(QUORUM, MAJORITY, SECRET)
"""The nation's rules with those of a council that sits at two thirds and gives a giấy khen by a majority of all."""
