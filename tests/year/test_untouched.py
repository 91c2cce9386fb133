"""The year's ledger verifies, and after any change behind the triggers the event is named: what an auditor's script checks."""

import random  # noqa: TID251  # seeded
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desk.demo.play import Played
from events.envelope import leaf_hash
from events.store.tree import Frontier
from tests.desk.conftest import Said, Sovang, sovang

__all__ = ["sovang"]
pytestmark = pytest.mark.slow
LOTS = random.Random(20241224)  # seeded
FEW = 6


@pytest.fixture
def data(year: Played, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the year's folder, its triggers taken away."""
    monkeypatch.setenv("SOVANG_SIMULATED", "true")
    folder = tmp_path / "data"
    source = year.stage.house.settings.data
    with closing(sqlite3.connect(source / "ledger.db")) as ledger:
        ledger.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copytree(source, folder, dirs_exist_ok=True)
    with closing(sqlite3.connect(folder / "ledger.db", isolation_level=None)) as ledger:
        for (name,) in ledger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            ledger.execute(f"DROP TRIGGER {name}")
    return folder


@pytest.fixture
def ledger(data: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(data / "ledger.db", isolation_level=None)) as connection:
        yield connection


def leaves(ledger: sqlite3.Connection) -> dict[int, bytes]:
    return dict(ledger.execute("SELECT seq, leaf FROM event ORDER BY seq").fetchall())


def flipped(leaf: bytes) -> bytes:
    at = LOTS.randrange(len(leaf))
    return leaf[:at] + bytes([leaf[at] ^ (1 << LOTS.randrange(8))]) + leaf[at + 1 :]


def put(ledger: sqlite3.Connection, changed: dict[int, bytes], *, with_hash: bool = False) -> None:
    """Store other leaves; a careful forger also the hashes and the whole inner tree that belong to them."""
    ledger.execute("BEGIN")
    for seq, leaf in changed.items():
        ledger.execute("UPDATE event SET leaf = ? WHERE seq = ?", (leaf, seq))
        if with_hash:
            ledger.execute("UPDATE event SET hash = ? WHERE seq = ?", (leaf_hash(leaf), seq))
    if with_hash:
        frontier = Frontier()
        hashes = ledger.execute("SELECT hash FROM event ORDER BY seq").fetchall()
        nodes = [node for (made,) in hashes for node in frontier.add(made)]
        ledger.execute("DELETE FROM tree_node")
        ledger.executemany("INSERT INTO tree_node(level, idx, hash) VALUES (?, ?, ?)", nodes)
    ledger.execute("COMMIT")


def named(said: Said) -> list[tuple[int, int]]:
    faults: list[Any] = said.json["faults"]
    return [(fault["first"], fault["last"]) for fault in faults]


@pytest.mark.usefixtures("data")
def test_the_year_as_it_was_played_verifies(sovang: Sovang) -> None:
    said = sovang("audit", "verify", "--json")
    assert (said.code, said.json["ok"], said.json["faults"]) == (0, True, [])
    assert (said.json["read_tables"], said.json["unsigned"]) == ("held", 0)
    assert said.json["events"] > 2_500


def test_a_changed_byte_in_every_single_event_names_every_single_one(
    sovang: Sovang, ledger: sqlite3.Connection
) -> None:
    sound = leaves(ledger)
    for _ in range(3):
        put(ledger, {seq: flipped(leaf) for seq, leaf in sound.items()})
        said = sovang("audit", "verify", "--json")
        assert said.code == 5
        assert {(seq, seq) for seq in sound} <= set(named(said))
        assert said.json["read_tables"] == "log_at_fault"
    put(ledger, sound)
    assert sovang("audit", "verify").code == 0


@pytest.mark.parametrize(
    "with_hash", [False, True], ids=["the byte alone", "with its hash and the whole tree"]
)
def test_one_changed_byte_names_its_event_and_no_other(
    sovang: Sovang, ledger: sqlite3.Connection, *, with_hash: bool
) -> None:
    sound = leaves(ledger)
    for seq in [1, max(sound), *LOTS.sample(sorted(sound), FEW)]:
        put(ledger, {seq: flipped(sound[seq])}, with_hash=with_hash)
        said = sovang("audit", "verify", "--json")
        assert (said.code, set(named(said))) == (5, {(seq, seq)})
        assert f"sự kiện {seq}: " in sovang("audit", "verify").out
        put(ledger, {seq: sound[seq]}, with_hash=with_hash)
    assert sovang("audit", "verify").code == 0


@pytest.mark.parametrize("left", [0, 1, 0.5, -1], ids=["all", "all but one", "half", "the last one"])
def test_a_tail_cut_below_the_kept_checkpoint_names_what_is_missing(
    sovang: Sovang, ledger: sqlite3.Connection, left: float
) -> None:
    events = max(leaves(ledger))
    kept = int(events * left) if left == 0.5 else int(left) % events
    ledger.execute("DELETE FROM event WHERE seq > ?", (kept,))
    ledger.execute("DELETE FROM checkpoint WHERE size > ?", (kept,))
    put(ledger, {}, with_hash=True)
    ledger.execute("DELETE FROM command WHERE last_seq > ?", (kept,))
    said = sovang("audit", "verify", "--json")
    assert (said.code, set(named(said))) == (5, {(kept + 1, events)})
