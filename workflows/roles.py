"""Who holds which role, as the log says it: the read table only tells in which streams to look.

Whoever could write a row of the read tables would otherwise give themselves an authority that no event gave.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlmodel import Session, select

from domain.commands import DECIDERS
from domain.standing import Held, Standing
from events.envelope import stream_kind
from events.store.ledger import Ledger
from projections import tables as t
from projections.rows import rows

COUNCIL = "council"
GIVING = ("person", COUNCIL)
"""The kinds of stream whose events give roles: the person's own, and every council's."""


def standing(ledger: Ledger, session: Session, person: str) -> Standing:
    """Give every role that events gave a person."""

    def state(stream: str) -> Any:  # noqa: ANN401  # the states of two kinds
        return DECIDERS[stream_kind(stream)].fold(ledger.load(stream))

    return standing_by(state, session, person)


def standing_by(state: Callable[[str], Any], session: Session, person: str) -> Standing:
    """Give the same, by states that somebody has folded already."""
    streams = session.exec(
        select(t.RoleRow.stream).where(t.RoleRow.person == person).distinct().order_by(t.RoleRow.stream)
    ).all()
    return Standing(
        tuple(
            _held(row)
            for stream in streams
            if stream_kind(stream) in GIVING
            for model, row in rows(stream, state(stream))
            if model is t.RoleRow and row["person"] == person
        )
    )


def _held(row: dict[str, Any]) -> Held:
    until = date.fromisoformat(row["until"]) if row["until"] else None
    return Held(row["role"], row["scope"], date.fromisoformat(row["since"]), until)
