"""Hội đồng Thi đua - Khen thưởng: its term and its members, each with validity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, NotFound
from domain.standing import Held
from events.base import Citation, CouncilId, PersonId, UnitId
from events.council import CouncilEstablished, CouncilEvent, MemberAppointed, MemberResigned, Seat

MISSING = "Hội đồng này chưa có trong sổ."


@dataclass(frozen=True, slots=True)
class Member:
    """A seat with its validity."""

    person: PersonId
    seat: Seat
    secretary: bool
    since: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """Say whether the seat is held on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class NoCouncil:
    """Not established."""


@dataclass(frozen=True, slots=True)
class Council:
    """A council."""

    council: CouncilId
    unit: UnitId
    name: str
    members: tuple[Member, ...] = ()

    def sitting(self, day: date) -> tuple[Member, ...]:
        """Give the members of a day: the base that shares and quorum are counted against."""
        return tuple(member for member in self.members if member.on(day))

    def roles_of(self, person: PersonId) -> tuple[Held, ...]:
        """Give the roles a seat brings, in this council."""
        roles = []
        for member in self.members:
            if member.person != person:
                continue
            names = ["member", member.seat, *(["secretary"] if member.secretary else [])]
            roles += [Held(name, self.council, member.since, member.until) for name in dict.fromkeys(names)]
        return tuple(roles)


State = NoCouncil | Council


@dataclass(frozen=True, slots=True, kw_only=True)
class EstablishCouncil(Command):
    """Establish a council for a unit."""

    council: CouncilId
    unit: UnitId
    name: str
    document: Citation
    term_from: date
    term_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointMember(Command):
    """Appoint a member to a seat."""

    council: CouncilId
    person: PersonId
    seat: Seat
    since: date
    secretary: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ResignMember(Command):
    """End a seat; `on` is its last day."""

    council: CouncilId
    person: PersonId
    on: date
    reason: str | None = None


CouncilCommand = EstablishCouncil | AppointMember | ResignMember


def decide(state: State, command: CouncilCommand, facts: Facts) -> Sequence[CouncilEvent]:
    """Decide what happens to a council."""
    facts.require_staff(command, ("standing_agency", "authority"))
    match command:
        case EstablishCouncil():
            return _establish(state, command)
        case AppointMember():
            return _appoint(existing(state, Council, MISSING), command)
        case ResignMember():
            return _resign(existing(state, Council, MISSING), command)
        case _:
            assert_never(command)


def _establish(state: State, command: EstablishCouncil) -> Sequence[CouncilEvent]:
    if isinstance(state, Council):
        raise AlreadyExists(f"“{state.name}” đã có trong sổ.")
    return (
        CouncilEstablished(
            council=command.council,
            unit=command.unit,
            name=command.name,
            document=command.document,
            term_from=command.term_from,
            term_until=command.term_until,
        ),
    )


def _appoint(state: Council, command: AppointMember) -> Sequence[CouncilEvent]:
    if any(member.person == command.person and member.on(command.since) for member in state.members):
        return ()
    return (
        MemberAppointed(
            council=state.council,
            person=command.person,
            seat=command.seat,
            secretary=command.secretary,
            since=command.since,
        ),
    )


def _resign(state: Council, command: ResignMember) -> Sequence[CouncilEvent]:
    seats = [member for member in state.members if member.person == command.person and member.on(command.on)]
    if not seats:
        raise NotFound("Người này không phải thành viên Hội đồng vào ngày đã nêu.")
    if all(member.until == command.on for member in seats):
        return ()
    return (
        MemberResigned(council=state.council, person=command.person, on=command.on, reason=command.reason),
    )


def evolve(state: State, event: CouncilEvent) -> State:
    """Apply one event."""
    if isinstance(event, CouncilEstablished):
        return Council(event.council, event.unit, event.name)
    if isinstance(state, NoCouncil):
        return state
    match event:
        case MemberAppointed():
            member = Member(event.person, event.seat, event.secretary, event.since)
            return replace(state, members=(*state.members, member))
        case MemberResigned():
            return replace(state, members=tuple(_resigned(member, event) for member in state.members))
        case _:
            assert_never(event)


def _resigned(member: Member, event: MemberResigned) -> Member:
    return (
        replace(member, until=event.on) if member.person == event.person and member.on(event.on) else member
    )


DECIDER: Decider[State, CouncilCommand, CouncilEvent, Facts] = Decider("council", NoCouncil(), decide, evolve)
