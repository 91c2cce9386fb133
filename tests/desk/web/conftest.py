from __future__ import annotations

import html
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from nacl.pwhash import argon2id
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import select

from desk import teller_key
from desk.demo import scenes_dossiers as dossiers
from desk.demo import scenes_launch as launch
from desk.demo.accounts import PASSWORD, open_accounts
from desk.demo.data import Script, examples_folder
from desk.demo.play import demo_settings, staged
from desk.demo.reacting import react_now
from desk.demo.stage import Stage, moment
from desk.door.door import Door
from desk.door.welcome import Welcome
from desk.teller_key import fresh
from desk.web.app import create_app
from domain.commands import BY_CLASS, DECIDERS
from domain.decider import Command
from domain.session.commands import (
    CheckIn,
    ConfirmInterests,
    ConveneSession,
    GiveTellerKey,
    NameTellers,
    OpenBallot,
    PrepareBox,
)
from events.base import NominationId, PersonId, SessionId
from events.store.clock import SimulatedClock, SystemClock
from events.store.database import Database
from projections import tables as t
from workflows.handle import Outcome
from workflows.wiring import House, open_house

QUICK = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1),))
"""As a real one, but done in a moment."""
MEETING_DAY = moment(2024, 9, 13, 15)
MEETING = SessionId("session-thu")
BALLOT = "GK"
PASSPHRASE = "một câu dài chỉ mình biết"
SILENT = "dao"
"""The one member who has not confirmed any interests yet."""
ACTED: set[tuple[str, str]] = set()
"""Command and role of everything that somebody did to make the ledgers of these tests."""
FORM_KEY = re.compile(r'name="form_key" value="([^"]+)"')


def scenes() -> list[tuple[datetime, Callable[[Stage], None]]]:
    """Tell the short way to a council in the middle of a vote."""
    return [
        (moment(2024, 1, 5), launch.set_up),
        (moment(2024, 9, 12, 8), dossiers.sudden),
        (moment(2024, 9, 12, 15), dossiers.verify),
        (moment(2024, 9, 12, 16), convene),
        (MEETING_DAY, begin),
        (MEETING_DAY, open_vote),
    ]


def convene(stage: Stage) -> None:
    """Call the meeting on everything that is ready for it."""
    stage.do(
        ConveneSession(
            session=MEETING,
            council=stage.council,
            starts_at=MEETING_DAY,
            place="Hội trường UBND xã",
            agenda=tuple(dossiers.eligible(stage)),
            tellers=tuple(stage.person(teller) for teller in stage.script.tellers),
            **stage.said("mai", "secretary"),
        )
    )


def begin(stage: Stage) -> None:
    """Everybody is there and has confirmed; the tellers are named, with their keys and a box."""
    for member in stage.script.members:
        who = stage.person(member)
        stage.do(CheckIn(session=MEETING, member=who, **stage.said(member, "member")))
        if member != SILENT:
            stage.do(ConfirmInterests(session=MEETING, member=who, **stage.said(member, "member")))
    tellers = stage.script.tellers
    for teller in tellers:
        content, key = fresh(PASSPHRASE)
        key_file(stage.house, teller).write_bytes(content)
        stage.do(
            GiveTellerKey(
                session=MEETING, teller=stage.person(teller), key=key, **stage.said(teller, "teller")
            )
        )
    lead = stage.said("mai", "secretary")
    stage.do(NameTellers(session=MEETING, tellers=tuple(map(stage.person, tellers)), **lead))
    stage.do(PrepareBox(session=MEETING, **lead))


def key_file(house: House, teller: str) -> Path:
    """Where a teller of these tests keeps the own key: in life on the own device."""
    return house.settings.data / f"khoa-{teller}.json"


def open_vote(stage: Stage) -> None:
    """Open one vote."""
    with stage.house.ledger.database.session() as session:
        lines = session.exec(select(t.LineRow.nomination).where(t.LineRow.session == MEETING)).all()
    stage.do(
        OpenBallot(
            session=MEETING,
            ballot=BALLOT,
            lines=tuple(map(NominationId, lines)),
            **stage.said("lat", "chair"),
        )
    )


@pytest.fixture(scope="session", autouse=True)
def quick_keys() -> Iterator[None]:
    """Tellers' keys as real ones, but opened in a moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(teller_key, "EFFORT", (argon2id.OPSLIMIT_MIN, argon2id.MEMLIMIT_MIN))
        yield


@pytest.fixture(scope="session")
def script() -> Script:
    return Script(examples_folder() / "demo-2024")


def acting(do: Callable[[Stage, Command], Outcome]) -> Callable[[Stage, Command], Outcome]:
    """Note which command was sent in which role."""

    def done(stage: Stage, command: Command) -> Outcome:
        if command.by.role is not None:
            ACTED.add((BY_CLASS[type(command)].name, command.by.role))
        return do(stage, command)

    return done


def open_door(folder: Path) -> Door:
    return Door(Database(f"sqlite:///{folder / 'door.db'}"), SystemClock(), QUICK)


def make(
    folder: Path, script: Script, told: Sequence[tuple[datetime, Callable[[Stage], None]]] | None = None
) -> Path:
    """Make a ledger on the day of a meeting, or where other scenes lead."""
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch, staged(folder, script) as stage:
        patch.setattr(Stage, "do", acting(Stage.do))
        for at, play in told or scenes():
            stage.clock.move_to(at)
            play(stage)
            react_now(stage.house)
        door = open_door(folder)
        open_accounts(Welcome(stage.house, door), script.cast)
        door.database.close()
    return folder


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Path:
    """A ledger on the day of a meeting that votes by name, made once."""
    return make(tmp_path_factory.mktemp("meeting") / "ledger", script)


def in_mode(mode: str, folder: Path) -> Path:
    """Make the same where the council's rules say that such a dossier is voted on otherwise."""
    copied = Path(shutil.copytree(examples_folder() / "demo-2024", folder / "demo-2024"))
    rules = (copied / "rules.toml").read_text(encoding="utf-8")
    other = rules.replace('mode = "named"', f'mode = "{mode}"')
    assert other != rules
    (copied / "rules.toml").write_text(other, encoding="utf-8")
    return make(folder / "ledger", Script(copied))


@pytest.fixture(scope="session")
def played_in_secret(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day of a meeting that votes by sealed slips."""
    return in_mode("sealed", tmp_path_factory.mktemp("secret"))


@pytest.fixture(scope="session")
def played_on_paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The day of a meeting that votes by slips of paper."""
    return in_mode("paper", tmp_path_factory.mktemp("paper"))


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


def opened(played: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    folder = Path(shutil.copytree(played, tmp_path / played.parent.name / "ledger"))
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


@pytest.fixture
def desk(played: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk on the day of the meeting, with an account for each role."""
    yield from opened(played, tmp_path, script)


@pytest.fixture
def sealed_desk(played_in_secret: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk on the day of a meeting that votes in secret."""
    yield from opened(played_in_secret, tmp_path, script)


@pytest.fixture
def paper_desk(played_on_paper: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk on the day of a meeting that votes on paper."""
    yield from opened(played_on_paper, tmp_path, script)
