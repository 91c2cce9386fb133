"""The tellers' tasks on a phone, by touch with script and without, and by the keyboard alone."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import WAYS, hands, served
from tests.browser.hands import Hand, sign_in
from tests.desk.web.conftest import BALLOT, MEETING, PASSPHRASE, Desk, key_file
from tests.desk.web.test_tellers import another_teller, cast, close

pytestmark = [pytest.mark.slow, pytest.mark.browser]
HERE = f"/phien-hop/{MEETING}"


@pytest.fixture
def at_the_box(request: pytest.FixtureRequest, chromium: Browser, sealed_desk: Desk) -> Iterator[Hand]:
    """At a meeting that votes in secret."""
    with served(sealed_desk) as address, hands(chromium, address, request.param) as hand:
        yield hand


@pytest.fixture
def at_the_slips(request: pytest.FixtureRequest, chromium: Browser, paper_desk: Desk) -> Iterator[Hand]:
    """At a meeting that votes on paper."""
    with served(paper_desk) as address, hands(chromium, address, request.param) as hand:
        yield hand


def to_the_tellers(hand: Hand, login: str = "khe") -> None:
    sign_in(hand, login)
    hand.page.goto(HERE)
    hand.press("text=Việc của tổ kiểm phiếu")


@pytest.mark.parametrize("at_the_box", WAYS, indirect=True)
def test_a_teller_makes_a_key_keeps_its_file_and_hands_it_in(
    at_the_box: Hand, tmp_path: Path, sealed_desk: Desk
) -> None:
    hand = at_the_box
    to_the_tellers(hand, another_teller(sealed_desk))
    hand.fill("#mat-khau", PASSPHRASE)
    hand.fill("#nhap-lai", PASSPHRASE)
    with hand.page.expect_download() as kept:
        hand.set_going("text=Tạo và tải tệp khoá về máy")
    file = tmp_path / "khoa.json"
    kept.value.save_as(file)
    hand.page.set_input_files("#tep-1", file)
    hand.fill("#mat-khau-1", PASSPHRASE)
    hand.press("main >> button:has-text('Nộp khoá')")
    assert "Đã ghi vào sổ" in hand.page.inner_text("main")
    assert sealed_desk.events()[-1] == "session.teller_key_registered"


@pytest.mark.parametrize("at_the_box", WAYS, indirect=True)
def test_two_tellers_open_the_box_at_one_screen(at_the_box: Hand, sealed_desk: Desk) -> None:
    for member in sealed_desk.script.members:
        if member != "dao":
            cast(sealed_desk, member, "for")
    close(sealed_desk)
    hand = at_the_box
    to_the_tellers(hand)
    hand.press("text=mở hòm phiếu")
    hand.page.set_input_files("#tep-1", key_file(sealed_desk.house, "khe"))
    hand.fill("#mat-khau-1", PASSPHRASE)
    hand.choose("#nguoi", sealed_desk.person("chanh"))
    hand.page.set_input_files("#tep-2", key_file(sealed_desk.house, "chanh"))
    hand.fill("#mat-khau-2", PASSPHRASE)
    hand.press("main >> button:has-text('Mở hòm phiếu')")
    assert "mở lần đầu, kết quả đã ghi vào sổ" in hand.page.inner_text("main")
    assert sealed_desk.events()[-2:] == ["session.box_opened", "session.ballot_tallied"]


@pytest.mark.parametrize("at_the_slips", WAYS, indirect=True)
def test_a_teller_enters_what_was_counted_on_paper_and_counts(at_the_slips: Hand, paper_desk: Desk) -> None:
    close(paper_desk)
    hand = at_the_slips
    to_the_tellers(hand)
    hand.press("text=nhập số phiếu giấy")
    for name, many in (("phat", "13"), ("thu", "13"), ("hop_le", "12"), ("khong_hop_le", "1")):
        hand.fill(f"input[name={name}]", many)
    for line in paper_desk.lines:
        for name, many in (("dong_y", "12"), ("khong", "0"), ("trang", "0"), ("hong", "0")):
            hand.fill(f"input[name='{name}.{line}']", many)
    hand.press("main >> button:has-text('Ghi số phiếu')")
    assert "Đã nhập số phiếu" in hand.page.inner_text("main")
    hand.press("main >> a:has-text('Kiểm phiếu') >> nth=-1")
    hand.press("main >> button:has-text('Kiểm phiếu')")
    assert "Kiểm tra lại" in hand.page.inner_text("h1")
    hand.press("main >> button:has-text('Kiểm phiếu')")
    assert "session.ballot_tallied" in paper_desk.events()[-2:]
    hand.page.goto(f"{HERE}/phieu-giay/{BALLOT}")
    assert "Đã kiểm phiếu" in hand.page.inner_text("main")
