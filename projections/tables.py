"""The read tables: caches of the log, thrown away and rebuilt at will. Instants and days are text that sorts by time."""

from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Index, Integer, MetaData, Text, text
from sqlmodel import Field, SQLModel, col

BIG = BigInteger().with_variant(Integer(), "sqlite")
METADATA = MetaData()


class ReadTable(SQLModel):
    """Base of all read tables; they have a registry of their own, apart from the log's."""

    metadata = METADATA


def long() -> Any:  # noqa: ANN401  # SQLModel types its columns so
    """Make a column for text of any length."""
    return Field(sa_type=Text)


class UnitRow(ReadTable, table=True):
    """A unit."""

    __tablename__ = "r_unit"

    unit: str = Field(primary_key=True)
    name: str
    kind: str
    level: str
    parent: str | None = None
    managed_by: str | None = None
    outside_chain: bool
    has_mail: bool
    closed_on: str | None = None


class PersonRow(ReadTable, table=True):
    """A person; the name stays sealed."""

    __tablename__ = "r_person"

    person: str = Field(primary_key=True)
    name: str = long()
    has_mail: bool
    has_birth: bool
    recruited_on: str | None = None
    died_on: str | None = None


class HouseholdRow(ReadTable, table=True):
    """A household: who heads it, and where it belongs."""

    __tablename__ = "r_household"

    household: str = Field(primary_key=True)
    head: str
    unit: str = Field(index=True)
    members: int


class PostRow(ReadTable, table=True):
    """A post of a person in a unit."""

    __tablename__ = "r_post"

    person: str = Field(primary_key=True)
    unit: str = Field(primary_key=True, index=True)
    since: str = Field(primary_key=True)
    position: str | None = None


class RoleRow(ReadTable, table=True):
    """A role with its validity; a council's seats are roles too."""

    __tablename__ = "r_role"

    stream: str = Field(primary_key=True)
    person: str = Field(primary_key=True, index=True)
    role: str = Field(primary_key=True)
    scope: str = Field(primary_key=True, index=True)
    since: str = Field(primary_key=True)
    until: str | None = None


class MovementRow(ReadTable, table=True):
    """A movement."""

    __tablename__ = "r_movement"

    movement: str = Field(primary_key=True)
    title: str = long()
    organisation: str
    number: str | None = None
    signed_on: str | None = None
    starts: str | None = None
    ends: str | None = None
    participants: int
    registered: int
    closed_on: str | None = None
    answers: str | None = Field(default=None, index=True)
    """The movement from above that it answers, where this ledger holds it."""


class MilestoneRow(ReadTable, table=True):
    """A dated milestone of a movement."""

    __tablename__ = "r_milestone"

    movement: str = Field(primary_key=True)
    code: str = Field(primary_key=True)
    period: str
    duty: str
    name: str = long()
    due: str
    assumed: bool
    held_on: str | None = None


class ClusterRow(ReadTable, table=True):
    """A cluster, and how its last year stands."""

    __tablename__ = "r_cluster"

    cluster: str = Field(primary_key=True)
    name: str
    kind: str
    members: int
    year: int | None = None
    head: str | None = None
    pact_on: str | None = None
    scored: int
    verified: int
    ranked: bool


class TargetRow(ReadTable, table=True):
    """One assigned value of an indicator, with its last finding."""

    __tablename__ = "r_target"

    movement: str = Field(primary_key=True)
    target: str = Field(primary_key=True)
    assigned_by: str = Field(primary_key=True)
    position: int
    name: str = long()
    unit: str
    measure: str
    value: str | None = None
    figure: str | None = None
    finding: str


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


class ObligationRow(ReadTable, table=True):
    """A duty; `next_rung_at` is the indexed question of every tick."""

    __tablename__ = "r_obligation"
    __table_args__ = (
        Index("r_obligation_next", "next_rung_at", "obligation"),
        Index("r_obligation_about", "about", "milestone", "status"),
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


READ_TABLES = (
    UnitRow, PersonRow, PostRow, RoleRow, MovementRow, ClusterRow, MilestoneRow, TargetRow, NominationRow, SubmissionRow,
    CouncilRow, SessionRow, LineRow, ConfirmedRow, SteppedOutRow, DecisionRow, EntryRow, CeremonyRow, FundRow,
    CancellationRow, ObligationRow, LetterRow,
    PendingRow, FlowRow,
)  # fmt: skip
