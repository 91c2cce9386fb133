"""An auditor's copy on a medium that takes no writes: everything in it can be checked, and nothing is written beside it."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from events.store.errors import READ_ONLY
from events.store.medium import uri_to_read
from tests.desk.conftest import Sovang


@pytest.fixture
def read_only(opened: Sovang, monkeypatch: pytest.MonkeyPatch) -> Sovang:
    """A ledger on what answers as a mounted disc does: nothing may be written."""
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    return opened


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(file.relative_to(folder)): (file.read_bytes(), file.stat().st_mtime_ns)
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.mark.parametrize("how", [(), ("--without-keys",)])
def test_a_copy_is_verified_where_nothing_may_be_written(
    read_only: Sovang, tmp_path: Path, how: tuple[str, ...]
) -> None:
    before = _files(tmp_path / "data")
    report = read_only("audit", "verify", *how, "--json")
    assert report.code == 0, report.err
    assert report.json["ok"]
    assert report.json["events"] > 0
    assert _files(tmp_path / "data") == before


def test_an_act_on_such_a_copy_is_refused_and_changes_nothing(
    read_only: Sovang, setup_file: Path, tmp_path: Path
) -> None:
    mai = read_setup(setup_file).person("mai")
    before = _files(tmp_path / "data")
    order = '{"number": "9/TB-UBND", "day": "2026-11-20", "issuer": "UBND xã"}'
    said = read_only(
        "calendar",
        "announce-day-off",
        "--day",
        "2027-01-04",
        "--document",
        order,
        "--as",
        mai,
        "--as-role",
        "standing_agency",
    )
    assert (said.code, said.err) == (6, f"sovang: {READ_ONLY}\n")
    assert _files(tmp_path / "data") == before


def test_a_copy_made_during_a_write_is_not_called_whole(
    opened: Sovang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is in the log of writes belongs to the ledger: it is read, and never left out."""
    ledger = tmp_path / "data" / "ledger.db"
    with closing(sqlite3.connect(ledger)) as writing:
        writing.execute("DROP TRIGGER event_no_update")
        writing.execute("UPDATE event SET leaf = CAST('{}' AS BLOB) WHERE seq = 3")
        writing.commit()
        copy = tmp_path / "copy"
        shutil.copytree(tmp_path / "data", copy, ignore=shutil.ignore_patterns("*-shm"))
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    monkeypatch.setenv("SOVANG_DATA", str(copy))
    assert opened("audit", "verify").code == 5


def test_a_ledger_that_somebody_has_open_is_not_taken_for_one_that_nobody_writes(
    opened: Sovang, tmp_path: Path
) -> None:
    ledger = tmp_path / "data" / "ledger.db"
    assert opened("audit", "verify").code == 0
    assert uri_to_read(ledger).endswith("immutable=1")
    with closing(sqlite3.connect(ledger)) as writer:
        writer.execute("SELECT count(*) FROM event").fetchone()
        assert not ledger.with_name("ledger.db-wal").stat().st_size
        assert uri_to_read(ledger).endswith("mode=ro")
