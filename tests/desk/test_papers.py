"""Attaching from the command line: by what a file is, sealed, listed, printed as it was, and watched by the audit."""

import io
import sys
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from tests.desk.conftest import Said, Sovang
from tests.desk.uploads.files import pdf

DOSSIER = "nomination-na"
CONTENT = pdf(b"1 0 obj (Quach Thu Na) endobj\n")


@pytest.fixture
def mai(setup_file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    who = read_setup(setup_file).person("mai")
    monkeypatch.setenv("SOVANG_ACTOR", who)
    return who


@pytest.fixture
def drafted(opened: Sovang, setup_file: Path, mai: str) -> Sovang:
    setup = read_setup(setup_file)
    drafting = opened(
        "nomination", "draft", "--nomination", DOSSIER, "--subject", setup.person("na"), "--subject-kind", "person",
        "--award", "GK", "--stated-kind", "form", "--merit", "phong_trao", "--award-year", "2024",
        "--unit", setup.unit("thon-1"), "--as-role", "standing_agency",
    )  # fmt: skip
    assert drafting.code == 0, drafting.err
    return opened


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "Báo cáo.pdf"
    file.write_bytes(CONTENT)
    return file


def attach(sovang: Sovang, file: Path, *more: str) -> Said:
    return sovang(
        "nomination", "attach", DOSSIER, file, "--kind", "bao_cao", "--as-role", "standing_agency", *more
    )


def printed(sovang: Sovang, hash_: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Said, bytes]:
    """Run `nomination paper` with a stdout that takes bytes."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        said = sovang("nomination", "paper", DOSSIER, hash_)
    out.flush()
    return said, out.buffer.getvalue()


def test_a_file_is_attached_listed_and_printed_as_it_was(
    drafted: Sovang, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = attach(drafted, scan, "--title", "Báo cáo thành tích")
    assert (said.code, "đã ghi" in said.err) == (0, True)
    (paper,) = drafted("nomination", "papers", DOSSIER, "--json").json
    assert (paper["kind"], paper["title"], paper["name"]) == ("bao_cao", "Báo cáo thành tích", "Báo cáo.pdf")
    assert (paper["media"], paper["size"]) == ("application/pdf", len(CONTENT))
    assert printed(drafted, paper["sha256"][:12], monkeypatch)[1] == CONTENT
    assert printed(drafted, paper["sha256"][:7], monkeypatch)[0].code == 3


def test_the_name_says_pdf_and_the_bytes_say_program(drafted: Sovang, tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(b"MZ" + bytes(100))
    said = attach(drafted, file)
    assert said.code == 1
    assert "Không nhận ra loại tệp" in said.err
    assert drafted("nomination", "papers", DOSSIER, "--json").json == []


def test_a_file_over_the_offices_own_limit_is_refused_with_both_sizes(drafted: Sovang, scan: Path) -> None:
    rules = '[{"media": "application/pdf", "most_bytes": 10}]'
    adopted = drafted("law", "adopt-attachment-rules", "--accepted", rules, "--as-role", "standing_agency")
    assert adopted.code == 0, adopted.err
    assert "quá mức 0,0 MB" in attach(drafted, scan).err
    assert drafted("db", "upgrade").code == 0
    assert attach(drafted, scan).code == 1


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_what_is_no_file_is_a_usage_error(drafted: Sovang, tmp_path: Path, what: str) -> None:
    assert attach(drafted, tmp_path if what == "folder" else tmp_path / "khong-co.pdf").code == 2


def test_an_unknown_dossier_takes_nothing(opened: Sovang, mai: str, scan: Path) -> None:
    assert mai
    assert attach(opened, scan).code == 3


def test_the_audit_misses_a_file_and_the_sweep_takes_strays(
    drafted: Sovang, scan: Path, tmp_path: Path
) -> None:
    attach(drafted, scan)
    blobs = tmp_path / "data" / "blobs"
    (stored,) = blobs.glob("??/*")
    stray = blobs / "ab"
    stray.mkdir(exist_ok=True)
    (stray / ("ab" + "0" * 62)).write_bytes(b"stray")
    assert drafted("db", "sweep", "--dry-run", "--json").json["removed"] == ["ab" + "0" * 62]
    assert drafted("db", "sweep").code == 0
    assert stored.exists()
    assert drafted("audit", "verify").code in {0, 3, 5}
    stored.unlink()
    assert "không còn trong kho" in drafted("audit", "verify").out
