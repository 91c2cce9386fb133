"""What was corrected after a return: each field asked for, what it said before and after, by whom, one handing-in after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import col, select

from desk.views.versions import ChangeView, changes, changes_of
from desk.web.differences import Piece, marked
from desk.web.guard import Room, guarded
from desk.web.policy import reads_dossier, reads_set
from desk.web.visit import Visit
from domain.submission.states import Submission
from events.store.tables import EventRow
from projections import tables as t

router = APIRouter(route_class=Room)
MOST = 40
"""Dossiers of a set whose corrections stand on one page."""
GONE_BACK = ("nomination.returned", "nomination.resubmitted")


@dataclass(frozen=True, slots=True)
class Correction:
    """A field with what it said before and after, the words marked that only one of them has."""

    field: str
    before: list[Piece]
    after: list[Piece]
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Turn:
    """A handing-in: what was asked before it, and what it corrected."""

    number: int
    asked: Sequence[ChangeView]
    corrected: Sequence[Correction]


def turns(found: Iterable[ChangeView]) -> list[Turn]:
    """Put changes together by the handing-in that they lead to."""
    ordered = sorted(found, key=_turn)
    return [_made(number, list(listed)) for number, listed in groupby(ordered, key=_turn)]


def _turn(change: ChangeView) -> int:
    """Give the handing-in that a change leads to; what is asked for of one is mended in the next."""
    return change.version + (1 if change.asked else 0)


def _made(number: int, listed: list[ChangeView]) -> Turn:
    return Turn(
        number,
        [change for change in listed if change.asked],
        [
            Correction(change.field, *marked(change.before, change.after), by=change.by, at=change.at)
            for change in listed
            if not change.asked
        ],
    )


@router.get("/ho-so/{nomination}/cac-lan-nop")
def of_dossier(nomination: str, visit: Visit = guarded(reads_dossier)) -> Response:
    """Show what changed in a dossier from one handing-in to the next."""
    row = visit.reading.dossiers([nomination])[nomination]
    hidden = visit.mask.hides(nomination)
    found = [] if hidden else changes(visit.house, visit.session, nomination)
    return visit.page("versions.html", row=row, hidden=hidden, turns=turns(found))


@router.get("/bo-ho-so/{submission}/cac-lan-nop")
def of_set(submission: str, visit: Visit = guarded(reads_set)) -> Response:
    """Show what changed in the dossiers of a set, those only that went back."""
    state = visit.reading.stream(submission).state
    lines = [line.nomination for line in state.lines] if isinstance(state, Submission) else []
    gone_back = set(
        visit.session.exec(
            select(EventRow.stream)
            .where(col(EventRow.stream).in_(lines), col(EventRow.type).in_(GONE_BACK))
            .distinct()
        ).all()
    )
    rows = visit.session.exec(
        select(t.NominationRow).where(col(t.NominationRow.nomination).in_(sorted(gone_back)))
    ).all()
    visit.names.know(row.subject for row in rows)
    mask = visit.mask
    ordered = sorted(rows, key=lambda row: visit.names.order(row.subject))
    shown = [row for row in ordered if not mask.hides(row.nomination)]
    changed = changes_of(visit.house, visit.session, shown[:MOST])
    return visit.page(
        "set_versions.html",
        row=visit.reading.own_row(t.SubmissionRow, submission),
        dossiers=[(row, turns(changed[row.nomination])) for row in shown[:MOST]],
        left_out=max(len(shown) - MOST, 0),
    )
