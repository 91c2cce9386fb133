"""Lists of dossiers, page by page, with what a reader asks for: a constant number of questions however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from desk.views.mask import SHOWN_AS, UNTOLD, untold_together
from projections import tables as t

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; `units` None means all."""

    stage: str = ""
    award: str = ""
    unit: str = ""
    year: int | None = None
    page: int = 1
    units: frozenset[str] | None = None
    councils: frozenset[str] = frozenset()
    veiled: bool = False
    """Whether what a council has said stays behind one stage until the outcome is told."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: Sequence[t.NominationRow]
    number: int
    more: bool
    counts: dict[str, int]
    """How many there are at each stage, of what the reader may see."""


def _seen(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Keep to what the reader may see: all, or the own units' and those before the own councils."""
    if wanted.units is None:
        return []
    before = (
        select(t.LineRow.nomination)
        .join(t.SessionRow, col(t.SessionRow.session) == t.LineRow.session)
        .where(col(t.SessionRow.council).in_(sorted(wanted.councils)))
    )
    own = col(t.NominationRow.unit).in_(sorted(wanted.units))
    return [own | col(t.NominationRow.nomination).in_(before) if wanted.councils else own]


def _stages(wanted: Wanted) -> frozenset[str]:
    """Give the stages asked for, as far as the reader may ask."""
    asked = frozenset({wanted.stage})
    if not wanted.veiled:
        return asked
    return UNTOLD if wanted.stage == SHOWN_AS else asked - UNTOLD


def page(session: Session, wanted: Wanted) -> Page:
    """Give one page, by award, unit and id."""
    row = t.NominationRow
    filters = ((wanted.award, row.award), (wanted.unit, row.unit), (wanted.year, row.award_year))
    conditions = [*_seen(wanted), *(col(column) == value for value, column in filters if value)]
    counts = session.exec(select(row.stage, func.count()).where(*conditions).group_by(col(row.stage))).all()
    asked = select(row).where(*conditions)
    if wanted.stage:
        asked = asked.where(col(row.stage).in_(sorted(_stages(wanted))))
    number = max(wanted.page, 1)
    rows = session.exec(
        asked.order_by(row.award, row.unit, row.nomination).offset((number - 1) * PAGE).limit(PAGE + 1)
    ).all()
    told = untold_together(dict(counts)) if wanted.veiled else dict(counts)
    return Page(rows[:PAGE], number, len(rows) > PAGE, told)
