"""The door's own tables: only hashes of what people hold. They are no part of the log; losing them means new passwords."""

from sqlalchemy import Index, MetaData, Text
from sqlmodel import Field, SQLModel

METADATA = MetaData()


class DoorTable(SQLModel):
    """Base of the door's tables; instants are text that sorts by time, as in the read tables."""

    metadata = METADATA


class AccountRow(DoorTable, table=True):
    """A person's login name and the hash of the password."""

    __tablename__ = "door_account"

    person: str = Field(primary_key=True)
    login: str = Field(unique=True)
    password: str | None = Field(default=None, sa_type=Text)
    must_change: bool = False
    closed_at: str | None = None


class PassRow(DoorTable, table=True):
    """A one-time code, a card for a meeting, or a program's token."""

    __tablename__ = "door_pass"
    __table_args__ = (Index("door_pass_person", "person", "kind"),)

    name: str = Field(primary_key=True)
    person: str
    kind: str
    meeting: str | None = None
    label: str | None = None
    scopes: str = ""
    long_hash: str | None = Field(default=None, unique=True)
    """SHA-256 of what has 160 bits of chance."""
    digits_hash: str | None = Field(default=None, sa_type=Text)
    """Argon2 of the six digits."""
    given_at: str
    ends_at: str
    used_at: str | None = None
    withdrawn_at: str | None = None


class SessionRow(DoorTable, table=True):
    """A signed-in browser; `key_hash` is SHA-256 of its cookie."""

    __tablename__ = "door_session"
    __table_args__ = (Index("door_session_person", "person"),)

    key_hash: str = Field(primary_key=True)
    name: str = Field(unique=True)
    person: str
    method: str
    device: str
    form_key: str
    """What every form of this session carries."""
    roles: str
    """The roles held when the key was made; when they change, the key does."""
    begun_at: str
    seen_at: str
    ends_at: str
    ended_at: str | None = None


class OldKeyRow(DoorTable, table=True):
    """A key that a session had before its last one, and until when it still finds it."""

    __tablename__ = "door_old_key"

    key_hash: str = Field(primary_key=True)
    session: str
    """The session's name."""
    until: str


class UnfinishedRow(DoorTable, table=True):
    """An act on an account of which the log and this book may each have only their part; gone when both have."""

    __tablename__ = "door_unfinished"

    name: str = Field(primary_key=True)
    what: str
    person: str
    by: str
    kept: str | None = None
    at: str


class GuessRow(DoorTable, table=True):
    """A try that did not prove right: which limit it counts against, as a hash of the names it is about, and when."""

    __tablename__ = "door_guess"
    __table_args__ = (Index("door_guess_bucket", "bucket", "at"), Index("door_guess_at", "at"))

    number: int | None = Field(default=None, primary_key=True)
    bucket: str
    at: str
