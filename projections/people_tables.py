"""The read tables of units, people, households, posts and roles."""

from sqlmodel import Field

from projections.read_table import ReadTable, long


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
