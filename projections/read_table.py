"""What every read table is built on: one registry, apart from the log's, and its kinds of columns."""

from typing import Any

from sqlalchemy import BigInteger, Integer, MetaData, Text
from sqlmodel import Field, SQLModel

BIG = BigInteger().with_variant(Integer(), "sqlite")


METADATA = MetaData()


class ReadTable(SQLModel):
    """Base of all read tables; they have a registry of their own, apart from the log's."""

    metadata = METADATA


def long() -> Any:  # noqa: ANN401  # SQLModel types its columns so
    """Make a column for text of any length."""
    return Field(sa_type=Text)
