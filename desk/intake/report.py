"""What reading a list came to: what would be or was recorded, what to look at, and every fault with its cell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from desk.intake.sheets import Sheet

SHOWN = 3
"""How many places of one and the same fault are named before they are only counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a place, and what to write instead."""

    sheet: Sheet | None
    row: int
    column: int | None
    why: str

    @property
    def where(self) -> str:
        """The place as Excel shows it."""
        return "" if self.sheet is None else self.sheet.address(self.row, self.column)


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
    places: dict[str, list[str]] = {}
    for fault in sorted(faults, key=_order):
        places.setdefault(fault.why, []).append(fault.where)
    return [_told(why, [place for place in listed if place]) for why, listed in places.items()]


def _order(fault: Fault) -> tuple[str, int, int]:
    return (fault.sheet.name if fault.sheet else "", fault.row, -1 if fault.column is None else fault.column)


def _told(why: str, places: Sequence[str]) -> str:
    if not places:
        return why
    more = f" và {len(places) - SHOWN} chỗ nữa" if len(places) > SHOWN else ""
    return f"{'; '.join(places[:SHOWN])}{more}: {why}"
