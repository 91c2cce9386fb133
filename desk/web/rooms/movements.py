"""Movements: the plan, its periods on a line of time, targets held against figures, and who has not sent."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import func
from sqlmodel import col, select
from starlette.exceptions import HTTPException

from desk.views import figures, read
from desk.views import movements as around
from desk.views.duty_places import BY_DUTY, form_of_duty
from desk.views.figure_views import SeriesView
from desk.views.history import happened
from desk.views.movement_views import FORMS
from desk.views.views import ProofView
from desk.web.charts import Bar, Mark, TimeLine, Trend, bar, time_line, trend
from desk.web.guard import Room, guarded
from desk.web.numbers import Number
from desk.web.policy import signed_in
from desk.web.rooms.report_files import proofs
from desk.web.visit import Visit
from domain.movement.states import Movement
from events.catalogue import event_of
from events.envelope import Stored
from events.movement import FinalReviewHeld, InterimReviewHeld
from events.plan import first_day, last_day
from projections import tables as t

router = APIRouter(route_class=Room)
PAGE = 50
OFFERED = 5
"""For so many who have not sent, the page offers the form by itself."""
NAMED = 30
"""So many names stand on the page of a movement for one milestone; the rest are on a page of their own."""
OTHER_ACTS = (
    "movement.move_dates", "movement.close_results", "movement.sign_pact", "movement.answer_parent",
    "movement.schedule_period", "movement.end_period", "movement.join", "movement.leave", "movement.entrust_target",
    "movement.add_targets",
)  # fmt: skip
"""What whoever leads a movement does more seldom."""
REVIEWS = {"movement.interim_review_held": "Sơ kết", "movement.final_review_held": "Tổng kết"}
MOST_SERIES = 60
"""Indicators whose course stands on one page."""


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
    late: int
    """How many have not sent."""
    missing: list[str]
    """The first of them by name."""
    mine: list[tuple[str, str]]
    """(unit, its name) for whom the viewer still owes it."""


@router.get("/phong-trao")
def listed(visit: Visit = guarded(signed_in)) -> Response:
    """List the movements."""
    return visit.page(
        "movements.html",
        rows=read.movements(visit.session),
        launches=visit.viewer.at_home("standing_agency", "authority"),
    )


def exists(visit: Visit) -> bool:
    """Whoever has signed in may read a movement that is there."""
    return signed_in(visit) and visit.reading.row(t.MovementRow, visit.path["movement"]) is not None


def oversees(visit: Visit) -> bool:
    """Whoever prepares, decides and audits may see who has not sent."""
    return exists(visit) and visit.viewer.at_home("standing_agency", "authority", "auditor")


@router.get("/phong-trao/{movement}")
def one(movement: str, visit: Visit = guarded(exists)) -> Response:
    """Show a movement."""
    state = visit.reading.state(movement, Movement)
    row = visit.reading.own_row(t.MovementRow, movement)
    targets = visit.session.exec(
        select(t.TargetRow)
        .where(t.TargetRow.movement == movement)
        .order_by(col(t.TargetRow.position), t.TargetRow.assigned_by)
    ).all()
    milestones = _milestones(visit, movement)
    stored = visit.reading.history(movement)
    visit.names.know(entry.envelope.by.who for entry in stored)
    staff = visit.viewer.at_home("standing_agency", "authority", "auditor")
    unregistered = sorted(set(state.participants) - state.registered) if staff else []
    visit.names.know(state.entrusted.values())
    return visit.page(
        "movement.html",
        forms=[FORMS[form] for form in state.plan.forms],
        rounds=around.rounds(state),
        parents=around.parents(visit.session, state),
        children=around.children(visit.session, visit.names, movement),
        examples=around.examples(state, visit.names),
        entrusted={target: visit.names.of(to) for target, to in state.entrusted.items()},
        added=state.added,
        other_acts=OTHER_ACTS,
        row=row,
        plan=state.plan,
        line=_line(row, state, milestones, visit.viewer.today),
        milestones=milestones,
        targets=[(target, _bar(target)) for target in targets],
        counts=_counts(targets),
        sees_all=staff,
        manages=_manages(visit, state),
        missing_registration=_names(visit, unregistered[:NAMED]),
        unregistered=len(unregistered),
        form_of=form_of_duty,
        closed=state.closed_on,
        pacts=state.pacts,
        reviews=_reviews(visit, stored),
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored[-200:])],
    )


def _manages(visit: Visit, state: Movement) -> bool:
    """The standing agency, and whoever leads the organisation that has launched it."""
    leads = visit.viewer.holds("standing_agency", "authority", at=state.organisation)
    return leads or visit.viewer.at_home("standing_agency", "authority")


@dataclass(frozen=True, slots=True)
class Review:
    """A review that was held: when, what was found of the indicators, who was praised."""

    kind: str
    held_on: date
    counts: dict[str, int]
    praised: list[str]


def _reviews(visit: Visit, stored: Sequence[Stored]) -> list[Review]:
    held = [event_of(row) for row in stored if row.type in REVIEWS]
    return [
        Review(
            REVIEWS[event.type],
            event.held_on,
            dict(Counter(judged.finding for judged in event.findings)),
            _names(visit, event.praised),
        )
        for event in held
        if isinstance(event, InterimReviewHeld | FinalReviewHeld)
    ]


@router.get("/phong-trao/{movement}/dang-ky")
def registrations(movement: str, trang: Number = 1, visit: Visit = guarded(exists)) -> Response:
    """Show what units registered and what became of it: all of it to the office, to a unit its own."""
    state = visit.reading.state(movement, Movement)
    staff = visit.viewer.at_home("standing_agency", "authority", "auditor")
    own = visit.viewer.scopes("clerk", "head")
    number = min(max(trang, 1), 100_000)
    found = sorted((milestone, unit) for milestone, unit in state.registrations if staff or unit in own)
    listed = found[(number - 1) * PAGE : number * PAGE]
    visit.names.know(unit for _, unit in listed)
    unregistered = sorted(set(state.participants) - state.registered) if staff else []
    return visit.page(
        "registrations.html",
        row=visit.reading.own_row(t.MovementRow, movement),
        listed=[(milestone, unit, state.registrations[milestone, unit]) for milestone, unit in listed],
        number=number,
        more=len(found) > number * PAGE,
        works_done=state.works_done,
        missing=_names(visit, unregistered[:NAMED]),
        unregistered=len(unregistered),
        participants=len(state.participants),
        registered=len(state.registered),
        sees_all=staff,
        manages=_manages(visit, state),
        asking=[
            one
            for period in state.periods.values()
            for one in period.milestones.values()
            if one.duty == "register"
        ],
        consolidated=state.consolidated,
        own=own,
    )


@router.get("/phong-trao/{movement}/tien-do")
def progress(movement: str, visit: Visit = guarded(exists)) -> Response:
    """Show how each indicator went on, report by report, as a line beside its table."""
    row = visit.reading.own_row(t.MovementRow, movement)
    found = figures.series(visit.house, visit.names, visit.session, movement) or []
    shown = [one for one in found if one.points][:MOST_SERIES]
    return visit.page(
        "progress.html",
        row=row,
        series=[(one, _drawn(one)) for one in shown],
        silent=len(found) - len(shown),
        proofs=_proofs(visit, movement),
        manages=_manages(visit, visit.reading.state(movement, Movement)),
    )


def _proofs(visit: Visit, movement: str) -> dict[tuple[str, str], list[ProofView]]:
    """Give the files that the viewer may open, by report: (milestone, unit)."""
    found: dict[tuple[str, str], list[ProofView]] = defaultdict(list)
    for proof in proofs(visit, movement):
        found[proof.milestone, proof.unit].append(proof)
    return found


def _drawn(series: SeriesView) -> Trend | None:
    points = [
        (date.fromisoformat(point.on), Decimal(point.value))
        for point in series.points
        if point.value is not None and not point.partial
    ]
    return trend(points, [Decimal(goal) for goal in series.goals.values()])


def _names(visit: Visit, units: Iterable[str]) -> list[str]:
    listed = list(units)
    visit.names.know(listed)
    return [visit.names.of(unit) for unit in sorted(listed, key=visit.names.order)]


def _milestones(visit: Visit, movement: str) -> list[MilestoneLine]:
    rows = visit.session.exec(
        select(t.MilestoneRow).where(t.MilestoneRow.movement == movement).order_by(t.MilestoneRow.due)
    ).all()
    counted = visit.reading.recalled(("owed", movement), ["obligation"], lambda: _owed(visit, movement))
    late, mine = defaultdict(list), defaultdict(list)
    own = visit.viewer.scopes("clerk", "head")
    staff = visit.viewer.at_home("standing_agency")
    first = visit.reading.recalled(
        ("first late", movement), ["obligation", "unit"], lambda: _first_late(visit, movement, None)
    )
    for milestone, debtor in first:
        late[milestone].append(debtor)
    for milestone, debtor in late_pairs(late) if staff else _first_late(visit, movement, own):
        mine[milestone].append(debtor)
    visit.names.know(debtor for pairs in (late, mine) for listed in pairs.values() for debtor in listed)
    return [
        MilestoneLine(
            code=row.code,
            name=row.name,
            due=row.due,
            duty=row.duty,
            assumed=row.assumed,
            owed=counted[row.code, "open"] + counted[row.code, "met"],
            met=counted[row.code, "met"],
            late=counted[row.code, "open"],
            missing=[visit.names.of(unit) for unit in sorted(late[row.code], key=visit.names.order)],
            mine=[
                (unit, visit.names.of(unit))
                for unit in sorted(mine[row.code], key=visit.names.order)[: OFFERED if staff else NAMED]
            ]
            if row.duty in BY_DUTY
            else [],
        )
        for row in rows
    ]


def _owed(visit: Visit, movement: str) -> Counter[tuple[str | None, str]]:
    """Count the duties about a movement, by milestone and whether they are met."""
    found = visit.session.exec(
        select(t.ObligationRow.milestone, t.ObligationRow.status, func.count())
        .where(t.ObligationRow.about == movement)
        .group_by(col(t.ObligationRow.milestone), t.ObligationRow.status)
    ).all()
    return Counter({(milestone, status): count for milestone, status, count in found})


def late_pairs(late: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give (milestone, debtor) of those who have not sent."""
    for milestone, debtors in late.items():
        for debtor in debtors:
            yield milestone, debtor


def _first_late(visit: Visit, movement: str, own: frozenset[str] | None) -> list[tuple[str, str]]:
    """Give (milestone, debtor) of those who have not sent: of some units, or the first of each milestone by name."""
    place = func.row_number().over(
        partition_by=col(t.ObligationRow.milestone), order_by=(t.UnitRow.name, t.ObligationRow.debtor)
    )
    owing = (
        select(t.ObligationRow.milestone, t.ObligationRow.debtor, place.label("place"))
        .join(t.UnitRow, col(t.UnitRow.unit) == t.ObligationRow.debtor, isouter=True)
        .where(t.ObligationRow.about == movement, t.ObligationRow.status == "open")
    )
    if own is not None:
        owing = owing.where(col(t.ObligationRow.debtor).in_(sorted(own)))
    listed = owing.subquery()
    found = visit.session.exec(
        select(listed.c.milestone, listed.c.debtor).where(listed.c.place <= NAMED)
    ).all()
    return [(milestone, debtor) for milestone, debtor in found]


@router.get("/phong-trao/{movement}/chua-gui/{milestone}")
def missing(movement: str, milestone: str, sau: str = "", visit: Visit = guarded(oversees)) -> Response:
    """List everybody who has not sent for a milestone, page by page, with the form to enter it for them."""
    row = visit.session.get(t.MilestoneRow, (movement, milestone))
    if row is None:
        raise HTTPException(404)
    asked = (
        select(t.ObligationRow)
        .where(
            t.ObligationRow.about == movement,
            t.ObligationRow.milestone == milestone,
            t.ObligationRow.status == "open",
            t.ObligationRow.debtor > sau,
        )
        .order_by(t.ObligationRow.debtor)
        .limit(PAGE + 1)
    )
    rows = visit.session.exec(asked).all()
    shown = [duty.debtor for duty in rows[:PAGE]]
    visit.names.know(shown)
    return visit.page(
        "movement_missing.html",
        milestone=row,
        title=visit.reading.own_row(t.MovementRow, movement).title,
        rows=rows[:PAGE],
        form=form_of_duty if row.duty in BY_DUTY and visit.viewer.at_home("standing_agency") else None,
        begun=bool(sau),
        after=shown[-1] if len(rows) > PAGE else None,
    )


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
