"""Decisions, the handing-over, and the money: what is signed, what was given to whom, what was paid."""

from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from desk.ids import new_id
from desk.views.funds import parts_of
from desk.views.history import happened
from desk.views.read import keeps_decision, kept_decisions
from desk.web.guard import Room, Sent, guarded
from desk.web.labels import OPTION_WORDS
from desk.web.numbers import Number
from desk.web.policy import reads_decisions, reads_funds, signed_in
from desk.web.visit import Visit
from domain.cancellation import cancelled_by
from domain.ceremony import Ceremony
from domain.decision.states import NoDecision
from domain.law.rows import CancellationGround
from domain.refusal import Refusal
from events.base import SubjectId
from projections import tables as t

router = APIRouter(route_class=Room)
PAGE = 50
EACH = 60
"""On a list of so many lines who signed is asked line by line; on a longer one of all together."""
CANCELS = ("standing_agency", "authority")
OWED = 150
"""How many unpaid awards one list of payments offers; the next ones come when these are paid."""
NEXT_STEPS = {
    "drafted": (("decision.sign", "decision.refuse"), ("authority",)),
    "signed": (("decision.number",), ("archivist", "standing_agency")),
    "numbered": (("decision.publish",), ("archivist", "standing_agency")),
    "published": (("decision.archive",), ("archivist", "standing_agency")),
}
"""Stage → what comes next, and whose it is."""


@router.get("/quyet-dinh")
def listed(trang: Number = 1, visit: Visit = guarded(reads_decisions)) -> Response:
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
    cases = visit.session.exec(
        select(t.CancellationRow)
        .where(t.CancellationRow.decision == decision)
        .order_by(t.CancellationRow.cancellation)
    ).all()
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
        cases=[]
        if kept
        else [(case, _ground(visit, case), cancelled_by(case.cancellation)) for case in cases],
        may_cancel=row.stage == "published"
        and not row.outside
        and not row.cancels
        and visit.viewer.at_home(*CANCELS),
        prepares=visit.viewer.at_home("standing_agency"),
        today=visit.viewer.today,
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored)],
    )


def _ground(visit: Visit, case: t.CancellationRow) -> str:
    """Give the words of a case's ground, as the law's row has them."""
    rules = visit.reading.rules(visit.reading.organisation)
    row = rules.one(CancellationGround, visit.viewer.today, ground=case.ground)
    return row.name if row else case.ground


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
        proxies=_proxies(visit, state) if runs_ceremony(visit) else {},
        runs=runs_ceremony(visit),
        may_hold=runs_ceremony(visit) and state.held_on is None,
        today=visit.viewer.today,
        key=new_id(),
        fault=fault,
    )


def _proxies(visit: Visit, ceremony: Ceremony) -> dict[SubjectId, str | None]:
    """Give who comes in whose place: a name, kept sealed, for whoever runs the ceremony."""
    ledger = visit.house.ledger
    return {subject: ledger.open_field(proxy) for subject, proxy in ceremony.proxies.items()}


@router.post("/le-trao/{ceremony}")
def hold(ceremony: str, form: Sent, visit: Visit = guarded(runs_ceremony)) -> Response:
    """Record who received, who sent somebody, whose family came, who was absent: everybody is ticked, nobody is assumed."""
    state = visit.reading.state(ceremony, Ceremony)
    told = {called.nomination: str(form.get(f"trao.{called.nomination}", "")) for called in state.programme}
    body = {
        "ceremony": ceremony,
        "on": str(form.get("ngay", "")),
        "proxies": [line for line, how in told.items() if how == "proxy"],
        "families": [line for line, how in told.items() if how == "family"],
        "absent": [line for line, how in told.items() if how not in {"in_person", "proxy", "family"}],
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
    funds = [(row, *parts_of(row.fund)) for row in rows]
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
        signing=OPTION_WORDS["signed"],
        each=EACH,
        year=visit.viewer.today.year,
        today=visit.viewer.today,
        key=new_id(),
        fault=fault,
    )


def _signed(form: Sent, nomination: str) -> dict[str, str]:
    """Give who signed for a line, where that was said: of this line, or of the whole list."""
    said = str(form.get(f"ky.{nomination}", "")) or str(form.get("ky", ""))
    return {"signed": said} if said else {}


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
    body: dict[str, Any] = {
        "unit": visit.viewer.organisation,
        "year": str(form.get("nam", "")),
        "payment_list": str(form.get("danh_sach", "")),
        "on": str(form.get("ngay", "")),
        "lines": [
            {"nomination": row.nomination, "amount": row.bonus or 0, **_signed(form, row.nomination)}
            for row in rows
        ],
    }
    if number := str(form.get("chung_tu", "")).strip():
        body["document"] = {"number": number, "day": str(form.get("ngay", ""))}
    try:
        outcome = visit.send("fund.pay", body, key=str(form.get("ma")))
    except Refusal as fault:
        return _funds(visit, status=409, fault=fault)
    return visit.go("/quy", outcome)
