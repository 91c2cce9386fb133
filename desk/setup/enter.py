"""Enters what a set-up file names: opens the ledger, then sends the administrator's commands."""

from collections.abc import Iterator
from pathlib import Path

from desk.setup.file import PersonPart, Setup, UnitPart
from domain.council import AppointMember, EstablishCouncil
from domain.decider import Command, Said
from domain.ids import derived
from domain.law.files import read_file
from domain.lawbook import AdoptOverlay
from domain.person import CompletePersonDetails, EmployPerson, GrantRole, RegisterPerson
from domain.unit import ChangeUnitContact, EstablishUnit
from events.base import Citation
from events.envelope import By
from workflows.opening import NewLedger, open_ledger
from workflows.wiring import House


def enter(house: House, setup: Setup, folder: Path) -> int:
    """Open the ledger and enter everything; gives the number of commands, which twice do nothing new."""
    home, first = setup.home, setup.first
    open_ledger(
        house,
        NewLedger(
            ledger=setup.ledger,
            title=setup.title,
            organisation=setup.unit(home.key),
            organisation_name=home.name,
            level=home.level,
            since=setup.since,
            administrator=setup.person(first.key),
            administrator_name=first.name,
            administrator_email=first.mail,
            parent=setup.unit(home.parent) if home.parent else None,
        ),
    )
    by = By(setup.person(first.key), role="administrator", auth="set-up")
    said = Said(at=house.clock.now(), by=by, late_reason=None)
    number = 0
    for number, command in enumerate(_commands(setup, folder, said), 1):
        house.handler.handle(str(derived("setup", setup.ledger, number)), command)
    return number


def _commands(setup: Setup, folder: Path, said: Said) -> Iterator[Command]:
    for unit in setup.units:
        yield from _unit(setup, unit, said)
    for person in setup.people:
        yield from _person(setup, person, said)
    yield from _council(setup, said)
    for role in setup.roles:
        yield GrantRole(
            person=setup.person(role.person),
            role=role.role,
            scope=setup.scope(role.scope),
            since=role.since,
            until=role.until,
            **said,
        )
    if setup.rules is not None:
        yield _rules(setup, folder, said)


def _unit(setup: Setup, unit: UnitPart, said: Said) -> Iterator[Command]:
    if unit.key == setup.organisation:
        if unit.mail is not None:
            yield ChangeUnitContact(unit=setup.unit(unit.key), email=unit.mail, **said)
        return
    home = setup.unit(setup.organisation) if unit.level == "agency" else None
    yield EstablishUnit(
        unit=setup.unit(unit.key),
        name=unit.name,
        kind=unit.kind,
        level=unit.level,
        parent=setup.unit(unit.parent) if unit.parent else home,
        managed_by=setup.unit(unit.managed_by) if unit.managed_by else home,
        outside_chain=unit.outside_chain,
        email=unit.mail,
        **said,
    )


def _person(setup: Setup, person: PersonPart, said: Said) -> Iterator[Command]:
    who = setup.person(person.key)
    if person.key != setup.administrator:
        yield RegisterPerson(person=who, name=person.name, born=person.born, email=person.mail, **said)
    elif person.born is not None:
        yield CompletePersonDetails(person=who, born=person.born, **said)
    if person.unit is not None and person.since is not None:
        yield EmployPerson(
            person=who,
            unit=setup.unit(person.unit),
            since=person.since,
            recruited=True,
            position=person.position,
            **said,
        )
    if person.clerk_of is not None:
        yield GrantRole(
            person=who, role="clerk", scope=setup.unit(person.clerk_of), since=setup.since, **said
        )


def _council(setup: Setup, said: Said) -> Iterator[Command]:
    council = setup.council
    if council is None:
        return
    document = council.document
    yield EstablishCouncil(
        council=setup.council_id,
        unit=setup.unit(setup.organisation),
        name=council.name,
        document=Citation(number=document.number, day=document.day, issuer=document.issuer),
        term_from=document.day,
        **said,
    )
    for member in council.members:
        yield AppointMember(
            council=setup.council_id,
            person=setup.person(member.person),
            seat=member.seat,
            secretary=member.secretary,
            since=setup.since,
            **said,
        )


def _rules(setup: Setup, folder: Path, said: Said) -> Command:
    rules = setup.rules
    if rules is None:
        raise TypeError("no rules to adopt")
    text = (folder / rules.file).read_text(encoding="utf-8")
    document = rules.document
    return AdoptOverlay(
        overlay="quy-che-hoi-dong",
        scope=setup.unit(setup.organisation),
        title=rules.title,
        document=Citation(number=document.number, day=document.day, issuer=document.issuer),
        tables=read_file(rules.file, text),
        assumed=rules.assumed,
        **said,
    )
