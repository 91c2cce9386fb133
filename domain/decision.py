"""Quyết định: trình ký → đã ký → chờ số → phát hành → lưu trữ; refused by line, cancelled by line; or received from elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.law.rows import Retention
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from domain.standing import require_system
from events.base import Basis, CancellationId, DecisionId, NominationId, PersonId, SessionId, UnitId
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
    RefusalGround,
)
from events.personal import Private
from events.unit import Level

MISSING = "Quyết định này chưa có trong sổ."
POWERS = Basis(document="Luật 06/2022/QH15", article="Đ80")
FILES: Mapping[Level, str] = {
    "nation": "khen_thuong_nha_nuoc",
    "ministry": "khen_thuong_bo_tinh",
    "province": "khen_thuong_bo_tinh",
}
"""The kind of file that the table of retention knows a decision's papers by, at the higher levels."""
UNIT_FILE = "khen_thuong_don_vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts(Facts):
    """Whether the authority spoken of works in this ledger, and how long the papers are kept."""

    authority_here: bool = False
    retention: Retention | None = None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftDecision(Command):
    """Lay a draft before the authority: of an award, or of the cancellation of one."""

    decision: DecisionId
    authority: UnitId
    award: str
    nominations: tuple[NominationId, ...]
    session: SessionId | None = None
    cancels: DecisionId | None = None
    cancellation: CancellationId | None = None
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseLines(Command):
    """Refuse some lines of a draft, or all of them; each dossier goes back to its proposer with the reason."""

    decision: DecisionId
    nominations: tuple[NominationId, ...]
    ground: RefusalGround
    basis: Basis
    reason: Annotated[str, Private()]
    on: date


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
class ArchiveDecision(Command):
    """Hand the papers of an issued decision to the archive."""

    decision: DecisionId
    file: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCancelled(Command):
    """Record on a decision that a signed one has cancelled it, or some of its lines."""

    decision: DecisionId
    by_decision: DecisionId
    nominations: tuple[NominationId, ...]
    ground: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOutsideDecision(Command):
    """Record a decision of an authority outside this ledger, as received."""

    decision: DecisionId
    authority: UnitId
    decided_on: date
    nominations: tuple[NominationId, ...]
    number: str | None = None
    cancels: DecisionId | None = None
    """The decision, received before, whose lines this one cancels."""
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveOutsideRefusal(Command):
    """Record that an authority outside this ledger has answered and does not award."""

    decision: DecisionId
    authority: UnitId
    nominations: tuple[NominationId, ...]
    ground: RefusalGround
    basis: Basis
    reason: Annotated[str, Private()]
    on: date
    number: str | None = None


DecisionCommand = (
    DraftDecision
    | RefuseLines
    | SignDecision
    | NumberDecision
    | PublishDecision
    | ArchiveDecision
    | RecordCancelled
    | ReceiveOutsideDecision
    | ReceiveOutsideRefusal
)


def decide(state: State, command: DecisionCommand, facts: DecisionFacts) -> Sequence[DecisionEvent]:
    """Decide what happens to a decision."""
    match command:
        case DraftDecision():
            return _draft(state, command, facts)
        case ReceiveOutsideDecision() | ReceiveOutsideRefusal():
            return _receive(state, command, facts)
        case RefuseLines():
            return _refuse(_known(state), command, facts)
        case SignDecision():
            return _sign(_known(state), command, facts)
        case NumberDecision():
            return _number(_known(state), command, facts)
        case PublishDecision():
            return _publish(_known(state), command, facts)
        case ArchiveDecision():
            return _archive(_known(state), command, facts)
        case RecordCancelled():
            return _cancelled(_known(state), command)
        case _:
            assert_never(command)


def _known(state: State) -> Decision:
    if isinstance(state, NoDecision):
        raise NotFound(MISSING)
    return state


def _draft(state: State, command: DraftDecision, facts: Facts) -> Sequence[DecisionEvent]:
    if not command.by.is_system and not facts.along:
        facts.require(command, ("standing_agency",), command.authority)
    if not isinstance(state, NoDecision):
        return ()
    return (
        DecisionDrafted(
            decision=command.decision,
            authority=command.authority,
            award=command.award,
            session=command.session,
            nominations=command.nominations,
            cancels=command.cancels,
            cancellation=command.cancellation,
            ground=command.ground,
        ),
    )


def _receive(
    state: State, command: ReceiveOutsideDecision | ReceiveOutsideRefusal, facts: DecisionFacts
) -> Sequence[DecisionEvent]:
    facts.require(command, ("standing_agency", "archivist"))
    if not isinstance(state, NoDecision):
        raise AlreadyExists("Quyết định này đã có trong sổ.")
    if facts.authority_here or command.authority == facts.organisation:
        raise WrongState("Quyết định của cơ quan có trong sổ này thì trình ký, không ghi nhận từ bên ngoài.")
    if isinstance(command, ReceiveOutsideRefusal):
        answer: DecisionEvent = OutsideRefusalReceived(
            decision=command.decision,
            authority=command.authority,
            number=command.number,
            nominations=command.nominations,
            ground=command.ground,
            basis=command.basis,
            on=command.on,
        )
    else:
        answer = OutsideDecisionReceived(
            decision=command.decision,
            authority=command.authority,
            number=command.number,
            decided_on=command.decided_on,
            nominations=command.nominations,
            cancels=command.cancels,
            ground=command.ground,
        )
    return (answer,)


def _refuse(state: Decision, command: RefuseLines, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("authority",), state.order.authority, basis=POWERS)
    if isinstance(state, Refused):
        return ()
    if not isinstance(state, Laid):
        raise WrongState(
            "Quyết định đã ký nên không từ chối được nữa.",
            todo="Nếu có căn cứ, hãy lập hồ sơ huỷ bỏ quyết định.",
        )
    refused = tuple(line for line in state.order.nominations if line in command.nominations)
    if not refused or set(command.nominations) - set(state.order.nominations):
        raise NotFound("Có hồ sơ không nằm trong dự thảo quyết định.")
    return (
        LinesRefused(
            decision=command.decision,
            nominations=refused,
            ground=command.ground,
            basis=command.basis,
            on=command.on,
        ),
    )


def _sign(state: Decision, command: SignDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("authority",), state.order.authority, basis=POWERS)
    if isinstance(state, Refused):
        raise WrongState("Người có thẩm quyền đã từ chối mọi trường hợp trong dự thảo này.")
    if not isinstance(state, Laid):
        return ()
    return (DecisionSigned(decision=command.decision, signer=command.signer, on=command.on),)


def _number(state: Decision, command: NumberDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("archivist", "standing_agency"), state.order.authority)
    match state:
        case Signed():
            if not command.number.strip():
                raise Malformed("Số quyết định không được trống.", todo="Hãy ghi số của sổ văn thư.")
            return (
                DecisionNumbered(decision=command.decision, number=command.number, year=state.signed_on.year),
            )
        case Numbered(number=known) | Issued(number=known):
            if known == command.number:
                return ()
            raise WrongState(f"Quyết định đã có số {known}.")
        case _:
            raise WrongState("Quyết định chưa ký nên chưa vào số.", todo="Hãy trình ký trước.")


def _publish(state: Decision, command: PublishDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("archivist", "standing_agency"), state.order.authority)
    match state:
        case Numbered():
            if command.on < state.signed_on:
                raise Malformed("Ngày phát hành trước ngày ký.")
            return (DecisionPublished(decision=command.decision, on=command.on),)
        case Issued():
            return ()
        case _:
            raise WrongState("Quyết định chưa có số nên chưa phát hành.", todo="Hãy vào số văn thư trước.")


def _archive(state: Decision, command: ArchiveDecision, facts: DecisionFacts) -> Sequence[DecisionEvent]:
    """Archive once; how long it is kept is said only where a rule that may decide says it."""
    outside = isinstance(state, Issued) and state.outside
    facts.require(command, ("archivist",), *([] if outside else [state.order.authority]))
    if not isinstance(state, Issued):
        raise WrongState("Quyết định chưa phát hành nên chưa nộp lưu.")
    if state.archived is not None:
        return ()
    kept = facts.retention
    return (
        DecisionArchived(
            decision=command.decision,
            file=command.file,
            on=command.on,
            years=kept.years if kept else None,
            basis=kept.basis if kept else None,
        ),
    )


def _cancelled(state: Decision, command: RecordCancelled) -> Sequence[DecisionEvent]:
    require_system(command, "reactor")
    known = state.cancelled if isinstance(state, Issued) else frozenset()
    fresh = tuple(
        line for line in command.nominations if line in state.order.nominations and line not in known
    )
    if not fresh:
        return ()
    return (
        DecisionCancelled(
            decision=command.decision,
            by_decision=command.by_decision,
            nominations=fresh,
            ground=command.ground,
            on=command.on,
        ),
    )


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


DECIDER: Decider[State, DecisionCommand, DecisionEvent, DecisionFacts] = Decider(
    "decision", NoDecision(), decide, evolve
)
