"""Tài liệu chứng minh: the files that prove a unit's report of progress, for the unit itself and whoever oversees it."""

from collections.abc import Callable

from fastapi import APIRouter
from fastapi.responses import Response

from desk.ids import new_id
from desk.requests import BadRequest
from desk.uploads.attach import Proved, attach_to_report
from desk.views import papers
from desk.views.views import ProofView
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import signed_in
from desk.web.rooms.papers import given_back, most_of, upload_of
from desk.web.rooms.reports import asked, reports_here
from desk.web.visit import Visit, as_a_form
from domain.ids import derived
from domain.movement.states import Movement
from domain.refusal import NotAuthorised, Refusal
from workflows.handle import Outcome

router = APIRouter(route_class=Room)
PLACE = "/phong-trao/{movement}/bao-cao/{milestone}/tai-lieu"
REPORTING = ("clerk", "head", "standing_agency")


def proofs(visit: Visit, movement: str) -> list[ProofView]:
    """Give the files of a movement's reports that the viewer may open."""
    return papers.of_reports(visit.house, visit.names, visit.reading, movement, readable(visit))


def readable(visit: Visit) -> Callable[[str], bool]:
    """Say whose files a viewer may open: the own unit's; everybody's, for those who oversee."""
    oversees = visit.viewer.at_home("standing_agency", "authority", "auditor")
    own = visit.viewer.scopes("clerk", "head")
    return lambda unit: oversees or unit in own


def reads_proof(visit: Visit) -> bool:
    """Whoever has a file to open in this movement."""
    if not signed_in(visit) or visit.reading.maybe(visit.path["movement"], Movement) is None:
        return False
    return any(proof.sha256 == visit.path["sha256"] for proof in proofs(visit, visit.path["movement"]))


@router.get(PLACE)
def of_report(milestone: str, don_vi: str = "", visit: Visit = guarded(reports_here)) -> Response:
    """List the files of a unit's report, with a place for another one."""
    return _page(visit, milestone, don_vi)


def _page(visit: Visit, milestone: str, don_vi: str, fault: Refusal | BadRequest | None = None) -> Response:
    state, stone, unit = asked(visit, milestone, don_vi)
    files = [
        proof for proof in proofs(visit, state.movement) if (proof.milestone, proof.unit) == (milestone, unit)
    ]
    return visit.page(
        "report_files.html",
        200 if fault is None else 409,
        movement=state.movement,
        plan=state.plan,
        stone=stone,
        unit=unit,
        files=files,
        targets={target.code: target.name for target in state.targets},
        reported=(milestone, unit) in state.reported,
        most=most_of(visit),
        key=new_id(),
        fault=fault,
    )


@router.post(PLACE)
def attach(
    movement: str, milestone: str, form: Sent, don_vi: str = "", visit: Visit = guarded(reports_here)
) -> Response:
    """Attach a file to the report."""
    state, _, unit = asked(visit, milestone, don_vi)
    if unit is None:
        return _page(visit, milestone, don_vi, BadRequest(["Hãy chọn đơn vị báo cáo."]))
    target = str(form.get("chi_tieu", "")) or None
    to = Proved(movement=state.movement, milestone=milestone, unit=unit, target=target)
    try:
        outcome = _attach(visit, to, form)
    except (Refusal, BadRequest) as fault:
        return _page(visit, milestone, don_vi, fault)
    return visit.go(f"/phong-trao/{movement}/bao-cao/{milestone}/tai-lieu?don_vi={unit}", outcome)


def _attach(visit: Visit, to: Proved, form: Sent) -> Outcome:
    """Attach under the first of the viewer's roles that may."""
    upload = upload_of(form)
    key = str(derived("desk", visit.viewer.person, str(form.get("ma"))))
    refusal = NotAuthorised("Đồng chí không giữ vai trò báo cáo cho đơn vị này.")
    for role in dict.fromkeys(held.role for held in visit.viewer.roles if held.role in REPORTING):
        try:
            with as_a_form():
                return attach_to_report(visit.house, to, upload, visit.said(role), command_id=key)
        except NotAuthorised as fault:
            refusal = fault
    raise refusal


@router.get("/phong-trao/{movement}/tai-lieu/{sha256}")
def file(movement: str, sha256: str, visit: Visit = guarded(reads_proof)) -> Response:
    """Give a file back as it came."""
    return given_back(visit, [*proofs(visit, movement)], sha256)
