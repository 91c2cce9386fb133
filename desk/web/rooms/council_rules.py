"""A council's own rules of work: their numbers, their papers, and the scans for whoever sits under them or audits."""

from fastapi import APIRouter
from fastapi.responses import Response

from desk.ids import new_id
from desk.requests import BadRequest
from desk.uploads.attach import Upload, adopt_council_rules
from desk.views import papers
from desk.views.shape import lacking
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import COUNCIL, reads_all_dossiers
from desk.web.rooms.papers import given_back, upload_of
from desk.web.visit import Visit, as_a_form
from domain.council import Council
from domain.ids import derived
from domain.refusal import NotAuthorised, Refusal
from events.base import CouncilId
from projections import tables as t
from workflows.handle import Outcome

router = APIRouter(route_class=Room)
ADOPTING = ("standing_agency", "authority")


def reads_rules(visit: Visit) -> bool:
    """The council itself, whoever prepares its meetings, decides, keeps or audits."""
    row = visit.session.get(t.CouncilRow, visit.path["council"])
    return row is not None and (reads_all_dossiers(visit) or visit.viewer.holds(*COUNCIL, at=row.council))


@router.get("/hoi-dong/{council}/quy-che")
def listed(visit: Visit = guarded(reads_rules)) -> Response:
    """List the rules of a council."""
    return _page(visit)


def _page(visit: Visit, *, status: int = 200, fault: Refusal | BadRequest | None = None) -> Response:
    council = visit.reading.state(visit.path["council"], Council)
    book = visit.reading.rules(council.unit)
    return visit.page(
        "council_rules.html",
        status,
        council=council,
        papers=papers.of_council(visit.house, visit.session, council.council),
        shape=lacking(visit.reading, council, visit.house.clock.now()),
        overlays=[layer.name for layer in book.layers if layer.scope == council.unit],
        may_adopt=visit.viewer.at_home(*ADOPTING),
        key=new_id(),
        fault=fault,
    )


@router.post("/hoi-dong/{council}/quy-che")
def adopt(council: str, form: Sent, visit: Visit = guarded(reads_rules)) -> Response:
    """Record rules with their scan."""
    try:
        outcome = _adopt(
            visit, CouncilId(council), str(form.get("quy_che", "")), upload_of(form), str(form.get("ma"))
        )
    except (Refusal, BadRequest) as fault:
        return _page(visit, status=409, fault=fault)
    return visit.go(f"/hoi-dong/{council}/quy-che", outcome)


def _adopt(visit: Visit, council: CouncilId, overlay: str, upload: Upload, key: str) -> Outcome:
    """Record under the first of the viewer's roles that may."""
    command_id = str(derived("desk", visit.viewer.person, key))
    for held in visit.viewer.roles:
        if held.role in ADOPTING:
            said = visit.said(held.role)
            with as_a_form():
                return adopt_council_rules(
                    visit.house, (council, overlay), upload, said, command_id=command_id
                )
    raise NotAuthorised("Chỉ cơ quan thường trực hoặc người có thẩm quyền ghi quy chế của Hội đồng.")


@router.get("/hoi-dong/{council}/quy-che/{sha256}")
def file(council: str, sha256: str, visit: Visit = guarded(reads_rules)) -> Response:
    """Give a scan back."""
    return given_back(visit, papers.of_council(visit.house, visit.session, council), sha256)
