"""The read tables of councils and their meetings."""

from sqlalchemy import Index
from sqlmodel import Field

from projections.read_table import ReadTable


class CouncilRow(ReadTable, table=True):
    """A council."""

    __tablename__ = "r_council"

    council: str = Field(primary_key=True)
    unit: str
    name: str


class SessionRow(ReadTable, table=True):
    """A meeting."""

    __tablename__ = "r_session"
    __table_args__ = (Index("r_session_starts", "starts_at"),)

    session: str = Field(primary_key=True)
    council: str
    starts_at: str
    place: str
    agenda: int
    present: int | None = None
    stage: str


class LineRow(ReadTable, table=True):
    """A line of a meeting's agenda, with its count."""

    __tablename__ = "r_line"

    session: str = Field(primary_key=True)
    nomination: str = Field(primary_key=True, index=True)
    position: int
    ballot: str | None = None
    votes_for: int | None = None
    votes_against: int | None = None
    abstained: int | None = None
    recused: int | None = None
    base: int | None = None
    needed: int | None = None
    passed: bool | None = None


class ConfirmedRow(ReadTable, table=True):
    """A member who has confirmed their interests for a meeting's agenda."""

    __tablename__ = "r_confirmed"

    session: str = Field(primary_key=True)
    member: str = Field(primary_key=True)


class SteppedOutRow(ReadTable, table=True):
    """A line that a member does not take part in."""

    __tablename__ = "r_stepped_out"

    session: str = Field(primary_key=True)
    member: str = Field(primary_key=True, index=True)
    nomination: str = Field(primary_key=True)
