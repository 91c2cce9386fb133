"""What an auditor is told when a part of the deployment is gone: never that there was nothing."""

import shutil
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from events.store.clock import SystemClock
from tests.desk.conftest import Sovang
from workflows.settings import DEFAULT_FOLDER, Settings

KEPT_GONE = "khoá kiểm tra và điểm chốt giữ riêng không còn"


def test_without_the_kept_files_a_signed_ledger_is_not_called_unsigned(
    opened: Sovang, tmp_path: Path
) -> None:
    elsewhere = opened("audit", "verify", "--kept", tmp_path / "elsewhere")
    shutil.rmtree(tmp_path / "data" / "kept")
    gone = opened("audit", "verify")
    assert (elsewhere.code, gone.code) == (5, 5)
    assert KEPT_GONE in elsewhere.err
    assert KEPT_GONE in gone.err
    doctor = opened("doctor", "--json")
    assert KEPT_GONE in [row["finding"] for row in doctor.json if row["state"] == "fault"]


def test_a_ledger_that_is_gone_is_not_called_unopened(opened: Sovang, tmp_path: Path) -> None:
    data = tmp_path / "data"
    signed = opened("audit", "verify", "--json").json["signed"]
    for file in data.glob("ledger.db*"):
        file.unlink()
    for command in (("audit", "verify"), ("due",), ("audit", "log")):
        said = opened(*command)
        assert said.code == 5
        assert f"{signed} sự kiện đã ký không còn" in said.err
    assert opened("doctor").code == 6
    assert not list(data.glob("ledger.db*"))


def test_an_emptied_ledger_is_held_against_the_kept_checkpoint(opened: Sovang, tmp_path: Path) -> None:
    signed = opened("audit", "verify", "--json").json["signed"]
    for file in (tmp_path / "data").glob("ledger.db*"):
        file.unlink()
    sqlite3.connect(tmp_path / "data" / "ledger.db").close()
    said = opened("audit", "verify")
    assert said.code == 5
    assert f"{signed} sự kiện đã ký không còn" in said.err


def test_no_new_ledger_begins_where_a_signed_one_is_lost(
    opened: Sovang, setup_file: Path, tmp_path: Path
) -> None:
    signed = opened("audit", "verify", "--json").json["signed"]
    for emptied in (False, True):
        for file in (tmp_path / "data").glob("ledger.db*"):
            file.unlink()
        if emptied:
            (tmp_path / "data" / "ledger.db").touch()
        said = opened("init", setup_file)
        assert said.code == 5
        assert f"{signed} sự kiện đã ký không còn" in said.err
        advised = [row["remedy"] for row in opened("doctor", "--json").json if row["state"] == "fault"]
        assert not [remedy for remedy in advised if "init" in remedy]
        assert opened("audit", "verify").code == 5


def test_doctor_names_a_guard_that_was_dropped(opened: Sovang, tmp_path: Path) -> None:
    assert not [row for row in opened("doctor", "--json").json if row["state"] == "fault"]
    with closing(sqlite3.connect(tmp_path / "data" / "ledger.db")) as database:
        database.execute("DROP TRIGGER checkpoint_no_delete")
    faults = [row for row in opened("doctor", "--json").json if row["state"] == "fault"]
    assert ["checkpoint_no_delete" in row["finding"] for row in faults] == [True]


def test_doctor_says_that_the_last_entry_lies_ahead_of_the_clock(
    opened: Sovang, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = opened("person", "list", "--find", "Mai", "--json").json[0]["person"]
    assert "đồng hồ" not in [row["check"] for row in opened("doctor", "--json").json]
    later = SystemClock().now() + timedelta(days=400)
    with monkeypatch.context() as wrong:
        wrong.setattr(SystemClock, "now", lambda _self: later)
        assert opened("account", "open", who, "mai", "--as", who).code == 0
    assert [row["state"] for row in opened("doctor", "--json").json if row["check"] == "đồng hồ"] == [
        "warning"
    ]


def test_a_fault_of_no_event_names_no_event(opened: Sovang, tmp_path: Path) -> None:
    (tmp_path / "data" / "kept" / "sizes").unlink()
    said = opened("audit", "verify")
    assert said.code == 5
    assert "sự kiện 0" not in said.out


def behind(data: Path, statement: str) -> None:
    with closing(sqlite3.connect(data / "ledger.db", isolation_level=None)) as database:
        database.execute(statement)


def test_verify_names_a_read_row_that_the_log_does_not_bear_out(opened: Sovang, tmp_path: Path) -> None:
    assert opened("audit", "verify", "--json").json["read_tables"] == "held"
    behind(tmp_path / "data", "UPDATE r_unit SET name = 'Thôn Ma' WHERE name = 'Thôn 1'")
    said = opened("audit", "verify", "--json")
    assert (said.code, said.json["ok"]) == (5, False)
    (fault,) = said.json["faults"]
    assert (fault["table"], fault["column"]) == ("r_unit", "name")
    assert fault["key"].startswith("unit-")
    assert "`sovang db rebuild`" in fault["what"]
    aside = opened("audit", "verify", "--no-read-tables")
    assert (aside.code, "không đối chiếu" in aside.out) == (0, True)
    assert opened("db", "rebuild").code == 0
    assert opened("audit", "verify").code == 0


def test_read_tables_of_another_shape_are_said_to_be_so(opened: Sovang, tmp_path: Path) -> None:
    behind(tmp_path / "data", "UPDATE r_meta SET shape = 'another'")
    said = opened("audit", "verify")
    assert (said.code, "sovang db upgrade" in said.out) == (0, True)


def test_an_empty_setting_is_an_absent_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOVANG_DATA", "")
    assert Settings().data == DEFAULT_FOLDER
