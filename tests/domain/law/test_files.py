"""Law files: what a file says of all its rows, awards named together, and faults told with file, table and row."""

import pytest

from domain.law.book import BrokenLaw, parse_tables
from domain.law.files import read_file, read_files

SHARED = 'every_row = { from = 2024-01-05, document = "Quy chế 01", evidence = "local", source = "s" }\n'


def test_a_row_says_what_all_rows_of_its_file_say_unless_it_says_otherwise() -> None:
    text = (
        SHARED
        + 'quorum = [{ numerator = 2, denominator = 3 }, { numerator = 1, denominator = 2, evidence = "memory" }]'
    )
    first, second = read_file("a.toml", text)["quorum"]
    assert (first["from"], first["document"], first["evidence"]) == ("2024-01-05", "Quy chế 01", "local")
    assert second["evidence"] == "memory"


def test_a_row_of_several_awards_stands_for_one_of_each() -> None:
    rows = read_file("a.toml", SHARED + 'publication = [{ awards = ["LDTT", "GK"], working_days = 5 }]')
    assert [(row["award"], row["working_days"]) for row in rows["publication"]] == [("LDTT", 5), ("GK", 5)]


def test_the_tables_of_several_files_are_one() -> None:
    quorum = SHARED + "quorum = [{ numerator = 2, denominator = 3 }]"
    assert len(read_files([("a.toml", quorum), ("b.toml", quorum)])["quorum"]) == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("quorum = [", "a.toml: không phải TOML hợp lệ"),
        ("quoram = []", "a.toml: không có bảng nào tên quoram"),
        ("quorum = 3", "a.toml: bảng quorum phải là danh sách dòng"),
        ("quorum = [3]", "a.toml: bảng quorum, dòng 1: phải là các cặp tên = giá trị"),
        ("quorum = [{ numerator = 2 }]", "a.toml: bảng quorum, dòng 1: thiếu “from”"),
        (
            SHARED + 'quorum = [{ numerator = 2, denominator = 3 }, { numerator = "x", denominator = 3 }]',
            "a.toml: bảng quorum, dòng 2: “numerator” phải là một số nguyên",
        ),
        (
            SHARED + "quorum = [{ numerator = 2, denominator = 3, until = 2023-01-01 }]",
            "a.toml: bảng quorum, dòng 1: “dòng”: ngày hết hiệu lực (until) trước ngày bắt đầu",
        ),
    ],
)
def test_a_fault_is_told_with_file_table_row_and_field(text: str, said: str) -> None:
    with pytest.raises(BrokenLaw) as fault:
        read_file("a.toml", text)
    assert str(fault.value).startswith(said)


def test_a_table_that_is_no_list_is_refused_however_it_comes() -> None:
    with pytest.raises(BrokenLaw, match="phải là danh sách dòng"):
        parse_tables({"quorum": {"numerator": 2}})
