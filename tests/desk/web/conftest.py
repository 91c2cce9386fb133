from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from desk.demo import scenes_dossiers as dossiers
from desk.demo import scenes_launch as launch
from desk.demo import scenes_meetings as council
from desk.demo.accounts import PASSWORD, open_accounts
from desk.demo.data import Script, examples_folder
from desk.demo.play import demo_settings, staged
from desk.demo.reacting import react_now
from desk.demo.stage import Stage, moment
from desk.door.door import Door
from desk.door.welcome import Welcome
from desk.web.app import create_app
from domain.commands import DECIDERS
from domain.session.commands import NameTellers, OpenBallot, RecordAttendance
from events.base import NominationId, PersonId
from events.store.clock import SimulatedClock, SystemClock
from events.store.database import Database
from workflows.wiring import House, open_house

QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
"""As a real one, but done in a moment."""
MEETING_DAY = moment(2024, 9, 13, 15)
MEETING = council.session_id("september")
BALLOT = "GK"
FORM_KEY = re.compile(r'name="form_key" value="([^"]+)"')


def scenes(stage: Stage) -> list[tuple[datetime, Callable[[Stage], None]]]:
    """Tell the short way to a council in the middle of a vote."""
    return [
        (moment(2024, 1, 5), launch.set_up),
        (moment(2024, 9, 12, 8), dossiers.sudden),
        (moment(2024, 9, 12, 15), dossiers.verify),
        (moment(2024, 9, 12, 16), lambda s: council.convene(s, "september", MEETING_DAY)),
        (MEETING_DAY, open_vote),
    ]


def open_vote(stage: Stage) -> None:
    """Have the meeting begin: everybody is there, the tellers are named, one vote is open."""
    present = tuple(stage.person(member) for member in stage.script.members)
    stage.do(RecordAttendance(session=MEETING, present=present, **stage.said("mai", "secretary")))
    tellers = tuple(stage.person(teller) for teller in stage.script.tellers)
    stage.do(NameTellers(session=MEETING, tellers=tellers, **stage.said("mai", "secretary")))
    lines = council._agenda(stage, "september")[BALLOT]
    stage.do(OpenBallot(session=MEETING, ballot=BALLOT, lines=tuple(lines), **stage.said("lat", "chair")))


@pytest.fixture(scope="session")
def script() -> Script:
    return Script(examples_folder() / "demo-2024")


def open_door(folder: Path) -> Door:
    return Door(Database(f"sqlite:///{folder / 'door.db'}"), SystemClock(), QUICK)


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Path:
    """A ledger on the day of a meeting, made once."""
    folder = tmp_path_factory.mktemp("meeting") / "ledger"
    folder.mkdir()
    with staged(folder, script) as stage:
        for at, play in scenes(stage):
            stage.clock.move_to(at)
            play(stage)
            react_now(stage.house)
        door = open_door(folder)
        open_accounts(Welcome(stage.house, door), script.cast)
        door.database.close()
    return folder


@dataclass
class Desk:
    """The desk over a ledger of its own."""

    house: House
    door: Door
    script: Script
    clients: list[TestClient] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.app = create_app(self.house, self.door)
        self.welcome = self.app.state.welcome

    @property
    def lines(self) -> list[NominationId]:
        """The lines of the vote."""
        session = DECIDERS["session"].fold(self.house.ledger.load(MEETING))
        return list(session.ballots[BALLOT].lines)

    def person(self, key: str) -> PersonId:
        return self.script.cast.person(key)

    def events(self, *, after: int = 0) -> list[str]:
        """What was written, in order."""
        return [row.type for page in self.house.ledger.pages(after) for row in page]

    def browser(self) -> TestClient:
        """A browser where nobody has signed in."""
        client = TestClient(self.app, raise_server_exceptions=False, follow_redirects=False)
        self.clients.append(client)
        return client

    def as_(self, login: str) -> Browser:
        """A browser where somebody has signed in."""
        opened = Browser(self.browser())
        assert opened.sign_in(login).status_code == 303
        return opened


class Browser:
    """A person at a browser: reads the form's key off a page, as the page gives it."""

    def __init__(self, client: TestClient) -> None:
        self.client = client

    def get(self, path: str) -> Response:
        return self.client.get(path)

    def text(self, path: str) -> str:
        """A page's words as a reader sees them."""
        answer = self.client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return html.unescape(answer.text)

    def key(self, path: str) -> str:
        found = FORM_KEY.search(self.client.get(path).text)
        assert found, path
        return found[1]

    def post(self, path: str, data: Mapping[str, object], page: str = "/tai-khoan") -> Response:
        return self.client.post(path, data={"form_key": self.key(page), **data})

    def sign_in(self, login: str, shown: str = PASSWORD) -> Response:
        return self.post("/dang-nhap", {"ten": login, "ma": shown}, page="/dang-nhap")


@pytest.fixture
def desk(played: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk on the day of the meeting, with an account for each role."""
    folder = Path(shutil.copytree(played, tmp_path / "ledger"))
    house = open_house(demo_settings(folder), SimulatedClock(MEETING_DAY))
    last = house.ledger.last_recorded_at()
    assert last is not None
    house.clock.move_to(last)  # type: ignore[attr-defined]  # it is simulated
    door = open_door(folder)
    made = Desk(house, door, script)
    yield made
    for client in made.clients:
        client.close()
    door.database.close()
    house.close()
