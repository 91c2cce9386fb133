"""Việc có thời hạn: who owes what by when, every date with the text that set it, and what may be done about it."""

from collections.abc import Mapping

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from desk.views import deadlines, duties
from desk.views.duty_places import place_of_duty
from desk.views.duty_views import AUDIENCES
from desk.web.guard import Room, guarded
from desk.web.policy import signed_in
from desk.web.rooms.administration import sees_letters
from desk.web.visit import Visit
from domain.obligation.decider import DATED_BY_ITS_ACT, MET_BY_ITS_ACT
from domain.obligation.states import Obligation
from projections import tables as t

router = APIRouter(route_class=Room)
PASTED = 60 * 1024
"""So many bytes of names go into the text for a chat."""
PAGE = 50
LETTERS = 30
"""So many of the letters about a duty stand on its page."""
CHOICES: Mapping[str, str] = {"": "tất cả", "qua-han": "quá hạn", "sap-den": "đến hạn trong 7 ngày"}


def oversees(visit: Visit) -> bool:
    """Whoever prepares, decides and audits."""
    return visit.viewer.at_home("standing_agency", "authority", "auditor")


def reads_duty(visit: Visit) -> bool:
    """Whoever oversees, and whoever owes it or works for the unit that does."""
    row = visit.session.get(t.ObligationRow, visit.path["obligation"])
    return row is not None and (oversees(visit) or row.debtor in _own(visit))


def _place(row: t.ObligationRow, *, acts: bool) -> str | None:
    """Lead to where a duty is done; whoever does not do it is led to what it is about, and not to the form."""
    place = place_of_duty(row)
    return f"/phong-trao/{row.about}" if place and place.startswith("/lam/") and not acts else place


def _own(visit: Visit) -> frozenset[str]:
    return visit.viewer.scopes("clerk", "head") | {visit.viewer.person}


@router.get("/nhiem-vu")
def listed(loc: str = "", sau: str = "", visit: Visit = guarded(signed_in)) -> Response:
    """List the open duties by date: everybody's to whoever oversees them, else one's own."""
    today = visit.viewer.today
    until = {"qua-han": today, "sap-den": duties.near(today)}.get(loc)
    debtors = None if oversees(visit) else _own(visit)
    rows = duties.open_page(visit.session, debtors, until=until, after=sau[:200], limit=PAGE + 1)
    if loc == "qua-han":
        rows = [row for row in rows if row.due_on < today.isoformat()]
    shown = rows[:PAGE]
    visit.names.know(row.debtor for row in shown)
    return visit.page(
        "duties.html",
        rows=shown,
        choice=loc if loc in CHOICES else "",
        choices=CHOICES,
        sees_all=debtors is None,
        manages=visit.viewer.at_home("standing_agency"),
        today=today.isoformat(),
        begun=bool(sau),
        after=duties.place(shown[-1]) if len(rows) > PAGE else None,
    )


@router.get("/nhiem-vu/chua-gui")
def missing(visit: Visit = guarded(oversees)) -> Response:
    """Show the morning list of who has not sent, as a text to paste into a chat."""
    now = visit.house.clock.now()
    found = deadlines.missing(visit.session, visit.names, now, duties.SOON)
    text = deadlines.shortened(deadlines.pasted(found, now), PASTED)
    return visit.page("duties_missing.html", text=text, any=bool(found))


@router.get("/nhiem-vu/{obligation}")
def one(obligation: str, visit: Visit = guarded(reads_duty)) -> Response:
    """Show a duty: its dates, the texts that set them, what was sent, what may be done."""
    duty = visit.reading.state(obligation, Obligation)
    row = visit.reading.own_row(t.ObligationRow, obligation)
    letters = visit.session.exec(
        select(t.LetterRow)
        .where(t.LetterRow.obligation == obligation)
        .order_by(col(t.LetterRow.day).desc(), col(t.LetterRow.letter))
        .limit(LETTERS)
    ).all()
    visit.names.know([duty.debtor, *(letter.recipient for letter in letters)])
    manages = visit.viewer.at_home("standing_agency")
    owes = duty.debtor in _own(visit) or (manages and duty.debtor == str(visit.viewer.organisation))
    return visit.page(
        "duty.html",
        duty=duties.duty_view(duty, visit.reading.history(obligation), visit.names),
        audiences=AUDIENCES,
        today=visit.viewer.today.isoformat(),
        letters=letters,
        place=_place(row, acts=owes or manages),
        manages=manages and duty.is_open,
        owes=owes and duty.is_open,
        by_its_act=duty.duty in MET_BY_ITS_ACT,
        moves=duty.duty not in DATED_BY_ITS_ACT,
        sees_letters=sees_letters(visit),
        person=visit.viewer.person,
    )
