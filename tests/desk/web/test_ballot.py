import re
from pathlib import Path

import pytest

from desk.demo.accounts import PASSWORD
from domain.decider import Said
from domain.session.commands import DeclareConflict
from events.catalogue import event_of
from events.envelope import By
from events.session import VoteCast
from tests.desk.web.conftest import BALLOT, MEETING, SILENT, Browser, Desk

SLIP = f"/phien-hop/{MEETING}/phieu/{BALLOT}"


def choose(desk: Desk, browser: Browser, *choices: str, do: str = "kiem-tra") -> str:
    """Choose on the first lines and press a button; gives where it leads."""
    chosen = {f"phieu.{line}": choice for line, choice in zip(desk.lines, choices, strict=False)}
    answer = browser.post(SLIP, {**chosen, "lam": do}, page=SLIP)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def cast(desk: Desk, browser: Browser, *choices: str) -> None:
    choose(desk, browser, *choices)
    key = re.search(r'name="ma" value="([^"]+)"', browser.get(f"{SLIP}?buoc=kiem-tra&lai=1").text)
    assert key
    answer = browser.post(SLIP, {"lam": "bo-phieu", "ma": key[1]}, page=SLIP)
    assert answer.status_code == 303, answer.text


def votes(desk: Desk) -> list[str]:
    return [type_ for type_ in desk.events() if type_ == "session.vote_cast"]


def test_an_open_vote_waits_in_my_work_and_leads_to_the_slip(desk: Desk) -> None:
    work = desk.as_("truc").text("/viec")
    assert f"Bỏ phiếu {len(desk.lines)} hồ sơ" in work
    assert SLIP in work


def test_a_slip_has_three_buttons_for_every_line(desk: Desk) -> None:
    slip = desk.as_("truc").text(SLIP)
    assert slip.count('type="radio"') == 3 * len(desk.lines)


def test_a_slip_is_looked_at_once_more_before_it_is_cast(desk: Desk) -> None:
    browser = desk.as_("truc")
    assert choose(desk, browser, *["for"] * len(desk.lines)) == f"{SLIP}?buoc=kiem-tra"
    check = browser.text(f"{SLIP}?buoc=kiem-tra")
    assert "Chưa bỏ phiếu" in check
    assert check.count("Sửa hồ sơ") == len(desk.lines)
    assert votes(desk) == []


def test_who_cast_gets_a_receipt_with_time_and_number(desk: Desk) -> None:
    browser = desk.as_("truc")
    cast(desk, browser, *["for"] * len(desk.lines))
    assert len(votes(desk)) == 1
    assert re.search(r"Đã bỏ phiếu lúc \d\d:\d\d", browser.text(SLIP))
    assert "Mã phiếu" in browser.text(SLIP)
    assert "Bỏ phiếu" not in browser.text("/viec")


def test_the_same_slip_sent_twice_is_one_vote(desk: Desk) -> None:
    browser = desk.as_("truc")
    cast(desk, browser, *["for"] * len(desk.lines))
    again = browser.post(SLIP, {"lam": "bo-phieu", "ma": "x"}, page="/tai-khoan")
    assert again.status_code == 409
    assert len(votes(desk)) == 1


def test_a_later_vote_by_name_takes_the_place_of_the_first_and_says_so(desk: Desk) -> None:
    browser = desk.as_("truc")
    cast(desk, browser, *["for"] * len(desk.lines))
    assert "Bỏ lại phiếu khác" in browser.text(SLIP)
    cast(desk, browser, *["against"] * len(desk.lines))
    first, second = [
        event_of(row) for row in desk.house.ledger.stored(MEETING) if row.type == "session.vote_cast"
    ]
    assert isinstance(first, VoteCast)
    assert isinstance(second, VoteCast)
    assert (first.replaces, second.replaces) == (None, True)
    assert set(second.choices.values()) == {"against"}
    assert "1 trên 13 thành viên đã bỏ phiếu" in desk.as_("lat").text(f"/phien-hop/{MEETING}")


def test_a_line_that_cannot_reach_its_share_any_more_says_so_before_the_vote_is_over(desk: Desk) -> None:
    page = f"/phien-hop/{MEETING}"
    assert "KHÔNG THỂ ĐẠT" not in desk.as_("lat").text(page)
    said = Said(at=desk.house.clock.now(), by=By(desk.person("mai"), role="secretary"), late_reason=None)
    for number, member in enumerate(desk.script.members[1:8]):
        out = DeclareConflict(
            session=MEETING, member=desk.person(member), nomination=desk.lines[0], ground="kin", steps_out=True, **said
        )  # fmt: skip
        desk.house.handler.handle(f"out-{number}", out)
    assert desk.as_("lat").text(page).count("KHÔNG THỂ ĐẠT: cần 7 trên 13, 7 thành viên") == 1


def test_all_remaining_lines_are_filled_only_behind_one_more_look(desk: Desk) -> None:
    browser = desk.as_("truc")
    assert choose(desk, browser, "against", do="d").endswith("buoc=kiem-tra")
    check = browser.text(f"{SLIP}?buoc=kiem-tra")
    assert f"<strong>{len(desk.lines) - 1}</strong> đồng ý, <strong>1</strong> không đồng ý" in check
    assert votes(desk) == []


def test_a_half_done_slip_is_kept_in_the_browser_and_nowhere_else(desk: Desk) -> None:
    browser = desk.as_("truc")
    before = desk.events()
    choose(desk, browser, "abstain", do="luu")
    assert browser.text(SLIP).count(" checked") == 1
    assert desk.events() == before
    assert "kiem-tra" in choose(desk, browser)
    assert "chưa chọn ý kiến" in browser.text(f"{SLIP}?buoc=kiem-tra")


def test_a_draft_of_another_slip_is_not_believed(desk: Desk) -> None:
    browser = desk.as_("truc")
    browser.client.cookies.set(f"phieu-{desk.person('truc')[-8:]}", "d" * 99, path=SLIP)
    assert " checked" not in browser.text(SLIP)


def test_a_vote_shows_no_partial_result_while_it_is_open(desk: Desk) -> None:
    cast(desk, desk.as_("truc"), *["against"] * len(desk.lines))
    page = desk.as_("lat").text(f"/phien-hop/{MEETING}")
    assert "1 trên 13 thành viên đã bỏ phiếu" in page
    assert "không đồng ý" not in page.lower()
    assert page.count("chưa kiểm phiếu") >= len(desk.lines)


@pytest.mark.parametrize("login", ["clerk-thon-3", "khe", "thanh-tra"])
def test_who_does_not_sit_in_the_council_has_no_slip(desk: Desk, login: str) -> None:
    assert desk.as_(login).get(SLIP).status_code == 404


def test_a_closed_vote_takes_no_slip(desk: Desk) -> None:
    chair = desk.as_("lat")
    close = {"session": MEETING, "ballot": BALLOT, "xac_nhan": "1"}
    assert chair.post("/lam/session.close_ballot", close).status_code == 303
    browser = desk.as_("truc")
    assert "đã đóng" in browser.text(SLIP)
    late = {f"phieu.{line}": "for" for line in desk.lines}
    answer = browser.post(SLIP, {**late, "lam": "bo-phieu", "ma": "x"}, page="/tai-khoan")
    assert answer.status_code == 409
    assert votes(desk) == []


def test_a_line_one_stepped_out_of_has_no_buttons(desk: Desk) -> None:
    browser = desk.as_("truc")
    page = f"/phien-hop/{MEETING}/xung-dot"
    line = desk.lines[0]
    answer = browser.post(page, {f"quan_he.{line}": "kin", f"rut.{line}": "yes", "ma": "m"}, page=page)
    assert answer.status_code == 303
    slip = browser.text(SLIP)
    assert slip.count('type="radio"') == 3 * (len(desk.lines) - 1)
    assert "Đồng chí đã xin rút" in slip
    cast(desk, browser, "for", *["for"] * (len(desk.lines) - 1))
    assert len(votes(desk)) == 1


def test_what_a_member_declared_stands_at_once_before_whoever_leads_and_nobody_else(desk: Desk) -> None:
    browser = desk.as_("truc")
    page, line = f"/phien-hop/{MEETING}/xung-dot", desk.lines[0]
    browser.post(page, {f"quan_he.{line}": "kin", f"rut.{line}": "yes", "ma": "m"}, page=page)
    told = "có quan hệ gia đình"
    assert told in desk.as_("mai").text(f"/phien-hop/{MEETING}")
    assert told in desk.as_("lat").text(f"/phien-hop/{MEETING}")
    assert told not in desk.as_("khe").text(f"/phien-hop/{MEETING}")


def test_a_member_marks_names_and_says_the_relation_of_those_alone(desk: Desk) -> None:
    browser = desk.as_("truc")
    page = f"/phien-hop/{MEETING}/xung-dot"
    names = re.findall(r'<div class="tick">.*?</div>', browser.get(page).text)
    assert len(names) == len(desk.lines)
    assert max(len(name.encode()) for name in names) < 330, "three hundred names fit into 100 KB"
    asked = browser.post(page, {"co": desk.lines[0], "ma": "m"}, page=page)
    assert asked.status_code == 200
    assert f'name="quan_he.{desk.lines[0]}"' in asked.text
    assert desk.lines[1] not in asked.text
    assert "session.interests_confirmed" not in desk.events()[-2:]
    said = {"co": desk.lines[0], f"quan_he.{desk.lines[0]}": "other", "ma": "m"}
    assert browser.post(page, said, page=page).status_code == 303
    assert desk.events()[-1] == "session.interests_confirmed"


def test_the_secretary_keys_for_the_chair_and_the_log_says_so(desk: Desk) -> None:
    secretary = desk.as_("mai")
    answer = secretary.post(
        "/lam/session.close_ballot", {"session": MEETING, "ballot": BALLOT, "xac_nhan": "1"}
    )
    assert answer.status_code == 303
    closed = [row for row in desk.house.ledger.stored(MEETING) if row.type == "session.ballot_closed"]
    assert [row.envelope.by.role for row in closed] == ["secretary"]
    assert [row.envelope.by.behalf for row in closed] == [desk.person("lat")]


def test_a_sealed_slip_leaves_no_trace_of_the_choice(sealed_desk: Desk) -> None:
    browser = sealed_desk.as_("truc")
    slip = browser.text(SLIP)
    assert "Phiếu kín" in slip
    cast(sealed_desk, browser, *["against"] * len(sealed_desk.lines))
    receipt = browser.text(SLIP)
    assert "không ai biết đồng chí chọn gì" in receipt.lower()
    assert "against" not in receipt
    received = [
        row for row in sealed_desk.house.ledger.stored(MEETING) if row.type == "session.ballot_received"
    ]
    assert len(received) == 1
    assert b"against" not in received[0].leaf
    kept = sealed_desk.house.ledger.database.url.database
    assert kept is not None
    for file in Path(kept).parent.glob("**/*"):
        if file.is_file():
            assert b'"against"' not in file.read_bytes(), file


def test_a_later_sealed_slip_takes_the_place_of_the_first(sealed_desk: Desk) -> None:
    browser = sealed_desk.as_("truc")
    cast(sealed_desk, browser, *["for"] * len(sealed_desk.lines))
    assert "Bỏ lại phiếu khác" in browser.text(SLIP)
    page = browser.text(f"{SLIP}?lai=1")
    assert page.count('type="radio"') == 3 * len(sealed_desk.lines)
    assert " checked" not in page
    cast(sealed_desk, browser, *["against"] * len(sealed_desk.lines))
    received = [
        row for row in sealed_desk.house.ledger.stored(MEETING) if row.type == "session.ballot_received"
    ]
    assert len(received) == 2
    meeting = sealed_desk.as_("lat").text(f"/phien-hop/{MEETING}")
    assert "1 trên 13 thành viên đã bỏ phiếu" in meeting


def test_no_slip_is_taken_and_nothing_is_told_before_the_interests_are_confirmed(desk: Desk) -> None:
    now = desk.house.clock.now()
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    desk.welcome.open_account(desk.person(SILENT), SILENT, said)
    desk.welcome.set_password(desk.person(SILENT), PASSWORD, said)
    browser = desk.as_(SILENT)
    page = f"/phien-hop/{MEETING}/xung-dot"
    asked = browser.get(SLIP)
    assert (asked.status_code, asked.headers["location"]) == (303, f"{page}?ve={BALLOT}")
    slip = {f"phieu.{line}": "for" for line in desk.lines}
    answer = browser.post(SLIP, {**slip, "lam": "bo-phieu", "ma": "x"}, page="/tai-khoan")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?ve={BALLOT}")
    assert votes(desk) == []
    confirmed = browser.post(page, {"ma": "m", "ve": BALLOT}, page=page)
    assert confirmed.headers["location"].startswith(SLIP)
    assert "Tóm tắt thành tích" in browser.text(SLIP)


def test_who_has_sealed_a_slip_has_no_open_vote_among_their_work(sealed_desk: Desk) -> None:
    browser = sealed_desk.as_("truc")
    assert "Bỏ phiếu" in browser.text("/viec")
    cast(sealed_desk, browser, *["for"] * len(sealed_desk.lines))
    assert "Bỏ phiếu" not in browser.text("/viec")
