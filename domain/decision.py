"""Quyết định khen thưởng: drafted, signed, numbered by the office's own book, published; or received from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, existing
from domain.facts import Facts
from domain.refusal import AlreadyExists, WrongState
from events.base import Basis, DecisionId, NominationId, PersonId, SessionId, UnitId
from events.decision import (
    DecisionDrafted,
    DecisionEvent,
    DecisionNumbered,
    DecisionPublished,
    DecisionSigned,
    OutsideDecisionReceived,
)

MISSING = "Quyết định này chưa có trong sổ."
POWERS = Basis(document="Luật 06/2022/QH15", article="Đ80")


@dataclass(frozen=True, slots=True)
class NoDecision:
    """Not drafted."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on its way: each step's fact is there once the step is."""

    decision: DecisionId
    authority: UnitId
    award: str | None
    nominations: tuple[NominationId, ...]
    session: SessionId | None = None
    signed_on: date | None = None
    number: str | None = None
    year: int | None = None
    published_on: date | None = None
    outside: bool = False


State = NoDecision | Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDecision(Command):
    """Lay a draft before the authority."""

    decision: DecisionId
    authority: UnitId
    award: str
    nominations: tuple[NominationId, ...]
    session: SessionId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignDecision(Command):
    """Sign."""

    decision: DecisionId
    signer: PersonId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberDecision(Command):
    """Enter the number that the office's book gave; numbers jump, and none is given twice in a year."""

    decision: DecisionId
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishDecision(Command):
    """Issue and make public."""

    decision: DecisionId
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOutsideDecision(Command):
    """Record a decision of an authority outside this ledger, as received."""

    decision: DecisionId
    authority: UnitId
    decided_on: date
    nominations: tuple[NominationId, ...]
    number: str | None = None


DecisionCommand = DraftDecision | SignDecision | NumberDecision | PublishDecision | ReceiveOutsideDecision


def decide(state: State, command: DecisionCommand, facts: Facts) -> Sequence[DecisionEvent]:
    """Decide what happens to a decision."""
    match command:
        case DraftDecision():
            return _draft(state, command, facts)
        case ReceiveOutsideDecision():
            return _receive(state, command, facts)
        case SignDecision():
            return _sign(existing(state, Decision, MISSING), command, facts)
        case NumberDecision():
            return _number(existing(state, Decision, MISSING), command, facts)
        case PublishDecision():
            return _publish(existing(state, Decision, MISSING), command, facts)
        case _:
            assert_never(command)


def _draft(state: State, command: DraftDecision, facts: Facts) -> Sequence[DecisionEvent]:
    if not command.by.is_system:
        facts.require(command, ("standing_agency",))
    if isinstance(state, Decision):
        return ()
    return (
        DecisionDrafted(
            decision=command.decision,
            authority=command.authority,
            award=command.award,
            session=command.session,
            nominations=command.nominations,
        ),
    )


def _receive(state: State, command: ReceiveOutsideDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("standing_agency", "archivist"))
    if isinstance(state, Decision):
        raise AlreadyExists("Quyết định này đã có trong sổ.")
    if command.authority == facts.organisation:
        raise WrongState("Quyết định của chính cơ quan này thì trình ký, không ghi nhận từ bên ngoài.")
    return (
        OutsideDecisionReceived(
            decision=command.decision,
            authority=command.authority,
            number=command.number,
            decided_on=command.decided_on,
            nominations=command.nominations,
        ),
    )


def _sign(state: Decision, command: SignDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("authority",), state.authority, basis=POWERS)
    if state.signed_on is not None:
        return ()
    return (DecisionSigned(decision=state.decision, signer=command.signer, on=command.on),)


def _number(state: Decision, command: NumberDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("archivist", "standing_agency"), state.authority)
    if state.signed_on is None:
        raise WrongState("Quyết định chưa ký nên chưa vào số.", todo="Hãy trình ký trước.")
    if state.number == command.number:
        return ()
    if state.number is not None:
        raise WrongState(f"Quyết định đã có số {state.number}.")
    return (DecisionNumbered(decision=state.decision, number=command.number, year=state.signed_on.year),)


def _publish(state: Decision, command: PublishDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("archivist", "standing_agency"), state.authority)
    if state.number is None:
        raise WrongState("Quyết định chưa có số nên chưa phát hành.", todo="Hãy vào số văn thư trước.")
    if state.published_on is not None:
        return ()
    return (DecisionPublished(decision=state.decision, on=command.on),)


def evolve(state: State, event: DecisionEvent) -> State:
    """Apply one event."""
    match event:
        case DecisionDrafted():
            return Decision(event.decision, event.authority, event.award, event.nominations, event.session)
        case OutsideDecisionReceived():
            return Decision(
                event.decision,
                event.authority,
                None,
                event.nominations,
                signed_on=event.decided_on,
                number=event.number,
                year=event.decided_on.year,
                outside=True,
            )
        case DecisionSigned() | DecisionNumbered() | DecisionPublished():
            return _stepped(state, event) if isinstance(state, Decision) else state
        case _:
            assert_never(event)


def _stepped(state: Decision, event: DecisionSigned | DecisionNumbered | DecisionPublished) -> Decision:
    match event:
        case DecisionSigned():
            return replace(state, signed_on=event.on)
        case DecisionNumbered():
            return replace(state, number=event.number, year=event.year)
        case DecisionPublished():
            return replace(state, published_on=event.on)
        case _:
            assert_never(event)


DECIDER: Decider[State, DecisionCommand, DecisionEvent, Facts] = Decider(
    "decision", NoDecision(), decide, evolve
)
