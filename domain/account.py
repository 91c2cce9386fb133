"""Tài khoản: who may sign in, and what was given to them for it; the secrets themselves are kept elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import NotAuthorised, NotFound, WrongState
from events.account import (
    AccountClosed,
    AccountEvent,
    AccountOpened,
    SecretIssued,
    SecretKind,
    SecretWithdrawn,
    SessionClosed,
    SessionOpened,
    SignInMethod,
    SignInRefused,
)
from events.base import PersonId, SessionId

DOOR = "system:door"
"""The one that notes sign-ins, which people do not note of themselves, and what was cut off between it and the log."""
MISSING = "Người này chưa có tài khoản."


@dataclass(frozen=True, slots=True)
class NoAccount:
    """Never opened."""


@dataclass(frozen=True, slots=True)
class Account:
    """An account; `given` names what opens it."""

    person: PersonId
    open: bool = True
    given: frozenset[tuple[SecretKind, str]] = frozenset()
    sessions: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    """The devices whose attempts were turned down since the last sign-in."""


State = NoAccount | Account


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAccount(Command):
    """Open an account, or open a closed one again."""

    person: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseAccount(Command):
    """Close an account; nothing opens it until it is opened again."""

    person: PersonId
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveSecret(Command):
    """Note that a password was set, or a code, a card or a token was handed out."""

    person: PersonId
    kind: SecretKind
    name: str
    meeting: SessionId | None = None
    scopes: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawSecret(Command):
    """Note that what was given no longer opens anything."""

    person: PersonId
    kind: SecretKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn(Command):
    """Note a sign-in."""

    person: PersonId
    session: str
    method: SignInMethod
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOut(Command):
    """Note the end of a session."""

    person: PersonId
    session: str
    why: Literal["asked", "revoked"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseSignIn(Command):
    """Note that too many attempts failed."""

    person: PersonId
    device: str


AccountCommand = OpenAccount | CloseAccount | GiveSecret | WithdrawSecret | SignIn | SignOut | RefuseSignIn


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts(Facts):
    """Whether the person is in the book."""

    registered: bool = False
    administers: bool = False
    """Whether that person is or will be an administrator: what opens such an account gives roles to anybody."""


def decide(state: State, command: AccountCommand, facts: AccountFacts) -> Sequence[AccountEvent]:
    """Decide what happens to an account."""
    match command:
        case OpenAccount():
            facts.require_staff(command)
            return _open(state, command, facts)
        case CloseAccount():
            facts.require_staff(command, _staff(facts))
            return _close(existing(state, Account, MISSING), command)
        case GiveSecret():
            return _give(existing(state, Account, MISSING), command, facts)
        case WithdrawSecret():
            return _withdraw(existing(state, Account, MISSING), command, facts)
        case SignIn():
            return _sign_in(existing(state, Account, MISSING), command)
        case SignOut():
            return _sign_out(existing(state, Account, MISSING), command)
        case RefuseSignIn():
            return _refuse(existing(state, Account, MISSING), command)
        case _:
            assert_never(command)


def _door(command: Command) -> None:
    if command.by.who != DOOR:
        raise NotAuthorised("Việc đăng nhập do hệ thống tự ghi, không ai ghi thay được.")


def _staff(facts: AccountFacts) -> tuple[str, ...]:
    """Give who looks after an account beside the administrators."""
    return () if facts.administers else ("standing_agency",)


def _open(state: State, command: OpenAccount, facts: AccountFacts) -> Sequence[AccountEvent]:
    if not facts.registered:
        raise NotFound(
            f"Trong sổ chưa có người nào mang mã “{command.person}”.",
            todo="Hãy tìm mã đúng ở trang Con người, hoặc bằng `sovang person list --find TÊN`; chưa có thì ghi người này trước.",
        )
    return () if isinstance(state, Account) and state.open else (AccountOpened(person=command.person),)


def _close(state: Account, command: CloseAccount) -> Sequence[AccountEvent]:
    return (AccountClosed(person=state.person, reason=command.reason),) if state.open else ()


def _give(state: Account, command: GiveSecret, facts: AccountFacts) -> Sequence[AccountEvent]:
    """People set their own password; whoever else gives something is of the staff, or for an administrator one of them.

    The door tells of a password that was set when the telling was cut off, on behalf of who set it.
    """
    finished = command.by.who == DOOR and command.by.auth == "door"
    if command.kind != "password" or not (finished or command.by.who == command.person):
        facts.require_staff(command, _staff(facts))
    if not state.open:
        raise WrongState("Tài khoản đã đóng.", todo="Hãy mở lại tài khoản trước.")
    if (command.kind, command.name) in state.given:
        return ()
    return (
        SecretIssued(
            person=state.person,
            kind=command.kind,
            name=command.name,
            meeting=command.meeting,
            scopes=command.scopes,
            until=command.until,
        ),
    )


def _withdraw(state: Account, command: WithdrawSecret, facts: Facts) -> Sequence[AccountEvent]:
    if command.by.who != command.person:
        facts.require_staff(command)
    if (command.kind, command.name) not in state.given:
        return ()
    return (SecretWithdrawn(person=state.person, kind=command.kind, name=command.name),)


def _sign_in(state: Account, command: SignIn) -> Sequence[AccountEvent]:
    _door(command)
    if not state.open:
        raise WrongState("Tài khoản đã đóng.", todo="Hãy liên hệ cơ quan thường trực để mở lại.")
    if command.session in state.sessions:
        return ()
    return (
        SessionOpened(
            person=state.person, session=command.session, method=command.method, device=command.device
        ),
    )


def _sign_out(state: Account, command: SignOut) -> Sequence[AccountEvent]:
    _door(command)
    if command.session not in state.sessions:
        return ()
    return (SessionClosed(person=state.person, session=command.session, why=command.why),)


def _refuse(state: Account, command: RefuseSignIn) -> Sequence[AccountEvent]:
    _door(command)
    if command.device in state.refused:
        return ()
    return (SignInRefused(person=state.person, device=command.device),)


def evolve(state: State, event: AccountEvent) -> State:
    """Apply one event."""
    if isinstance(event, AccountOpened):
        return replace(state, open=True) if isinstance(state, Account) else Account(event.person)
    if isinstance(state, NoAccount):
        return state
    match event:
        case AccountClosed():
            return replace(state, open=False, given=frozenset())
        case SecretIssued():
            return replace(state, given=_kept(state, event) | {(event.kind, event.name)})
        case SecretWithdrawn():
            return replace(state, given=state.given - {(event.kind, event.name)})
        case SessionOpened():
            return replace(state, sessions=state.sessions | {event.session}, refused=frozenset())
        case SessionClosed():
            return replace(state, sessions=state.sessions - {event.session})
        case SignInRefused():
            return replace(state, refused=state.refused | {event.device})
        case _:
            assert_never(event)


def _kept(state: Account, event: SecretIssued) -> frozenset[tuple[SecretKind, str]]:
    """Give what still opens the account: a new password takes the place of the old one."""
    if event.kind != "password":
        return state.given
    return frozenset(given for given in state.given if given[0] != "password")


DECIDER: Decider[State, AccountCommand, AccountEvent, AccountFacts] = Decider(
    "account", NoAccount(), decide, evolve
)
