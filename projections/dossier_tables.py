"""The read tables of dossiers and of the sets they are handed in with."""

from sqlalchemy import Column, ColumnElement, Index, text
from sqlmodel import Field, col

from projections.read_table import BIG, ReadTable

OWED = text("bonus IS NOT NULL AND paid_on IS NULL")


"""A bonus that was decided and not paid yet: few among all the dossiers."""


class NominationRow(ReadTable, table=True):
    """A dossier and where it stands."""

    __tablename__ = "r_nomination"
    __table_args__ = (
        Index("r_nomination_subject", "subject", "award_year"),
        Index("r_nomination_round", "award_year", "award", "stage"),
        Index("r_nomination_list", "award", "unit", "nomination", "stage"),
        Index("r_nomination_stage", "stage", "award", "unit", "nomination"),
        Index("r_nomination_unit", "unit", "stage"),
        Index("r_nomination_decision", "decision"),
        Index("r_nomination_owed", "award", "unit", "nomination", sqlite_where=OWED, postgresql_where=OWED),
    )

    nomination: str = Field(primary_key=True)
    subject: str
    subject_kind: str
    award: str
    merit: str
    award_year: int
    school_year: bool = False
    unit: str
    movement: str | None = None
    happened: str | None = None
    doubted: bool = False
    """Rests on a revoked award that nobody has judged anew."""
    stage: str
    submission: str | None = None
    at: str | None = None
    """The level above that has taken it up; empty while it is at home."""
    verified: bool = False
    session: str | None = None
    to_unit: str | None = None
    decision: str | None = None
    authority: str | None = None
    decided_on: str | None = None
    bonus: int | None = Field(default=None, sa_column=Column(BIG, nullable=True))
    payer: str | None = None
    presented: str | None = None
    presented_on: str | None = None
    paid_on: str | None = None
    revoked_on: str | None = None
    money_back: int = Field(default=0, sa_column=Column(BIG, nullable=False))


def owed() -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of an award whose bonus is still to be paid; they are those of the index, and the revoked aside."""
    row = NominationRow
    return (
        col(row.bonus).is_not(None),
        col(row.paid_on).is_(None),
        col(row.bonus) > 0,
        col(row.stage) != "revoked",
    )


class ConditionRow(ReadTable, table=True):
    """What a dossier's judgement rests on: another dossier that is still on its way."""

    __tablename__ = "r_condition"

    nomination: str = Field(primary_key=True)
    rests_on: str = Field(primary_key=True, index=True)


class SubmissionRow(ReadTable, table=True):
    """A unit's set, drafted, received or withdrawn, or a list sent on."""

    __tablename__ = "r_submission"

    submission: str = Field(primary_key=True)
    unit: str = Field(index=True)
    stage: str
    to_unit: str | None = None
    number: str | None = None
    lines: int
    received_on: str | None = None
