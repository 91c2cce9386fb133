"""A workbook as it was read: plain values with the address of each, nothing live."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

Cell = str | float | bool | date | None
"""What a cell holds; None when it is empty."""
Place = tuple[int, int]
"""Row and column, both from 0."""
_LETTERS = 26


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet; `merged` are the first and last cells of joined ones, `formulas` the cells that compute."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[Place, Place], ...] = ()
    formulas: frozenset[Place] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """Give what a cell holds; None beyond the edge."""
        return self.rows[row][column] if row < len(self.rows) and column < len(self.rows[row]) else None

    def address(self, row: int, column: int | None = None) -> str:
        """Name a cell, or a row, with its sheet."""
        return f"trang “{self.name}”, {self.cell_name(row, column)}"

    def cell_name(self, row: int, column: int | None = None) -> str:
        """Name a cell, or a row, as Excel shows it."""
        return f"dòng {row + 1}" if column is None else f"ô {column_name(column)}{row + 1}"

    def filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        """Give the columns of a row that hold something."""
        return ((column, value) for column, value in enumerate(self.rows[row]) if value is not None)


def column_name(column: int) -> str:
    """Name a column as Excel does: A to Z, then AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


def column_number(name: str) -> int:
    """Give the column that Excel calls `name`, from 0."""
    number = 0
    for letter in name:
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number - 1
