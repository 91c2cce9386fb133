"""The registers at the command line: entered with their papers, shown with who checked them, owed by a day."""

from pathlib import Path

import pytest

from desk.setup.file import read_setup
from tests.desk.conftest import Said, Sovang

PAPER = '{"number": "45/QĐ-UBND", "day": "2024-12-10", "issuer": "UBND xã"}'


@pytest.fixture
def na(opened: Sovang, setup_file: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    setup = read_setup(setup_file)
    monkeypatch.setenv("SOVANG_ACTOR", setup.person("mai"))
    return setup.person("na")


def enter(sovang: Sovang, verb: str, *words: str) -> Said:
    return sovang("record", verb, *words, "--document", PAPER, "--as-role", "standing_agency")


def test_each_entry_is_shown_with_its_paper_and_its_checker(opened: Sovang, na: str) -> None:
    said = [
        enter(opened, "grading", "--subject", na, "--year", "2024", "--grade", "hoan_thanh_tot", "--checked-by", "Lát"),
        enter(
            opened, "initiative", "--subject", na, "--year", "2024", "--title", "Tổ học nhóm", "--reach", "grassroots"
        ),
        enter(opened, "discipline", "--subject", na, "--kind", "canh_cao", "--since", "2024-03-01", "--until", "2025-02-28"),
        enter(opened, "absence", "--subject", na, "--year", "2024", "--kind", "unpaid", "--days", "45"),
        enter(opened, "past-award", "--subject", na, "--award", "LDTT", "--award-year", "2023"),
    ]  # fmt: skip
    assert [one.err for one in said if one.code] == []
    shown = opened("record", "show", na, "--json").json
    assert [(one["kind"], one["when"], one["what"]) for one in shown] == [
        ("xếp loại", "2024", "hoàn thành tốt nhiệm vụ"),
        ("sáng kiến", "2024", "Tổ học nhóm (phạm vi cơ sở)"),
        ("kỷ luật", "01/03/2024 - 28/02/2025", "cảnh cáo"),
        ("vắng mặt", "2024", "45 ngày làm việc (unpaid)"),
        ("khen thưởng", "2023", "Lao động tiên tiến"),
    ]
    assert {one["document"] for one in shown} == {"45/QĐ-UBND ngày 10/12/2024 UBND xã"}
    assert [one["checked_by"] for one in shown] == ["Lát", *["chưa kiểm chứng"] * 4]


def test_a_matter_is_named_in_the_laws_words_and_closed(opened: Sovang, na: str) -> None:
    refused = enter(opened, "situation", "--subject", na, "--kind", "gossip", "--since", "2026-05-02")
    assert (refused.code, "Quy định không có trường hợp nào" in refused.err) == (2, True)
    known = refused.err.partition("Các mã đang có: ")[2].strip(".\n").split(", ")
    matter = ("--subject", na, "--kind", known[0], "--since", "2026-05-02")
    assert enter(opened, "situation", *matter).code == 0
    (entry,) = opened("record", "show", na, "--json").json
    assert (entry["kind"], entry["when"]) == ("việc đang xem xét", "02/05/2026 - nay")
    assert entry["what"] != known[0]
    assert enter(opened, "close-matter", *matter, "--until", "2026-06-01").code == 0
    assert opened("record", "show", na, "--json").json[0]["when"] == "02/05/2026 - 01/06/2026"


def test_a_unit_owes_the_years_gradings_until_it_has_handed_them_in(
    opened: Sovang, na: str, setup_file: Path
) -> None:
    assert na
    unit = read_setup(setup_file).unit("thon-1")
    called = enter(
        opened, "call", "--collection", "collection-gradings-2090", "--entries", "gradings", "--year", "2090",
        "--due-on", "2090-12-31", "--units", f'["{unit}"]',
    )  # fmt: skip
    assert called.code == 0, called.err
    title = "Gửi kết quả xếp loại chất lượng năm 2090"
    owed = [duty for duty in opened("due", "--json").json if duty["title"] == title]
    assert [(duty["debtor"], duty["due_on"]) for duty in owed] == [("Thôn 1", "2090-12-31")]
    handed = opened(
        "record", "hand-in", "--collection", "collection-gradings-2090", "--unit", unit, "--nothing", "true",
        "--as-role", "standing_agency",
    )  # fmt: skip
    assert handed.code == 0, handed.err
    assert [duty for duty in opened("due", "--json").json if duty["title"] == title] == []
