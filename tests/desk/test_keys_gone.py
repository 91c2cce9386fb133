"""A key that was lost is told from one that was destroyed: by verify, by doctor, and by whoever opens the ledger."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.desk.conftest import Said, Sovang

DOCUMENT = '{"number": "3/GDN", "day": "2024-10-02"}'
GONE = "không còn khoá trong"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@contextmanager
def keys(data: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(data / "keys" / "subjects.db", isolation_level=None)) as file:
        yield file


def refs(data: Path) -> list[str]:
    with keys(data) as file:
        return [row[0] for row in file.execute("SELECT ref FROM key ORDER BY ref")]


def people(sovang: Sovang) -> dict[str, str]:
    return {row["name"]: row["person"] for row in sovang("person", "list", "--json").json}


def faults_of(said: Said) -> list[str]:
    return [fault["what"] for fault in said.json["faults"]]


def found(sovang: Sovang) -> list[str]:
    return [row["finding"] for row in sovang("doctor", "--json").json if row["state"] == "fault"]


def erase(sovang: Sovang, who: str, by: str, *more: str) -> Said:
    return sovang(
        "person", "erase-information", "--person", who, "--of", "contact", "--document", DOCUMENT,
        "--as", by, "--as-role", "administrator", *more,
    )  # fmt: skip


def register_lone(sovang: Sovang, by: str) -> None:
    """Enter somebody who holds no role."""
    told = ("--person", "person-lone", "--name", "Bùi Thử Lôn", "--email", "lon@thu.example")
    assert sovang("person", "register", *told, "--as", by, "--as-role", "administrator").code == 0


def test_without_its_keys_a_ledger_is_not_opened_and_no_empty_file_is_made(
    opened: Sovang, data: Path
) -> None:
    shutil.rmtree(data / "keys")
    for command in (("due",), ("person", "list"), ("audit", "log"), ("db", "rebuild"), ("db", "upgrade")):
        said = opened(*command)
        assert (said.code, GONE in said.err, "sao lưu" in said.err) == (6, True, True)
    assert any(GONE in finding for finding in found(opened))
    assert not (data / "keys").exists()


def test_an_empty_key_file_is_a_lost_one(opened: Sovang, data: Path) -> None:
    with keys(data) as file:
        file.execute("DELETE FROM key")
    assert opened("due").code == 6


def test_verify_holds_the_log_also_without_keys_and_says_that_they_are_gone(
    opened: Sovang, data: Path
) -> None:
    shutil.rmtree(data / "keys")
    said = opened("audit", "verify", "--json")
    assert said.code == 5
    (fault,) = faults_of(said)
    assert GONE in fault
    assert said.json["read_tables"] == "held"
    assert opened("audit", "verify", "--without-keys").code == 0


def test_with_the_keys_back_everything_reads_as_before(opened: Sovang, data: Path) -> None:
    before = people(opened)
    shutil.move(data / "keys", data / "away")
    assert opened("person", "list").code == 6
    shutil.move(data / "away", data / "keys")
    assert people(opened) == before


def test_a_single_lost_key_is_named_by_verify_and_doctor(opened: Sovang, data: Path) -> None:
    lat = people(opened)["Đinh Thử Lát"]
    with keys(data) as file:
        file.execute("DELETE FROM key WHERE ref = ?", (f"{lat}/identity",))
    said = opened("audit", "verify", "--json")
    assert said.code == 5
    assert [f"khoá {lat}/identity không còn" in what for what in faults_of(said)] == [True]
    assert any(lat in finding for finding in found(opened))


def test_a_key_that_was_made_anew_does_not_hide_the_lost_one(opened: Sovang, data: Path) -> None:
    lat = people(opened)["Đinh Thử Lát"]
    with keys(data) as file:
        file.execute("UPDATE key SET secret = randomblob(32) WHERE ref = ?", (f"{lat}/identity",))
    said = opened("audit", "verify", "--json")
    assert said.code == 5
    assert [f"{lat}/identity không phải khoá đã niêm phong" in what for what in faults_of(said)] == [True]
    assert any(lat in finding for finding in found(opened))


def test_an_address_erased_by_an_act_is_no_fault_and_its_key_is_gone(opened: Sovang, data: Path) -> None:
    known = people(opened)
    na, mai = known["Quách Thử Na"], known["Vũ Thử Mai"]
    by = ("--as", mai, "--as-role", "administrator")
    assert opened("person", "change-contact", "--person", na, "--email", "na@thu.example", *by).code == 0
    assert f"{na}/contact" in refs(data)
    assert erase(opened, na, mai).code == 1
    register_lone(opened, mai)
    assert "person-lone/contact" in refs(data)
    assert erase(opened, "person-lone", mai, "--id", "once").code == 0
    assert "person-lone/contact" not in refs(data)
    assert opened("audit", "verify").code == 0
    assert found(opened) == []


def test_a_key_that_outlived_its_erasure_is_named_and_swept(opened: Sovang, data: Path) -> None:
    mai = people(opened)["Vũ Thử Mai"]
    register_lone(opened, mai)
    with keys(data) as file:
        held = file.execute("SELECT ref, secret FROM key WHERE ref = 'person-lone/contact'").fetchone()
        erase(opened, "person-lone", mai)
        file.execute("INSERT INTO key(ref, secret) VALUES (?, ?)", held)
    said = opened("audit", "verify", "--json")
    assert said.code == 5
    assert "phải xoá mà vẫn còn" in faults_of(said)[0]
    anew = (
        "person", "change-contact", "--person", "person-lone", "--email", "lone@thu.example",
        "--as", mai, "--as-role", "administrator",
    )  # fmt: skip
    refused = opened(*anew)
    assert (refused.code, "db sweep" in refused.err) == (1, True)
    assert opened("db", "sweep", "--json").json["keys"] == ["person-lone/contact"]
    assert opened("audit", "verify").code == 0
    assert opened(*anew).code == 0
    assert opened("audit", "verify").code == 0


def test_a_lost_signing_key_is_not_made_anew(opened: Sovang, data: Path, setup_file: Path) -> None:
    (data / "keys" / "signing.key").unlink()
    said = opened("init", setup_file)
    assert (said.code, "không còn khoá ký" in said.err) == (6, True)
    assert any("không còn" in finding and "signing.key" in finding for finding in found(opened))
    assert not (data / "keys" / "signing.key").exists()
