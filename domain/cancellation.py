"""Huỷ bỏ quyết định khen thưởng: on a ground of the law, proposed within its days, decided by the authority that awarded."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Literal, assert_never

from domain.decider import Command, Decider, existing
from domain.decision.states import Issued
from domain.facts import Facts
from domain.law.book import Rules
from domain.law.rows import CancellationGround, TimeLimit
from domain.refusal import AlreadyExists, Malformed, NotFound, RuleMissing, WrongState
from domain.terms import from_limit
from events.base import Basis, CancellationId, Citation, DecisionId, NominationId, UnitId
from events.cancellation import (
    CancellationDecided,
    CancellationEvent,
    CancellationOpened,
    CancellationProposed,
)
from events.personal import Clear, Private
from events.unit import Level

MISSING = "Hồ sơ huỷ bỏ này chưa có trong sổ."
VIOLATIONS = Basis(document="Luật 06/2022/QH15", article="Đ93")
PROPOSE, DECIDE = "propose_cancellation", "decide_cancellation"
"""The two steps that the law's table of time limits knows, and the duties they open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancellationFacts(Facts):
    """The rules of the day, and the decision that is to be cancelled."""

    rules: Rules = field(default_factory=Rules)
    level: Level | None = None
    """That of the authority."""
    issued: Issued | None = None


@dataclass(frozen=True, slots=True)
class NoCancellation:
    """Not opened."""


@dataclass(frozen=True, slots=True)
class Cancellation:
    """A case: what it rests on, and how far it is."""

    opened: CancellationOpened
    proposed: CancellationProposed | None = None
    decided: CancellationDecided | None = None


State = NoCancellation | Cancellation


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCancellation(Command):
    """Open a case on a conclusion, or on what the authority itself found: which lines of which decision, on which ground."""

    cancellation: CancellationId
    decision: DecisionId
    nominations: tuple[NominationId, ...]
    ground: str
    conclusion: Citation
    proposer: UnitId | None = None
    """The level that proposes; without one, the authority's own."""
    found_by_authority: bool = False
    finding: Annotated[str | None, Private()] = None
    """What the authority itself found; `conclusion` is then the paper that says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeCancellation(Command):
    """Lay the case before the authority, with its tờ trình."""

    cancellation: CancellationId
    number: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCancellationDecided(Command):
    """Record the authority's answer, as it signs or refuses the cancelling decision."""

    cancellation: CancellationId
    outcome: Literal["cancelled", "refused"]
    on: date


CancellationCommand = OpenCancellation | ProposeCancellation | RecordCancellationDecided


def cancelling_decision(case: CancellationOpened) -> DecisionId:
    """Name the decision by which a case cancels."""
    return cancelled_by(case.cancellation)


def cancelled_by(cancellation: str) -> DecisionId:
    """Name the decision by which a case of this name cancels."""
    return DecisionId(f"decision-{cancellation.removeprefix('cancellation-')}")


def decide(
    state: State, command: CancellationCommand, facts: CancellationFacts
) -> Sequence[CancellationEvent]:
    """Decide what happens to a case."""
    match command:
        case OpenCancellation():
            return _open(state, command, facts)
        case ProposeCancellation():
            return _propose(existing(state, Cancellation, MISSING), command, facts)
        case RecordCancellationDecided():
            return _decided(existing(state, Cancellation, MISSING), command, facts)
        case _:
            assert_never(command)


def _open(state: State, command: OpenCancellation, facts: CancellationFacts) -> Sequence[CancellationEvent]:
    proposer = UnitId(command.proposer or str(facts.organisation))
    facts.require(command, ("standing_agency",), proposer, basis=VIOLATIONS)
    if isinstance(state, Cancellation):
        raise AlreadyExists("Hồ sơ huỷ bỏ này đã lập.", todo="Hãy mở hồ sơ huỷ bỏ đã có để làm tiếp.")
    issued = _cancellable(command, facts)
    ground = facts.rules.one(CancellationGround, command.conclusion.day, ground=command.ground)
    if ground is None:
        raise RuleMissing(
            f"Không có căn cứ huỷ bỏ “{command.ground}” đang có hiệu lực và đã kiểm chứng.",
            basis=VIOLATIONS,
            todo="Hãy chọn một trong các căn cứ của luật (trang Quy định áp dụng, `sovang law show`).",
        )
    _as_found(command, ground)
    limit = _limit(PROPOSE, issued.order.award, command.conclusion.day, facts)
    finding = Clear(command.cancellation, "evidence", command.finding) if command.finding else None
    return (
        CancellationOpened(
            cancellation=command.cancellation,
            decision=command.decision,
            authority=issued.order.authority,
            award=issued.order.award or "",
            nominations=command.nominations,
            ground=command.ground,
            conclusion=command.conclusion,
            found_by_authority=command.found_by_authority or None,
            finding=finding,
            proposer=proposer,
            term=from_limit(limit, command.conclusion.day) if limit else None,
            limit=str(limit.basis) if limit else None,
        ),
    )


def _as_found(command: OpenCancellation, ground: CancellationGround) -> None:
    """Refuse a finding of the authority's own that says nothing, or where the law wants somebody else's conclusion."""
    if command.found_by_authority and not command.finding:
        raise Malformed(
            "Người có thẩm quyền tự phát hiện thì phải ghi rõ đã phát hiện điều gì.",
            todo="Hãy ghi nội dung phát hiện, và số, ngày của văn bản ghi nhận.",
        )
    if command.finding and not command.found_by_authority:
        raise Malformed(
            "Nội dung phát hiện chỉ ghi khi chính người có thẩm quyền phát hiện.",
            todo="Hãy bỏ trống mục này; kết luận của cơ quan khác thì ghi số, ngày của văn bản.",
        )
    if command.found_by_authority and ground.needs_conclusion:
        raise WrongState(
            "Căn cứ này đòi kết luận, quyết định hoặc bản án của cơ quan có thẩm quyền.",
            basis=ground.basis,
            todo="Hãy chờ kết luận, hoặc chọn căn cứ khác của luật.",
        )


def _cancellable(command: OpenCancellation, facts: CancellationFacts) -> Issued:
    """Give the decision, if it was issued here and still stands for every line named."""
    issued = facts.issued
    if issued is None:
        raise WrongState(
            "Chỉ huỷ bỏ được quyết định đã phát hành.", todo="Quyết định chưa phát hành thì trình ký lại."
        )
    if issued.outside or issued.order.cancels is not None:
        raise WrongState(
            "Quyết định của cấp khác, hoặc quyết định huỷ bỏ, không huỷ bỏ ở đây được.",
            todo="Hãy đề nghị cấp đã ra quyết định rồi ghi nhận văn bản của cấp đó.",
        )
    if not command.nominations:
        raise Malformed(
            "Cần nêu những trường hợp bị huỷ bỏ.",
            todo="Hãy chọn ít nhất một người, tập thể trong quyết định.",
        )
    if set(command.nominations) - set(issued.order.nominations):
        raise NotFound(
            "Có hồ sơ không nằm trong quyết định.", todo="Hãy chọn trong danh sách của quyết định đó."
        )
    if issued.cancelled & set(command.nominations):
        raise WrongState("Có trường hợp đã bị huỷ bỏ từ trước.", todo="Hãy bỏ trường hợp đó khỏi danh sách.")
    return issued


def _limit(step: str, award: str | None, on: date, facts: CancellationFacts) -> TimeLimit | None:
    return facts.rules.one(TimeLimit, on, step=step, award=award, level=facts.level)


def _propose(
    state: Cancellation, command: ProposeCancellation, facts: CancellationFacts
) -> Sequence[CancellationEvent]:
    facts.require(command, ("standing_agency", "authority"), state.opened.proposer, basis=VIOLATIONS)
    if state.proposed is not None:
        return ()
    limit = _limit(DECIDE, state.opened.award or None, command.on, facts)
    return (
        CancellationProposed(
            cancellation=command.cancellation,
            number=command.number,
            on=command.on,
            term=from_limit(limit, command.on) if limit else None,
            limit=str(limit.basis) if limit else None,
        ),
    )


def _decided(
    state: Cancellation, command: RecordCancellationDecided, facts: Facts
) -> Sequence[CancellationEvent]:
    facts.require_along()
    if state.decided is not None:
        return ()
    return (CancellationDecided(cancellation=command.cancellation, outcome=command.outcome, on=command.on),)


def evolve(state: State, event: CancellationEvent) -> State:
    """Apply one event."""
    if isinstance(event, CancellationOpened):
        return Cancellation(event)
    if isinstance(state, NoCancellation):
        return state
    match event:
        case CancellationProposed():
            return replace(state, proposed=event)
        case CancellationDecided():
            return replace(state, decided=event)
        case _:
            assert_never(event)


DECIDER: Decider[State, CancellationCommand, CancellationEvent, CancellationFacts] = Decider(
    "cancellation", NoCancellation(), decide, evolve
)
