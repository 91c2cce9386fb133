"""The stage: where the people of the demonstration act, each under their own role, by the simulated clock."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TypeVar

import structlog

from desk.demo.data import Script
from domain.calendar import local_day, local_instant
from domain.decider import Command, Said
from domain.ids import derived
from domain.refusal import Refusal
from events.base import CouncilId, MovementId, PersonId, UnitId
from events.envelope import By
from events.store.clock import SimulatedClock
from workflows.handle import Outcome
from workflows.wiring import House

C = TypeVar("C", bound=Command)
log = structlog.get_logger("demo")


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that a rule turned down at the door."""

    at: datetime
    what: str
    why: str


@dataclass(slots=True)
class Stage:
    """The house, the clock and the script, with what was turned down so far."""

    house: House
    clock: SimulatedClock
    script: Script
    refused: list[Refused] = field(default_factory=list)
    acts: int = 0
    teller_keys: dict[str, bytes] = field(default_factory=dict, repr=False)
    """Each teller's secret key, which in life stays on the teller's own device."""

    @property
    def today(self) -> date:
        """The legal day on stage."""
        return local_day(self.clock.now())

    @property
    def organisation(self) -> UnitId:
        """The commune."""
        return self.unit(self.script.cast.organisation)

    @property
    def council(self) -> CouncilId:
        """Its council."""
        return self.script.cast.council_id

    @property
    def movement(self) -> MovementId:
        """Its movement."""
        return MovementId(f"movement-{derived('demo', 'movement')}")

    def unit(self, key: str) -> UnitId:
        """Give a unit's id."""
        return self.script.cast.unit(key)

    def person(self, key: str) -> PersonId:
        """Give a person's id."""
        return self.script.cast.person(key)

    def said(self, who: str, role: str, behalf: str | None = None) -> Said:
        """Give when and by whom, for a command of one of the cast."""
        by = By(self.person(who), role=role, behalf=self.unit(behalf) if behalf else None, auth="demo")
        return Said(at=self.clock.now(), by=by, late_reason=None)

    def do(self, command: Command) -> Outcome:
        """Have somebody act; a rule that refuses stops the play."""
        return self.house.handler.handle(self.next_act(), command)

    def next_act(self) -> str:
        """Give the id of the next command."""
        self.acts += 1
        return str(derived("demo", "act", self.acts))

    def try_to(self, command: Command, what: str) -> None:
        """Have somebody try what a rule will turn down, or not: whatever it says is kept."""
        try:
            self.do(command)
        except Refusal as refusal:
            self.refused.append(Refused(self.clock.now(), what, str(refusal)))


def clerk(unit: str) -> str:
    """Give the key of a unit's clerk."""
    return f"clerk-{unit}"


def moment(year: int, month: int, day: int, hour: int = 8, minute: int = 0) -> datetime:
    """Give a local moment as an instant."""
    return local_instant(date(year, month, day), time(hour, minute))
