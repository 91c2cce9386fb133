"""The sealed slip at the browser: one page confirms all interests, the slip says nothing, a later one replaces it."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from nacl.public import PrivateKey

from desk.demo import scenes_meetings as council
from desk.demo.accounts import open_accounts
from desk.demo.data import Script, examples_folder
from desk.demo.play import demo_settings, staged
from desk.demo.reacting import react_now
from desk.demo.stage import Stage
from desk.door.welcome import Welcome
from domain.session.commands import GiveTellerKey, NameTellers, OpenBallot, PrepareBox, RecordAttendance
from events.store.clock import SimulatedClock
from tests.desk.web.conftest import BALLOT, MEETING, MEETING_DAY, Browser, Desk, open_door, scenes
from tests.desk.web.test_ballot import SLIP, cast
from workflows.wiring import open_house

CONFLICTS = f"/phien-hop/{MEETING}/xung-dot"


@pytest.fixture(scope="module")
def secretly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger on the day of a meeting whose rules vote on a giấy khen in secret, made once."""
    folder = tmp_path_factory.mktemp("secret")
    copied = Path(shutil.copytree(examples_folder(), folder / "examples"))
    rules = copied / "demo-2024" / "rules.toml"
    award, _, rest = rules.read_text(encoding="utf-8").partition('award = "GK"')
    rules.write_text(
        award + 'award = "GK"' + rest.replace('mode = "named"', 'mode = "sealed"', 1), encoding="utf-8"
    )
    ledger = folder / "ledger"
    ledger.mkdir()
    with staged(ledger, Script(copied / "demo-2024")) as stage:
        for at, play in [*scenes(stage)[:-1], (MEETING_DAY, open_box)]:
            stage.clock.move_to(at)
            play(stage)
            react_now(stage.house)
        door = open_door(ledger)
        open_accounts(Welcome(stage.house, door), stage.script.cast)
        door.database.close()
    return ledger


def open_box(stage: Stage) -> None:
    """Have everybody there, the box made, one sealed vote open."""
    present = tuple(stage.person(member) for member in stage.script.members)
    secretary = stage.said("mai", "secretary")
    stage.do(RecordAttendance(session=MEETING, present=present, **secretary))
    tellers = tuple(stage.person(teller) for teller in stage.script.tellers)
    stage.do(NameTellers(session=MEETING, tellers=tellers, **secretary))
    for teller in stage.script.tellers:
        key = bytes(PrivateKey.generate().public_key).hex()
        said = stage.said(teller, "teller")
        stage.do(GiveTellerKey(session=MEETING, teller=stage.person(teller), key=key, **said))
    stage.do(PrepareBox(session=MEETING, **secretary))
    lines = council._agenda(stage, "september")[BALLOT]
    stage.do(OpenBallot(session=MEETING, ballot=BALLOT, lines=tuple(lines), **stage.said("lat", "chair")))


@pytest.fixture
def desk(secretly: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    folder = Path(shutil.copytree(secretly, tmp_path / "ledger"))
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


def confirmed(desk: Desk, login: str) -> Browser:
    browser = desk.as_(login)
    assert browser.post(CONFLICTS, {"ma": "m"}, page=CONFLICTS).status_code == 303
    return browser


def test_no_slip_is_taken_and_nothing_is_told_before_the_interests_are_confirmed(desk: Desk) -> None:
    browser = desk.as_("truc")
    assert "Tóm tắt thành tích" not in browser.text(SLIP)
    slip = {f"phieu.{line}": "for" for line in desk.lines}
    answer = browser.post(SLIP, {**slip, "lam": "bo-phieu", "ma": "x"}, page="/tai-khoan")
    assert (answer.status_code, "xác nhận" in answer.text) == (409, True)
    assert "Tóm tắt thành tích" in confirmed(desk, "truc").text(SLIP)


def test_a_sealed_slip_gives_its_tracker_and_a_later_one_replaces_it(desk: Desk) -> None:
    browser = confirmed(desk, "truc")
    cast(desk, browser, *["against"] * len(desk.lines))
    receipt = browser.text(f"{SLIP}?phieu=1")
    assert re.search(r"Mã phiếu: <strong[^>]*>[0-9a-f]{16}", receipt)
    assert "không đồng ý" not in receipt.lower()
    cast(desk, browser, *["for"] * len(desk.lines))
    assert browser.text(f"{SLIP}?phieu=1") != receipt
    assert desk.events().count("session.ballot_received") == 2


def test_the_page_of_the_meeting_counts_who_has_voted_and_tells_no_choice(desk: Desk) -> None:
    cast(desk, confirmed(desk, "truc"), *["against"] * len(desk.lines))
    page = desk.as_("lat").text(f"/phien-hop/{MEETING}")
    assert "1 trên 13 thành viên đã bỏ phiếu" in page
    assert "không đồng ý" not in page.lower()


def test_who_has_sealed_a_slip_has_no_open_vote_among_their_work(desk: Desk) -> None:
    browser = confirmed(desk, "truc")
    assert "Bỏ phiếu" in browser.text("/viec")
    cast(desk, browser, *["for"] * len(desk.lines))
    assert "Bỏ phiếu" not in browser.text("/viec")
