"""Pictures made on the server: where to draw, so that a template only writes shapes; a table always stands beside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

WIDTH = 640
LEFT = 8
ROW = 34


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure as a bar against its goal, in a space of 200."""

    fill: float
    goal: float
    met: bool


def bar(figure: str | None, goal: str | None, finding: str) -> Bar | None:
    """Measure a bar; None where there is nothing to compare."""
    if figure is None or goal is None:
        return None
    reached, wanted = Decimal(figure), Decimal(goal)
    most = max(reached, wanted)
    if most <= 0:
        return None
    space = 200
    return Bar(
        round(float(reached / most) * space, 1),
        round(float(wanted / most) * space, 1),
        finding in {"met", "exceeded"},
    )


@dataclass(frozen=True, slots=True)
class Mark:
    """A date on the line."""

    name: str
    on: date


@dataclass(frozen=True, slots=True)
class Placed:
    """Something on the line: where it begins, how long it is, in which row, and its words."""

    x: float
    width: float
    y: int
    name: str
    days: str
    late: bool = False
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class TimeLine:
    """A drawing of periods and dates."""

    width: int
    height: int
    months: list[tuple[float, str]]
    spans: list[Placed]
    marks: list[Placed]
    today: float | None


def time_line(
    first: date, last: date, spans: list[tuple[str, date, date]], marks: list[Mark], today: date
) -> TimeLine:
    """Place periods and dates between the first and the last day; a date outside stretches the line."""
    days = [mark.on for mark in marks]
    begin, end = min([first, *days]), max([last, *days])
    whole = max((end - begin).days, 1)

    def x(day: date) -> float:
        return round(LEFT + (WIDTH - 2 * LEFT) * (day - begin).days / whole, 1)

    placed = [
        Placed(x(start), max(x(stop) - x(start), 3), 30 + ROW * row, name, f"{start:%d/%m}–{stop:%d/%m/%Y}")
        for row, (name, start, stop) in enumerate(spans)
    ]
    below = 30 + ROW * len(spans) + 12
    dots = [
        Placed(
            x(mark.on), 0, below + 20 * row, mark.name, f"{mark.on:%d/%m/%Y}", mark.on < today,
            "end" if x(mark.on) > WIDTH / 2 else "start",
        )
        for row, mark in enumerate(sorted(marks, key=lambda one: one.on))
    ]  # fmt: skip
    return TimeLine(
        WIDTH,
        below + 20 * len(dots) + 10,
        _months(begin, end, x),
        placed,
        dots,
        x(today) if begin <= today <= end else None,
    )


def _months(begin: date, end: date, x: Callable[[date], float]) -> list[tuple[float, str]]:
    months = []
    day = begin.replace(day=1)
    step = 1 if (end - begin).days < 200 else 3 if (end - begin).days < 800 else 12  # noqa: PLR2004  # how dense a scale can be read
    while day <= end:
        if day >= begin and (day.month - 1) % step == 0:
            months.append((x(day), f"{day:%m/%Y}"))
        day = (day + timedelta(days=32)).replace(day=1)
    return months


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure from report to report, in a space of 300 by 90: a line, its dots, and the goals across."""

    line: str
    dots: list[tuple[float, float]]
    goals: list[float]


def trend(points: list[tuple[date, Decimal]], goals: list[Decimal]) -> Trend | None:
    """Place what was reported; None where there is no course yet."""
    if len(points) < 2:  # noqa: PLR2004  # a line has two ends
        return None
    begin, end = points[0][0], points[-1][0]
    most = max([value for _, value in points] + goals)
    least = min([Decimal(0)] + [value for _, value in points] + goals)
    whole, high = max((end - begin).days, 1), most - least or Decimal(1)

    def y(value: Decimal) -> float:
        return round(84 - 78 * float((value - least) / high), 1)

    dots = [(round(6 + 288 * (day - begin).days / whole, 1), y(value)) for day, value in points]
    return Trend(" ".join(f"{x},{height}" for x, height in dots), dots, sorted({y(goal) for goal in goals}))
