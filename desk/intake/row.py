"""One line of a list while it is being understood: gives what its cells say, and notes what is wrong where."""

from collections.abc import Callable
from typing import TypeVar

from desk.intake.cells import BadCell
from desk.intake.report import Findings
from desk.intake.sheets import Cell, Sheet
from desk.intake.table import Line

T = TypeVar("T")
D = TypeVar("D")
FORMULA = "là công thức, chỉ nhận giá trị; hãy chép rồi dán đặc biệt dạng Giá trị (Paste Special → Values)"


class Row:
    """A line with its sheet and the findings it adds to."""

    def __init__(self, sheet: Sheet, line: Line, findings: Findings) -> None:
        self.sheet = sheet
        self.line = line
        self._findings = findings

    def noting(self, findings: Findings) -> "Row":
        """Give the same line, with other findings to add to."""
        return Row(self.sheet, self.line, findings)

    @property
    def place(self) -> tuple[str, int]:
        """The sheet's name and the row."""
        return self.sheet.name, self.line.row

    def told(self, field: str, read: Callable[[Cell], T], otherwise: D) -> T | D:
        """Read a field; `otherwise` when the line says nothing there, or nothing that can be understood."""
        cells = self.line.cells.get(field)
        if not cells:
            return otherwise
        filled = [(column, cell) for column, cell in cells if cell is not None]
        for column, _ in cells:
            if (self.line.row, column) in self.sheet.formulas:
                self._findings.fault(self.sheet, self.line.row, column, FORMULA)
                return otherwise
        if not filled:
            return otherwise
        column, cell = filled[0]
        if len(filled) > 1:
            self._findings.fault(
                self.sheet, self.line.row, filled[1][0], "đã có giá trị ở cột bên cạnh; hãy để một"
            )
            return otherwise
        try:
            return read(cell)
        except BadCell as bad:
            self._findings.fault(self.sheet, self.line.row, column, str(bad))
            return otherwise

    def is_silent(self, field: str) -> bool:
        """Say whether the line says nothing in a field, not even nonsense."""
        cells = self.line.cells.get(field, ())
        return not any(
            cell is not None or (self.line.row, column) in self.sheet.formulas for column, cell in cells
        )

    def needed(self, field: str, read: Callable[[Cell], T], why: str) -> T | None:
        """Read a field that every line has."""
        if self.is_silent(field):
            self.fault(field, why)
            return None
        return self.told(field, read, None)

    def fault(self, field: str, why: str) -> None:
        """Note what keeps the line from being recorded, at the field's cell if the sheet has one."""
        self._findings.fault(self.sheet, self.line.row, self.line.column(field), why)

    def remark(self, field: str, why: str) -> None:
        """Note what a person should look at."""
        self._findings.remark(self.sheet, self.line.row, self.line.column(field), why)
