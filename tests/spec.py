"""A test language of three words over a decider: given what happened, when somebody asks, then this follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from domain.decider import Command, Decider, Said
from domain.facts import Facts
from domain.refusal import Refusal
from domain.standing import ROLE_NAMES, Held, Standing
from events.base import Event, UnitId
from events.envelope import By

AT = datetime(2024, 12, 24, 7, tzinfo=UTC)
"""Fourteen o'clock in Hà Nội on the day the council meets."""
HOME = UnitId("unit-home")
EVER = date(2020, 1, 1)


def by(role: str, who: str = "person-1") -> Said:
    """When, and who in which role."""
    return Said(at=AT, by=By(who, role=role, auth="test"), late_reason=None)


def engine(room: str = "reactor") -> Said:
    """When, and the engine itself."""
    return Said(at=AT, by=By(f"system:{room}", auth="engine"), late_reason=None)


def standing(*roles: tuple[str, str]) -> Standing:
    """Roles with their scopes, held for ever."""
    return Standing(tuple(Held(role, scope, EVER) for role, scope in roles))


@dataclass(frozen=True, slots=True)
class Given:
    """A stream's past, and the facts its decider is told."""

    decider: Decider[Any, Any, Any, Any]
    past: Sequence[Event]
    facts: Facts

    def knowing(self, facts: Facts) -> Given:
        return Given(self.decider, self.past, facts)

    def when(self, command: Command) -> When:
        return When(self, command)


@dataclass(frozen=True, slots=True)
class When:
    """A request."""

    given: Given
    command: Command

    def _decide(self) -> Sequence[Event]:
        decider = self.given.decider
        events: Sequence[Event] = decider.decide(
            decider.fold(self.given.past), self.command, self.given.facts
        )
        return events

    def then(self, *expected: Event) -> None:
        assert tuple(self._decide()) == expected

    def decides(self) -> tuple[Event, ...]:
        """Give what follows, for a look at single fields."""
        return tuple(self._decide())

    def nothing(self) -> None:
        assert tuple(self._decide()) == ()

    def refused(self, why: type[Refusal]) -> Refusal:
        with pytest.raises(why) as refusal:
            self._decide()
        return refusal.value


def given(decider: Decider[Any, Any, Any, Any], *past: Event, facts: Facts | None = None) -> Given:
    """Begin with what happened; without facts, somebody who holds every role at home is told nothing else."""
    return Given(decider, past, facts or Facts(standing=every_role(), organisation=HOME))


def every_role(*scopes: str) -> Standing:
    """Someone who holds every role at home and in further scopes."""
    return standing(*((role, scope) for role in ROLE_NAMES for scope in (HOME, *scopes)))
