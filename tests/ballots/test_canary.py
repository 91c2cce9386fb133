"""The canary hunt: five hundred slips with marks that occur nowhere else, looked for in every byte that was left."""

import base64
import json
import random  # noqa: TID251  # seeded
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
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


CLEAR = re.compile(rb"[\x01-\x04]{%d}" % WINDOW)
"""A run of marks as a slip has them in the clear."""
SAID = re.compile(rb"nomination-\d{3}\W{1,8}(?:for|against|abstain|invalid)\b")
"""A dossier and a choice side by side, in JSON, in a repr or in words."""


def traces(choices: dict[NominationId, Mark]) -> list[bytes]:
    """Give what a slip would leave in hexadecimal and in base64."""
    plain = encode(LINES, choices)[1 : 1 + WINDOW]
    return [plain.hex().encode(), base64.b64encode(plain)]


def marks_in(content: bytes, slips: list[dict[NominationId, Mark]]) -> int:
    """Count the marks that were left in some bytes."""
    written = sum(trace in content for choices in slips for trace in traces(choices))
    return written + len(CLEAR.findall(content)) + len(SAID.findall(content))


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_hundred_slips_leave_no_mark_on_disk_in_a_backup_or_in_an_export(
    office: Office, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
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
    assert sum(marks_in(content, slips) for content in everything) == 0


def _backup(chamber: Chamber, to: Path) -> None:
    source = sqlite3.connect(chamber.office.house.settings.data / "ledger.db")
    with sqlite3.connect(to) as target:
        source.backup(target)
    target.close()
    source.close()


@pytest.mark.parametrize(
    "left",
    [
        lambda choices: b"\x00" * 100 + encode(LINES, choices),
        lambda choices: encode(LINES, choices).hex().encode(),
        lambda choices: base64.b64encode(encode(LINES, choices)[1:]),
        lambda choices: json.dumps({"choices": choices}).encode(),
        lambda choices: repr(choices).encode(),
    ],
    ids=["as it is", "hexadecimal", "base64", "json", "repr"],
)
def test_the_hunt_finds_a_mark_that_was_left(left: Callable[[dict[NominationId, Mark]], bytes]) -> None:
    choices = next(canaries())
    found = marks_in(left(choices), [choices])
    assert found > 0
