"""Movements: the plan, its periods on a line of time, targets held against figures, and who has not sent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from desk.views import read
from desk.views.read import happened
from desk.web.charts import Bar, Mark, TimeLine, bar, time_line
from desk.web.guard import Room, guarded
from desk.web.policy import signed_in
from desk.web.visit import Visit
from domain.movement.states import Movement
from events.plan import first_day, last_day
from projections import tables as t

router = APIRouter(route_class=Room)
BY_DUTY = {
    "register": "movement.register_unit",
    "report_progress": "movement.report_progress",
    "report_final": "movement.report_progress",
    "submit_nominations": "submission.receive",
}
"""Duty → the form that meets it."""


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone: how many owe it, who has not sent, and what the viewer can do."""

    code: str
    name: str
    due: str
    duty: str
    assumed: bool
    owed: int
    met: int
    missing: list[str]
    mine: list[tuple[str, str]]
    """(unit, its name) for whom the viewer still owes it."""


@router.get("/phong-trao")
def listed(visit: Visit = guarded(signed_in)) -> Response:
    """List the movements."""
    return visit.page("movements.html", rows=read.movements(visit.session))


def exists(visit: Visit) -> bool:
    """Whoever has signed in may read a movement that is there."""
    return signed_in(visit) and visit.session.get(t.MovementRow, visit.path["movement"]) is not None


@router.get("/phong-trao/{movement}")
def one(movement: str, visit: Visit = guarded(exists)) -> Response:
    """Show a movement."""
    state = visit.reading.state(movement, Movement)
    row = visit.session.get_one(t.MovementRow, movement)
    targets = visit.session.exec(
        select(t.TargetRow)
        .where(t.TargetRow.movement == movement)
        .order_by(col(t.TargetRow.position), t.TargetRow.assigned_by)
    ).all()
    milestones = _milestones(visit, movement)
    stored = visit.house.ledger.stored(movement)
    visit.names.know(entry.envelope.by.who for entry in stored)
    staff = visit.viewer.at_home("standing_agency", "authority", "auditor")
    return visit.page(
        "movement.html",
        row=row,
        plan=state.plan,
        line=_line(row, state, milestones, visit.viewer.today),
        milestones=milestones,
        targets=[(target, _bar(target)) for target in targets],
        counts=_counts(targets),
        sees_all=staff,
        manages=visit.viewer.at_home("standing_agency"),
        missing_registration=_names(visit, set(state.participants) - state.registered) if staff else [],
        form_of=BY_DUTY,
        closed=state.closed_on,
        pacts=state.pacts,
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored[-200:])],
    )


def _names(visit: Visit, units: Iterable[str]) -> list[str]:
    listed = list(units)
    visit.names.know(listed)
    return [visit.names.of(unit) for unit in sorted(listed, key=visit.names.order)]


def _milestones(visit: Visit, movement: str) -> list[MilestoneLine]:
    rows = visit.session.exec(
        select(t.MilestoneRow).where(t.MilestoneRow.movement == movement).order_by(t.MilestoneRow.due)
    ).all()
    duties = visit.session.exec(
        select(t.ObligationRow).where(t.ObligationRow.about == movement, t.ObligationRow.status != "lapsed")
    ).all()
    visit.names.know(duty.debtor for duty in duties)
    own = visit.viewer.scopes("clerk", "head")
    staff = visit.viewer.at_home("standing_agency")
    found = []
    for row in rows:
        of = [duty for duty in duties if duty.milestone == row.code]
        late = sorted({duty.debtor for duty in of if duty.status == "open"}, key=visit.names.order)
        mine = [unit for unit in late if (unit in own or staff) and row.duty in BY_DUTY]
        found.append(
            MilestoneLine(
                code=row.code,
                name=row.name,
                due=row.due,
                duty=row.duty,
                assumed=row.assumed,
                owed=len(of),
                met=sum(duty.status == "met" for duty in of),
                missing=[visit.names.of(unit) for unit in late],
                mine=[(unit, visit.names.of(unit)) for unit in mine],
            )
        )
    return found


def _line(
    row: t.MovementRow, state: Movement, milestones: list[MilestoneLine], today: date
) -> TimeLine | None:
    if not row.starts or not row.ends:
        return None
    spans = [
        (period.name, period.span.first_day, period.span.last_day)
        for period in state.periods.values()
        if period.span.first_day and period.span.last_day
    ]
    marks = [Mark(one.name, date.fromisoformat(one.due)) for one in milestones if len(one.due) == 10]  # noqa: PLR2004  # a whole date
    return time_line(first_day(row.starts), last_day(row.ends), spans, marks, today)


def _bar(target: t.TargetRow) -> Bar | None:
    return bar(target.figure, target.value, target.finding)


def _counts(targets: Sequence[t.TargetRow]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for target in targets:
        counts[target.finding] = counts.get(target.finding, 0) + 1
    return counts
