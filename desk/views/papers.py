"""The papers of a dossier, of a set, of a council and of reports of progress, as their events tell them."""

from collections.abc import Callable, Iterator

from sqlmodel import Session

from desk.views.names import Names
from desk.views.views import PaperView, ProofView
from events.catalogue import event_of
from events.council import CouncilRulesAdopted
from events.envelope import Stored
from events.movement import ProgressEvidenceAttached
from events.nomination import EvidenceAttached, NominationDrafted, NominationResubmitted
from events.submission import Paper, SetPaperAttached, SubmissionReceived, SubmissionSupplied
from projections import tables as t
from workflows.reading import Reading
from workflows.wiring import House

PROOF = "movement.evidence_attached"


def of_nomination(house: House, session: Session, nomination: str) -> list[PaperView]:
    """List the papers of a dossier, then those of the set it came in."""
    row = session.get(t.NominationRow, nomination)
    own = _papers(house, session, nomination)
    return own + (_papers(house, session, row.submission) if row and row.submission else [])


def of_submission(house: House, session: Session, submission: str) -> list[PaperView]:
    """List the papers of a set."""
    return _papers(house, session, submission)


def of_council(house: House, session: Session, council: str) -> list[PaperView]:
    """List a council's rules of work, the last adopted first."""
    return _papers(house, session, council)[::-1]


def of_reports(
    house: House, names: Names, reading: Reading, movement: str, allowed: Callable[[str], bool]
) -> list[ProofView]:
    """List the files that prove the reports of a movement, of those units whose files may be read."""
    found = []
    for stored in reading.history(movement):
        if stored.type != PROOF:
            continue
        event = event_of(stored)
        if isinstance(event, ProgressEvidenceAttached) and allowed(event.unit):
            found.append(
                ProofView(
                    **_view(stored, Paper(kind="minh_chung"), names).model_dump(exclude={"title", "name"})
                    | event.blob.model_dump(),
                    title=house.ledger.open_field(event.title),
                    name=house.ledger.open_field(event.name),
                    milestone=event.milestone,
                    unit=event.unit,
                    target=event.target,
                )
            )
    return found


def _papers(house: House, session: Session, stream: str) -> list[PaperView]:
    names = Names(house.ledger, session)
    return [view for stored in house.ledger.stored(stream) for view in _of(house, names, stored)]


def _of(house: House, names: Names, stored: Stored) -> Iterator[PaperView]:
    event = event_of(stored)
    match event:
        case EvidenceAttached() | SetPaperAttached():
            view = _view(stored, event.paper, names)
            told = {
                "title": house.ledger.open_field(event.title),
                "name": house.ledger.open_field(event.name),
            }
            file = event.blob.model_dump() if event.blob else {}
            yield view.model_copy(update={**told, **file})
        case CouncilRulesAdopted():
            view = _view(stored, _rules_paper(event), names)
            file = event.blob.model_dump() if event.blob else {}
            yield view.model_copy(update={"title": f"Quy chế làm việc ({event.overlay})", **file})
        case NominationDrafted() | NominationResubmitted() | SubmissionReceived() | SubmissionSupplied():
            for paper in event.papers:
                yield _view(stored, paper, names)
        case _:
            return


def _rules_paper(event: CouncilRulesAdopted) -> Paper:
    said = event.document
    return Paper(kind="quy_che", number=said.number, day=said.day, issuer=said.issuer)


def _view(stored: Stored, paper: Paper, names: Names) -> PaperView:
    envelope = stored.envelope
    return PaperView(
        stream=stored.stream,
        kind=paper.kind,
        number=paper.number,
        day=paper.day.isoformat() if paper.day else None,
        issuer=paper.issuer,
        by=names.of(envelope.by.who),
        at=envelope.at,
    )
