"""The read tables of duties, letters, and what flows have still to do."""

from sqlalchemy import Column, Index
from sqlmodel import Field

from projections.read_table import BIG, ReadTable, long


class ObligationRow(ReadTable, table=True):
    """A duty; `next_rung_at` is the indexed question of every tick."""

    __tablename__ = "r_obligation"
    __table_args__ = (
        Index("r_obligation_next", "next_rung_at", "obligation"),
        Index("r_obligation_about", "about", "milestone", "status"),
        Index("r_obligation_open", "status", "due_on", "obligation"),
        Index("r_obligation_debtor", "debtor", "status", "due_on"),
    )

    obligation: str = Field(primary_key=True)
    duty: str
    debtor: str
    about: str
    milestone: str | None = None
    title: str = long()
    due_on: str
    due_at: str
    next_rung_at: str | None = None
    status: str
    sequence: int
    set_by: str = long()
    met_on: str | None = None


class LetterRow(ReadTable, table=True):
    """A letter; the mailroom asks for those that may be tried now."""

    __tablename__ = "r_letter"
    __table_args__ = (
        Index("r_letter_try", "try_at", "letter"),
        Index("r_letter_obligation", "obligation"),
        Index("r_letter_replaces", "replaces"),
        Index("r_letter_day", "day", "letter"),
        Index("r_letter_state", "state", "day", "letter"),
    )

    letter: str = Field(primary_key=True)
    recipient: str
    channel: str
    template: str
    state: str
    day: str
    obligation: str | None = None
    rung: str | None = None
    replaces: str | None = None
    attempts: int
    try_at: str | None = None


class LetterEntryRow(ReadTable, table=True):
    """A duty whose calendar entry goes with a letter over several."""

    __tablename__ = "r_letter_entry"
    __table_args__ = (Index("r_letter_entry_obligation", "obligation"),)

    letter: str = Field(primary_key=True)
    obligation: str = Field(primary_key=True)


class PendingRow(ReadTable, table=True):
    """An event that a flow has still to react to; a parked one waits for a person."""

    __tablename__ = "r_pending"
    __table_args__ = (Index("r_pending_flow", "parked", "flow", "seq"),)

    seq: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    flow: str
    type: str
    parked: bool


class FlowRow(ReadTable, table=True):
    """A run of a flow."""

    __tablename__ = "r_flow"

    run: str = Field(primary_key=True)
    flow: str
    ended: str | None = None
    events: int
    steps: int
    refused: int
