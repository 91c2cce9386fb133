"""Con người: registered once; where they serve and the roles they hold, each with its validity."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, NotFound, WrongState
from domain.standing import Held
from events.base import Citation, PersonId, UnitId
from events.person import (
    InformationErased,
    PersonContactChanged,
    PersonDetailsCompleted,
    PersonDied,
    PersonEmployed,
    PersonEvent,
    PersonRegistered,
    Role,
    RoleEnded,
    RoleGranted,
)
from events.personal import Clear, Personal, PersonalClass, Private


@dataclass(frozen=True, slots=True)
class NoPerson:
    """Not registered."""


@dataclass(frozen=True, slots=True)
class Employment:
    """A post and since when."""

    unit: UnitId
    since: date
    recruited: bool
    position: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """A person; name, birth and address stay sealed and nothing here looks into them."""

    person: PersonId
    name: Personal
    born: Personal | None
    email: Personal | None
    employments: tuple[Employment, ...] = ()
    roles: tuple[Held, ...] = ()
    died_on: date | None = None
    erased: frozenset[PersonalClass] = frozenset()

    def recruited_on(self) -> date | None:
        """Give the day of the first recruitment on record."""
        days = [post.since for post in self.employments if post.recruited]
        return min(days) if days else None

    def serves_in(self, day: date) -> Employment | None:
        """Give the post held on `day`: the last one begun."""
        begun = [post for post in self.employments if post.since <= day]
        return max(begun, key=lambda post: post.since) if begun else None


State = NoPerson | Person
MISSING = "Người này chưa có trong sổ."
OF_TRUST = frozenset({"administrator", "authority", "auditor"})
"""Roles that administrators alone give and end: the standing agency makes nobody its own judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPerson(Command):
    """Enter a person."""

    person: PersonId
    name: Annotated[str, Private()]
    born: Annotated[str | None, Private()] = None
    email: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePersonContact(Command):
    """Correct a person's address."""

    person: PersonId
    email: Annotated[str | None, Private()] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletePersonDetails(Command):
    """Add a birth date that was missing."""

    person: PersonId
    born: Annotated[str, Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployPerson(Command):
    """Record a post."""

    person: PersonId
    unit: UnitId
    since: date
    recruited: bool = False
    position: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDeath(Command):
    """Record that a person has died; awards go to the family from then on."""

    person: PersonId
    on: date
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(Command):
    """Give a role in a unit or a council."""

    person: PersonId
    role: Role
    scope: str
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndRole(Command):
    """End a role; `on` is its last day."""

    person: PersonId
    role: Role
    scope: str
    on: date
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseInformation(Command):
    """Erase one class of what is known of a person, for good: the address of somebody who serves no more."""

    person: PersonId
    of: PersonalClass
    document: Citation
    reason: str | None = None

    @property
    def key(self) -> str:
        """Name the key that is destroyed."""
        return f"{self.person}/{self.of}"


PersonCommand = (
    RegisterPerson
    | ChangePersonContact
    | CompletePersonDetails
    | EmployPerson
    | RecordDeath
    | GrantRole
    | EndRole
    | EraseInformation
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts(Facts):
    """Whether an account of this person stands open."""

    has_account: bool = False


def decide(state: State, command: PersonCommand, facts: PersonFacts) -> Sequence[PersonEvent]:
    """Decide what happens to a person's record."""
    facts.require_staff(command, () if _is_of_trust(command) else ("standing_agency",))
    match command:
        case RegisterPerson():
            return _register(state, command)
        case ChangePersonContact():
            return _change_contact(existing(state, Person, MISSING), command)
        case CompletePersonDetails():
            return _complete(existing(state, Person, MISSING), command)
        case EmployPerson():
            return _employ(existing(state, Person, MISSING), command)
        case RecordDeath():
            return _die(existing(state, Person, MISSING), command)
        case GrantRole():
            return _grant(existing(state, Person, MISSING), command, facts)
        case EndRole():
            return _end(existing(state, Person, MISSING), command)
        case EraseInformation():
            return _erase(existing(state, Person, MISSING), command)
        case _:
            assert_never(command)


def _register(state: State, command: RegisterPerson) -> Sequence[PersonEvent]:
    match state:
        case NoPerson():
            who = command.person
            return (
                PersonRegistered(
                    person=who,
                    name=Clear(who, "identity", command.name),
                    born=Clear(who, "identity", command.born) if command.born else None,
                    email=Clear(who, "contact", command.email) if command.email else None,
                ),
            )
        case Person():
            raise AlreadyExists(
                "Người này đã có trong sổ.",
                todo="Hãy mở trang của người này.",
            )


def _change_contact(state: Person, command: ChangePersonContact) -> Sequence[PersonEvent]:
    email = Clear(state.person, "contact", command.email) if command.email else None
    return (PersonContactChanged(person=state.person, email=email),)


def _complete(state: Person, command: CompletePersonDetails) -> Sequence[PersonEvent]:
    return (PersonDetailsCompleted(person=state.person, born=Clear(state.person, "identity", command.born)),)


def _employ(state: Person, command: EmployPerson) -> Sequence[PersonEvent]:
    post = Employment(command.unit, command.since, command.recruited, command.position)
    if post in state.employments:
        return ()
    return (
        PersonEmployed(
            person=state.person,
            unit=command.unit,
            since=command.since,
            recruited=command.recruited,
            position=command.position,
        ),
    )


def _die(state: Person, command: RecordDeath) -> Sequence[PersonEvent]:
    if state.died_on == command.on:
        return ()
    return (PersonDied(person=state.person, on=command.on, document=command.document),)


def _is_of_trust(command: PersonCommand) -> bool:
    """Say whether it gives or ends a role that watches over whoever prepares, or decides on what they have prepared."""
    return isinstance(command, GrantRole | EndRole) and command.role in OF_TRUST


def _grant(state: Person, command: GrantRole, facts: PersonFacts) -> Sequence[PersonEvent]:
    """Give a role once; who becomes an administrator begins with an account that none but administrators have opened."""
    if Held(command.role, command.scope, command.since, command.until) in state.roles:
        return ()
    if command.role == "administrator" and facts.has_account:
        raise WrongState(
            "Người này đang có tài khoản mở; mật khẩu, mã, thẻ đã cấp trước đây sẽ mở được cả việc quản trị.",
            todo="Hãy đóng tài khoản, giao vai trò, rồi mở lại tài khoản và cấp mã mới.",
        )
    return (
        RoleGranted(
            person=state.person,
            role=command.role,
            scope=command.scope,
            since=command.since,
            until=command.until,
        ),
    )


def _end(state: Person, command: EndRole) -> Sequence[PersonEvent]:
    open_roles = [held for held in state.roles if _is(held, command) and held.on(command.on)]
    if not open_roles:
        raise NotFound(
            "Người này không giữ vai trò đó vào ngày đã nêu.",
            todo="Hãy xem các vai trò ở trang của người này, hoặc sửa ngày.",
        )
    if all(held.until == command.on for held in open_roles):
        return ()
    return (
        RoleEnded(
            person=state.person, role=command.role, scope=command.scope, on=command.on, reason=command.reason
        ),
    )


def _erase(state: Person, command: EraseInformation) -> Sequence[PersonEvent]:
    """Erase an address that nobody writes to any more; what stands in dossiers, decisions and honour books is kept."""
    if command.of in state.erased:
        return ()
    if command.of != "contact":
        raise WrongState(
            "Họ tên, ngày sinh và thành tích nằm trong hồ sơ khen thưởng phải lưu trữ nên không xoá được.",
            todo="Chỉ xoá được địa chỉ liên hệ (contact).",
        )
    if any(held.on(command.legal_day) for held in state.roles):
        raise WrongState(
            "Người này còn giữ vai trò, sổ còn phải gửi thư cho họ.",
            todo="Hãy cho thôi vai trò trước, rồi xoá địa chỉ.",
        )
    return (
        InformationErased(
            person=state.person, of=command.of, document=command.document, reason=command.reason
        ),
    )


def _is(held: Held, ended: EndRole | RoleEnded) -> bool:
    return (held.role, held.scope) == (ended.role, ended.scope)


def evolve(state: State, event: PersonEvent) -> State:
    """Apply one event."""
    if isinstance(event, PersonRegistered):
        return Person(event.person, event.name, event.born, event.email)
    if isinstance(state, NoPerson):
        return state
    match event:
        case PersonContactChanged():
            return replace(state, email=event.email, erased=state.erased - {"contact"})
        case PersonDetailsCompleted():
            return replace(state, born=event.born)
        case PersonEmployed():
            post = Employment(event.unit, event.since, event.recruited, event.position)
            return replace(state, employments=(*state.employments, post))
        case PersonDied():
            return replace(state, died_on=event.on)
        case RoleGranted():
            held = Held(event.role, event.scope, event.since, event.until)
            return replace(state, roles=(*state.roles, held))
        case RoleEnded():
            return replace(state, roles=tuple(_ended(held, event) for held in state.roles))
        case InformationErased():
            email = None if event.of == "contact" else state.email
            return replace(state, email=email, erased=state.erased | {event.of})
        case _:
            assert_never(event)


def _ended(held: Held, event: RoleEnded) -> Held:
    return replace(held, until=event.on) if _is(held, event) and held.on(event.on) else held


DECIDER: Decider[State, PersonCommand, PersonEvent, PersonFacts] = Decider(
    "person", NoPerson(), decide, evolve
)
