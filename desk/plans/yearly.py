"""The duties of a year that belong to no movement: a file that a house may change, opened for a year."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desk.plans.sentences import sentence
from desk.plans.yaml_tree import BadFile, Fault, read_file
from domain.decider import Said
from domain.ids import obligation_id
from domain.obligation import OpenObligation
from domain.terms import months_after
from events.base import Code, SubjectId, Text, UnitId
from events.obligation import Counting

Mark = Literal["law", "document", "practice", "knowledge"]
MARKS: dict[Mark, str] = {
    "law": "nghĩa vụ theo {basis}, ngày do lịch công tác đặt",
    "document": "theo văn bản {basis}, ngày do lịch công tác đặt",
    "practice": "thông lệ ({basis}), chưa phải quy định",
    "knowledge": "lịch công tác mặc định, chưa phải quy định",
}
"""What each mark says of a date, in the words that stand beside it."""


class YearlyDuty(BaseModel):
    """A duty with its day of the year; a day that a short month does not have is its last."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    duty: Code
    name: Text
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]
    owed_by: Literal["participants", "standing_agency"] = "standing_agency"
    mark: Mark
    basis: Text | None = None

    @property
    def set_by(self) -> str:
        """The text that sets the date, or says that none does."""
        return MARKS[self.mark].format(basis=self.basis or "không nêu")

    def in_year(self, year: int) -> Counting:
        """Give the day in a year; on a day off it comes the working day before."""
        first = date(year, self.month, 1)
        last = months_after(first, 1).toordinal() - 1
        day = min(first.toordinal() + self.day - 1, last)
        return Counting(since=date.fromordinal(day), count=0, unit="day", when_off="previous")


class Yearly(BaseModel):
    """A file of yearly duties."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Code
    title: Text
    duties: tuple[YearlyDuty, ...]


def read_yearly(file: Path) -> Yearly:
    """Read a file whole; raises `BadFile` with every fault, each with its line."""
    tree = read_file(file)
    try:
        yearly = Yearly.model_validate(tree.value)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        raise BadFile(
            [Fault(tree.line(tuple(error["loc"])), sentence(error, {})) for error in errors]
        ) from None
    codes = [duty.code for duty in yearly.duties]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    if doubled:
        raise BadFile([Fault(1, f"mã việc ghi hai lần: {', '.join(doubled)}")])
    return yearly


def openings(
    yearly: Yearly, year: int, home: UnitId, participants: Sequence[UnitId], said: Said
) -> Iterator[OpenObligation]:
    """Give the commands that open the duties of a year; the same file and year open each once."""
    for duty in yearly.duties:
        debtors = participants if duty.owed_by == "participants" else (home,)
        for debtor in debtors:
            about = f"year-{year}"
            yield OpenObligation(
                obligation=obligation_id(about, duty.duty, duty.code, debtor),
                duty=duty.duty,
                debtor=SubjectId(debtor),
                about=about,
                milestone=duty.code,
                title=duty.name,
                counting=duty.in_year(year),
                set_by=duty.set_by,
                **said,
            )
