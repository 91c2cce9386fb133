"""Decisions, the handing-over, and the money: what is signed, what was given to whom, what was paid."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from desk.ids import new_id
from desk.views.history import happened
from desk.views.read import keeps_decision, kept_decisions
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import reads_decisions, reads_funds, signed_in
from desk.web.visit import Visit
from domain.ceremony import Ceremony
from domain.decision.states import NoDecision
from domain.refusal import Refusal
from projections import tables as t

router = APIRouter(route_class=Room)
PAGE = 50
OWED = 150
"""How many unpaid awards one list of payments offers; the next ones come when these are paid."""
NEXT_STEPS = {
    "drafted": (("decision.sign", "decision.refuse_lines"), ("authority",)),
    "signed": (("decision.number",), ("archivist", "standing_agency")),
    "numbered": (("decision.publish",), ("archivist", "standing_agency")),
    "published": (("decision.archive",), ("archivist", "standing_agency")),
}
"""Stage → what comes next, and whose it is."""


@router.get("/quyet-dinh")
def listed(trang: int = 1, visit: Visit = guarded(reads_decisions)) -> Response:
    """List the decisions, the newest first."""
    number = min(max(trang, 1), 100_000)
    rows = visit.session.exec(
        select(t.DecisionRow)
        .order_by(col(t.DecisionRow.signed_on).desc(), t.DecisionRow.decision)
        .offset((number - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    visit.names.know(row.authority for row in rows)
    ceremonies = visit.session.exec(
        select(t.CeremonyRow).order_by(col(t.CeremonyRow.starts_at).desc()).limit(PAGE)
    ).all()
    return visit.page(
        "decisions.html",
        rows=rows[:PAGE],
        kept=kept_decisions((row.decision for row in rows), visit.reading, visit.mask),
        number=number,
        more=len(rows) > PAGE,
        ceremonies=ceremonies,
        may_schedule=visit.viewer.at_home("standing_agency", "organiser"),
        may_receive=visit.viewer.at_home("standing_agency", "archivist"),
    )


def exists(visit: Visit) -> bool:
    """A decision that is there, for those who read decisions."""
    return reads_decisions(visit) and visit.reading.row(t.DecisionRow, visit.path["decision"]) is not None


@router.get("/quyet-dinh/{decision}")
def one(decision: str, visit: Visit = guarded(exists)) -> Response:
    """Show a decision with its lines and what comes next."""
    row = visit.reading.own_row(t.DecisionRow, decision)
    state = visit.reading.stream(decision).state
    kept = keeps_decision(decision, visit.reading, visit.mask)
    lines = () if isinstance(state, NoDecision) or kept else state.order.nominations
    found = sorted(visit.reading.dossiers(lines).values(), key=lambda line: line.unit)
    stored = visit.reading.history(decision)
    visit.names.know([line.subject for line in found] + [line.unit for line in found] + [row.authority])
    visit.names.know(entry.envelope.by.who for entry in stored)
    steps, roles = NEXT_STEPS.get(row.stage, ((), ()))
    return visit.page(
        "decision.html",
        row=row,
        lines=found,
        kept=kept,
        entries={
            entry.nomination: entry.number
            for entry in visit.session.exec(select(t.EntryRow).where(t.EntryRow.decision == decision))
        },
        steps=steps if roles and visit.viewer.at_home(*roles) and not row.outside else (),
        today=visit.viewer.today,
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored)],
    )


def ceremony_exists(visit: Visit) -> bool:
    """A ceremony is public: whoever has signed in may read its programme."""
    return signed_in(visit) and visit.reading.row(t.CeremonyRow, visit.path["ceremony"]) is not None


def runs_ceremony(visit: Visit) -> bool:
    """The organiser and the standing agency record what was handed over."""
    return ceremony_exists(visit) and visit.viewer.at_home("organiser", "standing_agency")


@router.get("/le-trao/{ceremony}")
def ceremony(visit: Visit = guarded(ceremony_exists)) -> Response:
    """Show the programme in the order of awards."""
    return _ceremony(visit)


def _ceremony(visit: Visit, *, status: int = 200, fault: Refusal | None = None) -> Response:
    state = visit.reading.state(visit.path["ceremony"], Ceremony)
    visit.names.know(called.subject for called in state.programme)
    rows = visit.reading.dossiers(called.nomination for called in state.programme)
    return visit.page(
        "ceremony.html",
        status,
        ceremony=state,
        rows=rows,
        handed={done.nomination: done.how for done in state.hand_overs},
        may_hold=runs_ceremony(visit) and state.held_on is None,
        today=visit.viewer.today,
        key=new_id(),
        fault=fault,
    )


@router.post("/le-trao/{ceremony}")
def hold(ceremony: str, form: Sent, visit: Visit = guarded(runs_ceremony)) -> Response:
    """Record who received, who sent somebody, who was absent: everybody is ticked, nobody is assumed."""
    state = visit.reading.state(ceremony, Ceremony)
    told = {called.nomination: str(form.get(f"trao.{called.nomination}", "")) for called in state.programme}
    body = {
        "ceremony": ceremony,
        "on": str(form.get("ngay", "")),
        "proxies": [line for line, how in told.items() if how == "proxy"],
        "absent": [line for line, how in told.items() if how not in {"in_person", "proxy"}],
    }
    try:
        outcome = visit.send("ceremony.hold", body, key=str(form.get("ma")))
    except Refusal as fault:
        return _ceremony(visit, status=409, fault=fault)
    return visit.go(f"/le-trao/{ceremony}", outcome)


@router.get("/quy")
def funds(visit: Visit = guarded(reads_funds)) -> Response:
    """Show the funds, and what is owed from them."""
    return _funds(visit)


def _funds(visit: Visit, *, status: int = 200, fault: Refusal | None = None) -> Response:
    home = visit.viewer.organisation or ""
    owed = visit.session.exec(
        select(t.NominationRow)
        .where(
            *t.owed(),
        )
        .order_by(t.NominationRow.award, t.NominationRow.unit, t.NominationRow.nomination)
        .limit(OWED + 1)
    ).all()
    rows = visit.session.exec(select(t.FundRow).order_by(col(t.FundRow.fund).desc()).limit(PAGE)).all()
    funds = [(row, *_parts(row.fund)) for row in rows]
    visit.names.know([row.subject for row in owed] + [unit for _, unit, _ in funds])
    return visit.page(
        "funds.html",
        status,
        funds=funds,
        names_of=visit.names.of,
        owed=owed[:OWED],
        more=len(owed) > OWED,
        home=home,
        may_pay=visit.viewer.at_home("accountant", "standing_agency"),
        year=visit.viewer.today.year,
        today=visit.viewer.today,
        key=new_id(),
        fault=fault,
    )


def _parts(fund: str) -> tuple[str, str]:
    """Give the unit and the year of a fund."""
    unit, _, year = fund.removeprefix("fund-").rpartition("-")
    return unit, year


def pays(visit: Visit) -> bool:
    """The accountant and the standing agency pay."""
    return visit.viewer.at_home("accountant", "standing_agency")


@router.post("/quy")
def pay(form: Sent, visit: Visit = guarded(pays)) -> Response:
    """Pay the ticked awards as one list, with the very amounts that are owed."""
    chosen = [str(value) for value in form.getlist("ho_so")]
    rows = visit.session.exec(
        select(t.NominationRow).where(col(t.NominationRow.nomination).in_(chosen))
    ).all()
    body = {
        "unit": visit.viewer.organisation,
        "year": str(form.get("nam", "")),
        "payment_list": str(form.get("danh_sach", "")),
        "on": str(form.get("ngay", "")),
        "lines": [{"nomination": row.nomination, "amount": row.bonus or 0} for row in rows],
    }
    try:
        outcome = visit.send("fund.pay", body, key=str(form.get("ma")))
    except Refusal as fault:
        return _funds(visit, status=409, fault=fault)
    return visit.go("/quy", outcome)
