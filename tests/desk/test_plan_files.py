from pathlib import Path

import pytest

from desk.plans.reader import read_plan
from desk.plans.yaml_tree import BadFile, read_file
from domain.movement.launch import launch_gaps

EXAMPLES = Path(__file__).parents[2] / "examples"
GOOD = """\
id: thu
organisation: {name: UBND xã Thử, level: commune}
title: Phong trào thử
forms: [thuong_xuyen]
period: {start: 2024-01, end: 2024-12}
targets:
  - code: T1
    name: Chỉ tiêu một
    unit: ha
    assignments:
      - {measure: at_least, value: 6}
"""


def faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile) as bad:
        read_plan(file)
    return [str(fault) for fault in bad.value.faults]


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


@pytest.mark.parametrize(
    ("name", "targets", "values"),
    [("quang-trung-2024", 43, 48), ("phu-tan-2023", 15, 15), ("an-giang-2023", 0, 0)],
)
def test_the_real_movements_are_read_whole(name: str, targets: int, values: int) -> None:
    plan = read_plan(EXAMPLES / f"{name}.yaml")
    assert (len(plan.targets), sum(len(target.assignments) for target in plan.targets)) == (targets, values)


def test_a_draft_without_number_and_day_lacks_them_for_a_launch() -> None:
    assert launch_gaps(read_plan(EXAMPLES / "quang-trung-2024.yaml")) == ["số văn bản", "ngày ký"]


def test_every_value_of_the_overlay_is_shown_as_an_assumption() -> None:
    overlay = EXAMPLES / "quang-trung-2024.demo.yaml"
    plan = read_plan(EXAMPLES / "quang-trung-2024.yaml", [overlay])
    assert launch_gaps(plan) == []
    assert "number: giả định của bản demo" in plan.assumptions
    assert all(milestone.assumed for milestone in plan.milestones)


def test_rival_assigners_additive_parts_and_ambiguity_are_kept_as_such() -> None:
    targets = {target.code: target for target in read_plan(EXAMPLES / "quang-trung-2024.yaml").targets}
    assert [str(one.value) for one in targets["QT19"].assignments] == ["95.52", "90"]
    assert [str(part.value) for part in targets["QT15"].assignments[0].parts] == ["7.186", "29.334"]
    assert targets["QT13"].assignments[0].measure == "both_ways"
    assert "12 households" in (targets["QT17b"].ambiguity or "")


def test_a_month_stays_a_month_and_a_round_without_dates_stays_undated() -> None:
    rounds = {one.code: one for one in read_plan(EXAMPLES / "phu-tan-2023.yaml").rounds}
    assert (rounds["dot-1"].span.start, rounds["dot-1"].span.end) == ("2023-01", "2023-06")
    assert not rounds["dot-dac-biet"].span.dated


def test_a_good_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(GOOD, encoding="utf-8")
    assert read_plan(file).targets[0].code == "T1"


def test_each_fault_has_its_line_and_a_sentence(tmp_path: Path) -> None:
    bad = changed("title:", "titel:").replace("value: 6", "value: sáu").replace("commune", "xã")
    assert faults(tmp_path, bad) == [
        "dòng 1: thiếu mục “title”",
        "dòng 2: “organisation.level” phải là một trong: 'commune', 'district', 'province', 'ministry', 'agency'",
        "dòng 3: không có mục nào tên “titel”; có phải “title”?",
        "dòng 11: “targets[1].assignments[1].value” phải là một số, dấu thập phân là dấu chấm",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "start: 2024-01",
            "start: 2024-13",
            "“period.start” phải là năm, năm-tháng hoặc năm-tháng-ngày, ví dụ 2024-06",
        ),
        ("end: 2024-12", "end: 2023-12", "thời gian kết thúc trước khi bắt đầu"),
        ("[thuong_xuyen]", "[]", "“forms” cần ít nhất một phần tử"),
        ("[thuong_xuyen]", "thuong_xuyen", "“forms” phải là một danh sách, mỗi phần tử bắt đầu bằng dấu “-”"),
        ("code: T1", "code: T 1", "“targets[1].code” chỉ gồm chữ không dấu, số và các dấu . _ : / -"),
        (", value: 6", "", "chỉ tiêu T1: thiếu mục “value”"),
        ("title: Phong trào thử", "title: Phong trào thử\ntitle: Hai lần", "mục “title” ghi hai lần"),
        ("unit: ha", "unit: &a ha", "không dùng neo (& và *) trong tệp kế hoạch"),
    ],
)
def test_a_single_fault_is_said_in_a_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert [fault.split(": ", 1)[1] for fault in faults(tmp_path, changed(old, new))] == [sentence]


def test_what_is_not_yaml_at_all_is_refused_with_its_line(tmp_path: Path) -> None:
    assert faults(tmp_path, "id: [")[0].startswith("dòng ")
    assert faults(tmp_path, "- a\n- b\n") == ["dòng 1: tệp phải gồm các mục “tên: giá trị”"]


def test_numbers_are_never_floats(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    file.write_text(changed("value: 6", "value: 95.52"), encoding="utf-8")
    assert str(read_plan(file).targets[0].assignments[0].value) == "95.52"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("a: " + "[" * 41 + "]" * 41, "lồng nhau"), ("a: 1\nb: [2", "thụt đầu dòng"), ("a" * 1_000_001, "1 MB")],
)
def test_a_file_that_no_clerk_wrote_is_refused_in_a_sentence(
    tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "plan.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=sentence):
        read_file(tmp_path / "plan.yaml")
