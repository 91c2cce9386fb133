"""Who takes part in a movement of an organisation: its own units, but not groups inside a unit."""

from sqlmodel import Session, col, select

from events.base import UnitId
from projections import tables as t


def participants(session: Session, organisation: UnitId) -> tuple[UnitId, ...]:
    """List the open units directly below the organisation."""
    rows = session.exec(
        select(t.UnitRow.unit)
        .where(
            t.UnitRow.parent == organisation,
            col(t.UnitRow.closed_on).is_(None),
            col(t.UnitRow.kind).not_in(("group", "authority")),
        )
        .order_by(t.UnitRow.unit)
    ).all()
    return tuple(UnitId(unit) for unit in rows)
