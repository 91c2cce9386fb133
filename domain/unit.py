"""Đơn vị: established once, its address may change, it may close and name a successor."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists
from events.base import Basis, UnitId
from events.personal import Clear, Personal, Private
from events.unit import Level, UnitClosed, UnitContactChanged, UnitEstablished, UnitEvent, UnitKind


@dataclass(frozen=True, slots=True)
class NoUnit:
    """Not established."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit and its place in the chain."""

    unit: UnitId
    name: str
    kind: UnitKind
    level: Level
    parent: UnitId | None
    managed_by: UnitId | None
    outside_chain: bool
    email: Personal | None = None
    closed_on: date | None = None
    successor: UnitId | None = None


State = NoUnit | Unit
MISSING = "Đơn vị này chưa có trong sổ."


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishUnit(Command):
    """Enter a unit."""

    unit: UnitId
    name: str
    kind: UnitKind
    level: Level
    parent: UnitId | None = None
    managed_by: UnitId | None = None
    outside_chain: bool = False
    since: date | None = None
    email: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeUnitContact(Command):
    """Correct the address, or say that there is none."""

    unit: UnitId
    email: Annotated[str | None, Private()] = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseUnit(Command):
    """End a unit, naming who takes over."""

    unit: UnitId
    on: date
    successor: UnitId | None = None
    basis: Basis | None = None


UnitCommand = EstablishUnit | ChangeUnitContact | CloseUnit


def decide(state: State, command: UnitCommand, facts: Facts) -> Sequence[UnitEvent]:
    """Decide what happens to a unit."""
    facts.require_staff(command)
    match command:
        case EstablishUnit():
            return _establish(state, command)
        case ChangeUnitContact():
            return _change_contact(existing(state, Unit, MISSING), command)
        case CloseUnit():
            return _close(existing(state, Unit, MISSING), command)
        case _:
            assert_never(command)


def _establish(state: State, command: EstablishUnit) -> Sequence[UnitEvent]:
    match state:
        case NoUnit():
            established = UnitEstablished(
                unit=command.unit,
                name=command.name,
                kind=command.kind,
                level=command.level,
                parent=command.parent,
                managed_by=command.managed_by,
                outside_chain=command.outside_chain,
                since=command.since,
            )
            contact = UnitContactChanged(unit=command.unit, email=_mail(command.unit, command.email))
            return (established, contact) if command.email else (established,)
        case Unit():
            raise AlreadyExists(
                f"Đơn vị “{state.name}” đã có trong sổ.",
                todo="Hãy mở đơn vị đã có.",
            )


def _mail(unit: UnitId, email: str | None) -> Personal | None:
    return Clear(unit, "contact", email) if email else None


def _change_contact(_state: Unit, command: ChangeUnitContact) -> Sequence[UnitEvent]:
    return (
        UnitContactChanged(
            unit=command.unit, email=_mail(command.unit, command.email), reason=command.reason
        ),
    )


def _close(state: Unit, command: CloseUnit) -> Sequence[UnitEvent]:
    if state.closed_on is not None:
        return ()
    return (UnitClosed(unit=command.unit, on=command.on, successor=command.successor, basis=command.basis),)


def evolve(state: State, event: UnitEvent) -> State:
    """Apply one event."""
    if isinstance(event, UnitEstablished):
        place = (event.level, event.parent, event.managed_by, event.outside_chain)
        return Unit(event.unit, event.name, event.kind, *place)
    if isinstance(state, NoUnit):
        return state
    match event:
        case UnitContactChanged():
            return replace(state, email=event.email)
        case UnitClosed():
            return replace(state, closed_on=event.on, successor=event.successor)
        case _:
            assert_never(event)


DECIDER: Decider[State, UnitCommand, UnitEvent, Facts] = Decider("unit", NoUnit(), decide, evolve)
