"""Lists from spreadsheets at the browser: the empty form out, a filled one in, every fault at its cell, then one act.

The same reading and the same act as on the command line. Between the look and the act the file waits locked on this
machine; only the page of its sender unlocks it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import select
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from desk.intake.asked import Asked
from desk.intake.intake import Import, Sending, import_honours, import_nominations
from desk.intake.read import sheets_of
from desk.intake.template import honour_template, nomination_template
from desk.requests import BadRequest
from desk.uploads.office import EXCEL
from desk.uploads.waiting import Waiting
from desk.views.intake_views import IntakeView
from desk.web.choices import awards
from desk.web.guard import Room, Sent, guarded
from desk.web.people_choices import units
from desk.web.policy import at_home_office, sends_lists
from desk.web.visit import Visit
from desk.web.words import MERITS
from events.base import MovementId, UnitId
from events.nomination import MeritType
from events.submission import Paper
from projections import tables as t

router = APIRouter(route_class=Room)
READING = BoundedSemaphore(2)
"""Readings at once: a hostile file may take a child's whole allowance of memory before it is refused."""
SET_PAPERS = {"to_trinh": "tờ trình", "bien_ban": "biên bản bình xét của đơn vị"}
OPTIONS = ("don_vi", "loai", "loai_hinh", "nam", "ky", "giay_to")


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of list: its address, its title, and what takes it in."""

    path: str
    title: str
    noun: str
    importing: Import
    back: str


DOSSIERS = Kind("/nhap-de-nghi", "Nhập danh sách đề nghị từ Excel", "hồ sơ", import_nominations, "/bo-ho-so")
HONOURS = Kind(
    "/nhap-khen-thuong", "Nhập khen thưởng đã có từ Excel", "khen thưởng", import_honours, "/nhap-khen-thuong"
)


@router.get("/nhap-de-nghi")
def ask_dossiers(visit: Visit = guarded(sends_lists)) -> Response:
    """Ask for a unit's list."""
    return _ask(visit, DOSSIERS)


@router.get("/nhap-khen-thuong")
def ask_honours(visit: Visit = guarded(at_home_office)) -> Response:
    """Ask for a list of past awards."""
    return _ask(visit, HONOURS)


@router.get("/nhap-de-nghi/mau.xlsx")
def dossier_form(visit: Visit = guarded(sends_lists)) -> Response:
    """Give the empty form of a unit's list."""
    own = _own(visit)
    content = nomination_template(visit.house, visit.session, None, own[0][0] if len(own) == 1 else None)
    return _workbook(content, "mau-danh-sach-de-nghi.xlsx")


@router.get("/nhap-khen-thuong/mau.xlsx")
def honour_form(visit: Visit = guarded(at_home_office)) -> Response:
    """Give the empty form of past awards."""
    return _workbook(honour_template(visit.house, visit.session, None), "mau-khen-thuong-da-co.xlsx")


def _workbook(content: bytes, name: str) -> Response:
    return Response(
        content, media_type=EXCEL, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


def _own(visit: Visit) -> list[tuple[str, str]]:
    """Give the units that the viewer may send a list for."""
    return units(visit, "submission.receive")


def _ask(
    visit: Visit,
    kind: Kind,
    *,
    status: int = 200,
    fault: BadRequest | None = None,
    said: Mapping[str, Any] | None = None,
) -> Response:
    rounds = visit.session.exec(
        select(t.MilestoneRow.movement, t.MilestoneRow.code, t.MilestoneRow.name, t.MovementRow.title)
        .join(t.MovementRow, t.MovementRow.movement == t.MilestoneRow.movement)  # type: ignore[arg-type]  # a column
        .where(t.MilestoneRow.duty == "submit_nominations")
    ).all()
    return visit.page(
        "list_ask.html",
        status,
        kind=kind,
        of_dossiers=kind is DOSSIERS,
        units=_own(visit),
        alone=not visit.viewer.at_home("standing_agency"),
        awards=awards(visit) if kind is DOSSIERS else [],
        merits=list(MERITS.items()),
        rounds=[(f"{row[0]}|{row[1]}", f"{row[3]}: {row[2]}") for row in rounds],
        set_papers=list(SET_PAPERS.items()),
        year=visit.viewer.today.year,
        said=said or {},
        fault=fault,
    )


@router.post("/nhap-de-nghi")
def look_at_dossiers(form: Sent, visit: Visit = guarded(sends_lists)) -> Response:
    """Try a unit's list: every fault, nothing recorded."""
    return _look(visit, form, DOSSIERS)


@router.post("/nhap-khen-thuong")
def look_at_honours(form: Sent, visit: Visit = guarded(at_home_office)) -> Response:
    """Try a list of past awards: every fault, nothing recorded."""
    return _look(visit, form, HONOURS)


def _look(visit: Visit, form: FormData, kind: Kind) -> Response:
    try:
        name, content = _file(form)
        view = _taken(visit, kind, content, form, Sending(dry_run=True, good_lines=True))
    except BadRequest as fault:
        return _ask(visit, kind, status=422, fault=fault, said=form)
    key = _waiting(visit).put(content, visit.viewer.person)
    return _told(visit, kind, view, key, form, name)


def _file(form: FormData) -> tuple[str, bytes]:
    file = form.get("tep")
    if not isinstance(file, UploadFile) or not file.filename:
        raise BadRequest(["Chưa chọn tệp Excel."])
    return file.filename, file.file.read()


def _waiting(visit: Visit) -> Waiting:
    return Waiting(visit.house.settings.data / "waiting")


def _told(  # noqa: PLR0917  # what one page says
    visit: Visit, kind: Kind, view: IntakeView, key: str, form: FormData, name: str
) -> Response:
    return visit.page(
        "list_told.html",
        kind=kind,
        view=view,
        key=key,
        name=name,
        carried=[(option, str(value)) for option in OPTIONS for value in form.getlist(option) if value],
    )


@router.post("/nhap-de-nghi/ghi")
def record_dossiers(form: Sent, visit: Visit = guarded(sends_lists)) -> Response:
    """Record a unit's list that was looked at."""
    return _record(visit, form, DOSSIERS)


@router.post("/nhap-khen-thuong/ghi")
def record_honours(form: Sent, visit: Visit = guarded(at_home_office)) -> Response:
    """Record a list of past awards that was looked at."""
    return _record(visit, form, HONOURS)


def _record(visit: Visit, form: FormData, kind: Kind) -> Response:
    waiting, key = _waiting(visit), str(form.get("khoa", ""))
    content = waiting.get(key, visit.viewer.person)
    if content is None:
        gone = BadRequest(["Tệp đã gửi quá một giờ nên không còn giữ; chưa ghi gì. Hãy chọn lại tệp."])
        return _ask(visit, kind, status=422, fault=gone, said=form)
    view = _taken(visit, kind, content, form, Sending(good_lines=form.get("bo_loi") == "1"))
    if not view.recorded and (view.faults or not view.already):
        return _told(visit, kind, view, key, form, str(form.get("ten", "")))
    waiting.drop(key)
    last = visit.house.ledger.head() if view.recorded else "nothing"
    return visit.go(f"{kind.back}?da_ghi={last}")


def _taken(visit: Visit, kind: Kind, content: bytes, form: FormData, sending: Sending) -> IntakeView:
    """Read and take in a list, as the standing agency or as the clerk of a unit."""
    role = "standing_agency" if visit.viewer.at_home("standing_agency") else "clerk"
    asked = _asked(visit, form, alone=role == "clerk")
    if not READING.acquire(timeout=20):
        raise HTTPException(503)
    try:
        sheets = sheets_of(content, "tệp")
    finally:
        READING.release()
    return kind.importing(visit.house, sheets, asked, visit.said(role), sending)


def _asked(visit: Visit, form: FormData, *, alone: bool) -> Asked:
    unit, award = str(form.get("don_vi", "")), str(form.get("loai", ""))
    merit, year = str(form.get("loai_hinh", "")), str(form.get("nam", ""))
    movement, _, milestone = str(form.get("ky", "")).partition("|")
    if unit not in dict(_own(visit)) and (unit or alone):
        raise BadRequest(["Hãy chọn đơn vị đề nghị của danh sách."])
    if merit and merit not in MERITS:
        raise BadRequest(["Loại hình chưa đúng."])
    if year and not (year.isdecimal() and len(year) == 4):  # noqa: PLR2004  # a year
        raise BadRequest(["Năm xét phải là bốn chữ số."])
    papers = [str(paper) for paper in form.getlist("giay_to") if paper in SET_PAPERS]
    return Asked(
        ledger=visit.house.ledger.genesis.ledger,
        day=visit.viewer.today,
        unit=UnitId(unit) if unit else None,
        award=award or None,
        merit=_merit(merit),
        year=int(year) if year else None,
        movement=MovementId(movement) if movement else None,
        milestone=milestone or None,
        set_papers=tuple(Paper(kind=paper) for paper in papers),
    )


def _merit(text: str) -> MeritType | None:
    return text or None  # type: ignore[return-value]  # held against MERITS before
