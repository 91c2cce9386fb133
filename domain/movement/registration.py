"""Đăng ký thi đua: entered by a unit or for it, approved or refused, put together and sent up; works that are done."""

from collections import Counter
from collections.abc import Sequence

from domain.arrival import arrived_on
from domain.movement.commands import (
    ApproveRegistration,
    CompleteWork,
    ConsolidateRegistrations,
    RefuseRegistration,
    RegisterUnit,
)
from domain.movement.facts import LAUNCH, MovementFacts, RegistrationsPending
from domain.movement.part import participant, still_open, unit_or_typist
from domain.movement.states import Movement, Registration
from domain.refusal import NotFound, WrongState
from domain.vietnamese.folding import comparison_key
from events.base import UnitId
from events.movement import (
    MovementEvent,
    RegistrationApproved,
    RegistrationRefused,
    RegistrationsConsolidated,
    UnitRegistered,
    WorkCompleted,
)


def register(state: Movement, command: RegisterUnit, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Register a unit at a milestone, once; again after a refusal."""
    if not facts.along:
        unit_or_typist(state, command, facts)
    participant(state, command.unit)
    _asked_for(state, command.milestone)
    known = state.registrations.get((command.milestone, command.unit))
    if known is not None and known.status != "refused":
        return ()
    if known is None:
        still_open(facts)
    return (
        UnitRegistered(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            titles=command.titles,
            works=command.works,
            arrived=arrived_on(command, command.arrived),
            typed_by=command.typed_by,
            scan=command.scan,
        ),
    )


def _asked_for(state: Movement, milestone: str) -> None:
    """Refuse a milestone that asks for no registration, where the movement has some that do."""
    asking = {
        code
        for period in state.periods.values()
        for code, one in period.milestones.items()
        if one.duty == "register"
    }
    if asking and milestone not in asking:
        raise NotFound(
            f"Phong trào không có mốc đăng ký “{milestone}”.",
            todo=f"Các mốc đăng ký: {', '.join(sorted(asking))}.",
        )


def _registration(state: Movement, milestone: str, unit: UnitId) -> Registration:
    known = state.registrations.get((milestone, unit))
    if known is None:
        raise NotFound(
            "Đơn vị này chưa đăng ký ở mốc đã nêu.", todo="Hãy chờ đơn vị gửi đăng ký, hoặc nhắc đơn vị."
        )
    return known


def approve(state: Movement, command: ApproveRegistration) -> Sequence[MovementEvent]:
    """Approve a registration."""
    known = _registration(state, command.milestone, command.unit)
    if known.status == "approved":
        return ()
    if known.status == "refused":
        raise WrongState(
            "Đăng ký này đã bị trả lại; đơn vị cần đăng ký lại trước.", todo="Hãy nhắc đơn vị đăng ký lại."
        )
    return (
        RegistrationApproved(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            on=command.legal_day,
            document=command.document,
        ),
    )


def refuse(state: Movement, command: RefuseRegistration) -> Sequence[MovementEvent]:
    """Refuse a registration that was not sent up yet."""
    known = _registration(state, command.milestone, command.unit)
    if known.status == "refused" and known.reason == command.reason:
        return ()
    if command.milestone in state.consolidated:
        raise WrongState(
            "Đăng ký đã tổng hợp gửi cấp trên, không trả lại được nữa.",
            todo="Cần sửa thì gửi cấp trên văn bản nêu chỗ sửa.",
        )
    if known.status == "refused":
        raise WrongState("Đăng ký này đã bị trả lại, đang chờ đơn vị đăng ký lại.")
    return (
        RegistrationRefused(
            movement=state.movement,
            milestone=command.milestone,
            unit=command.unit,
            on=command.legal_day,
            reason=command.reason,
            correct_by=command.correct_by,
        ),
    )


def consolidate(
    state: Movement, command: ConsolidateRegistrations, facts: MovementFacts
) -> Sequence[MovementEvent]:
    """Put the registrations of a milestone together; where some were approved, all must have been looked at."""
    _asked_for(state, command.milestone)
    if command.milestone in state.consolidated:
        return ()
    if command.parent is not None and (facts.parent is None or command.parent not in state.answered):
        raise NotFound(
            "Phong trào cấp trên chưa có trong sổ, hoặc phong trào này chưa ghi là hưởng ứng.",
            todo="Hãy ghi việc hưởng ứng phong trào cấp trên trước.",
        )
    listed = {
        unit: one
        for (milestone, unit), one in state.registrations.items()
        if milestone == command.milestone and one.status != "refused"
    }
    statuses = {one.status for one in listed.values()}
    if statuses == {"sent", "approved"}:
        pending = sum(one.status == "sent" for one in listed.values())
        raise RegistrationsPending(
            f"Còn {pending} đăng ký chưa duyệt.",
            basis=LAUNCH,
            todo="Hãy duyệt hoặc trả lại từng đăng ký rồi tổng hợp.",
        )
    titles = Counter(title for one in listed.values() for title in one.titles)
    return (
        RegistrationsConsolidated(
            movement=state.movement,
            organisation=state.organisation,
            milestone=command.milestone,
            on=command.legal_day,
            units=tuple(sorted(listed)),
            titles=dict(sorted(titles.items())),
            works=tuple(work for _, one in sorted(listed.items()) for work in one.works),
            document=command.document,
            parent=command.parent,
            parent_milestone=command.parent_milestone,
        ),
    )


def complete_work(state: Movement, command: CompleteWork, facts: MovementFacts) -> Sequence[MovementEvent]:
    """Record that a work the unit has registered is done, once."""
    unit_or_typist(state, command, facts)
    registered = {
        comparison_key(work): work
        for (_, unit), one in state.registrations.items()
        if unit == command.unit and one.status != "refused"
        for work in one.works
    }
    work = registered.get(comparison_key(command.work))
    if work is None:
        raise NotFound(
            "Đơn vị không đăng ký công trình, phần việc này.",
            todo="Hãy ghi đúng tên đã đăng ký, hoặc đăng ký trước.",
        )
    if (command.unit, work) in state.works_done:
        return ()
    return (
        WorkCompleted(
            movement=state.movement,
            unit=command.unit,
            work=work,
            on=command.on,
            evidence=command.evidence,
            milestone=command.milestone,
        ),
    )
