"""The duties of a year that belong to no movement: a file that a house may change, opened for a year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from desk.plans.sentences import sentence
from desk.plans.yaml_tree import BadFile, Fault, read_file
from domain.decider import Said
from domain.ids import obligation_id
from domain.obligation.commands import OpenObligation
from domain.terms import months_after, school_year, school_years
from events.base import Code, SubjectId, Text, UnitId
from events.obligation import Counting

LEAP = 2000
"""A year that has every day."""
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
    owed_by: Literal["participants", "schools", "standing_agency"] = "standing_agency"
    mark: Mark
    basis: Text | None = None
    school_year: bool = False
    """Of a school year, and not of a calendar year: the name of the duty says which."""

    @property
    def set_by(self) -> str:
        """The text that sets the date, or says that none does."""
        return MARKS[self.mark].format(basis=self.basis or "không nêu")

    def in_year(self, year: int) -> Counting:
        """Give the day in a year; on a day off it comes the working day before."""
        return Counting(since=self.on(year), count=0, unit="day", when_off="previous")

    def on(self, year: int) -> date:
        """Give the day as the file says it; a day that a short month does not have is its last."""
        first = date(year, self.month, 1)
        last = months_after(first, 1).toordinal() - 1
        return date.fromordinal(min(first.toordinal() + self.day - 1, last))


class Yearly(BaseModel):
    """A file of yearly duties."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Code
    title: Text
    school_year_begins: Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")] | None = (
        None
    )
    """The month and day on which a school year begins, as the house has it: no rule read fixes one for all."""
    duties: tuple[YearlyDuty, ...]

    def named(self, duty: YearlyDuty, year: int) -> str:
        """Give the name of a duty in a year; of a school year's, with the school year in which its day falls."""
        if not duty.school_year or self.school_year_begins is None:
            return duty.name
        begins = date.fromisoformat(f"{LEAP}-{self.school_year_begins}")
        return f"{duty.name}, {school_years(school_year(duty.on(year), begins))}"


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
    if yearly.school_year_begins is None and any(duty.school_year for duty in yearly.duties):
        raise BadFile([Fault(1, "có việc theo năm học nhưng tệp không ghi school_year_begins (tháng-ngày)")])
    return yearly


@dataclass(frozen=True, slots=True)
class Debtors:
    """Who owes the duties of a year: the house, its units, and those of them that are schools."""

    home: UnitId
    participants: Sequence[UnitId]
    schools: Sequence[UnitId] = ()

    def of(self, duty: YearlyDuty) -> Sequence[UnitId]:
        """Give who owes a duty."""
        match duty.owed_by:
            case "participants":
                return self.participants
            case "schools":
                return self.schools
            case "standing_agency":
                return (self.home,)


def openings(yearly: Yearly, year: int, debtors: Debtors, said: Said) -> Iterator[OpenObligation]:
    """Give the commands that open the duties of a year; the same file and year open each once."""
    for duty in yearly.duties:
        for debtor in debtors.of(duty):
            about = f"year-{year}"
            yield OpenObligation(
                obligation=obligation_id(about, duty.duty, duty.code, debtor),
                duty=duty.duty,
                debtor=SubjectId(debtor),
                about=about,
                milestone=duty.code,
                title=yearly.named(duty, year),
                counting=duty.in_year(year),
                set_by=duty.set_by,
                **said,
            )
