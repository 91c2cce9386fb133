"""The mask at the desk: every address of the pages and of the API, asked by a member who holds every office and is out for one dossier.

An address that is added later joins by itself: its path and its filters come from its route, and what may stand there
from the ledger. One that nothing fits is a failing test.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import select

from desk.door.door import Door
from desk.web import api_reads
from desk.web.app import create_app
from desk.web.rooms.audit_proof import TAKEN
from desk.web.rooms.duties import CHOICES
from desk.web.routes import ROUTERS
from domain.commands import ROUTES
from domain.decider import Said
from domain.law.rows import Row
from events.base import PersonId
from events.catalogue import event_of
from events.council import CouncilRulesAdopted
from events.envelope import By
from events.store.clock import SystemClock
from events.store.database import Database
from projections import tables as t
from projections.dossier_rows import STAGES
from tests.ballots.chamber import COUNCIL, Chamber
from tests.ballots.worlds import BESIDE, OUT, Worlds
from tests.workflows.handle.offices import MAI

PASSWORD = "mot-mat-khau-dai-de-thu"
QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
FORM_KEY = re.compile(r'name="form_key" value="([^"]+)"')
DRAWN = re.compile(
    r'value="[^"]*"|[0-9a-f]{64}|[0-9a-f]{8}-[0-9a-f-]{27}|\b[0-9a-f]{12}\b|\b[0-9a-f]{8}(?=</p>)'
)
"""What is drawn anew in each world and each visit: forms' keys, trackers, hashes of sealed files, ids of forms."""
API = "/api/v1"


def reads(router: APIRouter, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Give every address that is read, with the names of what may be asked of it besides."""
    for route in router.routes:
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            yield prefix + route.path, tuple(field.name for field in route.dependant.query_params)


READS = [*(one for router in ROUTERS for one in reads(router)), *reads(api_reads.router, API)]
PLACE = frozenset({"trang", "sau", "truoc", "after", "toi", "ve", "lai", "book"})
"""Where a list goes on, where a form leads, whose book: no question about dossiers."""


def known(chamber: Chamber) -> dict[str, Sequence[str]]:
    """Give what may stand in a path or a filter: everything of its kind that the ledger has, else what it has not."""
    columns: dict[str, Any] = {
        "nomination": t.NominationRow.nomination,
        "submission": t.SubmissionRow.submission,
        "meeting": t.SessionRow.session,
        "decision": t.DecisionRow.decision,
        "letter": t.LetterRow.letter,
        "movement": t.MovementRow.movement,
        "milestone": t.MilestoneRow.code,
        "cluster": t.ClusterRow.cluster,
        "ceremony": t.CeremonyRow.ceremony,
        "obligation": t.ObligationRow.obligation,
        "council": t.CouncilRow.council,
        "unit": t.UnitRow.unit,
        "award": t.NominationRow.award,
        "run": t.FlowRow.run,
        "fund": t.FundRow.fund,
        "state": t.LetterRow.state,
    }
    with chamber.office.ledger.database.session() as session:
        found = {
            name: sorted(set(session.exec(select(column)))) or [f"{name}-khong-co"]
            for name, column in columns.items()
        }
    head = chamber.office.ledger.head()
    found["person"] = [str(chamber.members[place]) for place in (OUT, BESIDE)]
    streams = ("nomination", "submission", "meeting", "decision", "person", "council")
    said = {
        "stream": [stream for name in streams for stream in found[name]],
        "seq": [str(seq) for seq in range(head - 12, head + 1)],
        "ballot": ["b1", "gui", "kin"],
        "command": sorted(ROUTES),
        "sha256": files(chamber),
        "key": ["khong-co"],
        "loc": [*CHOICES, "khong-co"],
        "ds": ["khong-co"],
        "stage": [*STAGES, "khong-co"],
        "nam": ["2024", "1999"],
        "ngay": ["2024-01-01", "2024-01-02"],
        "den": ["1", "3", "99"],
        "buoc": [*STAGES, "kiem-tra", "3"],
        "loai": [*found["award"], "session.ballot_tallied", "nomination.recommended"],
        "lop": ["quy-che"],
        "bang": sorted(table.__name__ for table in Row.__subclasses__())[:3],
    }  # fmt: skip
    return {**found, **said, "don_vi": found["unit"], "boi": found["unit"], "trang_thai": found["state"]}


def files(chamber: Chamber) -> list[str]:
    """Give the hashes of the files that the ledger knows."""
    adopted = map(event_of, chamber.office.ledger.stored(COUNCIL))
    return [event.blob.sha256 for event in adopted if isinstance(event, CouncilRulesAdopted) and event.blob]


def addresses(chamber: Chamber) -> Iterator[str]:
    """Fill every path with everything that fits, then ask each for everything that it may be asked for."""
    fits = known(chamber)
    for path, asked in READS:
        names = re.findall(r"{(\w+)}", path)
        filled = [
            path.format(**dict(zip(names, values, strict=True)))
            for values in product(*(fits[name] for name in names))
        ]
        yield from filled
        wanted = [(name, value) for name in asked if name not in PLACE for value in fits[name]]
        yield from (f"{filled[0]}?{name}={value}" for name, value in wanted)


def unpacked(book: bytes) -> str:
    """Give what stands in a spreadsheet, without when it was made."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if name != "docProps/core.xml"}
    return repr(sorted(parts.items()))


class Reader:
    """A member at a browser, with a token for a program of theirs."""

    def __init__(self, chamber: Chamber, folder: Path, person: PersonId) -> None:
        folder.mkdir()
        house = chamber.office.house
        self.door = Door(Database(f"sqlite:///{folder / 'door.db'}"), SystemClock(), QUICK)
        app = create_app(house, self.door)
        now = house.clock.now()
        said = Said(at=now, by=By(MAI, role="administrator"), late_reason=None)
        app.state.welcome.open_account(person, "uy-vien", said)
        app.state.welcome.set_password(person, PASSWORD, said)
        until = SystemClock().now() + timedelta(days=30)
        given = app.state.welcome.give_token(person, "phần mềm", ("read",), until, said)
        self.token = {"authorization": f"Bearer {given.key}"}
        self.folder = str(house.settings.data)
        self.client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
        found = FORM_KEY.search(self.client.get("/dang-nhap").text)
        assert found
        form = {"form_key": found[1], "ten": "uy-vien", "ma": PASSWORD}
        assert self.client.post("/dang-nhap", data=form).status_code == 303

    def get(self, path: str) -> tuple[int, str]:
        """Give a page's status and words, but for what is drawn anew and where the ledger lies."""
        answer = self.client.get(path, headers=self.token if path.startswith(API) else None)
        if answer.content.startswith(b"PK"):
            return answer.status_code, unpacked(answer.content)
        return answer.status_code, DRAWN.sub("", html.unescape(answer.text)).replace(self.folder, "")

    def take(self, what: str) -> tuple[int, str]:
        """Ask for a copy of the log, of its checkpoint or of the key."""
        form_key = FORM_KEY.search(self.client.get("/tai-khoan").text)
        assert form_key
        answer = self.client.post(f"/kiem-toan/tai/{what}", data={"form_key": form_key[1], "ma": what})
        return answer.status_code, DRAWN.sub("", html.unescape(answer.text)).replace(self.folder, "")

    def close(self) -> None:
        self.client.close()
        self.door.database.close()


def read(worlds: Worlds, place: int, folder: Path) -> Iterator[tuple[str, list[tuple[int, str]]]]:
    """Open every address in both worlds."""
    readers = [
        Reader(chamber, folder / f"{place}-{number}", chamber.members[place])
        for number, chamber in enumerate(worlds)
    ]
    for paths in zip(*map(addresses, worlds), strict=True):
        yield paths[0], [reader.get(path) for reader, path in zip(readers, paths, strict=True)]
    for reader in readers:
        reader.close()


def test_every_address_is_filled_and_asked_for_what_it_may_be_asked_for(worlds: Worlds) -> None:
    fits = known(worlds[0])
    named = {name for path, _ in READS for name in re.findall(r"{(\w+)}", path)}
    asked = {name for _, names in READS for name in names}
    assert (named | asked) - PLACE == set(fits) & (named | asked)
    assert [name for name, values in fits.items() if not values] == []


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_no_page_shows_a_member_with_every_office_what_was_voted_on_a_dossier_they_are_out_for(
    worlds: Worlds, tmp_path: Path
) -> None:
    opened = dict(read(worlds, OUT, tmp_path))
    assert {path for path, (one, other) in opened.items() if one != other} == set()
    assert {status for both in opened.values() for status, _ in both} <= {200, 303, 404, 409, 422}
    assert len([path for path, ((status, _), _) in opened.items() if status == 200]) > len(READS) // 2
    assert {path.rpartition("/")[0] for path, both in opened.items() if both[0][1].startswith("%PDF")} == {
        f"/hoi-dong/{COUNCIL}/quy-che"
    }


def test_no_copy_of_the_log_is_given_to_a_member_who_is_out_for_a_dossier(
    worlds: Worlds, tmp_path: Path
) -> None:
    readers = [Reader(worlds[0], tmp_path / str(place), worlds[0].members[place]) for place in (OUT, BESIDE)]
    out, beside = ({what: reader.take(what)[0] for what in TAKEN} for reader in readers)
    for reader in readers:
        reader.close()
    assert set(out.values()) <= {403, 404, 409}
    assert beside["nhat-ky"] == 200


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_member_beside_them_reads_the_difference_on_many_pages(worlds: Worlds, tmp_path: Path) -> None:
    telling = {path for path, (one, other) in read(worlds, BESIDE, tmp_path) if one != other}
    kinds = {"/ho-so/", "/phien-hop/", "/kiem-toan/su-kien/", "/kiem-toan/dong/", API}
    assert {kind for kind in kinds if any(path.startswith(kind) for path in telling)} == kinds
