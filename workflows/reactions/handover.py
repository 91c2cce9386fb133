"""`handover`: who takes over a role is told what is open; what ends with a role or a unit ends, or passes on."""

from collections.abc import Sequence

from sqlmodel import select

from domain.ids import obligation_id
from domain.obligation.commands import LimitObligation, OpenObligation
from domain.obligation.states import Obligation
from domain.wording import listed
from events.base import ObligationId, SubjectId
from events.obligation import Due
from events.person import RoleEnded, RoleGranted
from events.unit import UnitClosed
from projections import queries
from projections import tables as t
from workflows.facts.over import ROLE_OVER
from workflows.reactions.ending import lapse_step
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading

TOLD = ("clerk", "head")
"""The roles behind which a unit's duties stand."""


def handover(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Tell, end, or pass on, for every event of the batch."""
    for trigger in batch:
        with bench.reading() as reading:
            match trigger.event:
                case RoleGranted() as granted if granted.role in TOLD:
                    yield _tell(bench, trigger, granted, reading)
                case RoleEnded() as ended:
                    yield _end_own(bench, trigger, ended, reading)
                case UnitClosed() as closed:
                    yield _pass_on(bench, trigger, closed, reading)
                case _:
                    continue


def _open_of(debtor: str, reading: Reading) -> Sequence[t.ObligationRow]:
    return reading.session.exec(
        select(t.ObligationRow)
        .where(t.ObligationRow.debtor == debtor, t.ObligationRow.status == "open")
        .order_by(t.ObligationRow.due_on, t.ObligationRow.obligation)
    ).all()


def _tell(bench: Bench, trigger: Trigger, granted: RoleGranted, reading: Reading) -> list[Step]:
    """Give the late joiner the open duties of the unit; where nothing is open, nothing is written."""
    duties = _open_of(granted.scope, reading)
    if not duties:
        return []
    unit = queries.unit(reading.session, granted.scope)
    lines = listed(
        f"{row.title}: hết ngày {'/'.join(reversed(row.due_on.split('-')))}, theo {row.set_by}"
        for row in duties
    )
    facts = {"unit": unit.name if unit else granted.scope, "duties": lines, "count": str(len(duties))}
    letter = Letter(recipient=SubjectId(granted.person), template="handover", facts=facts)
    return [letter_step(bench, trigger, letter)]


def _end_own(bench: Bench, trigger: Trigger, ended: RoleEnded, reading: Reading) -> list[Step]:
    """End what the person owed in the role, once its last day is over; a unit's duties stay the unit's."""
    owed = [row.obligation for row in _open_of(ended.person, reading) if row.about == ended.scope]
    if ended.on < bench.today:
        return [lapse_step(bench, trigger, duty, ROLE_OVER) for duty in owed]
    return [
        Step(
            trigger,
            "limit",
            duty,
            LimitObligation(obligation=ObligationId(duty), until=ended.on, **bench.said),
        )
        for duty in owed
    ]


def _pass_on(bench: Bench, trigger: Trigger, closed: UnitClosed, reading: Reading) -> list[Step]:
    """End what a closed unit owes; its successor owes the same by the same dates.

    What falls due before the unit ends, on a day to come, stays with the unit.
    """
    steps = []
    own_until = closed.on.isoformat() if closed.on >= bench.today else ""
    for row in _open_of(closed.unit, reading):
        if row.due_on <= own_until:
            continue
        duty = reading.state(row.obligation, Obligation)
        if closed.successor is not None:
            steps.append(_owed_by(bench, trigger, duty, SubjectId(closed.successor)))
        reason = "Đơn vị kết thúc hoạt động" + ("; đơn vị kế nhiệm thực hiện." if closed.successor else ".")
        steps.append(lapse_step(bench, trigger, row.obligation, reason))
    return steps


def _owed_by(bench: Bench, trigger: Trigger, duty: Obligation, successor: SubjectId) -> Step:
    due: Due = duty.due
    passed = obligation_id(duty.about, duty.duty, duty.milestone, successor)
    command = OpenObligation(
        obligation=passed,
        duty=duty.duty,
        debtor=successor,
        about=duty.about,
        milestone=duty.milestone,
        title=duty.title,
        due_on=None if due.counting else due.on,
        counting=due.counting,
        set_by=due.set_by,
        hard=due.hard,
        grace_on=due.grace_on,
        **bench.said,
    )
    return Step(trigger, "pass_on", passed, command)
