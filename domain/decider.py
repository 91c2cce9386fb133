"""The shape of every stream's rules: a state, `decide` and `evolve`; and the base of all commands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import reduce
from typing import Any, Generic, TypedDict, TypeVar

from domain.calendar import local_day
from domain.refusal import NotFound
from events.base import Event
from events.envelope import By

S = TypeVar("S")
C = TypeVar("C", bound="Command")
E = TypeVar("E", bound=Event)
F = TypeVar("F")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What somebody wants: when it happens (as they say), and who they are."""

    at: datetime
    by: By
    late_reason: str | None = None
    """Why it is entered later than it happened; needed when that is more than a few minutes."""

    @property
    def legal_day(self) -> date:
        """The legal day of the act, in Asia/Ho_Chi_Minh."""
        return local_day(self.at)


ENVELOPE = frozenset(field.name for field in fields(Command))
"""What every command has; the rest is its body."""


class Said(TypedDict):
    """When, who, and why late: what a brought-along command inherits."""

    at: datetime
    by: By
    late_reason: str | None


def said(command: Command) -> Said:
    """Give what every command of the same act has in common."""
    return Said(at=command.at, by=command.by, late_reason=command.late_reason)


def body(command: Command) -> dict[str, Any]:
    """Give what a command says, without when, who and why late."""
    return {
        field.name: getattr(command, field.name) for field in fields(command) if field.name not in ENVELOPE
    }


def existing(state: object, kind: type[T], otherwise: str) -> T:
    """Give the state as one that exists; refuses with the sentence `otherwise` when it does not."""
    if isinstance(state, kind):
        return state
    raise NotFound(otherwise)


@dataclass(frozen=True, slots=True)
class Decider(Generic[S, C, E, F]):
    """One kind of stream: pure functions and the state before its first event."""

    kind: str
    initial: S
    decide: Callable[[S, C, F], Sequence[E]]
    evolve: Callable[[S, E], S]

    def fold(self, events: Iterable[E], state: S | None = None) -> S:
        """Give the state after `events`."""
        return reduce(self.evolve, events, self.initial if state is None else state)
