"""A village's set from draft to receipt, and what is seen of its way back and its corrections."""

import json
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from tests.desk.conftest import Said, Sovang
from tests.desk.uploads.files import pdf

DOSSIER, SET = "nomination-na", "submission-thon-1"


@pytest.fixture
def mai(opened: Sovang, setup_file: Path, monkeypatch: pytest.MonkeyPatch) -> Sovang:
    """Somebody of the standing agency at the command line."""
    monkeypatch.setenv("SOVANG_ACTOR", read_setup(setup_file).person("mai"))
    return opened


def staff(sovang: Sovang, *words: object) -> Said:
    said = sovang(*words, "--as-role", "standing_agency")
    assert said.code == 0, said.err
    return said


@pytest.fixture
def received(mai: Sovang, setup_file: Path, tmp_path: Path) -> Sovang:
    """A village without an account: Mai types its dossier and its set, with the scan of the minutes."""
    setup = read_setup(setup_file)
    unit = setup.unit("thon-1")
    staff(
        mai, "nomination", "draft", "--nomination", DOSSIER, "--subject", setup.person("na"), "--subject-kind",
        "person", "--award", "GK", "--stated-kind", "title", "--merit", "phong_trao", "--award-year", "2024",
        "--unit", unit, "--achievement", "Hiến đất làm đường.",
    )  # fmt: skip
    staff(mai, "submission", "draft", "--submission", SET, "--unit", unit)
    scan = tmp_path / "bien ban.pdf"
    scan.write_bytes(pdf())
    staff(mai, "submission", "attach", SET, scan, "--kind", "bien_ban")
    lines = json.dumps([{"nomination": DOSSIER, "votes_for": 21, "votes_of": 24}])
    staff(
        mai, "submission", "receive", "--submission", SET, "--unit", unit, "--lines", lines, "--arrived", "2024-11-30",
        "--papers", '[{"kind": "to_trinh"}]',
    )  # fmt: skip
    return mai


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_a_villages_receipt_tells_papers_without_numbers_the_day_they_came_and_who_typed(
    received: Sovang,
) -> None:
    said = received("submission", "receipt", SET)
    assert said.code == 0
    assert said.out.startswith("GIẤY BIÊN NHẬN HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG\nNơi nhận: UBND xã Thử\n")
    for told in (
        "Đơn vị nộp: Thôn 1\n",
        "Ngày hồ sơ đến: 30/11/2024\n",
        "Vũ Thử Mai (nhập thay từ hồ sơ giấy)\n",
        "- biên bản bình xét\n- tờ trình\n",
        "1. Quách Thử Na: Giấy khen; phiếu đồng ý 21/24\n",
    ):
        assert told in said.out
    told_as_json = received("submission", "receipt", SET, "--json").json
    assert (told_as_json["arrived"], told_as_json["typed_for_unit"]) == ("2024-11-30", True)


def test_sets_are_listed_from_draft_to_withdrawal(received: Sovang, setup_file: Path) -> None:
    other = read_setup(setup_file).unit("thon-1")
    staff(received, "submission", "draft", "--submission", "submission-thon-1-dot-2", "--unit", other)
    listed = received("submission", "list", "--json").json
    assert [(one["unit"], one["stage"], one["lines"]) for one in listed] == [
        ("Thôn 1", "received", 1),
        ("Thôn 1", "draft", 0),
    ]
    [drafted] = received("submission", "list", "--stage", "draft", "--json").json
    assert drafted["submission"] == "submission-thon-1-dot-2"
    staff(
        received, "submission", "withdraw", "--submission", "submission-thon-1-dot-2", "--reason", "Nộp sau."
    )
    listed = received("submission", "list", "--unit", other, "--json").json
    assert [one["stage"] for one in listed] == ["received", "withdrawn"]
    assert received("submission", "list", "--unit", "unit-khac", "--json").json == []
    assert received("submission", "list", "--stage", "draft", "--json").json == []
    assert "Thôn 1" in received("submission", "list").out


def test_what_is_no_received_set_has_no_receipt(received: Sovang) -> None:
    assert received("submission", "receipt", "submission-khong-co").code == 3
    assert received("submission", "receipt", DOSSIER).code == 3


def test_the_scan_of_the_minutes_is_listed_with_the_set_and_with_each_dossier(received: Sovang) -> None:
    (scan,) = [one for one in received("submission", "papers", SET, "--json").json if one["sha256"]]
    assert (scan["kind"], scan["name"]) == ("bien_ban", "bien ban.pdf")
    assert scan in received("nomination", "papers", DOSSIER, "--json").json


def test_nothing_differs_before_anything_was_changed(received: Sovang) -> None:
    assert received("nomination", "diff", DOSSIER, "--json").json == []
    assert received("nomination", "diff", "nomination-khong-co", "--json").code == 3


def test_the_difference_tells_what_was_asked_and_what_was_changed_by_whom(received: Sovang) -> None:
    staff(
        received, "nomination", "send-back", "--nomination", DOSSIER, "--fields", '["stated_kind", "bao_cao"]'
    )
    staff(
        received, "submission", "supply", "--submission", SET, "--papers", '[{"kind": "danh_sach"}]', "--lines",
        json.dumps([{"nomination": DOSSIER, "votes_for": 22, "votes_of": 24}]),
    )  # fmt: skip
    staff(
        received, "nomination", "resubmit", "--nomination", DOSSIER, "--stated-kind", "form", "--achievement",
        "Hiến 200 m² đất làm đường.", "--papers", '[{"kind": "bao_cao"}]',
    )  # fmt: skip
    told = received("nomination", "diff", DOSSIER, "--json").json
    asked = [(one["version"], one["field"]) for one in told if one["asked"]]
    assert asked == [(1, "tên gọi danh hiệu thi đua hay hình thức khen thưởng"), (1, "báo cáo thành tích")]
    changed = {one["field"]: (one["before"], one["after"]) for one in told if not one["asked"]}
    assert changed == {
        "giấy tờ chung của bộ": (None, "danh_sach"),
        "số phiếu của đơn vị": ("21/24", "22/24"),
        "tên gọi": ("danh hiệu thi đua", "hình thức khen thưởng"),
        "thành tích": ("Hiến đất làm đường.", "Hiến 200 m² đất làm đường."),
        "giấy tờ": (None, "báo cáo thành tích"),
    }
    assert {one["version"] for one in told if not one["asked"]} == {2}
    assert {one["by"] for one in told} == {"Vũ Thử Mai"}
    assert (
        "lần 2: số phiếu của đơn vị: “21/24” → “22/24” (Vũ Thử Mai"
        in received("nomination", "diff", DOSSIER).out
    )


def test_a_list_upward_needs_somebody_on_it(received: Sovang) -> None:
    said = received(
        "submission", "consolidate", "--award", "GK", "--to-unit", "unit-huyen", "--signed-on", "2024-12-26",
        "--as-role", "authority",
    )  # fmt: skip
    assert said.code == 3
    assert "chưa có hồ sơ" in said.err
