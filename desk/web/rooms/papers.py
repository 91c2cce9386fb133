"""The files of dossiers and sets: brought by who prepares them, kept by their bytes, given back as they came."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from desk.ids import new_id
from desk.requests import BadRequest
from desk.uploads import images, office, pdf
from desk.uploads.attach import Upload, attach_to_nomination, attach_to_submission
from desk.views import papers
from desk.views.views import PaperView
from desk.web.guard import Room, Sent, guarded
from desk.web.middleware import LONGEST_FILE, MEBIBYTE
from desk.web.policy import reads_dossier, reads_set
from desk.web.visit import Visit, as_a_form
from desk.web.words import PAPERS
from domain.ids import derived
from domain.nomination.states import Draft, Returned
from domain.refusal import NotAuthorised, Refusal
from domain.submission.states import Drafting, Submission
from events.base import NominationId, SubmissionId
from events.submission import Paper
from workflows.handle import Outcome

router = APIRouter(route_class=Room)
SHOWN_IN_PLACE = frozenset({"image/png", "image/jpeg", "application/pdf"})
"""What a browser may show by itself; everything else is saved."""
MEDIA: Mapping[str, str] = {
    pdf.MEDIA: "PDF", images.JPEG: "JPEG", images.PNG: "PNG", office.WORD: "Word", office.EXCEL: "Excel",
}  # fmt: skip
"""Media type → how people call such a file."""


def _page(
    visit: Visit,
    found: list[PaperView],
    back: str,
    *,
    at_hand: bool,
    status: int = 200,
    fault: Refusal | BadRequest | None = None,
) -> Response:
    may = at_hand and visit.viewer.holds("clerk", "head", "standing_agency")
    return visit.page(
        "papers.html",
        status,
        papers=found,
        back=back,
        may_attach=may,
        most=most_of(visit),
        key=new_id(),
        fault=fault,
        paper_kinds=list(PAPERS.items()),
    )


def most_of(visit: Visit) -> list[str]:
    """Say how large a file of each kind may be, by the rules on attachments and by what a page takes."""
    accepted = visit.reading.policy.accepted
    return [
        f"{MEDIA.get(rule.media, rule.media)} {min(rule.most_bytes, LONGEST_FILE) // MEBIBYTE} MB"
        for rule in accepted
    ]


def _dossier_page(visit: Visit, nomination: str, **told: Any) -> Response:  # noqa: ANN401  # what `_page` takes
    found = papers.of_nomination(visit.house, visit.session, nomination)
    at_hand = isinstance(visit.reading.stream(nomination).state, Draft | Returned)
    return _page(visit, found, f"/ho-so/{nomination}", at_hand=at_hand, **told)


def _set_page(visit: Visit, submission: str, **told: Any) -> Response:  # noqa: ANN401  # the same
    found = papers.of_submission(visit.house, visit.session, submission)
    at_hand = isinstance(visit.reading.stream(submission).state, Drafting | Submission)
    return _page(visit, found, f"/bo-ho-so/{submission}", at_hand=at_hand, **told)


@router.get("/ho-so/{nomination}/giay-to")
def of_dossier(nomination: str, visit: Visit = guarded(reads_dossier)) -> Response:
    """List the papers of a dossier and of the set it came in."""
    return _dossier_page(visit, nomination)


@router.post("/ho-so/{nomination}/giay-to")
def attach_to_dossier(nomination: str, form: Sent, visit: Visit = guarded(reads_dossier)) -> Response:
    """Attach a file to a dossier."""
    try:
        outcome = _attach(visit, form, nomination, of_set=False)
    except (Refusal, BadRequest) as fault:
        return _dossier_page(visit, nomination, status=409, fault=fault)
    return visit.go(f"/ho-so/{nomination}/giay-to", outcome)


@router.get("/bo-ho-so/{submission}/giay-to")
def of_set(submission: str, visit: Visit = guarded(reads_set)) -> Response:
    """List the papers of a set."""
    return _set_page(visit, submission)


@router.post("/bo-ho-so/{submission}/giay-to")
def attach_to_set(submission: str, form: Sent, visit: Visit = guarded(reads_set)) -> Response:
    """Attach a file to a set."""
    try:
        outcome = _attach(visit, form, submission, of_set=True)
    except (Refusal, BadRequest) as fault:
        return _set_page(visit, submission, status=409, fault=fault)
    return visit.go(f"/bo-ho-so/{submission}/giay-to", outcome)


def _attach(visit: Visit, form: Sent, to: str, *, of_set: bool) -> Outcome:
    """Attach under the first of the viewer's roles that may."""
    upload = upload_of(form)
    key = str(derived("desk", visit.viewer.person, str(form.get("ma"))))
    refusal: NotAuthorised | None = None
    for role in dict.fromkeys(held.role for held in visit.viewer.roles):
        said = visit.said(role)
        try:
            with as_a_form():
                if of_set:
                    return attach_to_submission(visit.house, SubmissionId(to), upload, said, command_id=key)
                return attach_to_nomination(visit.house, NominationId(to), upload, said, command_id=key)
        except NotAuthorised as fault:
            refusal = refusal or fault
    raise refusal or NotAuthorised("Đồng chí không giữ vai trò nào trong hôm nay.")


def upload_of(form: Sent) -> Upload:
    """Read the file and what is said of it from a form."""
    file = form.get("tep")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadRequest(["Chưa chọn tệp."])
    try:
        paper = Paper.model_validate(
            {
                name: str(form[field]).strip()
                for name, field in (("kind", "loai"), ("number", "so"), ("day", "ngay"), ("issuer", "noi"))
                if str(form.get(field, "")).strip()
            }
        )
    except ValueError as fault:
        raise BadRequest(["Loại, số hoặc ngày của giấy tờ chưa đúng."]) from fault
    title = str(form.get("ten", "")).strip() or None
    return Upload(content=file.file.read(), name=file.filename, paper=paper, title=title)


@router.get("/ho-so/{nomination}/giay-to/{sha256}")
def file_of_dossier(nomination: str, sha256: str, visit: Visit = guarded(reads_dossier)) -> Response:
    """Give a file of a dossier back."""
    return given_back(visit, papers.of_nomination(visit.house, visit.session, nomination), sha256)


@router.get("/bo-ho-so/{submission}/giay-to/{sha256}")
def file_of_set(submission: str, sha256: str, visit: Visit = guarded(reads_set)) -> Response:
    """Give a file of a set back."""
    return given_back(visit, papers.of_submission(visit.house, visit.session, submission), sha256)


def given_back(visit: Visit, found: list[PaperView], sha256: str) -> Response:
    """Give back a file that is one of these papers."""
    row = next((paper for paper in found if paper.sha256 == sha256), None)
    if row is None or row.key is None:
        raise HTTPException(404)
    content = visit.house.ledger.keys.open_file(row.key, visit.house.blobs.get(sha256))
    if content is None:
        raise HTTPException(410)
    how = "inline" if row.media in SHOWN_IN_PLACE else "attachment"
    name = quote(row.name or f"{row.kind}")
    return Response(
        content,
        media_type=row.media,
        headers={
            "content-disposition": f"{how}; filename*=UTF-8''{name}",
            "content-security-policy": "default-src 'none'; sandbox",
        },
    )
