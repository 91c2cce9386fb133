"""`period`: a launch or a dated period opens duties and tells everybody; a moved date moves them; an end ends them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.ids import obligation_id
from domain.movement.states import WHOLE_YEAR, Movement
from domain.obligation.commands import OpenObligation, RescheduleObligation
from domain.obligation.states import Obligation
from domain.wording import listed
from events.base import Citation, SubjectId
from events.cluster import HeadNamed, MembersChanged, ScoringAdopted, UnitDisqualified
from events.movement import (
    MovementLaunched,
    PeriodEnded,
    PeriodRescheduled,
    PeriodScheduled,
    RegistrationRefused,
    TargetsAdded,
    UnitDeparted,
    UnitJoined,
)
from events.plan import Milestone, Plan
from projections import queries
from workflows.facts.duties import reached
from workflows.reactions.amended import added_letters
from workflows.reactions.done import handed_in
from workflows.reactions.ending import lapse_step
from workflows.reactions.moved import moved_letters
from workflows.reactions.scoring import scoring_duties
from workflows.reactions.steps import Bench, Letter, Step, Steps, Trigger, letter_step
from workflows.reading import Reading

CORRECT = "correct_registration"


def period(bench: Bench, batch: Sequence[Trigger]) -> Steps:
    """Open, tell, move or end, for every event of the batch."""
    for trigger in batch:
        match trigger.event:
            case MovementLaunched():
                yield _launch_letters(bench, trigger, trigger.event)
            case PeriodScheduled():
                yield _open_duties(bench, trigger, trigger.event)
            case PeriodRescheduled():
                yield from _move_duties(bench, trigger, trigger.event)
            case PeriodEnded():
                yield _end_duties(bench, trigger, trigger.event)
            case UnitJoined():
                yield _welcome(bench, trigger, trigger.event)
            case UnitDeparted():
                yield _let_go(bench, trigger, trigger.event)
            case ScoringAdopted() | HeadNamed() | MembersChanged() | UnitDisqualified():
                yield from scoring_duties(bench, trigger, trigger.event)
            case TargetsAdded():
                yield added_letters(bench, trigger, trigger.event)
            case RegistrationRefused():
                yield _ask_again(bench, trigger, trigger.event)
            case _:
                continue


def launch_citation(plan: Plan) -> str:
    """Name the text that set a movement's dates."""
    signed = plan.signed_on.strftime("%d/%m/%Y") if plan.signed_on else "?"
    return f"văn bản số {plan.number} ngày {signed} của {plan.organisation.name}"


def shown(partial: str) -> str:
    """Write a partial date as people do: 30/06/2024, 06/2024, 2024."""
    return "/".join(reversed(partial.split("-")))


def _launch_letters(bench: Bench, trigger: Trigger, launched: MovementLaunched) -> list[Step]:
    with bench.reading() as reading:
        return [
            step
            for unit in launched.participants
            for step in _launch_letter(bench, trigger, SubjectId(unit), launched.plan, reading)
        ]


def _launch_letter(
    bench: Bench, trigger: Trigger, unit: SubjectId, plan: Plan, reading: Reading
) -> Iterator[Step]:
    """Write to whoever reads what is written to the unit."""
    for reader in reached(unit, bench.today, reading):
        yield letter_step(
            bench, trigger, Letter(recipient=reader, template="launch", facts=_launch_words(plan))
        )


def _launch_words(plan: Plan) -> dict[str, str]:
    owed = [milestone for milestone in plan.milestones if milestone.owed_by == "participants"]
    dates = [f"{milestone.name}: hết ngày {shown(milestone.due)}" for milestone in owed]
    facts = {
        "title": plan.title,
        "organisation": plan.organisation.name,
        "number": plan.number or "",
        "signed_on": str(plan.signed_on),
        "theme": plan.theme or "",
        "starts": str(plan.period.first_day),
        "ends": str(plan.period.last_day),
        "milestones": listed(dates or ["văn bản không ấn định mốc nào"]),
    }
    said = {name: value for name, value in facts.items() if value}
    said.setdefault("theme", "không đặt chủ đề riêng")
    return said


def _debtors(movement: Movement, milestone: Milestone) -> Sequence[SubjectId]:
    if milestone.owed_by == "participants":
        return [SubjectId(unit) for unit in movement.participants]
    return [SubjectId(movement.organisation)]


def _open_duties(bench: Bench, trigger: Trigger, scheduled: PeriodScheduled) -> list[Step]:
    with bench.reading() as reading:
        movement = reading.state(scheduled.movement, Movement)
    named = movement.plan.milestones if scheduled.period == WHOLE_YEAR else ()
    return [
        step
        for milestone in scheduled.milestones
        for step in _open_milestone(bench, trigger, movement, milestone, told=milestone in named)
    ]


def _open_milestone(
    bench: Bench, trigger: Trigger, movement: Movement, milestone: Milestone, *, told: bool, set_by: str = ""
) -> list[Step]:
    """Open a milestone's duty for everybody who owes it and has not done it yet; one without a whole date opens none."""
    due_on = milestone.due_on
    if due_on is None:
        return []
    done = _done(bench, movement, milestone)
    return [
        _open(bench, trigger, _Owed(movement, milestone, debtor, due_on, told, set_by))
        for debtor in _debtors(movement, milestone)
        if debtor not in done
    ]


def _done(bench: Bench, movement: Movement, milestone: Milestone) -> set[str]:
    """Name those who did what a milestone asks for before it was asked: nobody is reminded of what they have done."""
    debtors = _debtors(movement, milestone)
    with bench.reading() as reading:
        match milestone.duty:
            case "answer_plan":
                return {row.organisation for row in queries.answering(reading.session, movement.movement)}
            case "submit_nominations":
                return handed_in(movement, milestone, debtors, reading)
            case _:
                pass
    return {debtor for debtor in debtors if movement.has_done(milestone.duty, milestone.code, debtor)}


@dataclass(frozen=True, slots=True)
class _Owed:
    """A duty to be opened: of which milestone, by whom, by when."""

    movement: Movement
    milestone: Milestone
    debtor: SubjectId
    due_on: date
    told: bool
    """The letter of the launch names it, with this date."""
    set_by: str = ""
    """The text that gave it its date, where that is not the launch's own."""
    again: Literal["lapsed"] | None = None
    """Opened once more for whoever comes back."""


def _open(bench: Bench, trigger: Trigger, owed: _Owed) -> Step:
    movement, milestone = owed.movement, owed.milestone
    duty = obligation_id(movement.movement, milestone.duty, milestone.code, owed.debtor)
    command = OpenObligation(
        obligation=duty,
        duty=milestone.duty,
        debtor=owed.debtor,
        about=movement.movement,
        milestone=milestone.code,
        title=milestone.name,
        due_on=owed.due_on,
        set_by=owed.set_by or milestone.basis or launch_citation(movement.plan),
        hard=milestone.hard,
        grace_on=milestone.grace,
        told=owed.told,
        again=owed.again,
        **bench.said,
    )
    return Step(trigger, "open", duty, command)


def _move_duties(bench: Bench, trigger: Trigger, moved: PeriodRescheduled) -> Steps:
    """Move every open duty of the milestone, then tell each debtor with the renumbered calendar entry.

    A milestone whose day the launch left open has no duties yet: they arise now. Whoever was given more time keeps it.
    """
    set_by = _official_letter(moved.document)
    with bench.reading() as reading:
        if not queries.any_obligation(reading.session, moved.movement, moved.milestone):
            movement = reading.state(moved.movement, Movement)
            _, milestone = movement.milestone(moved.milestone)
            yield _open_milestone(bench, trigger, movement, milestone, told=False, set_by=set_by)
            return
        rows = queries.open_obligations(reading.session, moved.movement, moved.milestone)
        reading.preload([row.obligation for row in rows])
        before = [reading.state(row.obligation, Obligation) for row in rows]
    yield [
        Step(
            trigger,
            "reschedule",
            duty.obligation,
            RescheduleObligation(
                obligation=duty.obligation,
                due_on=moved.due,
                grace_on=moved.grace,
                set_by=set_by,
                document=moved.document,
                **bench.said,
            ),
        )
        for duty in before
        if (duty.due.on, duty.due.grace_on) != (moved.due, moved.grace)
        and not (duty.extended and duty.due.on > moved.due)
    ]
    with bench.reading() as reading:
        duties = [reading.state(row.obligation, Obligation) for row in rows]
        yield [
            step
            for duty in duties
            if duty.is_open and duty.due.set_by == set_by
            for step in moved_letters(bench, trigger, duty, reading)
        ]


def _official_letter(document: Citation) -> str:
    issuer = f" của {document.issuer}" if document.issuer else ""
    return f"công văn số {document.number} ngày {document.day:%d/%m/%Y}{issuer}"


def _end_duties(bench: Bench, trigger: Trigger, ended: PeriodEnded) -> list[Step]:
    with bench.reading() as reading:
        movement = reading.state(ended.movement, Movement)
        codes = set(movement.periods[ended.period].milestones)
        rows = queries.open_obligations(reading.session, ended.movement)
    return [
        lapse_step(bench, trigger, row.obligation, "Đợt thi đua đã kết thúc.")
        for row in rows
        if row.milestone in codes
    ]


def _welcome(bench: Bench, trigger: Trigger, joined: UnitJoined) -> list[Step]:
    """Give whoever joins late the opening letter, with the dates as they stand, and the duties still to come."""
    with bench.reading() as reading:
        movement = reading.state(joined.movement, Movement)
    debtor = SubjectId(joined.unit)
    ahead = [
        (milestone, due_on)
        for period in movement.periods.values()
        if period.ended_on is None
        for milestone in period.milestones.values()
        for due_on in (milestone.due_on,)
        if milestone.owed_by == "participants" and due_on is not None and due_on >= joined.on
        if debtor not in _done(bench, movement, milestone)
    ]
    plan = movement.plan.model_copy(update={"milestones": tuple(milestone for milestone, _ in ahead)})
    duties = [
        _open(bench, trigger, _Owed(movement, milestone, debtor, due_on, told=True, again="lapsed"))
        for milestone, due_on in ahead
    ]
    with bench.reading() as reading:
        return [*_launch_letter(bench, trigger, debtor, plan, reading), *duties]


def _let_go(bench: Bench, trigger: Trigger, left: UnitDeparted) -> list[Step]:
    """End what a unit that has left still owes in the movement."""
    with bench.reading() as reading:
        rows = queries.open_obligations(reading.session, left.movement)
    reason = f"Đơn vị thôi tham gia phong trào: {left.reason}"
    return [lapse_step(bench, trigger, row.obligation, reason) for row in rows if row.debtor == left.unit]


def _ask_again(bench: Bench, trigger: Trigger, refused: RegistrationRefused) -> list[Step]:
    """Tell the unit why, and open the duty to register again when a date was set; without one, none is invented."""
    with bench.reading() as reading:
        movement = reading.state(refused.movement, Movement)
    debtor = SubjectId(refused.unit)
    facts = {"title": movement.plan.title, "reason": refused.reason}
    if refused.correct_by is not None:
        facts["correct_by"] = refused.correct_by.isoformat()
    with bench.reading() as reading:
        steps = [
            letter_step(
                bench, trigger, Letter(recipient=reader, template="registration_refused", facts=facts)
            )
            for reader in reached(debtor, bench.today, reading)
        ]
    if refused.correct_by is None:
        return steps
    duty = obligation_id(refused.movement, CORRECT, refused.milestone, debtor)
    command = OpenObligation(
        obligation=duty,
        duty=CORRECT,
        debtor=debtor,
        about=refused.movement,
        milestone=refused.milestone,
        title=f"Đăng ký lại: {movement.plan.title}",
        due_on=refused.correct_by,
        set_by=f"thông báo trả lại đăng ký ngày {refused.on:%d/%m/%Y}",
        told=True,
        again="ended",
        **bench.said,
    )
    return [*steps, Step(trigger, "open", duty, command)]
