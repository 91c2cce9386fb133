"""The product's whole write path: a command to the handler, which loads state and facts, decides and appends."""

from collections.abc import Iterator
from datetime import timedelta

from pydantic import SecretStr
from typing_extensions import override

from benchmarks.asks import CLERK, FUNDS, NOW, OFFICE, PAID, STAFF, UNIT, command_of
from benchmarks.contender import Appending
from benchmarks.contender_sovang import stream_name
from benchmarks.place import Place
from benchmarks.workload import Act, life
from domain.decider import Command, Said
from domain.fund import BudgetFund
from domain.ids import derived
from domain.nomination.states import Awarded
from domain.person import GrantRole, RegisterPerson
from domain.unit import EstablishUnit
from events.base import PersonId
from events.person import Role
from events.store.clock import SimulatedClock
from workflows.opening import INIT, NewLedger, open_ledger, upgrade_tables
from workflows.settings import Settings
from workflows.wiring import House, open_house

ROLES: tuple[tuple[PersonId, Role, str], ...] = (
    (CLERK, "clerk", UNIT),
    (STAFF, "standing_agency", OFFICE),
    (STAFF, "accountant", OFFICE),
)
NEW = NewLedger(
    ledger="bench",
    title="Sổ đo",
    organisation=OFFICE,
    organisation_name="Uỷ ban nhân dân xã",
    level="commune",
    since=NOW.date() - timedelta(days=1),
    administrator=STAFF,
    administrator_name="Đỗ An",
)

Prepared = tuple[str, Command]
"""The command's id, and the command."""


class Handle(Appending[Prepared]):
    """A deployment with the shipped law; one commit an act, which may bring events on other streams along."""

    name = "sovang-handle"

    def __init__(self, place: Place) -> None:
        self._house = house_at(place)

    @override
    @classmethod
    def create(cls, place: Place) -> None:
        house = house_at(place)
        upgrade_tables(house.settings)
        open_ledger(house, NEW)
        for number, command in enumerate(_world()):
            house.handler.handle(str(derived("world", number)), command)
        tried = life("tried")
        for act in tried:
            house.handler.handle(*cls.prepare(act))
        state = house.handler.reading(None, "").stream(stream_name(tried[0].stream)).state
        assert isinstance(state, Awarded), "the life is refused somewhere"
        assert state.paid is not None, "the life is refused somewhere"
        house.close()

    @override
    @classmethod
    def prepare(cls, act: Act) -> Prepared:
        return str(derived("bench", act.stream, act.version)), command_of(act)

    @override
    def append(self, prepared: Prepared) -> None:
        self._house.handler.handle(*prepared)

    @override
    def close(self) -> None:
        self._house.close()


def house_at(place: Place) -> House:
    settings = Settings(
        data=place.folder,
        keys=place.folder / "keys",
        database_url=SecretStr(place.url),
        owner_database_url=None,
        runtime_role=None,
        simulated=True,
    )
    upgrade_tables(settings)
    return open_house(settings, SimulatedClock(NOW))


def _world() -> Iterator[Command]:
    """Give a unit, a clerk, the office's staff, and the funds."""
    init = Said(at=NOW, by=INIT, late_reason=None)
    yield EstablishUnit(
        unit=UNIT, name="Thôn Đồng Tâm", kind="village", level="commune", parent=OFFICE, **init
    )
    yield RegisterPerson(person=CLERK, name="Lê Bình", **init)
    for person, role, scope in ROLES:
        yield GrantRole(person=person, role=role, scope=scope, since=NOW.date(), **init)
    for year in range(FUNDS):
        yield BudgetFund(unit=OFFICE, year=year, amount=10**12, **PAID)
