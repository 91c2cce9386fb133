"""What a cell says: words, days, years, counts; or a sentence that says what is wrong with it and what to write."""

import re
from datetime import date

from desk.intake.sheets import Cell
from domain.vietnamese.folding import seen

_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SAID = re.compile(r"(?:ngày\s*)?(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})", re.IGNORECASE)
_MONTH = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})")
_YEAR = re.compile(r"\d{4}")
_COUNT = re.compile(r"\d{1,6}")
_SCHOOL_YEAR = re.compile(r"(?:năm học\s+)?(\d{4})\s*[-–]\s*(\d{4})")
_SHARE = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})")
FIRST_YEAR, LAST_YEAR = 1900, 2100
MONTHS = 12
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class BadCell(ValueError):
    """A cell that does not say what it should; holds the sentence behind its address."""


def text_of(cell: Cell) -> str:
    """Give words on one line, letters as written, without what cannot be seen; a whole number as its digits."""
    match cell:
        case bool() | None:
            raise BadCell("phải là chữ")
        case float():
            return f"{cell:.0f}" if cell == int(cell) else f"{cell:g}"
        case date():
            return _told(cell)
        case _:
            if UNSEEN.search(cell):
                raise BadCell("có ký tự điều khiển; hãy gõ lại")
            return " ".join(seen(cell).split())


def lines_of(cell: Cell) -> str:
    """Give words with their lines kept apart."""
    return "\n".join(text_of(line) for line in cell.split("\n")) if isinstance(cell, str) else text_of(cell)


def day_of(cell: Cell) -> date:
    """Give a day: an Excel date, or dd/mm/yyyy in words."""
    if isinstance(cell, date):
        return _checked(cell)
    text = text_of(cell) if isinstance(cell, str) else ""
    for pattern, order in ((_DAY, (3, 2, 1)), (_SAID, (3, 2, 1)), (_ISO, (1, 2, 3))):
        found = pattern.fullmatch(text)
        if found is not None:
            year, month, day = (int(found[group]) for group in order)
            try:
                return _checked(date(year, month, day))
            except ValueError:
                break
    raise BadCell(f"“{_shown(cell)}” không phải một ngày có thật; hãy viết ngày/tháng/năm, ví dụ 05/03/2024")


def born_of(cell: Cell, today: date | None = None) -> str:
    """Give a birth date as papers write it: dd/mm/yyyy, mm/yyyy, or the year alone; none after `today`."""
    born = _birth(cell)
    if today is not None and [int(part) for part in reversed(born.split("/"))] > [
        today.year,
        today.month,
        today.day,
    ]:
        raise BadCell(f"ngày sinh {born} ở sau ngày {_told(today)}")
    return born


def _birth(cell: Cell) -> str:
    text = text_of(cell) if isinstance(cell, str | float) and not isinstance(cell, bool) else ""
    month = _MONTH.fullmatch(text)
    if _YEAR.fullmatch(text):
        return str(_year(int(text), text))
    if month is not None and 1 <= int(month[1]) <= MONTHS:
        return f"{int(month[1]):02}/{_year(int(month[2]), text)}"
    try:
        return _told(day_of(cell))
    except BadCell:
        raise BadCell(
            f"“{_shown(cell)}” không phải ngày sinh; hãy viết ngày/tháng/năm hoặc năm, ví dụ 05/03/1982"
        ) from None


def year_of(cell: Cell) -> int:
    """Give a year."""
    text = text_of(cell)
    if not _YEAR.fullmatch(text):
        raise BadCell(f"“{_shown(cell)}” không phải một năm; hãy viết bốn chữ số, ví dụ 2024")
    return _year(int(text), text)


def award_year_of(cell: Cell) -> tuple[int, bool]:
    """Give an award year, and whether it is a school year: 2024, or 2023-2024, which is named by the year it ends in."""
    found = _SCHOOL_YEAR.fullmatch(text_of(cell)) if isinstance(cell, str) else None
    if found is None:
        return year_of(cell), False
    begins, ends = (_year(int(year), text_of(cell)) for year in found.groups())
    if ends != begins + 1:
        raise BadCell(f"“{_shown(cell)}” không phải một năm học; hãy viết như 2023-2024")
    return ends, True


def count_of(cell: Cell) -> int:
    """Give a count."""
    text = text_of(cell)
    if not _COUNT.fullmatch(text):
        raise BadCell(f"“{_shown(cell)}” không phải một số nguyên")
    return int(text)


def share_of(cell: Cell) -> tuple[int, int | None]:
    """Give a count of votes, alone or out of all: 9, or 9/10."""
    found = _SHARE.fullmatch(text_of(cell)) if isinstance(cell, str) else None
    if found is None:
        return count_of(cell), None
    return int(found[1]), int(found[2])


def _year(year: int, text: str) -> int:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadCell(f"“{text}” không phải một năm hợp lý")
    return year


def _checked(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadCell(f"năm {day.year} không hợp lý")
    return day


def _told(day: date) -> str:
    return f"{day:%d/%m}/{day.year:04}"


def _shown(cell: Cell) -> str:
    match cell:
        case float():
            return f"{cell:g}"
        case bool():
            return "TRUE" if cell else "FALSE"
        case date():
            return _told(cell)
        case _:
            return str(cell)[:60]
