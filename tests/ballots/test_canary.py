"""The canary hunt: five hundred slips with marks that occur nowhere else, looked for in every byte that was left.

The engine runs beside in a process of its own, with its Prefect server, and sends its letters to a real relay.
"""

import base64
import json
import os
import random  # noqa: TID251  # seeded
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from desk.demo.engines import EngineProcess
from desk.demo.sink import MailSink
from domain.session.slip import encode
from events.base import NominationId, SessionId
from events.session import Mark
from tests.ballots.chamber import Chamber, found_chamber, lines
from tests.ballots.hunting import MARKS, files_in, mails_in, marks_in
from tests.workflows.handle.offices import Office

LINES = lines(120)
MEMBERS = 20
EXPORTS = (
    ("audit", "log", "--json", "--limit", "100000"),
    ("audit", "log", "--leaf", "--limit", "100000"),
    ("audit", "reconcile", "--json"),
    ("nomination", "list", "--json"),
    ("letters", "list", "--json"),
    ("session", "list", "--json"),
)
OF_THE_MEETING = ("show", "summary", "minutes")


def canaries() -> Iterator[dict[NominationId, Mark]]:
    chance = random.Random(500)
    for _ in range(500):
        yield {line: chance.choice(MARKS) for line in LINES}


class Beside:
    """What runs beside the desk: the engine with its Prefect server, and the relay that takes its letters."""

    def __init__(self, office: Office, mails: Path) -> None:
        self.office = office
        self.sink = MailSink(mails)
        self.sink.up()
        self.engine = EngineProcess(office.house.settings, self.sink.url)
        self.engine.wait_ready()

    def catch_up(self) -> None:
        """Let an hour pass: everything pending is reacted to, every letter is tried."""
        moment = self.office.clock.now() + timedelta(hours=1)
        self.engine.until(moment)
        self.office.clock.move_to(moment)

    def close(self) -> None:
        self.engine.close()
        self.sink.down()


@pytest.fixture
def beside(office: Office, tmp_path: Path) -> Iterator[Beside]:
    running = Beside(office, tmp_path / "mails")
    yield running
    running.close()


def _backup(office: Office, to: Path) -> None:
    with (
        closing(sqlite3.connect(office.house.settings.data / "ledger.db")) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)


def _exported(office: Office, session: SessionId, to: Path) -> None:
    """Write what the command line gives out, each into a file of its own."""
    to.mkdir()
    environment = {
        **os.environ, "SOVANG_DATA": str(office.house.settings.data), "SOVANG_SIMULATED": "true",
        "SOVANG_DATABASE_URL": office.house.settings.ledger_url,
    }  # fmt: skip
    meeting = [("session", act, session, "--json") for act in OF_THE_MEETING]
    for place, words in enumerate((*EXPORTS, *meeting)):
        with (to / f"{place:02}-{'-'.join(words[:2])}").open("wb") as out:
            subprocess.run(
                [sys.executable, "-m", "desk.cli.main", *words], env=environment, stdout=out, check=False
            )


def _flow_runs(prefect: Path) -> Mapping[str, int]:
    """Count Prefect's runs of each state, as its own database has them."""
    with closing(sqlite3.connect(f"file:{prefect}?mode=ro", uri=True)) as db:
        return dict(db.execute("SELECT state_type, COUNT(*) FROM flow_run GROUP BY state_type").fetchall())


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_five_hundred_slips_leave_no_mark_on_disk_with_prefect_in_a_mail_in_a_backup_or_in_an_export(
    office: Office, beside: Beside, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    chamber = found_chamber(office, MEMBERS)
    chamber.notice = timedelta(days=1)
    chamber.nominees(LINES)
    session = chamber.ready("canary", LINES)
    slips = list(canaries())
    for place, choices in enumerate(slips):
        chamber.do(chamber.slip(session, chamber.members[place % MEMBERS], choices, "b1"))
        if place == len(slips) // 2:
            beside.catch_up()
            _backup(office, tmp_path / "half.db")
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    beside.catch_up()
    _backup(office, tmp_path / "after.db")
    _exported(office, session, tmp_path / "exports")
    data = office.house.settings.data
    shutil.copytree(data, tmp_path / "cold", ignore=shutil.ignore_patterns("cold"), dirs_exist_ok=True)
    (tmp_path / "spoken").write_text("".join(capfd.readouterr()), encoding="utf-8")
    _everything_is_there(tmp_path, chamber)
    left = files_in(tmp_path) | {name: content for name, (_, content) in mails_in(tmp_path).items()}
    assert {name: found for name, content in left.items() if (found := marks_in(content, slips))} == {}


def _everything_is_there(folder: Path, chamber: Chamber) -> None:
    """Hold that the hunt has something to hunt in: runs in Prefect's database, letters at the relay, exports."""
    prefect = folder / "prefect" / "prefect.db"
    assert _flow_runs(prefect)["COMPLETED"] >= 2
    for base in (folder / "ledger.db", prefect):
        assert base.with_name(f"{base.name}-wal").exists()
    written_to = {to for to, _ in mails_in(folder).values()}
    assert {f"{member}@vidu.example" for member in chamber.members} <= written_to
    assert len([to for to in written_to if to.startswith("person-of-")]) > len(LINES) // 2
    exports = list((folder / "exports").iterdir())
    assert len(exports) == len(EXPORTS) + len(OF_THE_MEETING)
    assert all(file.stat().st_size for file in exports)


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
