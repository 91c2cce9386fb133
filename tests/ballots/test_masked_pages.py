"""The mask on the pages: every page there is, opened by a member who holds every office and is out for one dossier."""

import html
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import select

from desk.door.door import Door
from desk.web.app import create_app
from desk.web.routes import ROUTERS
from domain.commands import ROUTES
from domain.decider import Said
from events.base import PersonId
from events.envelope import By
from events.store.clock import SystemClock
from events.store.database import Database
from projections import tables as t
from tests.ballots.chamber import Chamber
from tests.ballots.worlds import BESIDE, OUT, Worlds
from tests.workflows.handle.offices import MAI

PASSWORD = "mot-mat-khau-dai-de-thu"
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
FORM_KEY = re.compile(r'name="form_key" value="([^"]+)"')
DRAWN = re.compile(r'value="[^"]*"|[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{8}(?=</p>)')
"""What is drawn anew in each world and each visit: forms' keys, trackers, ids of forms."""
READS = [
    str(route.path)
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute) and "GET" in (route.methods or ())
]


def known(chamber: Chamber) -> dict[str, list[str]]:
    """Give what may stand in a path: everything of its kind that the ledger has."""
    columns = {
        "nomination": t.NominationRow.nomination,
        "submission": t.SubmissionRow.submission,
        "meeting": t.SessionRow.session,
        "decision": t.DecisionRow.decision,
        "letter": t.LetterRow.letter,
    }
    with chamber.office.ledger.database.session() as session:
        found = {name: sorted(session.exec(select(column)).all()) for name, column in columns.items()}
    streams = [
        stream for name in ("nomination", "submission", "meeting", "decision") for stream in found[name]
    ]
    seqs = [str(seq) for seq in range(chamber.office.ledger.head() - 12, chamber.office.ledger.head() + 1)]
    return {**found, "stream": streams, "seq": seqs, "ballot": ["b1"], "command": sorted(ROUTES)}


def paths(chamber: Chamber) -> Iterator[str]:
    """Fill every path with everything that fits; stages as filters, too."""
    fits = known(chamber)
    for path in READS:
        names = re.findall(r"{(\w+)}", path)
        if set(names) <= set(fits):
            for values in product(*(fits[name] for name in names)):
                yield path.format(**dict(zip(names, values, strict=True)))
    yield from (f"/ho-so?buoc={stage}" for stage in ("before_council", "recommended", "forwarded"))


class Reader:
    """A member at a browser."""

    def __init__(self, chamber: Chamber, folder: Path, person: PersonId) -> None:
        folder.mkdir()
        house = chamber.office.house
        self.door = Door(Database(f"sqlite:///{folder / 'door.db'}"), SystemClock(), QUICK)
        app = create_app(house, self.door)
        said = Said(at=house.clock.now(), by=By(MAI, role="administrator"), late_reason=None)
        app.state.welcome.open_account(person, "uy-vien", said)
        app.state.welcome.set_password(person, PASSWORD, said)
        self.folder = str(house.settings.data)
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        found = FORM_KEY.search(self.client.get("/dang-nhap").text)
        assert found
        form = {"form_key": found[1], "ten": "uy-vien", "ma": PASSWORD}
        assert self.client.post("/dang-nhap", data=form).status_code == 303

    def get(self, path: str) -> tuple[int, str]:
        """Give a page's status and words, but for what is drawn anew and where the ledger lies."""
        answer = self.client.get(path)
        return answer.status_code, DRAWN.sub("", html.unescape(answer.text)).replace(self.folder, "")

    def close(self) -> None:
        self.client.close()
        self.door.database.close()


def read(worlds: Worlds, place: int, folder: Path) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Open every page in both worlds."""
    readers = [
        Reader(chamber, folder / f"{place}-{number}", chamber.members[place])
        for number, chamber in enumerate(worlds)
    ]
    for path in paths(worlds[0]):
        yield path, [reader.get(path) for reader in readers]
    for reader in readers:
        reader.close()


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_page_shows_a_member_with_every_office_what_was_voted_on_a_dossier_they_are_out_for(
    worlds: Worlds, tmp_path: Path
) -> None:
    opened = dict(read(worlds, OUT, tmp_path))
    assert {path for path, (one, other) in opened.items() if one != other} == set()
    assert {status for both in opened.values() for status, _ in both} <= {200, 303, 404, 409}
    assert len([path for path, ((status, _), _) in opened.items() if status == 200]) > len(READS) // 2


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_member_beside_them_reads_the_difference_on_many_pages(worlds: Worlds, tmp_path: Path) -> None:
    telling = {path for path, (one, other) in read(worlds, BESIDE, tmp_path) if one != other}
    kinds = {"/ho-so/", "/phien-hop/", "/kiem-toan/su-kien/", "/kiem-toan/dong/"}
    assert {kind for kind in kinds if any(path.startswith(kind) for path in telling)} == kinds
