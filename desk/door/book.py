"""The door's book, as whoever writes in it holds it: a database and a clock, and whom it has known."""

from dataclasses import dataclass, field
from datetime import timedelta

from events.account import SignInMethod
from events.base import instant_text
from events.store.clock import Clock
from events.store.database import Database


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who showed what opens the door."""

    person: str
    method: SignInMethod
    used: str | None = None
    """The name of the code or card shown."""
    password: str | None = field(default=None, repr=False)
    """The hash that the password shown fits; when another has been set meanwhile, it begins no session."""


class Book:
    """A database of the door's own, read by the real clock."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    def now(self) -> str:
        """Give the present instant as text; the door's clock is always the real one."""
        return instant_text(self.clock.now())

    def later(self, by: timedelta) -> str:
        """Give a later instant as text."""
        return instant_text(self.clock.now() + by)
