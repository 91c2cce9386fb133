"""Đợt thi đua và các mốc: rounds get their dates, dates move on a document, periods end."""

from collections.abc import Sequence

from domain.movement.commands import EndPeriod, Move, MoveDates, ReschedulePeriod, SchedulePeriod
from domain.movement.facts import LAUNCH
from domain.movement.states import Movement
from domain.refusal import AlreadyExists, Malformed, NotFound
from events.base import Citation
from events.movement import MovementEvent, PeriodEnded, PeriodRescheduled, PeriodScheduled
from events.plan import Milestone


def schedule(state: Movement, command: SchedulePeriod) -> Sequence[MovementEvent]:
    """Give a round its dates, once; its milestones have codes that no other round of the movement has."""
    first, last = command.span.first_day, command.span.last_day
    if first is None or last is None or last < first:
        raise Malformed(
            "Đợt thi đua cần ngày bắt đầu và ngày kết thúc, ngày kết thúc không trước ngày bắt đầu.",
            basis=LAUNCH,
            todo="Hãy ghi đủ và xem lại hai ngày.",
        )
    if command.period in state.periods:
        raise AlreadyExists(f"Đợt “{command.name}” đã có thời hạn; hãy điều chỉnh từng mốc theo văn bản.")
    _new_milestones(state, command.milestones)
    return (
        PeriodScheduled(
            movement=state.movement,
            period=command.period,
            name=command.name,
            span=command.span,
            milestones=command.milestones,
        ),
    )


def _new_milestones(state: Movement, milestones: Sequence[Milestone]) -> None:
    """Refuse a milestone whose code is taken: its duties would be those of the other."""
    known = {code for period in state.periods.values() for code in period.milestones}
    codes = [one.code for one in milestones]
    doubled = sorted({code for code in codes if code in known or codes.count(code) > 1})
    if doubled:
        raise AlreadyExists(
            f"Mã mốc đã dùng trong phong trào này: {', '.join(doubled)}.", todo="Hãy đặt mã khác cho mốc mới."
        )
    not_headed(milestones)


def not_headed(milestones: Sequence[Milestone]) -> None:
    """Refuse a milestone of a movement that the head of a cluster would owe."""
    if any(one.owed_by == "cluster_head" for one in milestones):
        raise Malformed(
            "Trưởng cụm, khối không có nhiệm vụ trong phong trào.",
            todo="Hãy ghi mốc của trưởng cụm, khối trong bảng điểm của cụm, khối.",
        )


def reschedule(state: Movement, command: ReschedulePeriod) -> Sequence[MovementEvent]:
    """Move a milestone on a document."""
    moved = Move(milestone=command.milestone, due=command.due, grace=command.grace)
    return _rescheduled(state, moved, command.document)


def _rescheduled(state: Movement, moved: Move, document: Citation) -> Sequence[MovementEvent]:
    period, milestone = state.milestone(moved.milestone)
    grace = moved.grace
    if grace is None and milestone.grace is not None and milestone.grace > moved.due:
        grace = milestone.grace
    if grace is not None and (not milestone.hard or grace <= moved.due):
        raise Malformed("Ngày gia ân chỉ có sau một hạn cứng, và phải muộn hơn hạn đó.")
    if (milestone.due_on, milestone.grace) == (moved.due, grace):
        return ()
    return (
        PeriodRescheduled(
            movement=state.movement,
            period=period,
            milestone=moved.milestone,
            due=moved.due,
            document=document,
            grace=grace,
        ),
    )


def move(state: Movement, command: MoveDates) -> Sequence[MovementEvent]:
    """Move many milestones on one document; one that is unknown, or named twice, moves none."""
    codes = [one.milestone for one in command.moves]
    if len(codes) != len(set(codes)):
        raise Malformed("Một văn bản không dời cùng một mốc hai lần.", todo="Hãy bỏ dòng trùng.")
    return tuple(event for one in command.moves for event in _rescheduled(state, one, command.document))


def end(state: Movement, command: EndPeriod) -> Sequence[MovementEvent]:
    """End a period, once."""
    period = state.periods.get(command.period)
    if period is None:
        raise NotFound(
            "Đợt thi đua này chưa có thời hạn.",
            todo="Trước hết hãy đặt ngày bắt đầu và ngày kết thúc cho đợt này.",
        )
    if period.ended_on is not None:
        return ()
    return (PeriodEnded(movement=state.movement, period=command.period, on=command.on),)
