"""The read tables of movements, their dates and targets, and of clusters."""

from sqlmodel import Field

from projections.read_table import ReadTable, long


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


class AnswerRow(ReadTable, table=True):
    """A movement of this ledger that answers another of it, launched above."""

    __tablename__ = "r_answer"

    movement: str = Field(primary_key=True)
    parent: str = Field(primary_key=True, index=True)
    organisation: str


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
