"""A council's own rules: recorded with their scan, opened by whoever sits under them, and by nobody else."""

import io
import sys
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from tests.desk.conftest import Said, Sovang
from tests.desk.uploads.files import pdf

SCAN = pdf(b"1 0 obj (Quy che lam viec) endobj\n")
COUNCIL = "council-xa-thu"
RULES = ("--overlay", "quy-che", "--number", "01/QC-HĐTĐKT", "--day", "2024-01-05", "--issuer", "UBND xã Thử")


@pytest.fixture
def established(opened: Sovang, setup_file: Path, monkeypatch: pytest.MonkeyPatch) -> Sovang:
    setup = read_setup(setup_file)
    monkeypatch.setenv("SOVANG_ACTOR", setup.person("mai"))
    paper = '{"number": "02/QĐ-UBND", "day": "2024-01-05"}'
    said = opened(
        "session", "establish", "--council", COUNCIL, "--unit", setup.unit("ubnd"), "--name", "Hội đồng xã Thử",
        "--document", paper, "--term-from", "2024-01-05", "--as-role", "standing_agency",
    )  # fmt: skip
    assert said.code == 0, said.err
    return opened


def adopt(sovang: Sovang, *more: object) -> Said:
    return sovang("session", "adopt-rules", COUNCIL, *RULES, "--as-role", "standing_agency", *more)


def scan(folder: Path, content: bytes = SCAN) -> Path:
    file = folder / "quy-che.pdf"
    file.write_bytes(content)
    return file


def given_back(sovang: Sovang, hash_: str, monkeypatch: pytest.MonkeyPatch) -> bytes:
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        assert sovang("session", "rules-file", COUNCIL, hash_).code == 0
    out.flush()
    return out.buffer.getvalue()


def test_the_rules_are_recorded_with_number_day_and_scan_and_given_back_as_they_were(
    established: Sovang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert adopt(established, "--file", scan(tmp_path)).code == 0
    (rules,) = established("session", "rules", COUNCIL, "--json").json
    assert (rules["number"], rules["day"], rules["issuer"]) == ("01/QC-HĐTĐKT", "2024-01-05", "UBND xã Thử")
    assert (rules["media"], rules["key"]) == ("application/pdf", f"{COUNCIL}/evidence")
    assert given_back(established, rules["sha256"][:12], monkeypatch) == SCAN
    stored = (tmp_path / "data" / "blobs").rglob(rules["sha256"])
    assert [SCAN in file.read_bytes() for file in stored] == [False]


def test_a_scan_may_come_later_and_what_is_no_scan_is_refused(established: Sovang, tmp_path: Path) -> None:
    assert adopt(established).code == 0
    assert adopt(established, "--file", scan(tmp_path, b"<script>alert(1)</script>")).code == 1
    assert adopt(established, "--file", scan(tmp_path)).code == 0
    later, first = established("session", "rules", COUNCIL, "--json").json
    assert (first["sha256"], later["sha256"] is None) == (None, False)
