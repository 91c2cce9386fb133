"""`sovang law`: shown with its origin, checked before anybody works by it, compared between days."""

import json
from pathlib import Path

import pytest

from desk.setup.file import read_setup
from domain.law.book import BrokenLaw
from tests.desk.conftest import Sovang

DEMO = Path(__file__).parents[2] / "examples" / "demo-2024" / "rules.toml"
QUORUM = """\
quorum = [{ numerator = 2, denominator = 3, from = 2024-01-05, document = "Quy chế 01", evidence = "local", source = "s" }]
"""


def test_check_is_clean_without_a_ledger_and_on_a_new_one(sovang: Sovang, setup_file: Path) -> None:
    alone = sovang("law", "check")
    assert alone.code == 0
    assert "bảng kèm theo chương trình" in alone.err
    assert sovang("init", setup_file).code == 0
    kept = sovang("law", "check", "--json")
    assert (kept.code, kept.json) == (0, [])


@pytest.mark.parametrize("nothing", ["", "# chưa có gì\n", "quorum = []\n", '[every_row]\nsource = "s"\n'])
def test_a_file_without_a_rule_is_refused(sovang: Sovang, tmp_path: Path, nothing: str) -> None:
    file = tmp_path / "quy-che.toml"
    file.write_text(nothing, encoding="utf-8")
    said = sovang("law", "check", file)
    assert (said.code, "không có dòng quy định nào" in said.err) == (2, True)


def test_check_tells_which_rows_only_people_read(sovang: Sovang) -> None:
    said = sovang("law", "check", "--shipped")
    assert (said.code, "chỉ để tra cứu" in said.err) == (0, True)
    listed = sovang("law", "check", "--shipped", "--shown", "--json")
    assert listed.code == 0
    assert {row["kind"] for row in listed.json} == {"chỉ tra cứu"}
    assert ("time_limit", "whole_procedure/CSTDCS/commune") in {
        (row["table"], row["rule"]) for row in listed.json
    }


def test_check_of_an_overlay_file_over_what_is_in_force(sovang: Sovang, tmp_path: Path) -> None:
    assert sovang("law", "check", DEMO).code == 0
    low = tmp_path / "quy-che.toml"
    low.write_text(
        QUORUM.replace(
            "quorum = [{ numerator = 2, denominator = 3,",
            'vote_share = [{ award = "CSTDCS", percent = 50, base = "all_members",',
        ),
        encoding="utf-8",
    )
    said = sovang("law", "check", low, "--json")
    assert said.code == 5
    (fault,) = json.loads(said.out)
    assert (fault["kind"], fault["table"]) == ("thấp hơn luật", "vote_share")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            QUORUM.replace("denominator = 3", 'denominator = "ba"'),
            "quy-che.toml: bảng quorum, dòng 1: “denominator” phải là một số nguyên",
        ),
        ("quorum = [", "quy-che.toml: không phải TOML hợp lệ"),
    ],
)
def test_a_broken_file_is_told_with_file_row_and_field(
    sovang: Sovang, tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "quy-che.toml"
    file.write_text(text, encoding="utf-8")
    said = sovang("law", "check", file)
    assert said.code == 2
    assert told in said.err


def test_a_file_that_is_not_there_is_a_usage_error(sovang: Sovang, tmp_path: Path) -> None:
    assert sovang("law", "check", tmp_path / "khong-co.toml").code == 2


def test_a_broken_law_of_the_program_stops_init_and_the_doctor_names_it(
    sovang: Sovang, setup_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> dict[str, object]:
        raise BrokenLaw("votes.toml: bảng quorum, dòng 1: numerator: Field required")

    monkeypatch.setattr("workflows.opening.shipped_law", broken)
    monkeypatch.setattr("desk.checkup.shipped_law", broken)
    stopped = sovang("init", setup_file)
    assert stopped.code == 2
    assert "votes.toml: bảng quorum, dòng 1" in stopped.err
    found = {one["check"]: one for one in json.loads(sovang("doctor", "--json").out)}
    assert found["bảng quy định"]["state"] == "fault"


def test_show_tells_basis_evidence_and_origin(opened: Sovang) -> None:
    lines = opened("law", "show", "--at", "2025-07-01", "--award", "CSTDCS", "--json").json
    commune = next(line for line in lines if line["key"].startswith("CSTDCS/commune"))
    assert (commune["basis"], commune["evidence"], commune["source"], commune["layer"]) == (
        "Đ59 NĐ 129/2025/NĐ-CP", "đã kiểm chứng", "S154, S176", "quốc gia: viet-nam",
    )  # fmt: skip
    shares = [line for line in lines if line["question"] == "Tỷ lệ phiếu"]
    assert not any(line["decides"] for line in shares)
    assert any("[[vote_share]]" in line["said"] for line in shares)
    told = opened("law", "show", "--at", "2025-07-01", "--award", "CSTDCS").out
    assert "[[vote_share]]" in told
    assert "Đ59 NĐ 129/2025/NĐ-CP; đã kiểm chứng; nguồn S154, S176; quốc gia: viet-nam; từ 2025-07-01" in told
    assert "xếp loại năm từ hoàn thành xuất sắc nhiệm vụ trở lên" in told


def test_show_knows_today_the_unit_and_the_catalogue(opened: Sovang, setup_file: Path) -> None:
    unit = read_setup(setup_file).unit("thon-1")
    assert opened("law", "show", "--award", "LDTT", "--unit", unit).code == 0
    assert opened("law", "show", "--unit", "unit-khong-co").code == 3
    assert opened("law", "show", "--shipped", "--unit", unit).code == 2
    unknown = opened("law", "show", "--award", "ABC")
    assert unknown.code == 3
    assert "LDTT" in unknown.err
    assert opened("law", "show", "--at", "mai").code == 2


def test_diff_tells_before_and_after(sovang: Sovang) -> None:
    changes = sovang("law", "diff", "2025-06-30", "2025-07-01", "--award", "GK", "--shipped", "--json").json
    paid = next(change for change in changes if change["key"] == "GK/cá nhân, cấp xã")
    assert paid["before"].startswith("360.000 đ")
    assert paid["after"].startswith("710.000 đ")
    collective = next(change for change in changes if change["key"] == "GK/tập thể, cấp xã")
    assert collective["before"] == "chưa có quy định"
    assert sovang("law", "diff", "2025-06-30", "2025-06-30", "--shipped", "--json").json == []
