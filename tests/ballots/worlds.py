"""Two worlds that differ in one thing: how many agreed to a dossier that one member is out for."""

import asyncio
from pathlib import Path

from desk.uploads.attach import Upload, adopt_council_rules
from domain.person import GrantRole
from domain.session.commands import DeclareConflict, SignMinutes
from events.person import Role
from events.store.clock import SimulatedClock
from events.submission import Paper
from tests.ballots.chamber import COUNCIL, DAY, Chamber, found_chamber, lines
from tests.desk.uploads.files import pdf
from tests.workflows.handle.offices import EVER, HOME, START, Office, found_office
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.reactor import Reactor, run_plainly

LINES = lines(3)
KEPT, OTHER, _ = LINES
OUT, BESIDE = 2, 3
"""The places of the member who is out for the first dossier, and of one who is out for none."""
OFFICES: tuple[Role, ...] = (
    "standing_agency",
    "authority",
    "auditor",
    "archivist",
    "accountant",
    "administrator",
    "clerk",
)


SCAN = Upload(
    content=pdf(),
    name="Quy chế.pdf",
    paper=Paper(kind="quy_che", number="01/QC-HĐTĐKT", day=DAY),
    title="Quy chế",
)
Worlds = tuple[Chamber, Chamber]


def world(folder: Path, agreed: int) -> Chamber:
    """Hold the same meeting, in which so many agree to the first dossier; its third member is out for it."""
    folder.mkdir()
    clock = SimulatedClock(START)
    chamber = found_chamber(found_office(folder, f"sqlite:///{folder / 'ledger.db'}", clock), 9)
    for who in (chamber.members[OUT], chamber.members[BESIDE]):
        for role in OFFICES:
            chamber.do(
                GrantRole(person=who, role=role, scope=HOME, since=EVER, **chamber.said("administrator"))
            )
    said = chamber.said("standing_agency")
    adopt_council_rules(chamber.office.house, (COUNCIL, "quy-che"), SCAN, said, command_id="scan")
    session = chamber.convene("one", LINES)
    chamber.prepare(session)
    chamber.gather(session)
    chamber.confirm(session, *chamber.members[:-1])
    out = chamber.members[OUT]
    chamber.do(
        DeclareConflict(
            session=session, member=out, nomination=KEPT, ground="kin", steps_out=True, **chamber.said("member", out)
        )
    )  # fmt: skip
    chamber.open(session, "b1", LINES)
    for place, member in enumerate(chamber.members[:-1]):
        marks = {line: "for" for line in LINES if line != KEPT or member != out}
        if member != out and place >= agreed:
            marks[KEPT] = "against"
        chamber.do(chamber.slip(session, member, marks, "b1"))  # type: ignore[arg-type]
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    secretary = chamber.said("secretary")
    chamber.do(
        SignMinutes(
            session=session,
            kind="meeting",
            signed_on=DAY,
            signers=(chamber.members[0],),
            number="1/BB",
            **secretary,
        )
    )
    settle(chamber.office, folder)
    return chamber


def settle(office: Office, folder: Path) -> None:
    claims = FileClaims(folder / "engine.lock")
    reactor = Reactor(Workshop(office.handler), claims, run_plainly)
    asyncio.run(reactor.drain())
    claims.close()
