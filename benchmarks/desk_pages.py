"""Which pages are read, by whom, and at which addresses: made from the routes and from what is in the ledger."""

import re
from collections.abc import Mapping, Sequence
from random import Random

from fastapi.routing import APIRoute
from sqlmodel import Session, col, select

from desk.web.guard import Guard
from desk.web.routes import ROUTERS
from events.store.tables import EventRow
from projections import tables as t
from tests.desk.web.conftest import BALLOT, MEETING

NEEDS = re.compile(r"{([a-z0-9_]+)}")
FILES = frozenset({"sha256", "what"})
"""What leads to a file and not to a page."""
FORMS = frozenset({"command"})
"""What leads to a form."""


def pages() -> list[str]:
    """Give the paths of every page that somebody who has signed in reads."""
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    found = [
        route.path
        for route in routes
        if "GET" in (route.methods or ())
        and any(isinstance(need.call, Guard) for need in route.dependant.dependencies)
    ]
    return [
        path
        for path in found
        if not path.endswith((".xlsx", ".ics")) and not (FILES | FORMS) & set(NEEDS.findall(path))
    ]


def known(session: Session, person: str, count: int) -> Mapping[str, Sequence[str]]:
    """Give, for each name in a path, values that `person` may ask for."""
    units = session.exec(
        select(t.RoleRow.scope).where(t.RoleRow.person == person, t.RoleRow.role == "clerk")
    ).all()
    nominations = select(t.NominationRow.nomination).order_by(t.NominationRow.nomination)
    submissions = select(t.SubmissionRow.submission).order_by(t.SubmissionRow.submission)
    meetings = select(t.SessionRow.session).order_by(t.SessionRow.session)
    if units:
        nominations = nominations.where(col(t.NominationRow.unit).in_(units))
        submissions = submissions.where(col(t.SubmissionRow.unit).in_(units))
    head = session.exec(select(EventRow.seq).order_by(col(EventRow.seq).desc()).limit(1)).one()
    chosen = Random(20241122)
    lines = list(session.exec(nominations.limit(count)))
    held = list(session.exec(meetings.limit(count)))
    return {
        "nomination": lines,
        "submission": list(session.exec(submissions.limit(count))),
        "meeting": held,
        "movement": list(session.exec(select(t.MovementRow.movement).limit(count))),
        "milestone": list(session.exec(select(t.MilestoneRow.code).limit(count))),
        "cluster": list(session.exec(select(t.ClusterRow.cluster).limit(count))),
        "council": list(session.exec(select(t.CouncilRow.council).limit(count))),
        "run": list(session.exec(select(t.FlowRow.run).limit(count))),
        "year": ["2026"],
        "decision": list(session.exec(select(t.DecisionRow.decision).limit(count))),
        "ceremony": list(session.exec(select(t.CeremonyRow.ceremony).limit(count))),
        "fund": list(session.exec(select(t.FundRow.fund).limit(count))),
        "letter": list(session.exec(select(t.LetterRow.letter).limit(count))),
        "obligation": list(session.exec(select(t.ObligationRow.obligation).limit(count))),
        "person": list(session.exec(select(t.PersonRow.person).limit(count))),
        "unit": list(session.exec(select(t.UnitRow.unit).limit(count))),
        "stream": [*lines[: count // 2], *held[: count // 2]],
        "seq": [str(chosen.randrange(1, head + 1)) for _ in range(count)],
    }


def addresses(path: str, values: Mapping[str, Sequence[str]], chosen: Random, count: int) -> list[str]:
    """Fill a path in, `count` times; none where the ledger has nothing to fill it with."""
    needs = NEEDS.findall(path)
    if "ballot" in needs:
        return [path.replace("{meeting}", MEETING).replace("{ballot}", BALLOT)]
    if not all(values.get(need) for need in needs):
        return []
    made = []
    for _ in range(count if needs else 1):
        address = path
        for need in needs:
            address = address.replace(f"{{{need}}}", chosen.choice(values[need]))
        made.append(address)
    return made
