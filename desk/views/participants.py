"""Who takes part in a movement of an organisation: its own units, but not groups inside a unit."""

from sqlmodel import Session, col, select

from events.base import UnitId
from events.unit import UnitKind
from projections import tables as t


def participants(session: Session, organisation: UnitId, kind: UnitKind | None = None) -> tuple[UnitId, ...]:
    """List the open units directly below the organisation, or those of one kind."""
    asked = select(t.UnitRow.unit).where(
        t.UnitRow.parent == organisation,
        col(t.UnitRow.closed_on).is_(None),
        col(t.UnitRow.kind).not_in(("group", "authority")),
    )
    if kind is not None:
        asked = asked.where(t.UnitRow.kind == kind)
    return tuple(UnitId(unit) for unit in session.exec(asked.order_by(t.UnitRow.unit)).all())
