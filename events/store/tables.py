"""The tables of the log, and the ballot box beside it.

Everything but `event`, `checkpoint` and `slip` is rebuilt from them by `sovang db rebuild`.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlmodel import Field, SQLModel

BIG = BigInteger().with_variant(Integer(), "sqlite")


class EventRow(SQLModel, table=True):
    """One event: the leaf, its hash, and narrow columns that verification holds against the leaf."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("stream", "version", name="event_stream_version"),
        CheckConstraint("seq > 0 AND version > 0", name="event_counts_from_one"),
    )

    seq: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    stream: str = Field(sa_column=Column(String(120), nullable=False))
    version: int = Field(sa_column=Column(Integer, nullable=False))
    type: str = Field(sa_column=Column(String(80), nullable=False))
    at: str = Field(sa_column=Column(String(27), nullable=False))
    recorded_at: str = Field(sa_column=Column(String(27), nullable=False))
    leaf: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class CommandRow(SQLModel, table=True):
    """A command that produced events: its id is taken for ever."""

    __tablename__ = "command"

    id: str = Field(sa_column=Column(String(80), primary_key=True))
    digest: str = Field(sa_column=Column(String(64), nullable=False))
    first_seq: int = Field(sa_column=Column(BIG, nullable=False))
    last_seq: int = Field(sa_column=Column(BIG, nullable=False))


class ReservationRow(SQLModel, table=True):
    """A key that only one stream may hold at a time."""

    __tablename__ = "reservation"

    key: str = Field(sa_column=Column(String(300), primary_key=True))
    stream: str = Field(sa_column=Column(String(120), nullable=False, index=True))


class CheckpointRow(SQLModel, table=True):
    """A signed tree head: so many events, this root."""

    __tablename__ = "checkpoint"

    size: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    note: str = Field(sa_column=Column(Text, nullable=False))


class TreeNodeRow(SQLModel, table=True):
    """A complete inner node of the Merkle tree, level 1 and up; level 0 is `event.hash`."""

    __tablename__ = "tree_node"

    level: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    idx: int = Field(sa_column=Column(BIG, primary_key=True, autoincrement=False))
    hash: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class SlipRow(SQLModel, table=True):
    """A sealed slip in the ballot box; which member's it is, the log says, and what it says, nothing here."""

    __tablename__ = "slip"
    __table_args__ = {"sqlite_with_rowid": False}  # SQLAlchemy's own form

    tracker: str = Field(sa_column=Column(String(64), primary_key=True))
    ciphertext: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


LOG_TABLES = (EventRow, CommandRow, ReservationRow, CheckpointRow, TreeNodeRow, SlipRow)
