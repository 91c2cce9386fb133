"""Kills at any step of casting, closing and counting: no acknowledged slip is lost, none counts twice, nothing is in clear."""

import json
import random  # noqa: TID251  # seeded
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from events.base import SessionId
from events.session import BoxOpened
from events.store import box
from events.store.clock import SimulatedClock
from tests.ballots.casting import MEMBERS, vote
from tests.ballots.chamber import TELLERS, Chamber, found_chamber
from tests.workflows.handle.offices import START, Office, enter_office

KILLS = 6


def killed(folder: Path, keys: Path, after: float) -> list[dict[str, object]]:
    """Let a process vote, kill it after a while, and give what it had told by then."""
    said = folder / f"said-{after}.jsonl"
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "tests.ballots.casting", folder, keys], stdout=out)
        deadline = time.monotonic() + 30
        while said.stat().st_size == 0 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
    told = said.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in told if line.endswith("}")]


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_kills_at_any_step_lose_no_acknowledged_slip_and_count_none_twice(
    office: Office, tmp_path: Path
) -> None:
    chamber = found_chamber(office, MEMBERS)
    secrets = {teller: PrivateKey.generate() for teller in TELLERS}
    keys = tmp_path / "outside" / "tellers.json"
    keys.parent.mkdir()
    keys.write_text(json.dumps({who: bytes(secret).hex() for who, secret in secrets.items()}))
    (keys.parent / "members.json").write_text(json.dumps(chamber.members))
    office.house.close()
    chance = random.Random(9)
    acknowledged = [done for _ in range(KILLS) for done in killed(tmp_path, keys, chance.uniform(0.01, 0.25))]
    assert len(acknowledged) > KILLS
    after = enter_office(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", SimulatedClock(START))
    try:
        room = Chamber(after, chamber.members, secrets)
        for done in acknowledged:
            _holds(room, done)
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
        agreed = sum(vote(round_, place) == "for" for place in range(MEMBERS))
        assert (opened.lines[0].votes_for, opened.lines[0].votes_against) == (agreed, MEMBERS - agreed)
