"""Every page there is, as the routes have them, with the ids of a ledger filled in, and whose page each is.

A page that is added later joins by itself: its path comes from its route, who opens it from its policy.
"""

from fastapi.routing import APIRoute
from sqlmodel import select

from desk.web import policy
from desk.web.guard import Guard
from desk.web.routes import ROUTERS
from projections import tables as t
from tests.desk.web.conftest import BALLOT, MEETING, Desk

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
OPENED_BY: dict[policy.Policy, str] = {policy.sits_in_meeting: "truc", policy.tells_in_meeting: "khe"}
"""Policy → who may open it, where the standing agency may not."""
FILES = frozenset(
    {
        "/the/{key}",
        "/ho-so/{nomination}/giay-to/{sha256}",
        "/phong-trao/{movement}/tai-lieu/{sha256}",
        "/bo-ho-so/{submission}/giay-to/{sha256}",
        "/hoi-dong/{council}/quy-che/{sha256}",
        "/nhap-de-nghi/mau.xlsx",
        "/nhap-khen-thuong/mau.xlsx",
        "/lich/viec.ics",
    }
)
"""What is no page: a card's own address, and files."""


def guarded(route: APIRoute) -> bool:
    return any(isinstance(need.call, Guard) for need in route.dependant.dependencies)


def first(desk: Desk, *columns: object) -> dict[str, str]:
    """Give the first id of each table."""
    with desk.house.ledger.database.session() as session:
        found = {str(column.key): session.exec(select(column).order_by(column)).first() for column in columns}  # type: ignore[attr-defined, call-overload]  # columns
    return {name: str(value or f"{name}-khong-co") for name, value in found.items()}


def filled(desk: Desk, path: str) -> str:
    """Fill a route's path with what is in the ledger; what it does not have stands as an id that is not there."""
    found = first(
        desk, t.SubmissionRow.submission, t.LetterRow.letter, t.MovementRow.movement, t.DecisionRow.decision,
        t.CeremonyRow.ceremony, t.ClusterRow.cluster, t.FlowRow.run, t.CouncilRow.council,
        t.MilestoneRow.code, t.FundRow.fund, t.ObligationRow.obligation,
    )  # fmt: skip
    with desk.house.ledger.database.session() as session:
        dossier = session.exec(
            select(t.LineRow.nomination).where(t.LineRow.session == MEETING).order_by(t.LineRow.nomination)
        ).first()
    assert dossier is not None
    known = {
        **found, "milestone": found["code"], "nomination": dossier, "meeting": MEETING, "ballot": BALLOT, "person": desk.person("truc"),
        "stream": dossier, "seq": 40, "command": "nomination.draft", "key": "khong-co", "year": 2024,
    }  # fmt: skip
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", str(value))
    return path


def pages() -> list[str]:
    """The paths that are read, as the routes have them."""
    found = [str(route.path) for route in ROUTES if "GET" in (route.methods or ())]
    return [path for path in found if path not in FILES]


def opened_by(path: str) -> str:
    """Say who opens a page."""
    (route,) = (route for route in ROUTES if route.path == path and "GET" in (route.methods or ()))
    policies = [need.call.policy for need in route.dependant.dependencies if isinstance(need.call, Guard)]
    return OPENED_BY.get(policies[0], "mai") if policies else ""
