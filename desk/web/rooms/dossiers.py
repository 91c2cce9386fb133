"""Dossiers: the list one may see, and one dossier with why it stands where it stands and what happened to it."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import select

from desk.views import dossiers as views
from desk.views.comments import commenters
from desk.views.dossier import dossier as view_of
from desk.views.lists import counts_of
from desk.views.mask import SHOWN_AS
from desk.views.sets import one_set as view_of_set
from desk.web.guard import Room, guarded
from desk.web.numbers import Number
from desk.web.policy import (
    COUNCIL,
    reads_all_dossiers,
    reads_decisions,
    reads_dossier,
    reads_meeting,
    reads_set,
    reads_sets,
    reads_some_dossiers,
    sends_lists,
)
from desk.web.visit import Visit
from domain.nomination.states import Draft, Returned, Revoked
from domain.submission.states import Drafting, Submission
from events.submission import Paper
from projections import tables as t

router = APIRouter(route_class=Room)
CONSULTED = ("submitted", "eligible", "before_council", "recommended", "forwarded")
"""The stages at which another agency may still be asked for its opinion."""
TAKES_BACK = ("standing_agency", "accountant")
STAGES_TOLD = (SHOWN_AS, "awarded", "declined", "refused", "revoked")
"""The stages that a council's members may ask for."""


def wanted(visit: Visit, **said: object) -> views.Wanted:
    """Limit what is asked for to what the viewer may see."""
    everything = reads_all_dossiers(visit)
    units = None if everything else visit.viewer.scopes("clerk", "head")
    councils = frozenset() if everything else visit.viewer.scopes(*COUNCIL)
    return views.Wanted(**said, units=units, councils=councils, veiled=visit.mask.veils)  # type: ignore[arg-type]  # the caller's keywords


@router.get("/ho-so")
def listed(  # noqa: PLR0917  # one filter a parameter
    buoc: str = "",
    loai: str = "",
    don_vi: str = "",
    nam: Number | None = None,
    sau: str = "",
    visit: Visit = guarded(reads_some_dossiers),
) -> Response:
    """List dossiers."""
    limited = wanted(visit, stage=buoc, award=loai, unit=don_vi, year=nam, after=sau)
    found = views.page(visit.reading, limited)
    visit.names.know([row.subject for row in found.rows] + [row.unit for row in found.rows])
    return visit.page(
        "dossiers.html",
        found=found,
        mask=visit.mask,
        stage=buoc,
        award=loai,
        unit=don_vi,
        year=nam,
        begun=bool(sau),
        stages=found.counts or dict.fromkeys(STAGES_TOLD),
        total=sum(found.counts.values()) if found.counts is not None else None,
        imports=sends_lists(visit),
    )


@router.get("/ho-so/{nomination}")
def one(nomination: str, visit: Visit = guarded(reads_dossier)) -> Response:
    """Show one dossier."""
    row = visit.reading.dossiers([nomination])[nomination]
    state = visit.reading.stream(nomination).state
    dossier = state.dossier
    staff = visit.viewer.at_home("standing_agency")
    return visit.page(
        "dossier.html",
        row=row,
        opens=_opens(visit, row),
        at_hand=isinstance(state, Draft | Returned),
        papers=dossier.papers,
        procedure=dossier.procedure,
        told=view_of(visit.reading, visit.names, visit.mask, nomination),
        acts=_acts(visit, row),
        commenters=commenters(visit.house.ledger, visit.reading.history(nomination)) if staff else {},
        asks=staff and row.stage in CONSULTED,
        doubts=sorted(dossier.doubts) if staff else [],
        owes_back=state if isinstance(state, Revoked) and visit.viewer.at_home(*TAKES_BACK) else None,
    )


def _opens(visit: Visit, row: t.NominationRow) -> dict[str, bool]:
    """Say which of the pages that a dossier leads to its reader may open."""
    return {
        "submission": bool(row.submission) and reads_set(visit.at(submission=row.submission)),
        "meeting": bool(row.session) and reads_meeting(visit.at(meeting=row.session)),
        "decision": reads_decisions(visit),
    }


def _acts(visit: Visit, row: t.NominationRow) -> list[str]:
    """Name what the viewer can do with it now: shown where it fits, decided by the rules alone."""
    of_unit = row.unit in visit.viewer.scopes("clerk", "head")
    staff = visit.viewer.at_home("standing_agency")
    by_stage = {
        "draft": ["nomination.withdraw"],
        "returned": ["nomination.resubmit", "nomination.withdraw"],
        "submitted": ["nomination.withdraw"],
        "eligible": ["nomination.withdraw"],
    }
    by_staff = {
        "eligible": ["nomination.verify", "nomination.publish", "nomination.receive_comment"],
        "before_council": ["nomination.receive_comment"],
        "awarded": ["nomination.present"] if row.presented is None else [],
    }
    acts = by_stage.get(row.stage, []) if of_unit or staff else []
    return [*acts, *(by_staff.get(row.stage, []) if staff else []), *(["nomination.note"] if staff else [])]


@router.get("/bo-ho-so")
def sets(trang: Number = 1, visit: Visit = guarded(reads_sets)) -> Response:
    """List the sets that units sent."""
    query = select(t.SubmissionRow).order_by(t.SubmissionRow.submission)
    if not reads_all_dossiers(visit):
        query = query.where(t.SubmissionRow.unit.in_(sorted(visit.viewer.scopes("clerk", "head"))))  # type: ignore[attr-defined]  # a column
    number = min(max(trang, 1), 100_000)
    rows = visit.session.exec(query.offset((number - 1) * views.PAGE).limit(views.PAGE + 1)).all()
    visit.names.know([row.unit for row in rows] + [row.to_unit for row in rows])
    return visit.page(
        "sets.html",
        rows=rows[: views.PAGE],
        counts=counts_of(rows, visit.reading, visit.mask),
        number=number,
        more=len(rows) > views.PAGE,
        sends=visit.viewer.holds("clerk", "head") or visit.viewer.at_home("standing_agency"),
        imports=sends_lists(visit),
    )


@router.get("/bo-ho-so/{submission}")
def one_set(submission: str, visit: Visit = guarded(reads_set)) -> Response:
    """Show a set: its papers and lines, or a list sent on."""
    state = visit.reading.stream(submission).state
    papers: tuple[Paper, ...] = state.papers if isinstance(state, Drafting | Submission) else ()
    row = visit.reading.own_row(t.SubmissionRow, submission)
    of_unit = row.unit in visit.viewer.scopes("clerk", "head")
    return visit.page(
        "set.html",
        row=row,
        supplies=of_unit or visit.viewer.at_home("standing_agency"),
        papers=papers,
        told=view_of_set(visit.reading, visit.names, visit.mask, submission),
    )
