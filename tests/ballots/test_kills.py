"""Kills at any step of casting, closing and counting: no acknowledged slip is lost, none counts twice, nothing is in clear."""

import json
import os
import random  # noqa: TID251  # seeded
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from events.base import SessionId
from events.session import BoxOpened
from events.store import box
from events.store.clock import SimulatedClock
from tests.ballots.casting import DOSSIERS, MEMBERS, slip_of, vote
from tests.ballots.chamber import TELLERS, Chamber, found_chamber
from tests.ballots.hunting import files_in, marks_in
from tests.workflows.handle.offices import START, Office, enter_office

OUTSIDE = "outside"
"""What the tellers keep on their own devices, and what the process has told: no part of the ledger's machine."""


def killed(folder: Path, keys: Path, after: float) -> list[dict[str, object]]:
    """Let a process vote, kill it after a while, and give what it had told by then."""
    said = keys.parent / f"said-{after}.jsonl"
    scratch = folder / "tmp"
    scratch.mkdir(exist_ok=True)
    environment = {**os.environ, "TMPDIR": str(scratch), "SQLITE_TMPDIR": str(scratch)}
    with said.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.ballots.casting", folder, keys], stdout=out, env=environment
        )
        deadline = time.monotonic() + 30
        while said.stat().st_size == 0 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
    told = said.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in told if line.endswith("}")]


def plain_on_disk(folder: Path, done: Sequence[Mapping[str, object]]) -> dict[str, int]:
    """Look for choices in the database, its journal, the keys, temporary files and whatever else a killed process left."""
    left = {name: content for name, content in files_in(folder).items() if not name.startswith(OUTSIDE)}
    assert any(content for name, content in left.items() if name.endswith("-wal")), "its journal is there"
    cast = {(int(str(one["round"])), int(str(one["place"]))) for one in done if one["done"] == "slip"}
    slips = [slip_of(round_, place) for round_, place in cast]
    return {name: marks for name, content in left.items() if (marks := marks_in(content, slips))}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.chaos)])
def test_kills_at_any_step_lose_no_acknowledged_slip_count_none_twice_and_leave_no_plain_choice(
    office: Office, tmp_path: Path, kills: int
) -> None:
    chamber = found_chamber(office, MEMBERS)
    secrets = {teller: PrivateKey.generate() for teller in TELLERS}
    keys = tmp_path / OUTSIDE / "tellers.json"
    keys.parent.mkdir()
    keys.write_text(json.dumps({who: bytes(secret).hex() for who, secret in secrets.items()}))
    (keys.parent / "members.json").write_text(json.dumps(chamber.members))
    office.house.close()
    chance = random.Random(9)
    acknowledged: list[dict[str, object]] = []
    for _ in range(kills):
        done = killed(tmp_path, keys, chance.uniform(0.01, 0.5))
        assert plain_on_disk(tmp_path, done) == {}
        acknowledged += done
    assert {one["done"] for one in acknowledged} == {"slip", "close", "count"}
    after = enter_office(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", SimulatedClock(START))
    try:
        room = Chamber(after, chamber.members, secrets)
        for one in acknowledged:
            _holds(room, one)
    finally:
        after.house.close()


def _holds(room: Chamber, done: dict[str, object]) -> None:
    session, round_ = SessionId(str(done["session"])), int(str(done["round"]))
    state = room.state(session)
    ballot = state.ballots["b1"]
    if done["done"] == "slip":
        tracker = ballot.received[room.members[int(str(done["place"]))]]
        assert box.holds(room.office.ledger.database, tracker)
    if done["done"] == "close":
        assert ballot.closed
        if ballot.opened is None:
            room.open_box(session, "b1")
        opened = room.state(session).ballots["b1"].opened
        assert isinstance(opened, BoxOpened)
        agreed = [
            sum(vote(round_, place, line) == "for" for place in range(MEMBERS)) for line in range(DOSSIERS)
        ]
        assert [line.votes_for for line in opened.lines] == agreed
        assert [line.votes_against for line in opened.lines] == [MEMBERS - votes for votes in agreed]
