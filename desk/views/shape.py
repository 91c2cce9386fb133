"""What a council lacks of its rule on a day: said on its pages before a meeting, never a bar."""

from datetime import date, datetime

from sqlmodel import col, select

from domain.calendar import local_day
from domain.council import Council
from domain.council_shape import shortfalls
from domain.law.rows import CouncilShape
from events.base import instant_text
from projections import tables as t
from workflows.limits import level_of
from workflows.reading import Reading


def lacking(reading: Reading, council: Council, at: datetime) -> list[str]:
    """Tell what the council lacks at a moment, that of a meeting or now, each with its article."""
    day = local_day(at)
    level = level_of(council.unit, reading)
    shape = reading.rules(council.unit).one(CouncilShape, day, level=level) if level else None
    if shape is None:
        return []
    return [str(one) for one in shortfalls(council, shape, day, _met(reading, council, at))]


def _met(reading: Reading, council: Council, at: datetime) -> date | None:
    """Give the day of the council's last meeting before a moment."""
    starts_at = reading.session.exec(
        select(t.SessionRow.starts_at)
        .where(t.SessionRow.council == council.council, col(t.SessionRow.starts_at) < instant_text(at))
        .order_by(col(t.SessionRow.starts_at).desc())
    ).first()
    return local_day(datetime.fromisoformat(starts_at)) if starts_at else None
