"""What every contender can do; inputs are prepared before the clock starts, serialising is inside it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Generic, TypeVar
from uuid import UUID

from benchmarks.place import Place
from benchmarks.readtable import Counts
from benchmarks.workload import Act

P = TypeVar("P")
"""One act in the contender's own form."""

PAGE = 2_000
"""Events a page, for whoever reads the whole log."""


class Appending(ABC, Generic[P]):
    """A contender that commits one act at a time."""

    name: ClassVar[str]

    @abstractmethod
    def __init__(self, place: Place) -> None:
        """Open a place whose tables exist."""

    @classmethod
    @abstractmethod
    def create(cls, place: Place) -> None:
        """Make the empty tables."""

    @classmethod
    @abstractmethod
    def prepare(cls, act: Act) -> P:
        """Put an act into the contender's own typed form."""

    @abstractmethod
    def append(self, prepared: P) -> None:
        """Commit one act; returns when it is durable."""

    @abstractmethod
    def close(self) -> None:
        """Give back what was opened."""


class Contender(Appending[P]):
    """A contender that takes part in every workload."""

    @abstractmethod
    def append_batch(self, prepared: Sequence[P]) -> None:
        """Commit many acts at once."""

    @abstractmethod
    def load(self, stream: UUID) -> tuple[int, str]:
        """Read one stream, rebuild its typed state, and give version and stage."""

    @abstractmethod
    def replay(self) -> Counts:
        """Fill the read table from the whole log, decoding only what it needs."""

    @abstractmethod
    def replay_typed(self) -> Counts:
        """Fill the read table from the whole log, every event decoded into its type."""

    @abstractmethod
    def tail(self, after: int) -> list[int]:
        """Give the positions of a page of events behind a position."""

    @abstractmethod
    def total(self) -> int:
        """Count the events there are."""
