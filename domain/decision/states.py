"""The states of a decision: trình ký → đã ký → chờ số → phát hành → lưu trữ; and how events move it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from events.base import CancellationId, DecisionId, NominationId, SessionId, UnitId
from events.decision import (
    DecisionArchived,
    DecisionCancelled,
    DecisionDrafted,
    DecisionEvent,
    DecisionNumbered,
    DecisionPublished,
    DecisionSigned,
    LinesRefused,
    OutsideDecisionReceived,
    OutsideRefusalReceived,
)


@dataclass(frozen=True, slots=True)
class Order:
    """What a decision is about: whose it is, which lines it awards, or which lines of another decision it cancels."""

    decision: DecisionId
    authority: UnitId
    award: str | None
    nominations: tuple[NominationId, ...]
    session: SessionId | None = None
    cancels: DecisionId | None = None
    cancellation: CancellationId | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True)
class NoDecision:
    """Not drafted."""


@dataclass(frozen=True, slots=True)
class Laid:
    """Trình ký."""

    order: Order


@dataclass(frozen=True, slots=True)
class Refused:
    """The authority has refused every line, or one outside this ledger has answered so."""

    order: Order
    on: date


@dataclass(frozen=True, slots=True)
class Signed:
    """Đã ký, chờ số."""

    order: Order
    signed_on: date


@dataclass(frozen=True, slots=True)
class Numbered:
    """Đã vào số của sổ văn thư, chờ phát hành."""

    order: Order
    signed_on: date
    number: str


@dataclass(frozen=True, slots=True)
class Issued:
    """Đã phát hành; or received from a level outside, which has issued it."""

    order: Order
    signed_on: date
    number: str | None
    published_on: date | None = None
    outside: bool = False
    archived: DecisionArchived | None = None
    cancelled: frozenset[NominationId] = frozenset()


Decision = Laid | Refused | Signed | Numbered | Issued
State = NoDecision | Decision


def evolve(state: State, event: DecisionEvent) -> State:
    """Apply one event."""
    match event:
        case DecisionDrafted():
            return Laid(
                Order(
                    event.decision,
                    event.authority,
                    event.award,
                    event.nominations,
                    event.session,
                    event.cancels,
                    event.cancellation,
                    event.ground,
                )
            )
        case OutsideDecisionReceived():
            order = Order(
                event.decision,
                event.authority,
                None,
                event.nominations,
                cancels=event.cancels,
                ground=event.ground,
            )
            return Issued(order, event.decided_on, event.number, outside=True)
        case OutsideRefusalReceived():
            return Refused(Order(event.decision, event.authority, None, event.nominations), event.on)
        case LinesRefused() | DecisionSigned() | DecisionNumbered() | DecisionPublished():
            return _stepped(state, event)
        case DecisionArchived():
            return replace(state, archived=event) if isinstance(state, Issued) else state
        case DecisionCancelled():
            if isinstance(state, Issued):
                return replace(state, cancelled=state.cancelled | set(event.nominations))
            return state
        case _:
            assert_never(event)


def _stepped(
    state: State, event: LinesRefused | DecisionSigned | DecisionNumbered | DecisionPublished
) -> State:
    match (state, event):
        case (Laid(order), LinesRefused()):
            left = tuple(line for line in order.nominations if line not in event.nominations)
            return Laid(replace(order, nominations=left)) if left else Refused(order, event.on)
        case (Laid(order), DecisionSigned()):
            return Signed(order, event.on)
        case (Signed(), DecisionNumbered()):
            return Numbered(state.order, state.signed_on, event.number)
        case (Numbered(), DecisionPublished()):
            return Issued(state.order, state.signed_on, state.number, event.on)
        case _:
            return state
