"""The list inside a sheet: where its heading is, what each column means, which rows are lines."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desk.intake.fields import HEADS
from desk.intake.sheets import Cell, Sheet
from domain.vietnamese.folding import search_key

NAME = "name"
"""The field that every line has."""
LOOK_DOWN = 40
"""How many rows may stand above the heading: the office, the title, the paper it belongs to."""
TALLEST = 3
"""How many rows a heading may have."""
Titles = Mapping[str, Sequence[str]]
"""What a column may be called, field by field; compared without marks, case, brackets and signs."""
_BRACKETS = re.compile(r"\([^)]*\)|\*")
_SIGNS = re.compile(r"[^a-z0-9 ]+")
_NUMBERING = re.compile(r"\(?[0-9a-zA-Z]{1,2}\)?")
_FEWEST_NUMBERED = 3
_SEXES = frozenset({"nam", "nu"})
"""Năm sinh often stands over two columns, Nam and Nữ; without marks the first would be a year."""
_SECTION_MARK = re.compile(r"[IVXLC]+\.?|[A-E][.)]|[A-E]")
_SECTION = re.compile(r"([ivxlc]+|[a-e])\s*[.)\-:/]\s*\S")
_KINDS = {"tap the": "collective", "ca nhan": "person", "ho gia dinh": "household"}
_ENDS = (
    "nguoi lap", "lap bieu", "tong cong", "tong so", "an dinh", "danh sach nay", "noi nhan", "thu truong",
    "tm", "kt", "xac nhan", "ky ten", "ghi chu", "chu tich",
)  # fmt: skip
"""How the foot of a paper begins; a line of the list never does."""
_SUM = "cong"
"""The foot's word that many names begin with too."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: the cells of each field, and the last section title above it."""

    row: int
    cells: Mapping[str, tuple[tuple[int, Cell], ...]]
    section: str | None = None
    section_kind: str | None = None

    def column(self, field: str) -> int | None:
        """Give the first column of a field that the sheet has."""
        columns = self.cells.get(field)
        return columns[0][0] if columns else None


@dataclass(frozen=True, slots=True)
class Table:
    """A list in a sheet: its columns by field, the row behind its heading, and where its foot begins."""

    sheet: Sheet
    columns: Mapping[str, tuple[int, ...]]
    first: int
    end: int
    foot: str | None = None
    kind: str | None = None
    """What every line is about, when the heading over the names says it."""

    def lines(self) -> Iterator[Line]:
        """Give the lines; empty rows, section titles and rows that hold only a number are none."""
        section, kind = None, self.kind
        for row in range(self.first, self.end):
            cells = {
                field: tuple((column, self.sheet.cell(row, column)) for column in columns)
                for field, columns in self.columns.items()
            }
            filled = {field for field, found in cells.items() if any(value is not None for _, value in found)}
            title = _section(self.sheet, row, filled)
            if title is not None:
                section, kind = title, _kind(title) or kind
            elif filled:
                yield Line(row, cells, section, kind)


def heading_key(text: str) -> str:
    """Give what a heading is compared by."""
    return " ".join(_SIGNS.sub(" ", search_key(_BRACKETS.sub(" ", text))).split())


def find_table(sheet: Sheet, titles: Titles, required: Sequence[str]) -> Table | None:
    """Find the list whose heading, of one row or two, has most of the fields and all that are required."""
    known = {heading_key(title): field for field, called in titles.items() for title in called}
    found = [
        (len(columns), -row, -height, columns)
        for row in range(min(LOOK_DOWN, len(sheet.rows)))
        for height in range(1, TALLEST + 1)
        if _is_whole(sheet, row, height)
        and set(required) <= (columns := _columns(_heading(sheet, row, height), known)).keys()
        and (height == 1 or _goes_on(sheet, row + 1, columns))
    ]
    if not found:
        return None
    _, row, height, columns = max(found, key=lambda one: one[:3])
    above = _heading(sheet, -row, -height)[columns[NAME][0]]
    kind = "household" if {heading_key(head) for head in HEADS} & set(above) else None
    first = -row - height
    if first < len(sheet.rows) and _is_numbering(sheet, first):
        first += 1
    end, foot = _end(sheet, first, columns)
    return Table(sheet, columns, first, end, foot, kind)


def _heading(sheet: Sheet, row: int, height: int) -> list[list[str]]:
    """Give the words above each column, from the top; a joined cell speaks for all its columns."""
    spread = {
        (covered, column): (top, left)
        for (top, left), (bottom, right) in sheet.merged
        if row <= bottom and top < row + height
        for covered in range(max(top, row), min(bottom, row + height - 1) + 1)
        for column in range(left, right + 1)
    }
    width = max((len(cells) for cells in sheet.rows[row : row + height]), default=0)
    above = []
    for column in range(width):
        places = dict.fromkeys(spread.get((at, column), (at, column)) for at in range(row, row + height))
        cells = [sheet.cell(*place) for place in places]
        above.append([heading_key(text) for text in cells if isinstance(text, str)])
    return above


def _columns(heading: Sequence[Sequence[str]], known: Mapping[str, str]) -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for column, told in enumerate(heading):
        words = [word for word in told if word not in _SEXES or len(told) == 1]
        asked = [words[-1], " ".join(words), words[0]] if words else []
        field = next((field for field in (_field(text, known) for text in asked) if field), None)
        if field is not None:
            found[field] = (*found.get(field, ()), column)
    return found


def _field(text: str, known: Mapping[str, str]) -> str | None:
    """Match a heading: as called, or beginning so; the longest counts."""
    if text in known:
        return known[text]
    begun = [title for title in known if text.startswith(f"{title} ")]
    return known[max(begun, key=len)] if begun else None


def _is_whole(sheet: Sheet, row: int, height: int) -> bool:
    """Say whether no joined cell of these rows reaches below them."""
    return row + height <= len(sheet.rows) and all(
        bottom < row + height for (top, _), (bottom, _) in sheet.merged if row <= top < row + height
    )


def _goes_on(sheet: Sheet, row: int, columns: Mapping[str, Sequence[int]]) -> bool:
    """Say whether a row may go on with the heading above: it has words, and none under the name."""
    cells = [value for _, value in sheet.filled(row)]
    return all(isinstance(value, str) for value in cells) and not any(
        sheet.cell(row, column) for column in columns[NAME]
    )


def _is_numbering(sheet: Sheet, row: int) -> bool:
    """Say whether a row only numbers the columns: (1) (2) (3), or A B 1 2."""
    told = [f"{value:g}" if isinstance(value, float) else str(value) for _, value in sheet.filled(row)]
    return len(told) >= _FEWEST_NUMBERED and all(_NUMBERING.fullmatch(text) for text in told)


def _section(sheet: Sheet, row: int, filled: set[str]) -> str | None:
    """Give a row's words when it is a section's title: I. TẬP THỂ, or II and Thôn 4."""
    texts = [value for _, value in sheet.filled(row) if isinstance(value, str)]
    if not texts or not filled <= {NAME} or len(texts) != len(list(sheet.filled(row))):
        return None
    words = texts[-1]
    marked = len(texts) > 1 and _SECTION_MARK.fullmatch(texts[0]) is not None
    if marked or (len(texts) == 1 and (_SECTION.match(search_key(words)) or _kind(words))):
        return words
    return None if NAME in filled else words


def _kind(title: str) -> str | None:
    key = heading_key(title)
    return next((kind for words, kind in _KINDS.items() if key == words or key.endswith(f" {words}")), None)


def _end(sheet: Sheet, first: int, columns: Mapping[str, Sequence[int]]) -> tuple[int, str | None]:
    """Give the row where the foot begins, with its words."""
    told = {column for field, listed in columns.items() if field != NAME for column in listed}
    for row in range(first, len(sheet.rows)):
        if sum(sheet.cell(row, at) is not None for at in told) > 1:
            continue
        for column, value in sheet.filled(row):
            key = heading_key(value) if isinstance(value, str) else ""
            begins = key == _SUM or any(key == end or key.startswith(f"{end} ") for end in _ENDS)
            if begins and column not in told:
                return row, str(value)
    return len(sheet.rows), None
