"""An office with a ledger of its own: one unit, one person who holds every role there, and a simulated clock."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import get_args

from pydantic import SecretStr

from domain.decider import Command, Said
from domain.person import GrantRole, RegisterPerson
from domain.unit import EstablishUnit
from events.base import PersonId, UnitId
from events.envelope import By, Stored
from events.person import Role
from events.store.clock import SimulatedClock
from events.store.ledger import Ledger
from workflows.handle import Handler, Outcome
from workflows.opening import NewLedger, open_ledger, upgrade_tables
from workflows.settings import Settings
from workflows.wiring import House, open_house

START = datetime(2024, 1, 2, 1, tzinfo=UTC)
HOME = UnitId("unit-home")
MAI = PersonId("person-mai")
INIT = By("system:init", auth="test")
REACTOR = By("system:reactor", auth="engine")
MAILROOM = By("system:mailroom", auth="engine")
EVER = date(2020, 1, 1)


def settings_for(folder: Path, url: str) -> Settings:
    return Settings(data=folder, database_url=SecretStr(url), simulated=True)


@dataclass(slots=True)
class Office:
    """The house, and who acts in it."""

    house: House
    clock: SimulatedClock
    name: str = "act"
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @property
    def ledger(self) -> Ledger:
        return self.house.ledger

    @property
    def handler(self) -> Handler:
        return self.house.handler

    def said(
        self, role: str = "administrator", *, at: datetime | None = None, late_reason: str | None = None
    ) -> Said:
        """Say that Mai acts now, in one of her roles."""
        return self.said_by(By(MAI, role=role, auth="test"), at=at, late_reason=late_reason)

    def said_by(self, by: By, *, at: datetime | None = None, late_reason: str | None = None) -> Said:
        return Said(at=at or self.clock.now(), by=by, late_reason=late_reason)

    def do(self, command: Command, command_id: str | None = None, *, dry_run: bool = False) -> Outcome:
        command_id = command_id or f"{self.name}-{next(self.numbers)}"
        return self.handler.handle(command_id, command, dry_run=dry_run)

    def log(self) -> list[Stored]:
        return [row for page in self.ledger.pages() for row in page]

    def unit(
        self, key: object, name: str = "Thôn Đông", *, email: str | None = None, said: Said | None = None
    ) -> EstablishUnit:
        return EstablishUnit(
            unit=UnitId(f"unit-{key}"), name=name, kind="village", level="agency", parent=HOME, managed_by=HOME,
            email=email, **(said or self.said()),
        )  # fmt: skip

    def person(
        self, key: object, name: str = "Hà Văn Anh", *, born: str | None = None, email: str | None = None
    ) -> RegisterPerson:
        who = PersonId(f"person-{key}")
        return RegisterPerson(person=who, name=name, born=born, email=email, **self.said())


def enter_office(folder: Path, url: str, clock: SimulatedClock) -> Office:
    """Open a house on a ledger that is there already."""
    return Office(open_house(settings_for(folder, url), clock), clock)


def found_office(folder: Path, url: str, clock: SimulatedClock) -> Office:
    """Make the tables, open the ledger, and give Mai every role."""
    upgrade_tables(settings_for(folder, url))
    office = enter_office(folder, url, clock)
    open_ledger(
        office.house,
        NewLedger(
            ledger="so-thu",
            title="Sổ thử",
            organisation=HOME,
            organisation_name="UBND xã",
            level="commune",
            since=EVER,
            administrator=MAI,
            administrator_name="Hoàng Thị Mai",
            administrator_email="mai@vidu.example",
        ),
    )
    for role in get_args(Role):
        granted = GrantRole(person=MAI, role=role, scope=HOME, since=EVER, **office.said_by(INIT))
        office.do(granted, f"role-{role}")
    return office
