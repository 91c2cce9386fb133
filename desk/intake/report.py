"""What reading a list came to: what would be or was recorded, what to look at, and every fault with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desk.intake.sheets import Sheet

SHOWN = 50
"""How many places of one and the same fault are named before they are only counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place, and what to write instead."""

    sheet: Sheet | None
    row: int
    column: int | None
    why: str


@dataclass(slots=True)
class Findings:
    """Faults and remarks of one reading, in the order of the sheet."""

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    spoiled: set[tuple[str, int]] = field(default_factory=set)
    """Rows, by sheet and number, that go down with a set that is refused."""

    def fault(self, sheet: Sheet | None, row: int, column: int | None, why: str) -> None:
        """Note what keeps a line from being recorded."""
        self.faults.append(Fault(sheet, row, column, why))

    def remark(self, sheet: Sheet | None, row: int, column: int | None, why: str) -> None:
        """Note what a person should look at."""
        self.remarks.append(Fault(sheet, row, column, why))

    @property
    def bad_rows(self) -> frozenset[tuple[str, int]]:
        """The rows that have a fault, or go down with others."""
        own = {(fault.sheet.name, fault.row) for fault in self.faults if fault.sheet is not None}
        return frozenset(own | self.spoiled)


def sentences(faults: Iterable[Fault]) -> list[str]:
    """Tell faults in the order of the sheet; one that many rows share is told once, with its places."""
    shared: dict[tuple[str, str], list[Fault]] = {}
    for fault in sorted(faults, key=_order):
        shared.setdefault((fault.sheet.name if fault.sheet else "", fault.why), []).append(fault)
    return [_told(listed) for listed in shared.values()]


def _order(fault: Fault) -> tuple[str, int, int]:
    return (fault.sheet.name if fault.sheet else "", fault.row, -1 if fault.column is None else fault.column)


def _told(alike: Sequence[Fault]) -> str:
    first = alike[0]
    if first.sheet is None:
        return first.why
    places = [*dict.fromkeys(first.sheet.cell_name(fault.row, fault.column) for fault in alike)]
    more = f" và {len(places) - SHOWN} chỗ nữa" if len(places) > SHOWN else ""
    cells = ", ".join(places[:SHOWN])
    return f"trang “{first.sheet.name}”, {cells}{more}: {first.why}"
