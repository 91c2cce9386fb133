"""Đợt thi đua và các mốc: rounds get their dates, dates move on a document, periods end."""

from collections.abc import Sequence
from datetime import date

from domain.movement.commands import EndPeriod, MoveDates, ReschedulePeriod, SchedulePeriod
from domain.movement.facts import LAUNCH
from domain.movement.states import Movement
from domain.refusal import AlreadyExists, Malformed, NotFound
from events.base import Citation
from events.movement import MovementEvent, PeriodEnded, PeriodRescheduled, PeriodScheduled


def schedule(state: Movement, command: SchedulePeriod) -> Sequence[MovementEvent]:
    """Give a round its dates, once."""
    if not command.span.dated:
        raise Malformed("Đợt thi đua cần ngày bắt đầu và ngày kết thúc.", basis=LAUNCH)
    if command.period in state.periods:
        raise AlreadyExists(f"Đợt “{command.name}” đã có thời hạn; hãy điều chỉnh từng mốc theo văn bản.")
    return (
        PeriodScheduled(
            movement=state.movement,
            period=command.period,
            name=command.name,
            span=command.span,
            milestones=command.milestones,
        ),
    )


def reschedule(state: Movement, command: ReschedulePeriod) -> Sequence[MovementEvent]:
    """Move a milestone on a document."""
    return _rescheduled(state, command.milestone, command.due, command.document)


def _rescheduled(state: Movement, code: str, due: date, document: Citation) -> Sequence[MovementEvent]:
    period, milestone = state.milestone(code)
    if milestone.due_on == due:
        return ()
    return (
        PeriodRescheduled(movement=state.movement, period=period, milestone=code, due=due, document=document),
    )


def move(state: Movement, command: MoveDates) -> Sequence[MovementEvent]:
    """Move many milestones on one document; one that is unknown, or named twice, moves none."""
    codes = [one.milestone for one in command.moves]
    if len(codes) != len(set(codes)):
        raise Malformed("Một văn bản không dời cùng một mốc hai lần.", todo="Hãy bỏ dòng trùng.")
    return tuple(
        event
        for one in command.moves
        for event in _rescheduled(state, one.milestone, one.due, command.document)
    )


def end(state: Movement, command: EndPeriod) -> Sequence[MovementEvent]:
    """End a period, once."""
    period = state.periods.get(command.period)
    if period is None:
        raise NotFound("Đợt thi đua này chưa có thời hạn.")
    if period.ended_on is not None:
        return ()
    return (PeriodEnded(movement=state.movement, period=command.period, on=command.on),)
