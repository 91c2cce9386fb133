"""What both databases must do on the hot path; the two drivers fill it in."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table
from sqlalchemy.pool import PoolProxiedConnection

from events.envelope import Stored
from events.store.errors import KeyTaken
from events.store.statements import Statement, Statements

EventValues = tuple[int, str, int, str, str, str, bytes, bytes]
"""seq, stream, version, type, at, recorded_at, leaf, hash."""
CommandValues = tuple[str, str, int, int]
"""id, digest, first and last position."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log under the lock: its last position and time, and the versions asked for."""

    seq: int
    recorded_at: str
    versions: Mapping[str, int]


class Hot(ABC):
    """A held driver connection in autocommit; transactions are begun and ended by hand."""

    statements: Statements
    mark: str
    """The driver's positional placeholder."""

    def __init__(self, raw: PoolProxiedConnection) -> None:
        self._raw = raw
        self.driver: Any = raw.dbapi_connection
        self.broken = False

    @abstractmethod
    def begin(self, streams: Sequence[str]) -> Head:
        """Begin a writing transaction, take the log's one lock, and read the head."""

    @abstractmethod
    def insert(self, rows: Sequence[EventValues], commands: Sequence[CommandValues]) -> None:
        """Insert events and the commands that made them; a taken version or id raises, at the latest at the commit."""

    @abstractmethod
    def execute(self, sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
        """Run one statement of a projection and give its rows, if it has any."""

    @abstractmethod
    def write(self, statement: Statement, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run one statement of a projection for many rows, at the latest before the next answer or the commit."""

    @abstractmethod
    def free(self, streams: Sequence[str]) -> None:
        """Give back every reservation key of these streams."""

    @abstractmethod
    def take(self, keys: Sequence[tuple[str, str]]) -> list[str]:
        """Give each reservation key to its stream if it is free, and say whose it is."""

    @abstractmethod
    def commit(self) -> None:
        """End the transaction; returns when it is durable."""

    @abstractmethod
    def rollback(self) -> None:
        """Give up the transaction; never raises."""

    @abstractmethod
    def load(self, stream: str, after: int = 0) -> list[Stored]:
        """Read one stream from the version behind `after`, in order."""

    @abstractmethod
    def load_all(self, streams: Sequence[str]) -> list[Stored]:
        """Read several streams whole with one question, each in order."""

    @abstractmethod
    def at(self, positions: Sequence[int]) -> list[Stored]:
        """Read the events at some positions with one question, in order."""

    @abstractmethod
    def page(self, after: int, limit: int, until: int) -> list[Stored]:
        """Read up to `limit` events behind position `after`, not beyond `until`."""

    @abstractmethod
    def page_bytes(self, after: int, limit: int, until: int) -> list[tuple[int, str, bytes]]:
        """Read (seq, type, leaf) only: for readers that decode just what they need."""

    @abstractmethod
    def head_seq(self) -> int:
        """Give the last position, 0 for an empty log."""

    def reserve(self, keys: Sequence[tuple[str, str]], let_go: Sequence[str]) -> None:
        """Free every key of the streams in `let_go`, then take (key, stream) pairs; the log's lock is held."""
        if let_go:
            self.free(let_go)
        if keys:
            for (key, stream), holder in zip(keys, self.take(keys), strict=True):
                if holder != stream:
                    raise KeyTaken(key)

    def upsert(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert or replace rows of a read table by their primary key."""
        if rows:
            self.write(self.statements.upsert(table), rows)

    def delete(self, table: Table, keys: Sequence[Mapping[str, Any]]) -> None:
        """Delete rows of a read table by their primary key."""
        if keys:
            self.write(self.statements.delete(table), keys)

    def pages(self, after: int = 0, until: int = 2**62, size: int = 2000) -> Iterator[list[Stored]]:
        """Read the log in pages, holding no snapshot open between them."""
        while rows := self.page(after, size, until):
            yield rows
            after = rows[-1].seq

    def close(self) -> None:
        """Give the connection back; it is not used again."""
        self.broken = True
        self._raw.close()
