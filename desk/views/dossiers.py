"""Lists of dossiers, page by page, with what a reader asks for: a constant number of questions however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, tuple_
from sqlmodel import Session, col, select

from desk.views.mask import SHOWN_AS, UNTOLD, untold_together
from projections import tables as t
from workflows.reading import Reading

PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a reader asks for; `units` None means all."""

    stage: str = ""
    award: str = ""
    unit: str = ""
    year: int | None = None
    after: str = ""
    """The last dossier of the page before; empty for the first page."""
    units: frozenset[str] | None = None
    councils: frozenset[str] = frozenset()
    veiled: bool = False
    """Whether what a council has said stays behind one stage until the outcome is told."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    rows: Sequence[t.NominationRow]
    after: str | None
    """Where the next page begins; None on the last."""
    counts: dict[str, int] | None
    """How many there are at each stage, of what the reader may see; None for a council's members, whose dossiers would
    have to be gone through one by one."""


def _seen(wanted: Wanted) -> list[ColumnElement[bool]]:
    """Keep to what the reader may see: all, or the own units' and those before the own councils."""
    if wanted.units is None:
        return []
    before = (
        select(t.LineRow.nomination)
        .join(t.SessionRow, col(t.SessionRow.session) == t.LineRow.session)
        .where(
            t.LineRow.nomination == t.NominationRow.nomination,
            col(t.SessionRow.council).in_(sorted(wanted.councils)),
        )
    )
    own = col(t.NominationRow.unit).in_(sorted(wanted.units))
    return [own | before.exists() if wanted.councils else own]


def _stages(wanted: Wanted) -> frozenset[str]:
    """Give the stages asked for, as far as the reader may ask."""
    asked = frozenset({wanted.stage})
    if not wanted.veiled:
        return asked
    return UNTOLD if wanted.stage == SHOWN_AS else asked - UNTOLD


def page(reading: Reading, wanted: Wanted, *, counted: bool = True) -> Page:
    """Give one page, by award, unit and id, from behind the last dossier of the page before."""
    row = t.NominationRow
    filters = ((wanted.award, row.award), (wanted.unit, row.unit), (wanted.year, row.award_year))
    conditions = [*_seen(wanted), *(col(column) == value for value, column in filters if value)]
    asked = select(row).where(*conditions, *_behind(reading.session, wanted.after))
    stages = sorted(_stages(wanted))
    if wanted.stage:
        asked = asked.where(col(row.stage) == stages[0] if len(stages) == 1 else col(row.stage).in_(stages))
    rows = reading.session.exec(asked.order_by(row.award, row.unit, row.nomination).limit(PAGE + 1)).all()
    more = len(rows) > PAGE
    counts = _counts(reading, wanted, conditions) if counted else None
    return Page(rows[:PAGE], rows[PAGE - 1].nomination if more else None, counts)


def _behind(session: Session, after: str) -> list[ColumnElement[bool]]:
    last = session.get(t.NominationRow, after) if after else None
    if last is None:
        return []
    place = tuple_(col(t.NominationRow.award), col(t.NominationRow.unit), col(t.NominationRow.nomination))
    return [place > tuple_(last.award, last.unit, last.nomination)]


def _counts(
    reading: Reading, wanted: Wanted, conditions: Sequence[ColumnElement[bool]]
) -> dict[str, int] | None:
    if wanted.councils:
        return None
    of = (wanted.units, wanted.award, wanted.unit, wanted.year)
    found = reading.recalled(
        ("by stage", *of), ["nomination"], lambda: _by_stage(reading.session, conditions)
    )
    return untold_together(found) if wanted.veiled else dict(found)


def by_stage(reading: Reading) -> Mapping[str, int]:
    """Count all dossiers at each stage; what of it a reader may know, the mask says."""
    return reading.recalled(
        ("by stage", None, "", "", None), ["nomination"], lambda: _by_stage(reading.session, ())
    )


def _by_stage(session: Session, conditions: Sequence[ColumnElement[bool]]) -> Mapping[str, int]:
    stage = col(t.NominationRow.stage)
    return dict(session.exec(select(stage, func.count()).where(*conditions).group_by(stage)).all())
