"""Thu kết quả xếp loại, sáng kiến hằng năm: who owes them by when, and who has handed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed
from events.base import Citation, UnitId
from events.collection import CollectionCalled, CollectionEvent, CollectionHandedIn, Register

MISSING = "Chưa có yêu cầu này trong sổ."
DUTIES: dict[Register, str] = {"gradings": "hand_in_gradings", "initiatives": "hand_in_initiatives"}
TITLES: dict[Register, str] = {
    "gradings": "Gửi kết quả xếp loại chất lượng năm {year}",
    "initiatives": "Gửi danh sách sáng kiến được công nhận năm {year}",
}


@dataclass(frozen=True, slots=True)
class NoCollection:
    """Not called for."""


@dataclass(frozen=True, slots=True)
class Collection:
    """What was called for, from whom, and who has answered: True when with nothing to enter."""

    collection: str
    entries: Register
    year: int
    units: tuple[UnitId, ...]
    answered: dict[UnitId, bool] = field(default_factory=dict)


State = NoCollection | Collection


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCollection(Command):
    """Ask units to hand in the entries of a register for a year."""

    collection: str
    entries: Register
    year: int
    due_on: date
    units: tuple[UnitId, ...]
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class HandInCollection(Command):
    """Record that a unit has handed in, or has nothing to enter."""

    collection: str
    unit: UnitId
    nothing: bool = False


CollectionCommand = CallCollection | HandInCollection


def decide(state: State, command: CollectionCommand, facts: Facts) -> Sequence[CollectionEvent]:
    """Decide who owes what, and who has handed in."""
    match command:
        case CallCollection():
            return _call(state, command, facts)
        case HandInCollection():
            return _hand_in(existing(state, Collection, MISSING), command, facts)
        case _:
            assert_never(command)


def _call(state: State, command: CallCollection, facts: Facts) -> Sequence[CollectionEvent]:
    facts.require(command, ("standing_agency",))
    units = tuple(dict.fromkeys(command.units))
    if isinstance(state, Collection):
        if (state.entries, state.year, state.units) == (command.entries, command.year, units):
            return ()
        raise AlreadyExists("Mã này đã dùng cho một yêu cầu khác.", todo="Hãy dùng mã khác.")
    if not units:
        raise Malformed("Phải nêu ít nhất một đơn vị.", todo="Hãy chọn các đơn vị phải gửi.")
    if command.due_on < command.legal_day:
        raise Malformed("Hạn gửi đã qua.", todo="Hãy ghi hạn còn ở phía trước.")
    return (
        CollectionCalled(
            collection=command.collection,
            entries=command.entries,
            year=command.year,
            due_on=command.due_on,
            units=units,
            document=command.document,
        ),
    )


def _hand_in(state: Collection, command: HandInCollection, facts: Facts) -> Sequence[CollectionEvent]:
    home = (facts.organisation,) if facts.organisation else ()
    if command.by.role == "standing_agency":
        facts.require(command, ("standing_agency",), *home)
    else:
        facts.require(command, ("clerk", "head"), command.unit)
    if command.unit not in state.units:
        raise Malformed(
            "Đơn vị này không có trong danh sách phải gửi.",
            todo="Hãy chọn đơn vị có trong yêu cầu, hoặc lập yêu cầu mới cho đơn vị này.",
        )
    if state.answered.get(command.unit) == command.nothing:
        return ()
    return (
        CollectionHandedIn(
            collection=state.collection,
            entries=state.entries,
            unit=command.unit,
            on=command.legal_day,
            nothing=command.nothing or None,
        ),
    )


def evolve(state: State, event: CollectionEvent) -> State:
    """Apply one event."""
    match event:
        case CollectionCalled():
            return Collection(event.collection, event.entries, event.year, event.units)
        case CollectionHandedIn():
            if isinstance(state, NoCollection):
                return state
            return replace(state, answered={**state.answered, event.unit: bool(event.nothing)})
        case _:
            assert_never(event)


DECIDER: Decider[State, CollectionCommand, CollectionEvent, Facts] = Decider(
    "collection", NoCollection(), decide, evolve
)
