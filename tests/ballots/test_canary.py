"""The canary hunt: five hundred slips with marks that occur nowhere else, looked for in every byte that was left."""

import base64
import json
import random  # noqa: TID251  # seeded
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.session.slip import encode
from events.base import NominationId
from events.session import Mark
from tests.ballots.chamber import Chamber, found_chamber, lines
from tests.workflows.handle.offices import Office

MARKS: tuple[Mark, ...] = ("for", "against", "abstain", "invalid")
LINES = lines(120)
WINDOW = 24
"""So many marks in a row occur by chance in no other slip: four to the twenty-fourth."""


def canaries() -> Iterator[dict[NominationId, Mark]]:
    chance = random.Random(500)
    for _ in range(500):
        yield {line: chance.choice(MARKS) for line in LINES}


def traces(choices: dict[NominationId, Mark]) -> list[bytes]:
    """Give what a slip would leave in the clear: its own form, in base64 and hexadecimal, and its choices as JSON."""
    plain = encode(LINES, choices)[1 : 1 + WINDOW]
    first = list(choices.items())[:3]
    said = json.dumps(dict(first), separators=(",", ":"))[1:-1]
    return [
        plain,
        plain.hex().encode(),
        base64.b64encode(plain),
        said.encode(),
        json.dumps(dict(first))[1:-1].encode(),
        repr(dict(first))[1:-1].encode(),
    ]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_five_hundred_slips_leave_no_mark_on_disk_in_a_backup_or_in_an_export(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    if office.ledger.database.dialect != "sqlite":
        pytest.skip("one file to look through")
    chamber = found_chamber(office, 20)
    session = chamber.ready("canary", LINES)
    slips = list(canaries())
    for place, choices in enumerate(slips):
        chamber.do(chamber.slip(session, chamber.members[place % 20], choices, "b1"))
        if place == 250:
            _backup(chamber, tmp_path / "half.db")
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    _backup(chamber, tmp_path / "after.db")
    shutil.copytree(
        office.house.settings.data,
        tmp_path / "cold",
        ignore=shutil.ignore_patterns("cold"),
        dirs_exist_ok=True,
    )
    export = "\n".join(row.leaf.decode() for row in office.log())
    spoken = "".join(capfd.readouterr())
    left = [file.read_bytes() for file in tmp_path.rglob("*") if file.is_file()]
    assert sum(map(len, left)) > 1_000_000
    everything = [*left, export.encode(), spoken.encode()]
    found = sum(trace in content for choices in slips for trace in traces(choices) for content in everything)
    assert found == 0


def _backup(chamber: Chamber, to: Path) -> None:
    source = sqlite3.connect(chamber.office.house.settings.data / "ledger.db")
    with sqlite3.connect(to) as target:
        source.backup(target)
    target.close()
    source.close()


def test_the_hunt_finds_a_mark_that_was_left() -> None:
    choices = next(canaries())
    left = b"\x00" * 100 + encode(LINES, choices) + b"\x00" * 100
    assert any(trace in left for trace in traces(choices))
    assert any(trace in json.dumps({"choices": choices}).encode() for trace in traces(choices))
