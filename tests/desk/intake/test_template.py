"""The empty form says what the reader reads, and nothing in it is ever live."""

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.intake.fields import HONOUR, NOMINATION
from desk.intake.read import sheets_of
from desk.intake.table import NAME, find_table
from desk.intake.template import Form, honour_form, nomination_form, nomination_template, workbook
from desk.requests import BadRequest
from desk.setup.file import read_setup
from tests.desk.conftest import Sovang
from tests.desk.intake.books import book, cells_with_formulas, people
from tests.workflows.handle.offices import Office

LIVE = ("=1+1", '=HYPERLINK("http://x.example","An")', "+1", "-An", "@SUM(A1)", "\t=1", "\r=1", "=cmd|'/c calc'!A0",
        "http://x.example", "mailto:x@x.example")  # fmt: skip


@pytest.mark.parametrize(
    ("form", "titles"),
    [
        (nomination_form(["Giấy khen"], ["Thôn 1"], ["báo cáo"]), NOMINATION),
        (honour_form(["Giấy khen"], ["Thôn 1"]), HONOUR),
    ],
)
def test_the_reader_knows_every_column_of_the_form(form: Form, titles: dict[str, tuple[str, ...]]) -> None:
    sheets = sheets_of(workbook(form), "mau.xlsx")
    assert [sheet.name for sheet in sheets] == ["Danh sách", "Hướng dẫn"]
    table = find_table(sheets[0], titles, (NAME,))
    assert table is not None
    assert list(table.columns) == list(form.columns)
    assert list(table.lines()) == []
    assert find_table(sheets[1], titles, (NAME,)) is None


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(LIVE), st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")))
        )
    )
)
def test_no_words_become_a_formula_or_a_link(words: list[str]) -> None:
    told = [*LIVE, *words]
    content = workbook(Form("=1+1", {"name": "=2+2", "award": "@Họ"}, {"award": told}, told))
    assert cells_with_formulas(content) == []


def test_the_check_would_see_a_formula() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        made.writestr("xl/worksheets/sheet1.xml", "<c><f>1+1</f></c>")
    assert cells_with_formulas(content.getvalue())


def test_a_unit_named_like_a_formula_stays_words(office: Office) -> None:
    office.do(office.unit("x", '=HYPERLINK("http://x.example")'))
    with office.ledger.database.session() as session:
        content = nomination_template(office.house, session, "GK", None)
        with pytest.raises(BadRequest, match="--award"):
            nomination_template(office.house, session, "Không có", None)
        with pytest.raises(BadRequest, match="--unit"):
            nomination_template(office.house, session, None, "unit-khong-co")
    assert cells_with_formulas(content) == []
    assert b"HYPERLINK" in zipfile.ZipFile(BytesIO(content)).read("xl/sharedStrings.xml")


def test_the_form_of_one_unit_has_no_column_for_units(office: Office) -> None:
    with office.ledger.database.session() as session:
        whole = sheets_of(nomination_template(office.house, session, None, None), "a")
        one = sheets_of(nomination_template(office.house, session, None, "unit-home"), "b")
    assert "Đơn vị" in whole[0].rows[2]
    assert "Đơn vị" not in one[0].rows[2]


def test_from_the_command_line_out_and_in_again(opened: Sovang, setup_file: Path, tmp_path: Path) -> None:
    mai = read_setup(setup_file).person("mai")
    file = book(
        tmp_path / "ds.xlsx", people(("Lê Ví Dụ Hòa", "1970", "Thôn 1", "Giấy khen", "phong trào", "ao cá"))
    )
    sent = (
        "nomination",
        "import",
        file,
        "--year",
        "2024",
        "--as",
        mai,
        "--as-role",
        "standing_agency",
        "--json",
    )
    assert opened(*sent, "--dry-run").json["recorded"] is False
    assert opened(*sent).json["recorded"] is True
    assert opened(*sent).json["already"] == 1
    bad = book(
        tmp_path / "xau.xlsx", people(("Lê Ví Dụ Hòa", "1970", "Thôn 9", "Giấy khen", "phong trào", "ao cá"))
    )
    said = opened("nomination", "import", bad, "--as", mai, "--as-role", "standing_agency")
    assert said.code == 2
    assert "ô D2" in said.err
    assert json.loads(opened("nomination", "duplicates", "--json").out) == []
