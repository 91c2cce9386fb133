"""How long a step may take at a unit: asked of the law as that unit sees it, at its level and for the award."""

from datetime import date

from domain.law.rows import TimeLimit
from domain.unit import Unit
from events.base import UnitId
from events.unit import Level
from workflows.reading import Reading


def level_of(unit: UnitId | None, reading: Reading) -> Level | None:
    """Give the level of a unit; None for one that is not on record."""
    known = reading.maybe(unit, Unit) if unit is not None else None
    return known.level if known else None


def time_limit(step: str, unit: UnitId, award: str | None, on: date, reading: Reading) -> TimeLimit | None:
    """Give the time limit of a step that begins on a day; None where no rule that may decide sets one."""
    return reading.rules(unit).one(TimeLimit, on, step=step, award=award, level=level_of(unit, reading))
