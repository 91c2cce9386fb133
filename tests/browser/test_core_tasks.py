"""The core tasks, each by who does it, on a phone: by touch with script and without, and by the keyboard alone."""

import re
from pathlib import Path

import pytest

from domain.decider import Said
from events.envelope import By
from tests.browser.hands import Hand, sign_in
from tests.desk.intake.books import book
from tests.desk.web.conftest import BALLOT, MEETING, Desk
from tests.desk.web.test_lists import GOOD

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def types(desk: Desk) -> list[str]:
    return desk.events()


def test_a_member_votes_by_one_tap_a_dossier_and_three_around_them(hand: Hand, desk: Desk) -> None:
    """On the narrowest phone a slip of twenty dossiers is 23 taps."""
    sign_in(hand, "truc")
    hand.page.set_viewport_size({"width": 320, "height": 640})
    hand.press(f"text=Bỏ phiếu {len(desk.lines)} hồ sơ")
    for line in desk.lines:
        hand.check(f"#p1-{line}")
    hand.press("text=Kiểm tra lại rồi bỏ phiếu")
    hand.press("main >> button:has-text('Bỏ phiếu')")
    assert re.search(r"Đã bỏ phiếu lúc \d\d:\d\d", hand.page.inner_text("h1"))
    assert types(desk)[-1] == "session.vote_cast"


def test_a_member_agrees_with_the_whole_list_behind_one_more_look(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "truc")
    hand.page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    hand.press("text=Đồng ý tất cả hồ sơ còn lại")
    assert "Kiểm tra lại phiếu" in hand.page.inner_text("h1")
    hand.press("main >> button:has-text('Bỏ phiếu')")
    assert "Đã bỏ phiếu" in hand.page.inner_text("h1")


def test_a_half_done_slip_waits_on_the_phone(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "truc")
    hand.page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    hand.check(f"#p2-{desk.lines[0]}")
    hand.press("text=Giữ tạm")
    hand.page.goto("/viec")
    hand.page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    assert hand.page.is_checked(f"#p2-{desk.lines[0]}")


def test_a_member_confirms_conflicts_on_one_page(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "truc")
    hand.page.goto(f"/phien-hop/{MEETING}/xung-dot")
    hand.check(f"input[value='{desk.lines[0]}']")
    hand.press("main >> button:has-text('Xác nhận')")
    assert "Quan hệ thế nào" in hand.page.inner_text("h1")
    hand.choose(f"select[name='quan_he.{desk.lines[0]}']", "kin")
    hand.check(f"input[name='rut.{desk.lines[0]}']")
    hand.press("text=Xác nhận >> nth=-1")
    assert "Đã ghi vào sổ" in hand.page.inner_text("main")
    assert types(desk)[-1] == "session.interests_confirmed"


def test_a_chair_closes_the_vote_after_one_more_look(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "lat")
    hand.page.goto(f"/phien-hop/{MEETING}")
    hand.press("text=Đóng biểu quyết")
    hand.press("main >> button:has-text('Đóng biểu quyết')")
    assert "Kiểm tra lại" in hand.page.inner_text("h1")
    hand.press("main >> button:has-text('Đóng biểu quyết')")
    assert "session.ballot_closed" in types(desk)[-3:]


def test_a_chair_comes_in_by_a_printed_card(hand: Hand, desk: Desk) -> None:
    now = desk.house.clock.now()
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    given = desk.welcome.give_card(desk.person("lat"), MEETING, now, said)
    hand.page.goto(f"/the/{given.key}")
    hand.press("text=Đúng thẻ của tôi")
    assert "Phiên họp" in hand.page.inner_text("h1")


def test_a_secretary_prints_cards_with_codes(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "mai")
    hand.page.goto(f"/phien-hop/{MEETING}/the")
    hand.check("input[name=nguoi] >> nth=0")
    hand.press("main >> button:has-text('In thẻ')")
    assert hand.page.locator("svg.qr").count() == 1
    assert re.search(r"\d{3} \d{3}", hand.page.inner_text(".digits"))


def test_a_clerk_begins_a_dossier(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "clerk-thon-3")
    hand.page.goto("/ho-so")
    hand.press("text=Lập hồ sơ")
    hand.fill("input[name=tim]", "trương ví dụ cau")
    hand.press("button:has-text('Tìm thêm người')")
    hand.choose("select[name=subject]", desk.person("cau"))
    hand.choose("select[name=subject_kind]", "person")
    hand.choose("select[name=award]", "LDTT")
    hand.choose("select[name=stated_kind]", "title")
    hand.choose("select[name=merit]", "cong_trang")
    hand.fill("input[name=award_year]", "2024")
    hand.choose("select[name=unit]", desk.script.cast.unit("thon-3"))
    hand.fill("textarea[name=achievement]", "Vận động làm 300 m đường <b>hoa</b>.")
    hand.press("main >> button:has-text('Lập hồ sơ đề nghị')")
    assert "Trương Ví Dụ Cau" in hand.page.inner_text("h1"), hand.page.inner_text("main")
    assert "<b>hoa</b>" in hand.page.inner_text("main")


def test_an_auditor_goes_back_step_by_step_and_verifies(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "thanh-tra")
    hand.page.goto(f"/kiem-toan/dong/{desk.lines[0]}")
    hand.press("text=Bước trước")
    assert "den=" in hand.page.url
    assert "Bước này đã đổi gì" in hand.page.inner_text("main")
    desk.house.notary().sign()
    hand.page.goto("/kiem-toan/kiem-chung")
    hand.press("text=Kiểm chứng ngay")
    assert "Nguyên vẹn" in hand.page.inner_text("main")


def test_an_administrator_gives_a_code_that_opens_once(hand: Hand, desk: Desk) -> None:
    sign_in(hand, "mai")
    hand.page.goto(f"/quan-tri/nguoi/{desk.person('truc')}")
    hand.press("text=Cấp mã dùng một lần")
    code = hand.page.inner_text(".digits").replace(" ", "")
    hand.press("text=Đăng xuất >> nth=0")
    sign_in(hand, "truc", code)
    assert "Hoàng Ví Dụ Trúc" in hand.page.inner_text("body")


def test_a_list_from_excel_is_looked_at_and_recorded(hand: Hand, desk: Desk, tmp_path: Path) -> None:
    sign_in(hand, "mai")
    hand.page.goto("/ho-so")
    hand.press("text=Nhập danh sách từ Excel")
    hand.page.set_input_files("#tep", book(tmp_path / "danh-sach.xlsx", GOOD))
    hand.press("main >> button:has-text('Kiểm tra tệp')")
    assert "Tệp không có lỗi" in hand.page.inner_text("h1")
    hand.press("main >> button:has-text('Ghi 2 hồ sơ vào sổ')")
    assert "Đã ghi vào sổ" in hand.page.inner_text("main")
    assert types(desk).count("nomination.drafted") == 4


def test_an_auditor_compares_the_five_books(hand: Hand, desk: Desk) -> None:
    del desk
    sign_in(hand, "thanh-tra")
    hand.press("text=Kiểm toán")
    hand.press("text=Đối soát")
    hand.press("text=Đối soát ngay")
    assert "Năm sổ khớp nhau" in hand.page.inner_text("main")
