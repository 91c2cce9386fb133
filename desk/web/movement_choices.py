"""The choices of the forms of movements: their dates, rounds, indicators, works and units, and the movements above."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from desk.web.forms import Option
from desk.web.visit import Visit
from domain.cluster.states import Cluster
from domain.law.rows import Award
from domain.movement.states import Movement
from domain.targets import ASSIGNERS, MEASURES
from domain.vietnamese.folding import search_key
from projections import tables as t

ASKING: Mapping[str, tuple[str, ...]] = {
    "movement.register_unit": ("register",),
    "movement.consolidate_registrations": ("register",),
    "movement.report_progress": ("report_progress", "report_final"),
    "movement.hold_review": ("hold_interim_review", "hold_final_review"),
    "movement.sign_pact": ("sign_pact",),
    "movement.complete_work": ("complete_work",),
}
"""Form → the duties among whose dates it chooses; every other form of a movement chooses among all."""

SHOWN_MEASURES = {code: said for code, said in MEASURES.items() if code not in ("reference", "both_ways")}
SHOWN_ASSIGNERS = {"self": "tự đặt", **ASSIGNERS}
"""How an indicator is measured and by whom it was assigned, as forms offer it."""


def of_form(visit: Visit, command: str, name: str, settled: Mapping[str, str]) -> list[Option] | None:
    """Give the choices of a field of a movement's or a cluster's form; None for every other form and field."""
    if command.startswith("movement."):
        return of_movement_form(visit, command, name, settled)
    return of_cluster_form(visit, name, settled) if command.startswith("cluster.") else None


def coded(command: str, body: dict[str, Any]) -> dict[str, Any]:
    """Give the milestones of a round, and indicators that are added, codes of their own, made of names."""
    if command == "movement.schedule_period":
        for one in body.get("milestones", ()):
            one.setdefault("code", f"{body.get('period', '')}-{_plain(one)}"[:60].strip("-") or "moc")
    if command == "movement.add_targets":
        for one in body.get("targets", ()):
            one.setdefault("code", f"bs-{_plain(one)}"[:60].strip("-"))
    return body


def _plain(named: Mapping[str, object]) -> str:
    return re.sub(r"[^a-z0-9]+", "-", search_key(str(named.get("name", "")))).strip("-")


def of_movement_form(
    visit: Visit, command: str, name: str, settled: Mapping[str, str]
) -> list[Option] | None:
    """Give the choices of a field of a movement's form; None for what is chosen as everywhere, or typed."""
    state = visit.reading.maybe(settled.get("movement", ""), Movement)
    if state is None:
        return None
    match command, name:
        case "movement.answer_parent", "milestone":
            return _dates_above(visit, state, ("answer_plan",))
        case "movement.answer_parent", "parent":
            return _movements(visit, [row for row in _others(visit, state) if row not in state.answered])
        case "movement.consolidate_registrations", "parent":
            return _movements(visit, sorted(state.answered))
        case "movement.consolidate_registrations", "parent_milestone":
            return _dates_above(visit, state, ("register",))
        case "movement.end_period", "period":
            return [(code, one.name) for code, one in state.periods.items() if one.ended_on is None]
        case "movement.add_targets", "measure":
            return [*SHOWN_MEASURES.items()]
        case "movement.add_targets", "assigned_by":
            return [*SHOWN_ASSIGNERS.items()]
        case "movement.register_unit", "titles":
            return _titles(visit)
        case "movement.complete_work", "work":
            return _works(state, settled.get("unit", ""))
        case (("movement.leave" | "movement.complete_work"), "unit"):
            return _units(visit, state.participants)
        case ("movement.hold_review", "praised") | ("movement.sign_pact", "signers"):
            return _units(visit, state.participants)
        case _, "milestone":
            return _dates(state, ASKING.get(command, ()))
        case _, "target":
            return [(target.code, target.name) for target in state.targets]
        case _:
            return None


def of_cluster_form(visit: Visit, name: str, settled: Mapping[str, str]) -> list[Option] | None:
    """Give the members of the cluster that a form is about, where it asks for one of them."""
    state = visit.reading.maybe(settled.get("cluster", ""), Cluster)
    if state is None or name not in {"head", "deputy", "signers", "unit"}:
        return None
    return _units(visit, state.members)


def _dates(state: Movement, duties: Sequence[str]) -> list[Option] | None:
    """The dates of a movement, or those of some duties where it has any."""
    stones = [one for period in state.periods.values() for one in period.milestones.values()]
    asked = [one for one in stones if one.duty in duties] or stones
    return [(one.code, one.name) for one in sorted(asked, key=lambda one: one.due)] or None


def _dates_above(visit: Visit, state: Movement, duties: Sequence[str]) -> list[Option]:
    """The dates of other movements that ask for something, each with its movement."""
    rows = visit.session.exec(
        select(t.MilestoneRow, t.MovementRow)
        .join(t.MovementRow, col(t.MovementRow.movement) == t.MilestoneRow.movement)
        .where(col(t.MilestoneRow.duty).in_(duties), t.MilestoneRow.movement != state.movement)
        .order_by(t.MilestoneRow.due)
    ).all()
    return [(stone.code, f"{stone.name} – {movement.title}") for stone, movement in rows]


def _others(visit: Visit, state: Movement) -> list[str]:
    asked = select(t.MovementRow.movement).where(t.MovementRow.movement != state.movement)
    return list(visit.session.exec(asked.order_by(t.MovementRow.movement)))


def _movements(visit: Visit, named: Sequence[str]) -> list[Option]:
    rows = visit.session.exec(select(t.MovementRow).where(col(t.MovementRow.movement).in_(named)))
    return [(row.movement, row.title) for row in rows]


def _units(visit: Visit, units: Sequence[str]) -> list[Option]:
    visit.names.know(units)
    return [(unit, visit.names.of(unit)) for unit in sorted(units, key=visit.names.order)]


def _titles(visit: Visit) -> list[Option]:
    """What a unit may strive for, for itself and its people: the awards nearest to it first."""
    rows = visit.reading.rules(visit.reading.organisation).every(Award, visit.viewer.today)
    return [(row.award, row.name) for row in sorted(rows, key=lambda row: -row.rank)]


def _works(state: Movement, unit: str) -> list[Option] | None:
    """The works that a unit has registered and not yet finished; typed, for a unit that is still to be chosen."""
    works = [
        work
        for (_, registered), one in state.registrations.items()
        if registered == unit and one.status != "refused"
        for work in one.works
        if (registered, work) not in state.works_done
    ]
    return [(work, work) for work in works] or None
