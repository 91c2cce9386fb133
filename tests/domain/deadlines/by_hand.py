"""Deadlines counted with a finger on a wall calendar: a list of office days, and no code of the product."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).parent


def office_days() -> list[date]:
    """Read the wall calendar: a line a month, the days on which offices work, weeks parted by bars."""
    days = []
    for line in (HERE / "office-days.txt").read_text(encoding="utf-8").splitlines():
        month, colon, listed = line.partition(":")
        if not colon or month.startswith("#"):
            continue
        days += [date.fromisoformat(f"{month}-{int(day):02}") for day in listed.replace("|", " ").split()]
    return days


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    number: int
    text: str
    since: date
    count: int
    unit: str
    first_day_counts: bool
    when_off: str
    due_on: date
    instant: str


def table() -> list[Row]:
    """Read the two hundred deadlines."""
    with (HERE / "deadlines-2024-2027.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                int(line["số"]), line["văn bản nói"], date.fromisoformat(line["từ ngày"]), int(line["số đếm"]),
                line["đơn vị"], line["tính ngày đầu"] == "có", line["gặp ngày nghỉ"],
                date.fromisoformat(line["hạn cuối"]), line["hết hạn lúc (UTC)"],
            )
            for line in csv.DictReader(file)
        ]  # fmt: skip


def finger(row: Row, office: list[date]) -> date:
    """Put the finger on the day and move it, as a clerk would."""
    if row.unit == "working_day":
        day = _over_office_days(row, office)
    elif row.unit == "day":
        steps = abs(row.count) - (1 if row.first_day_counts else 0)
        day = row.since + timedelta(days=steps if row.count > 0 else -steps)
    else:
        day = _months_on(row.since, row.count if row.unit == "month" else 12 * row.count)
    if row.when_off == "next":
        return min(one for one in office if one >= day)
    if row.when_off == "previous":
        return max(one for one in office if one <= day)
    return day


def _over_office_days(row: Row, office: list[date]) -> date:
    if row.count > 0:
        later = [day for day in office if (day >= row.since if row.first_day_counts else day > row.since)]
        return later[row.count - 1]
    earlier = [day for day in office if (day <= row.since if row.first_day_counts else day < row.since)]
    return earlier[row.count]


def _months_on(day: date, months: int) -> date:
    year, month = day.year, day.month + months
    while month > 12:
        year, month = year + 1, month - 12
    while month < 1:
        year, month = year - 1, month + 12
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    raise AssertionError("a month has at least 28 days")


def instant(day: date) -> str:
    """Say when a day is over in Hà Nội, as the clock in Greenwich has it: five in the afternoon."""
    return f"{day.isoformat()}T17:00:00Z"
