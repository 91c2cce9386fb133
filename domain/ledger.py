"""Mở sổ: a ledger is born once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, NotFound
from domain.standing import require_system
from events.base import UnitId
from events.envelope import FORMAT
from events.ledger import ClockJumped, Export, ExportTaken, LedgerEvent, LedgerOpened, SigningKeyNamed


@dataclass(frozen=True, slots=True)
class NoLedger:
    """Nothing yet."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A ledger with its id and signing key."""

    ledger: str
    simulated: bool
    title: str
    organisation: UnitId
    verifier: str | None = None


State = NoLedger | Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLedger(Command):
    """Open the ledger: the genesis."""

    ledger: str
    simulated: bool
    title: str
    organisation: UnitId


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSigningKey(Command):
    """Publish the key under which checkpoints are signed."""

    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteClockJump(Command):
    """Put on record that the machine's clock jumped."""

    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeExport(Command):
    """Put on record that somebody carries a copy away."""

    what: Export
    through: int


LedgerCommand = OpenLedger | NameSigningKey | NoteClockJump | TakeExport


def decide(state: State, command: LedgerCommand, facts: Facts) -> Sequence[LedgerEvent]:
    """Decide what happens to the ledger itself."""
    match command:
        case OpenLedger():
            return _open(state, command)
        case NameSigningKey():
            return _name_key(state, command, facts)
        case NoteClockJump():
            require_system(command, "clock")
            return (ClockJumped(seconds=command.seconds),) if isinstance(state, Opened) else ()
        case TakeExport():
            return _take(state, command, facts)
        case _:
            assert_never(command)


def _open(state: State, command: OpenLedger) -> Sequence[LedgerEvent]:
    require_system(command, "init")
    match state:
        case NoLedger():
            return (
                LedgerOpened(
                    ledger=command.ledger,
                    format=FORMAT,
                    simulated=command.simulated,
                    title=command.title,
                    organisation=command.organisation,
                ),
            )
        case Opened(ledger=ledger) if ledger == command.ledger:
            return ()
        case Opened():
            raise AlreadyExists(f"Sổ {state.ledger} đã mở trong cơ sở dữ liệu này.")


def _name_key(state: State, command: NameSigningKey, facts: Facts) -> Sequence[LedgerEvent]:
    facts.require_staff(command)
    match state:
        case NoLedger():
            raise NotFound("Chưa mở sổ.")
        case Opened(verifier=known) if known == command.verifier:
            return ()
        case Opened():
            return (SigningKeyNamed(verifier=command.verifier),)


def _take(state: State, command: TakeExport, facts: Facts) -> Sequence[LedgerEvent]:
    """Note each copy anew: two of the same are two."""
    facts.require(command, ("auditor", "standing_agency"))
    existing(state, Opened, "Chưa mở sổ.")
    return (ExportTaken(what=command.what, through=command.through),)


def evolve(state: State, event: LedgerEvent) -> State:
    """Apply one event."""
    match event:
        case LedgerOpened():
            return Opened(event.ledger, event.simulated, event.title, event.organisation)
        case SigningKeyNamed():
            return replace(state, verifier=event.verifier) if isinstance(state, Opened) else state
        case ClockJumped() | ExportTaken():
            return state
        case _:
            assert_never(event)


DECIDER: Decider[State, LedgerCommand, LedgerEvent, Facts] = Decider("ledger", NoLedger(), decide, evolve)
