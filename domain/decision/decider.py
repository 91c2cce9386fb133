"""The rules of a decision: drafted, refused by line, signed, numbered, issued, archived, cancelled by line; or received from elsewhere."""

from collections.abc import Sequence
from typing import assert_never

from domain.decider import Decider
from domain.decision.commands import (
    ArchiveDecision,
    DecisionCommand,
    DraftDecision,
    NumberDecision,
    PublishDecision,
    ReceiveOutsideDecision,
    ReceiveOutsideRefusal,
    RecordCancelled,
    RefuseLines,
    SignDecision,
)
from domain.decision.facts import MISSING, POWERS, DecisionFacts
from domain.decision.states import (
    Decision,
    Issued,
    Laid,
    NoDecision,
    Numbered,
    Refused,
    Signed,
    State,
    evolve,
)
from domain.facts import Facts
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from domain.standing import require_system
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
        raise AlreadyExists(
            "Quyết định này đã có trong sổ.", todo="Hãy mở quyết định đã có ở mục Quyết định."
        )
    if facts.authority_here or command.authority == facts.organisation:
        raise WrongState(
            "Quyết định của cơ quan có trong sổ này thì trình ký, không ghi nhận từ bên ngoài.",
            todo="Hãy trình người có thẩm quyền của cơ quan đó ký trên sổ.",
        )
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
        raise NotFound(
            "Có hồ sơ không nằm trong dự thảo quyết định.", todo="Hãy chọn hồ sơ có trong dự thảo."
        )
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
            raise WrongState(
                f"Quyết định đã có số {known}.",
                todo="Số đã ghi không sửa; hãy xem lại sổ văn thư.",
            )
        case _:
            raise WrongState("Quyết định chưa ký nên chưa vào số.", todo="Hãy trình ký trước.")


def _publish(state: Decision, command: PublishDecision, facts: Facts) -> Sequence[DecisionEvent]:
    facts.require(command, ("archivist", "standing_agency"), state.order.authority)
    match state:
        case Numbered():
            if command.on < state.signed_on:
                raise Malformed("Ngày phát hành trước ngày ký.", todo="Hãy xem lại ngày phát hành.")
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
        raise WrongState(
            "Quyết định chưa phát hành nên chưa nộp lưu.", todo="Hãy phát hành quyết định trước."
        )
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


DECIDER: Decider[State, DecisionCommand, DecisionEvent, DecisionFacts] = Decider(
    "decision", NoDecision(), decide, evolve
)
