"""The tellers at the browser: keys, the box opened by two of three, slips of paper counted, the minutes."""

import html
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from httpx2 import Response

from desk.demo.accounts import PASSWORD
from domain.decider import Said
from domain.person import GrantRole
from domain.session.commands import CastSealedBallot, CloseBallot
from events.envelope import By
from events.session import Choice
from tests.desk.web.conftest import BALLOT, MEETING, PASSPHRASE, Browser, Desk, key_file

HERE = f"/phien-hop/{MEETING}"
BOX = f"{HERE}/hom-phieu/{BALLOT}"
SLIPS = f"{HERE}/phieu-giay/{BALLOT}"
WRITTEN = {"phat": 13, "thu": 13, "hop_le": 12, "khong_hop_le": 1}


def said(desk: Desk, who: str, role: str) -> Said:
    return Said(at=desk.house.clock.now(), by=By(desk.person(who), role=role), late_reason=None)


def close(desk: Desk) -> None:
    command = CloseBallot(session=MEETING, ballot=BALLOT, **said(desk, "lat", "chair"))
    desk.house.handler.handle("close", command)


def cast(desk: Desk, member: str, choice: Choice) -> None:
    slip = CastSealedBallot(
        session=MEETING, ballot=BALLOT, member=desk.person(member), choices=dict.fromkeys(desk.lines, choice),
        **said(desk, member, "member"),
    )  # fmt: skip
    desk.house.handler.handle(f"slip-{member}", slip)


def account(desk: Desk, who: str) -> None:
    """Open an account for one of the cast who has none yet."""
    desk.welcome.open_account(desk.person(who), who, said(desk, "mai", "administrator"))
    desk.welcome.set_password(desk.person(who), PASSWORD, said(desk, "mai", "administrator"))


def key(desk: Desk, teller: str) -> tuple[str, bytes, str]:
    return f"{teller}.json", key_file(desk.house, teller).read_bytes(), "application/json"


@dataclass(frozen=True)
class Pair:
    """Who sits beside the sender, with the files and passphrases of both."""

    other: str
    keys: tuple[Any, Any]
    words: tuple[str, str] = (PASSPHRASE, PASSPHRASE)


def with_keys(desk: Desk, browser: Browser, path: str, pair: Pair) -> Response:
    """Send a form with two key files and their passphrases."""
    form = {"form_key": browser.key(HERE), "ma": path, "nguoi": desk.person(pair.other)}
    secrets = {"mat_khau_1": pair.words[0], "mat_khau_2": pair.words[1]}
    files = {"tep_1": pair.keys[0], "tep_2": pair.keys[1]}
    return browser.client.post(path, data={**form, **secrets}, files=files)


def opening(desk: Desk, who: str, other: str, *words: str) -> Response:
    first, second = words or (PASSPHRASE, PASSPHRASE)
    keys = (key(desk, who), key(desk, other))
    return with_keys(desk, desk.as_(who), BOX, Pair(other, keys, (first, second)))


def test_two_tellers_open_the_box_and_another_pair_finds_the_same(sealed_desk: Desk) -> None:
    members = sealed_desk.script.members
    for place, member in enumerate(members):
        if member != "dao":
            cast(sealed_desk, member, "against" if place == 0 else "for")
    close(sealed_desk)
    assert opening(sealed_desk, "khe", "chanh").status_code == 303
    assert sealed_desk.events()[-2:] == ["session.box_opened", "session.ballot_tallied"]
    account(sealed_desk, "cam")
    assert opening(sealed_desk, "cam", "chanh").status_code == 303
    assert sealed_desk.events()[-1] == "session.box_opened_again"
    page = sealed_desk.as_("khe").text(BOX)
    assert "mở lại, khớp kết quả lần đầu" in page
    minutes = sealed_desk.as_("khe").text(f"{HERE}/bien-ban")
    assert "cùng mở" in minutes
    assert "Cặp khác mở lại, kết quả khớp" in minutes
    assert 'data-label="Đồng ý">11<' in minutes


def test_nothing_of_the_count_is_there_before_the_vote_is_closed(sealed_desk: Desk) -> None:
    cast(sealed_desk, "truc", "for")
    head = sealed_desk.house.ledger.head()
    refused = opening(sealed_desk, "khe", "chanh")
    assert refused.status_code == 409
    assert sealed_desk.house.ledger.head() == head + 1  # the sign-in of the teller
    for path in (BOX, f"{HERE}/to-kiem-phieu", HERE):
        page = sealed_desk.as_("khe").text(path)
        assert "không có kết quả từng phần" in page or "chỉ hiện sau khi kiểm phiếu" in page


def test_a_wrong_passphrase_or_file_opens_nothing_and_is_told_which(sealed_desk: Desk) -> None:
    close(sealed_desk)
    wrong = opening(sealed_desk, "khe", "chanh", PASSPHRASE, "đoán mò đoán mò")
    assert wrong.status_code == 422
    assert "Mật khẩu không mở được tệp khoá thứ 2" in html.unescape(wrong.text)
    assert "đoán mò" not in wrong.text
    browser = sealed_desk.as_("khe")
    keys = (key(sealed_desk, "khe"), ("x.json", b"{}" * 4000, "application/json"))
    big = with_keys(sealed_desk, browser, BOX, Pair("chanh", keys))
    assert big.status_code == 422
    another = (key(sealed_desk, "khe"), key(sealed_desk, "cam"))
    strange = with_keys(sealed_desk, browser, BOX, Pair("chanh", another))
    assert strange.status_code == 409
    alone = with_keys(sealed_desk, browser, BOX, Pair("khe", another))
    assert alone.status_code == 422
    assert "session.box_opened" not in sealed_desk.events()


@pytest.mark.parametrize("login", ["mai", "lat", "truc", "thanh-tra", "clerk-thon-3"])
def test_only_the_tellers_of_the_meeting_have_their_pages(sealed_desk: Desk, login: str) -> None:
    browser = sealed_desk.as_(login)
    for path in (BOX, SLIPS, f"{HERE}/to-kiem-phieu"):
        assert browser.get(path).status_code == 404, path


def test_who_takes_a_tellers_place_makes_a_key_and_shares_in_the_box(sealed_desk: Desk) -> None:
    desk = sealed_desk
    cast(desk, "truc", "for")
    close(desk)
    newcomer = another_teller(desk)
    browser = desk.as_(newcomer)
    made = make_key(browser)
    hand_in(desk, browser, made)
    both = Pair("chanh", (key(desk, "khe"), key(desk, "chanh")))
    shared = with_keys(desk, desk.as_("khe"), f"{HERE}/chia-khoa", both)
    assert shared.status_code == 303
    assert desk.events()[-1] == "session.box_rewrapped"
    own = ("moi.json", made, "application/json")
    words = ("câu của người mới", PASSPHRASE)
    opened = with_keys(desk, browser, BOX, Pair("khe", (own, key(desk, "khe")), words))
    assert opened.status_code == 303
    assert desk.events()[-2:] == ["session.box_opened", "session.ballot_tallied"]


def another_teller(desk: Desk) -> str:
    """One of the three goes, and somebody with an account of their own comes."""
    newcomer = "cau"
    person = desk.person(newcomer)
    grant = GrantRole(
        person=person, role="teller", scope=desk.script.cast.council_id, since=date(2024, 1, 1),
        **said(desk, "mai", "administrator"),
    )  # fmt: skip
    desk.house.handler.handle("grant", grant)
    account(desk, newcomer)
    replaced = desk.as_("mai").post(
        "/lam/session.replace_teller",
        {"session": MEETING, "old": desk.person("cam"), "new": person, "reason": "vắng vì công tác"},
    )
    assert replaced.status_code == 303
    return newcomer


def make_key(browser: Browser) -> bytes:
    """Make a key: a short passphrase or two different ones give none; nothing is recorded."""
    for first, second in (("ngắn", "ngắn"), ("câu của người mới", "câu khác hẳn đi")):
        refused = browser.post(f"{HERE}/tao-khoa", {"mat_khau": first, "nhap_lai": second})
        assert refused.status_code == 422
    made = browser.post(
        f"{HERE}/tao-khoa", {"mat_khau": "câu của người mới", "nhap_lai": "câu của người mới"}
    )
    assert made.status_code == 200
    assert made.headers["content-disposition"].startswith("attachment")
    return made.content


def hand_in(desk: Desk, browser: Browser, made: bytes) -> None:
    """Hand a key in: only who opens the file can."""
    for words, status in (("câu đoán", 422), ("câu của người mới", 303)):
        answer = browser.client.post(
            f"{HERE}/nop-khoa",
            data={"form_key": browser.key(HERE), "ma": words, "mat_khau_1": words},
            files={"tep_1": ("moi.json", made, "application/json")},
        )
        assert answer.status_code == status
    registered = [row for row in desk.house.ledger.stored(MEETING) if row.type.endswith("key_registered")]
    assert len(registered) == 4
    assert registered[-1].envelope.by.who == desk.person("cau")


def counted(desk: Desk, **change: object) -> dict[str, object]:
    """What three tellers counted: twelve valid slips, all but one of them for."""
    lines = {
        f"{name}.{line}": count
        for line in desk.lines
        for name, count in (("dong_y", 11), ("khong", 1), ("trang", 0), ("hong", 0))
    }
    return {**WRITTEN, **lines, "so": "01/BB-KP", "ngay": "2024-09-13", "ma": str(change), **change}


def test_paper_slips_are_keyed_in_corrected_counted_and_in_the_minutes(paper_desk: Desk) -> None:
    close(paper_desk)
    browser = paper_desk.as_("khe")
    assert browser.post(SLIPS, counted(paper_desk), page=SLIPS).status_code == 303
    assert "Đã nhập số phiếu" in browser.text(SLIPS)
    line = paper_desk.lines[0]
    corrected = counted(paper_desk, **{f"dong_y.{line}": 10, f"trang.{line}": 1})
    assert browser.post(SLIPS, corrected, page=SLIPS).status_code == 303
    assert f'name="dong_y.{line}" value="10"' in browser.text(SLIPS)
    tally = {"session": MEETING, "ballot": BALLOT, "xac_nhan": "1"}
    assert browser.post("/lam/session.tally_ballot", tally).status_code == 303
    late = counted(paper_desk, ma="sau khi đã kiểm")
    assert browser.post(SLIPS, late, page=SLIPS).status_code == 409
    minutes = paper_desk.as_("mai").text(f"{HERE}/bien-ban")
    assert "Phiếu phát ra 13, thu về 13, hợp lệ 12, không hợp lệ 1" in minutes
    assert 'data-label="Đồng ý">10<' in minutes


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"thu": 14}, 409, "nhiều hơn 13 phiếu phát ra"),
        ({"hop_le": 11}, 409, "không bằng 13 phiếu thu về"),
        ({"phat": 99}, 409, "chỉ có 13 thành viên có mặt"),
        ({"phat": ""}, 422, "Còn 1 ô chưa ghi số phiếu"),
        ({"phat": "-1"}, 422, "Còn 1 ô chưa ghi số phiếu"),
        ({"ngay": "hôm qua"}, 422, "Chưa làm được"),
    ],
)
def test_a_count_that_does_not_add_up_is_told_and_what_was_typed_stays(
    paper_desk: Desk, change: dict[str, object], status: int, words: str
) -> None:
    close(paper_desk)
    browser = paper_desk.as_("khe")
    answer = browser.post(SLIPS, counted(paper_desk, **change), page=SLIPS)
    page = html.unescape(answer.text)
    assert answer.status_code == status, page
    assert words in page
    assert f'name="dong_y.{paper_desk.lines[0]}" value="11"' in page
    assert "session.paper_ballots_counted" not in paper_desk.events()


def test_what_a_teller_has_to_count_waits_in_their_work(paper_desk: Desk, sealed_desk: Desk) -> None:
    for desk, path in ((paper_desk, SLIPS), (sealed_desk, BOX)):
        assert path not in desk.as_("khe").text("/viec")
        close(desk)
        assert path in desk.as_("khe").text("/viec")
        assert path not in desk.as_("truc").text("/viec")


def test_paper_is_not_counted_while_the_vote_is_open(paper_desk: Desk) -> None:
    browser = paper_desk.as_("khe")
    assert "Chưa đóng biểu quyết" in browser.text(SLIPS)
    assert browser.post(SLIPS, counted(paper_desk), page=SLIPS).status_code == 409


def test_the_chair_is_named_where_the_secretary_keyed_the_act(paper_desk: Desk) -> None:
    close(paper_desk)
    secretary = paper_desk.as_("mai")
    answer = secretary.post("/lam/session.adjourn", {"session": MEETING, "reason": "mất điện"})
    assert answer.status_code == 303
    assert "theo điều hành của Chủ tịch" in secretary.text(HERE)
    assert "Họp tiếp" in secretary.text(HERE)
