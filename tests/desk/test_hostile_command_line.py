"""What a stranger types: every refusal is a Vietnamese sentence with its code, never a trace."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desk.web.serve import Deployment
from desk.web.serve import opened as served
from events.store.errors import NotOpened
from tests.desk.conftest import Said, Sovang

WHO = ("--as", "person-x", "--as-role", "administrator")


def refused(said: Said, *words: str) -> None:
    assert said.code == 2
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err


@pytest.mark.parametrize("at", ["9999-12-31T23:59-14:00", "0001-01-01T00:00+14:00"])
def test_an_instant_no_calendar_has_is_refused(opened: Sovang, tmp_path: Path, at: str) -> None:
    refused(opened("do", "unit.close", "--unit", "u", "--on", "2024-06-01", *WHO, "--at", at), "--at phải là")
    file = tmp_path / "lines.jsonl"
    line = {"id": "a", "at": at, "by": {"person": "p", "role": "clerk"}, "command": "unit.close"}
    file.write_text(json.dumps(line), encoding="utf-8")
    refused(opened("apply", file), "dòng 1", "“at” phải là")
    refused(opened("due", "--at", at), "thời điểm phải là")


def test_the_last_day_of_the_calendar_has_no_end_to_replay(opened: Sovang) -> None:
    refused(opened("audit", "replay", "--at", "9999-12-31"), "xa quá")


def test_an_option_read_from_a_file_that_is_no_text_is_refused(opened: Sovang, tmp_path: Path) -> None:
    file = tmp_path / "ls"
    file.write_bytes(b"\x7fELF\xff\xfe")
    refused(
        opened("do", "unit.close", "--unit", f"@{file}", "--on", "2024-06-01", *WHO),
        "--unit: ",
        "không phải văn bản UTF-8",
    )


def test_brackets_without_end_are_refused(opened: Sovang, tmp_path: Path) -> None:
    refused(
        opened("do", "unit.close", "--unit", "[" * 3_000, "--on", "2024-06-01", *WHO), "--unit: JSON lồng"
    )
    file = tmp_path / "lines.jsonl"
    file.write_text("[" * 100_000, encoding="utf-8")
    refused(opened("apply", file), "dòng 1: JSON lồng")


def test_a_key_that_is_no_text_is_refused(opened: Sovang, tmp_path: Path) -> None:
    file = tmp_path / "vkey"
    file.write_bytes(b"\x7fELF\xff\xfe")
    refused(opened("audit", "verify", "--vkey", file), "không phải tệp khoá kiểm tra")
    (tmp_path / "data" / "kept" / "vkey").write_bytes(file.read_bytes())
    doctor = opened("doctor", "--json")
    assert doctor.code == 6
    assert any("không phải tệp khoá kiểm tra" in row["finding"] for row in doctor.json)


@pytest.mark.parametrize(
    ("year", "amount", "sentence"),
    [
        ("2024", "-5", "“amount” phải từ 0 trở lên"),
        ("-2024", "5", "“year” phải từ 0 trở lên"),
        ("2024", "9" * 17, "“amount” không quá 9007199254740991"),
        ("2024", "9" * 5000, "“amount” phải là một số nguyên"),
        ("2024", "1.5", "“amount” phải là một số nguyên"),
        ("2024", "năm triệu", "“amount” phải là một số nguyên"),
    ],
)
def test_a_number_that_is_none_is_said_so(opened: Sovang, year: str, amount: str, sentence: str) -> None:
    told = ("--unit", "unit-x", "--year", year, "--amount", amount)
    refused(opened("do", "fund.budget", *told, *WHO), sentence)


@pytest.mark.parametrize(
    "asked",
    [
        ("init", "{}"), ("apply", "{}"), ("law", "check", "{}"), ("movement", "check", "{}"),
        ("nomination", "import", "{}", *WHO), ("nomination", "attach", "nomination-x", "{}", "--kind", "bao_cao", *WHO),
        ("do", "unit.close", "--unit", "@{}", "--on", "2024-06-01", *WHO), ("letters", "preview", "--facts", "@{}"),
    ],
    ids=lambda asked: " ".join(asked[:2]),
)  # fmt: skip
def test_a_file_that_is_not_there_and_a_folder_are_told_in_one_way(
    opened: Sovang, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    for file, said in (
        (tmp_path / "nowhere", f"không có tệp {tmp_path / 'nowhere'}"),
        (tmp_path, "là thư mục"),
    ):
        refused(opened(*(word.format(file) for word in asked)), said)


def test_what_events_cannot_hold_is_malformed_input_and_no_broken_rule(opened: Sovang) -> None:
    (mai,) = [row["person"] for row in opened("person", "list", "--find", "mai", "--json").json]
    told = ("--person", "person-x", "--name", "x" * 30_000, "--as", mai, "--as-role", "administrator")
    refused(opened("person", "register", *told), "dài tối đa")


@pytest.mark.parametrize(
    ("asked", "code", "sentence"),
    [
        (("nomination", "diff", "nosuch"), 3, "không có hồ sơ nosuch"),
        (("audit", "log", "--stream", "nosuch"), 3, "không có dòng sự kiện nosuch"),
        (("audit", "log", "--type", "nosuch"), 2, "không có loại sự kiện “nosuch”"),
        (("letters", "list", "--state", "nosuch"), 2, "không có tình trạng “nosuch”"),
        (("audit", "log", "--limit", "-1"), 2, "--limit"),
    ],
)
def test_what_is_not_there_does_not_look_like_nothing_found(
    opened: Sovang, asked: tuple[str, ...], code: int, sentence: str
) -> None:
    said = opened(*asked)
    assert said.code == code
    assert sentence in said.err


@pytest.mark.parametrize("verb", [("init",), ("movement", "check")])
def test_a_file_that_is_not_there_has_no_line_to_blame(
    sovang: Sovang, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    missing = sovang(*verb, tmp_path / "nosuch.yaml")
    folder = sovang(*verb, tmp_path)
    refused(missing, "không có tệp")
    refused(folder, "là thư mục")
    assert "dòng 1" not in missing.err + folder.err


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (("nosuch",), "không có lệnh “nosuch”"),
        (("audt",), "có phải audit?"),
        (("nomination", "nosuch"), "không có lệnh “nosuch”"),
        (("due", "--nosuch"), "không có tuỳ chọn --nosuch"),
        (("nomination", "show"), "thiếu tham số NOMINATION"),
        (("audit", "replay"), "thiếu tuỳ chọn --at"),
        (("audit", "replay", "--at"), "tuỳ chọn --at cần một giá trị"),
        (("audit", "verify", "--json=1"), "tuỳ chọn --json không có giá trị đi kèm"),
        (("audit", "verify", "more"), "thừa tham số: more"),
        (("audit", "log", "--limit", "ba"), "tuỳ chọn --limit:"),
        (("audit", "log", "--limit", "-1"), "tuỳ chọn --limit:"),
    ],
)
def test_a_usage_error_is_told_in_vietnamese(sovang: Sovang, asked: tuple[str, ...], sentence: str) -> None:
    said = sovang(*asked)
    refused(said, sentence)
    for english in ("Usage", "Error", "Missing", "No such", "Invalid", "Try", "Input", "requires", "Got"):
        assert english not in said.err


def test_a_reader_who_has_seen_enough_is_no_fault(opened: Sovang) -> None:
    read, write = os.pipe()
    os.close(read)
    line = [sys.executable, "-m", "desk.cli.main", "audit", "log", "--json"]
    left = subprocess.run(line, stdout=write, stderr=subprocess.PIPE, check=False, env=os.environ)
    os.close(write)
    assert (left.returncode, left.stderr) == (0, b"")


@pytest.mark.parametrize("url", ["garbage", "mysql://secret@host/x"])
def test_a_database_of_another_kind_is_told_without_its_secret(
    sovang: Sovang, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("SOVANG_DATABASE_URL", url)
    said = sovang("due")
    assert said.code == 6
    assert "SOVANG_DATABASE_URL không hợp lệ; ở đó phải là địa chỉ cơ sở dữ liệu" in said.err
    assert "Traceback" not in said.err
    assert url not in said.err
    found = sovang("doctor", "--json")
    assert found.code == 6
    assert found.json[0]["state"] == "fault"
    assert "SOVANG_DATABASE_URL" in found.json[0]["finding"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"mail_name = ", "không phải TOML hợp lệ"),
        (b'mail_name = "\xff"', "không phải văn bản UTF-8"),
        (None, "là thư mục"),
        (b"mail_nam = 1", "không có thiết lập “mail_nam”; có phải mail_name?"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_told(
    sovang: Sovang, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    file = tmp_path / "data" / "sovang.toml"
    file.parent.mkdir(exist_ok=True)
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    said = sovang("due")
    assert said.code == 6
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert sentence in sovang("doctor", "--json").json[0]["finding"]


def test_the_doctor_warns_of_a_misspelt_variable(opened: Sovang, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOVANG_MAIL_FORM", "a@b.example")
    found = [row["finding"] for row in opened("doctor", "--json").json if row["state"] == "warning"]
    assert "không có thiết lập SOVANG_MAIL_FORM; có phải SOVANG_MAIL_FROM?" in found


def test_the_doctor_speaks_vietnamese(opened: Sovang) -> None:
    said = opened("doctor").out
    assert "cảnh báo" in said
    assert "warning" not in said


def test_a_folder_that_is_named_and_not_there_is_not_the_demo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "ledger.db").touch()
    monkeypatch.setenv("SOVANG_DATA", str(tmp_path / "wrong"))
    deployment = Deployment.found(tmp_path / "demo")
    assert not deployment.demo
    with pytest.raises(NotOpened, match="không có thư mục dữ liệu"), served(deployment.settings):
        pass
