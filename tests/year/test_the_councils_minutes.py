"""The minutes of the year's two sessions, as data: slips out and back, who stepped out, and the golden counts."""

import pytest

from desk.demo.data import nomination_id
from desk.demo.scenes_meetings import session_id
from desk.setup.file import Setup
from desk.views.mask import Mask
from desk.views.meeting_views import MinutesView
from desk.views.minutes import minutes as minutes_of
from desk.views.names import Names
from events.store import box
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def minutes(house: House, name: str, viewer: str | None = None) -> MinutesView:
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:test")
        found = minutes_of(reading, Names(house.ledger, session), Mask(reading, viewer), session_id(name))
    assert found is not None
    return found


def test_september_was_in_writing_thirteen_slips_out_and_twelve_back(house: House) -> None:
    found = minutes(house, "september")
    (ballot,) = found.ballots
    assert found.in_writing
    assert (ballot.given_out, ballot.returned, found.absent) == (13, 12, ["Đỗ Ví Dụ Thông"])
    assert {(line.votes_for, line.needed, line.passed) for line in found.lines} == {(12, 7, True)}


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_in_december_twelve_slips_went_into_the_box_and_all_were_valid(house: House) -> None:
    found = minutes(house, "december")
    assert (found.number, len(found.present), found.wrote) == ("04/BB-HĐTĐKT", 11, ["Lê Ví Dụ Sến"])
    sealed = {ballot.ballot: ballot for ballot in found.ballots if ballot.mode == "phiếu kín"}
    assert set(sealed) == {"CSTDCS", "TTLDTT", "BKT"}
    slips = {(one.given_out, one.returned, one.valid, one.invalid) for one in sealed.values()}
    assert slips == {(12, 12, 12, 0)}
    assert (sealed["CSTDCS"].checked, sealed["BKT"].checked) == (True, None)


def test_the_golden_counts_stand_in_the_minutes(house: House) -> None:
    lines = {line.nomination: line for line in minutes(house, "december").lines}
    golden = {key: lines[nomination_id(key)] for key in ("n17", "n18", "n19", "n20", "n21", "n40")}
    counted = {key: (line.votes_for, line.base, line.needed, line.passed) for key, line in golden.items()}
    assert counted == {
        "n17": (11, 13, 11, True),
        "n18": (12, 13, 11, True),
        "n19": (10, 13, 11, False),
        "n20": (12, 13, 11, True),
        "n21": (12, 13, 11, True),
        "n40": (11, 13, 11, True),
    }
    lim = lines[nomination_id("n17")]
    assert lim.recused == ["Phạm Ví Dụ Lim (hồ sơ của chính mình)"]
    assert lim.base_note == "1 thành viên không biểu quyết, mẫu số giữ nguyên 13"


def test_every_slip_of_december_still_lies_in_the_box(house: House) -> None:
    state = house.ledger.load(session_id("december"))
    trackers = [event.tracker for event in state if event.type == "session.ballot_received"]  # type: ignore[attr-defined]
    assert len(trackers) == 1 + 3 * 11
    assert all(box.holds(house.ledger.database, tracker) for tracker in trackers)


def test_a_nominee_who_waits_for_the_province_sees_no_count_of_what_they_stepped_out_of(
    house: House, cast: Setup
) -> None:
    shown = {line.nomination: line for line in minutes(house, "december", cast.person("lim")).lines}
    assert shown[nomination_id("n17")].votes_for == 11, "decided and told by the end of the year"
