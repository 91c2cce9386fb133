"""Lists that go on from the last row read before, by an order that two rows never share."""

from collections.abc import Iterable

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select

from desk.views.mask import Mask
from desk.views.names import Names
from desk.views.read import decision_lines, session_line
from desk.views.views import DecisionView, SessionView
from projections import tables as t
from workflows.reading import Reading

UNSIGNED = "9999-12-31"
"""Where a decision that is not signed yet stands in the order of days."""


def sessions(
    session: Session, after: str, limit: int, councils: Iterable[str] | None = None
) -> list[SessionView]:
    """List meetings by their time; those of some councils alone, where they are named."""
    asked = select(t.SessionRow).order_by(t.SessionRow.starts_at, t.SessionRow.session).limit(limit)
    if councils is not None:
        asked = asked.where(col(t.SessionRow.council).in_(sorted(councils)))
    last = session.get(t.SessionRow, after) if after else None
    if last is not None:
        place = tuple_(col(t.SessionRow.starts_at), col(t.SessionRow.session))
        asked = asked.where(place > tuple_(last.starts_at, last.session))
    return [session_line(row) for row in session.exec(asked)]


def decisions(reading: Reading, names: Names, mask: Mask, after: str, limit: int) -> list[DecisionView]:
    """List decisions by the day they were signed, the unsigned last."""
    signed = func.coalesce(t.DecisionRow.signed_on, UNSIGNED)
    asked = select(t.DecisionRow).order_by(signed, t.DecisionRow.decision).limit(limit)
    last = reading.session.get(t.DecisionRow, after) if after else None
    if last is not None:
        place = tuple_(signed, col(t.DecisionRow.decision))
        asked = asked.where(place > tuple_(last.signed_on or UNSIGNED, last.decision))
    return decision_lines(reading.session.exec(asked).all(), reading, names, mask)
