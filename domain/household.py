"""Hộ gia đình: a head and members of one village; nobody's staff, so no rule on salary funds concerns it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists
from events.base import PersonId, SubjectId, UnitId
from events.household import HouseholdChanged, HouseholdEvent, HouseholdRegistered
from events.personal import Clear, Personal, Private

HOUSEHOLD = "household-"
"""How the ids of households begin."""
MISSING = "Hộ này chưa có trong sổ."


@dataclass(frozen=True, slots=True)
class NoHousehold:
    """Not registered."""


@dataclass(frozen=True, slots=True)
class Household:
    """A household as it is now."""

    household: SubjectId
    head: PersonId
    members: tuple[PersonId, ...]
    unit: UnitId
    address: Personal | None = None


State = NoHousehold | Household


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterHousehold(Command):
    """Enter a household with its head and members, all of them registered people."""

    household: SubjectId
    head: PersonId
    unit: UnitId
    members: tuple[PersonId, ...] = ()
    address: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHousehold(Command):
    """Say who heads it and who belongs to it from a day on."""

    household: SubjectId
    head: PersonId
    on: date
    members: tuple[PersonId, ...] = ()
    reason: str | None = None


HouseholdCommand = RegisterHousehold | ChangeHousehold


def decide(state: State, command: HouseholdCommand, facts: Facts) -> Sequence[HouseholdEvent]:
    """Decide what happens to a household."""
    match command:
        case RegisterHousehold():
            return _register(state, command, facts)
        case ChangeHousehold():
            return _change(existing(state, Household, MISSING), command, facts)
        case _:
            assert_never(command)


def _require(command: HouseholdCommand, unit: UnitId, facts: Facts) -> None:
    if command.by.role in {"clerk", "head"}:
        facts.require(command, ("clerk", "head"), unit)
    else:
        facts.require_staff(command)


def _others(head: PersonId, members: Iterable[PersonId]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(who for who in members if who != head))


def _register(state: State, command: RegisterHousehold, facts: Facts) -> Sequence[HouseholdEvent]:
    _require(command, command.unit, facts)
    if isinstance(state, Household):
        raise AlreadyExists("Hộ này đã có trong sổ.", todo="Hãy mở hộ đã có để ghi thay đổi.")
    return (
        HouseholdRegistered(
            household=command.household,
            head=command.head,
            members=_others(command.head, command.members),
            unit=command.unit,
            address=Clear(command.household, "contact", command.address) if command.address else None,
        ),
    )


def _change(state: Household, command: ChangeHousehold, facts: Facts) -> Sequence[HouseholdEvent]:
    _require(command, state.unit, facts)
    members = _others(command.head, command.members)
    if (state.head, state.members) == (command.head, members):
        return ()
    return (
        HouseholdChanged(
            household=state.household,
            head=command.head,
            members=members,
            on=command.on,
            reason=command.reason,
        ),
    )


def evolve(state: State, event: HouseholdEvent) -> State:
    """Apply one event."""
    match event:
        case HouseholdRegistered():
            return Household(event.household, event.head, event.members, event.unit, event.address)
        case HouseholdChanged():
            return (
                replace(state, head=event.head, members=event.members)
                if isinstance(state, Household)
                else state
            )
        case _:
            assert_never(event)


DECIDER: Decider[State, HouseholdCommand, HouseholdEvent, Facts] = Decider(
    "household", NoHousehold(), decide, evolve
)
