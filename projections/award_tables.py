"""The read tables of what is decided and given: decisions, honour books, ceremonies, money, cancellations."""

from sqlalchemy import Column, Index
from sqlmodel import Field

from projections.read_table import BIG, ReadTable


class DecisionRow(ReadTable, table=True):
    """A decision."""

    __tablename__ = "r_decision"
    __table_args__ = (Index("r_decision_stage", "stage"), Index("r_decision_signed", "signed_on", "decision"))

    decision: str = Field(primary_key=True)
    authority: str
    award: str | None = None
    session: str | None = None
    lines: int
    signed_on: str | None = None
    number: str | None = None
    year: int | None = None
    published_on: str | None = None
    outside: bool
    cancels: str | None = None
    archived_on: str | None = None
    stage: str


class EntryRow(ReadTable, table=True):
    """An entry of an honour book."""

    __tablename__ = "r_entry"

    book: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    nomination: str
    subject: str
    award: str
    decision: str = Field(index=True)


class CeremonyRow(ReadTable, table=True):
    """A handing-over."""

    __tablename__ = "r_ceremony"

    ceremony: str = Field(primary_key=True)
    unit: str
    title: str
    starts_at: str
    place: str
    called: int
    held_on: str | None = None


class FundRow(ReadTable, table=True):
    """A fund of a year."""

    __tablename__ = "r_fund"

    fund: str = Field(primary_key=True)
    budget: int = Field(sa_column=Column(BIG, nullable=False))
    paid: int = Field(sa_column=Column(BIG, nullable=False))
    recovered: int = Field(sa_column=Column(BIG, nullable=False))


class ConsultedRow(ReadTable, table=True):
    """A dossier that an agency was asked about (hiệp y), with its answer."""

    __tablename__ = "r_consulted"

    consultation: str = Field(primary_key=True)
    nomination: str = Field(primary_key=True, index=True)
    agency: str
    number: str
    asked_on: str
    stage: str
    answered_on: str | None = None
    answer_number: str | None = None


class CancellationRow(ReadTable, table=True):
    """A case of cancellation."""

    __tablename__ = "r_cancellation"

    cancellation: str = Field(primary_key=True)
    decision: str
    authority: str
    ground: str
    lines: int
    proposed_on: str | None = None
    stage: str
