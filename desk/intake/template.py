"""The empty form an office fills in: Vietnamese headings, lists to choose from, a page of instructions; no formula."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import xlsxwriter
from sqlmodel import Session, col, select
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from desk.intake.cells import BadCell
from desk.intake.fields import HONOUR, NOMINATION
from desk.intake.words import MERITS, Awards
from desk.requests import BadRequest
from domain.calendar import local_day
from domain.law.book import Rules
from domain.law.rows import Award as AwardRow
from domain.law.rows import DossierItem
from domain.vietnamese.collation import title_order
from projections import tables as t
from workflows.wiring import House

LINES = 1000
"""Rows that have the lists to choose from."""
SHEET, CHOICES, HELP = "Danh sách", "Danh mục", "Hướng dẫn"
WIDE, NARROW = 34, 16
TEXT = "@"
"""Excel's format of text: what is typed stays as typed, 01/02/2024 as well."""
_WIDE = frozenset({"name", "members", "unit", "award", "achievement", "position", "papers"})
_GENERAL = (
    "Mỗi dòng một cá nhân, tập thể hoặc hộ gia đình. Được thêm, bớt, đổi thứ tự cột; cột được nhận theo tên ở dòng tiêu đề.",
    "Tên ghi như trong giấy tờ; hệ thống giữ nguyên cách viết và tự nhận ra Hoà và Hòa là một.",
    "Ngày ghi ngày/tháng/năm, ví dụ 05/03/2024; ngày sinh có thể chỉ ghi năm.",
    "Với hộ gia đình, ghi tên chủ hộ (hoặc “Hộ ông …”), thôn ở cột đơn vị; các thành viên khác cách nhau bằng dấu ;, năm sinh trong ngoặc, ví dụ: Trần Thị B (1985); Trần Văn C (2012).",
    "Không dùng công thức: hãy dán dạng Giá trị.",
    "“Mã người” để trống; chỉ ghi khi hệ thống hỏi: ghi mã của người đã có, hoặc “mới” cho người trùng tên.",
    "Tệp được kiểm tra thử trước khi ghi: mọi lỗi nêu một lần, kèm địa chỉ ô. Có lỗi thì không dòng nào được ghi, trừ khi chọn chỉ ghi các dòng đúng.",
    "Gửi lại tệp sau khi sửa: dòng đã ghi không bị ghi lần nữa.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What a form offers: its title, its columns by field, and the words to choose from."""

    title: str
    columns: Mapping[str, str]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    told: Sequence[str] = ()


def nomination_form(awards: Sequence[str], units: Sequence[str], papers: Sequence[str]) -> Form:
    """Make the form of nominations; without units the file is one unit's."""
    asked = ["name", "kind", "born", "members", "position", "award", "merit", "achievement", "happened", "votes_for", "votes_of",
             "papers", "person"]  # fmt: skip
    if units:
        asked.insert(5, "unit")
    choices = {
        "kind": ("cá nhân", "tập thể", "hộ gia đình"),
        "award": awards,
        "merit": tuple(MERITS),
        "unit": units,
    }
    return Form(
        "DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG",
        {name: NOMINATION[name][0] for name in asked},
        {name: words for name, words in choices.items() if name in asked and words},
        (f"“Giấy tờ kèm theo”: cách nhau bằng dấu ;, trong số: {', '.join(papers)}.",) if papers else (),
    )


def honour_form(awards: Sequence[str], units: Sequence[str]) -> Form:
    """Make the form of past awards."""
    asked = (
        "name",
        "kind",
        "born",
        "members",
        "unit",
        "award",
        "year",
        "number",
        "day",
        "issuer",
        "checked_by",
        "person",
    )
    choices = {"kind": ("cá nhân", "tập thể", "hộ gia đình"), "award": awards, "unit": units}
    return Form(
        "DANH SÁCH KHEN THƯỞNG ĐÃ CÓ",
        {name: HONOUR[name][0] for name in asked},
        {name: words for name, words in choices.items() if words},
        (
            "“Người kiểm chứng”: để trống nếu chưa đối chiếu bản gốc.",
            "Khen thưởng theo năm học: ghi năm như 2023-2024.",
        ),
    )


def nomination_template(house: House, session: Session, award: str | None, unit: str | None) -> bytes:
    """Write the form of nominations for this ledger: its catalogue of today, its units; raises `BadRequest`."""
    rules, day = _rules(house, session), local_day(house.clock.now())
    rows = sorted(rules.every(AwardRow, day), key=lambda row: row.rank)
    if award is not None:
        try:
            rows = [Awards.on(rules, day).named(award)[0]]
        except BadCell as bad:
            raise BadRequest([f"--award: {bad}"]) from bad
    papers = [
        row.name
        for row in rules.every(DossierItem, day)
        if row.place == "nomination" and row.procedure is None
    ]
    form = nomination_form([row.name for row in rows], _units(session, unit), list(dict.fromkeys(papers)))
    return workbook(form)


def honour_template(house: House, session: Session, unit: str | None) -> bytes:
    """Write the form of past awards for this ledger; raises `BadRequest`."""
    rows = sorted(Awards.ever(_rules(house, session)).rows, key=lambda row: row.rank)
    return workbook(honour_form([row.name for row in rows], _units(session, unit)))


def _rules(house: House, session: Session) -> Rules:
    reading = house.handler.reading(session, "system:reader")
    return reading.rules(reading.organisation)


def _units(session: Session, unit: str | None) -> list[str]:
    """Give the names of the open units in their order; none when the whole file is one unit's."""
    if unit is not None:
        if session.get(t.UnitRow, unit) is None:
            raise BadRequest([f"--unit: không có đơn vị {unit} trong sổ"])
        return []
    names = session.exec(select(t.UnitRow.name).where(col(t.UnitRow.closed_on).is_(None))).all()
    return sorted(set(names), key=title_order)


def workbook(form: Form) -> bytes:
    """Write the form as .xlsx; every cell is text."""
    into = io.BytesIO()
    safe = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(into, safe) as book:
        bold = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "num_format": TEXT}
        )
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": TEXT})
        listed, choices, help_ = (book.add_worksheet(name) for name in (SHEET, CHOICES, HELP))
        _list(listed, form, bold, book.add_format({"num_format": TEXT}))
        _choices(listed, choices, form)
        _help(help_, form, bold, wrapped)
    return into.getvalue()


def _list(sheet: Worksheet, form: Form, bold: Format, text: Format) -> None:
    last = len(form.columns)
    sheet.merge_range(0, 0, 0, last, "", bold)
    sheet.write_string(0, 0, form.title, bold)
    sheet.write_string(2, 0, "STT", bold)
    for column, (name, heading) in enumerate(form.columns.items(), 1):
        sheet.write_string(2, column, heading, bold)
        sheet.set_column(column, column, WIDE if name in _WIDE else NARROW, text)
    sheet.freeze_panes(3, 2)


def _choices(sheet: Worksheet, kept: Worksheet, form: Form) -> None:
    """Keep the words on a hidden sheet, since a list inside a cell's rule may have only 255 characters."""
    for at, (name, words) in enumerate(form.choices.items()):
        for row, word in enumerate(words):
            kept.write_string(row, at, word)
        column = list(form.columns).index(name) + 1
        letter = chr(ord("A") + at)
        sheet.data_validation(
            3, column, LINES + 2, column,
            {
                "validate": "list",
                "source": f"='{CHOICES}'!${letter}$1:${letter}${len(words)}",
                "error_type": "warning",
                "error_title": "Ngoài danh mục",
                "error_message": "Hãy chọn trong danh sách, hoặc kiểm tra lại cách viết.",
            },
        )  # fmt: skip
    kept.hide()


def _help(sheet: Worksheet, form: Form, bold: Format, wrapped: Format) -> None:
    sheet.set_column(0, 0, 110)
    sheet.write_string(0, 0, "CÁCH GHI", bold)
    for row, sentence in enumerate((*_GENERAL, *form.told), 1):
        sheet.write_string(row, 0, sentence, wrapped)
