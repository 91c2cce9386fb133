"""The clock that a ledger is opened with: real, or simulated for demonstrations and tests."""

from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Tells the time, and whether it is the real one."""

    @property
    def simulated(self) -> bool:
        """True for a clock that only a simulated ledger may be written with."""

    def now(self) -> datetime:
        """Give the present instant in UTC."""


class SystemClock:
    """The machine's clock."""

    simulated = False

    def now(self) -> datetime:
        """Give the machine's time."""
        return datetime.now(UTC)  # noqa: TID251  # the one place that asks the machine


class SimulatedClock:
    """A clock that stands still until it is moved."""

    simulated = True

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Give the instant it was last moved to."""
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Move forward; it never goes back."""
        self._now = max(self._now, moment.astimezone(UTC))
