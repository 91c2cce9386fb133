"""Dossiers: the list one may see, and one dossier with why it stands where it stands and what happened to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import select

from desk.views import dossiers as views
from desk.views.asked import asked
from desk.views.mask import SHOWN_AS, UNTOLD, Mask
from desk.views.read import KEPT, happened, outcome
from desk.web.guard import guarded
from desk.web.policy import (
    COUNCIL,
    reads_all_dossiers,
    reads_dossier,
    reads_set,
    reads_sets,
    reads_some_dossiers,
)
from desk.web.visit import Visit
from desk.web.words import word
from domain.nomination import states
from domain.submission.states import Drafting, Forwarded, Submission
from domain.wording import item_names, sentence
from events.judgement import Reason
from events.submission import Paper
from projections import tables as t

router = APIRouter()


def wanted(visit: Visit, **said: object) -> views.Wanted:
    """Limit what is asked for to what the viewer may see."""
    everything = reads_all_dossiers(visit)
    units = None if everything else visit.viewer.scopes("clerk", "head")
    councils = frozenset() if everything else visit.viewer.scopes(*COUNCIL)
    return views.Wanted(**said, units=units, councils=councils, veiled=not everything)  # type: ignore[arg-type]  # the caller's keywords


def stage_of(visit: Visit) -> Callable[[t.NominationRow], str]:
    """Say how a dossier stands, as far as the viewer may know."""
    mask = Mask(visit.reading, visit.viewer.person)
    veiled = not reads_all_dossiers(visit)

    def stage(row: t.NominationRow) -> str:
        return SHOWN_AS if veiled and row.stage in UNTOLD else mask.stage(row.nomination, row.stage)

    return stage


@router.get("/ho-so")
def listed(  # noqa: PLR0917  # one filter a parameter
    buoc: str = "",
    loai: str = "",
    don_vi: str = "",
    nam: int | None = None,
    trang: int = 1,
    visit: Visit = guarded(reads_some_dossiers),
) -> Response:
    """List dossiers."""
    limited = wanted(visit, stage=buoc, award=loai, unit=don_vi, year=nam, page=min(max(trang, 1), 100_000))
    found = views.page(visit.session, limited)
    visit.names.know([row.subject for row in found.rows] + [row.unit for row in found.rows])
    return visit.page(
        "dossiers.html",
        found=found,
        stage_of=stage_of(visit),
        stage=buoc,
        award=loai,
        unit=don_vi,
        total=sum(found.counts.values()),
        may_draft=visit.viewer.holds("clerk") or visit.viewer.at_home("standing_agency"),
    )


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """One rule's answer in words."""

    verdict: str
    words: str
    basis: str
    evidence: str | None
    facts: Sequence[str]


@router.get("/ho-so/{nomination}")
def one(nomination: str, visit: Visit = guarded(reads_dossier)) -> Response:
    """Show one dossier."""
    row = visit.session.get_one(t.NominationRow, nomination)
    state = visit.reading.stream(nomination).state
    dossier = state.dossier
    hidden = Mask(visit.reading, visit.viewer.person).hides(nomination)
    ledger = visit.house.ledger
    stored = ledger.stored(nomination)
    visit.names.know([entry.envelope.by.who for entry in stored] + [row.subject, row.unit])
    return visit.page(
        "dossier.html",
        row=row,
        dossier=dossier,
        hidden=hidden,
        stage=stage_of(visit)(row),
        achievement=None if hidden else ledger.open_field(dossier.achievement),
        papers=dossier.papers,
        reasons=[] if hidden else _reasons(visit, state),
        to_correct=_to_correct(visit, state),
        outcome=KEPT if hidden else outcome(state, visit.reading),
        tally=None if hidden else getattr(state, "tally", None),
        eligible=_eligible(state),
        timeline_entries=[] if hidden else [happened(entry, visit.names) for entry in reversed(stored)],
        acts=_acts(visit, row),
        version=len(stored),
    )


def _eligible(state: states.State) -> states.Eligible | None:
    match state:
        case states.Eligible():
            return state
        case states.BeforeCouncil():
            return state.eligible
        case _:
            return None


def _reasons(visit: Visit, state: states.State) -> list[ReasonLine]:
    found: Sequence[Reason] = getattr(getattr(state, "eligible", state), "reasons", ())
    names = item_names(visit.reading.rules(visit.reading.organisation), tuple(found))
    return [
        ReasonLine(
            reason.verdict,
            asked(reason, names),
            str(reason.basis) if reason.basis else "",
            reason.evidence,
            [f"{word(fact.name, 'fact')}: {word(fact.value, 'fact')}" for fact in reason.facts],
        )
        for reason in found
    ]


def _to_correct(visit: Visit, state: states.State) -> list[str]:
    if not isinstance(state, states.Returned):
        return []
    names = item_names(visit.reading.rules(visit.reading.organisation), state.reasons)
    return [sentence(reason, names) for reason in state.reasons if reason.verdict == "fail"]


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
        "awarded": ["nomination.present"] if row.presented is None else [],
    }
    acts = by_stage.get(row.stage, []) if of_unit or staff else []
    return [*acts, *(by_staff.get(row.stage, []) if staff else []), *(["nomination.note"] if staff else [])]


@router.get("/bo-ho-so")
def sets(trang: int = 1, visit: Visit = guarded(reads_sets)) -> Response:
    """List the sets that units sent."""
    query = select(t.SubmissionRow).order_by(t.SubmissionRow.submission)
    if not reads_all_dossiers(visit):
        query = query.where(t.SubmissionRow.unit.in_(sorted(visit.viewer.scopes("clerk", "head"))))  # type: ignore[attr-defined]  # a column
    number = min(max(trang, 1), 100_000)
    rows = visit.session.exec(query.offset((number - 1) * views.PAGE).limit(views.PAGE + 1)).all()
    visit.names.know([row.unit for row in rows] + [row.to_unit for row in rows])
    return visit.page("sets.html", rows=rows[: views.PAGE], number=number, more=len(rows) > views.PAGE)


@router.get("/bo-ho-so/{submission}")
def one_set(submission: str, visit: Visit = guarded(reads_set)) -> Response:
    """Show a set: its papers and lines, or a list sent on."""
    state = visit.reading.stream(submission).state
    papers: tuple[Paper, ...] = state.papers if isinstance(state, Drafting | Submission) else ()
    sent_on = list(state.nominations) if isinstance(state, Forwarded) else []
    lines = [line.nomination for line in state.lines] if isinstance(state, Submission) else sent_on
    counts = {line.nomination: line for line in state.lines} if isinstance(state, Submission) else {}
    rows = visit.session.exec(select(t.NominationRow).where(t.NominationRow.nomination.in_(lines))).all()  # type: ignore[attr-defined]  # a column
    visit.names.know([row.subject for row in rows])
    stored = visit.house.ledger.stored(submission)
    visit.names.know(entry.envelope.by.who for entry in stored)
    return visit.page(
        "set.html",
        row=visit.session.get_one(t.SubmissionRow, submission),
        papers=papers,
        lines=rows,
        stage_of=stage_of(visit),
        counts=counts,
        forwarded=isinstance(state, Forwarded),
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored)],
    )
