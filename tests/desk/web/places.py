"""Every page there is, with the ids of the ledger on the day of the meeting filled in."""

from fastapi.routing import APIRoute
from sqlmodel import select

from desk.web.guard import Guard
from desk.web.routes import ROUTERS
from projections import tables as t
from tests.desk.web.conftest import BALLOT, MEETING, Desk

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]


def guarded(route: APIRoute) -> bool:
    return any(isinstance(need.call, Guard) for need in route.dependant.dependencies)


def filled(desk: Desk, path: str) -> str:
    """Fill a route's path with what is in the ledger."""
    with desk.house.ledger.database.session() as session:
        dossier = session.exec(select(t.NominationRow).where(t.NominationRow.session == MEETING)).first()
        letter = session.exec(select(t.LetterRow.letter)).first()
        submission = session.exec(select(t.SubmissionRow.submission)).first()
    assert dossier is not None
    known = {
        "nomination": dossier.nomination,
        "submission": submission,
        "meeting": MEETING,
        "ballot": BALLOT,
        "letter": letter,
        "person": desk.person("truc"),
        "stream": dossier.nomination,
        "seq": 40,
        "command": "nomination.draft",
        "key": "khong-co",
        "movement": "movement-khong-co",
        "decision": "decision-khong-co",
        "ceremony": "ceremony-khong-co",
    }
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


NOT_THERE = (
    "/phong-trao/{movement}",
    "/quyet-dinh/{decision}",
    "/le-trao/{ceremony}",
    "/the/{key}",
    "/ho-so/{nomination}/giay-to/{sha256}",
    "/bo-ho-so/{submission}/giay-to/{sha256}",
)
"""What the day of the meeting does not have yet."""


def pages() -> list[str]:
    """The paths that are read, as the routes have them."""
    found = [str(route.path) for route in ROUTES if "GET" in (route.methods or ())]
    return [path for path in found if path not in NOT_THERE]
