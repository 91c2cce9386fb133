"""The ten core tasks, each by who does it, on a phone, with script and without."""

import re

import pytest
from playwright.sync_api import Page

from domain.decider import Said
from events.envelope import By
from tests.browser.conftest import sign_in
from tests.desk.web.conftest import BALLOT, MEETING, Desk

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def types(desk: Desk) -> list[str]:
    return desk.events()


def test_a_member_votes_from_the_list_of_work_and_gets_a_receipt(page: Page, desk: Desk) -> None:
    sign_in(page, "truc")
    taps = 0
    page.click(f"text=Bỏ phiếu {len(desk.lines)} hồ sơ")
    for line in desk.lines:
        page.check(f"#p1-{line}")
        taps += 1
    page.click("text=Kiểm tra lại rồi bỏ phiếu")
    page.click("main >> button:has-text('Bỏ phiếu')")
    taps += 3
    assert re.search(r"Đã bỏ phiếu lúc \d\d:\d\d", page.inner_text("h1"))
    assert taps <= 3 * 20
    assert types(desk)[-1] == "session.vote_cast"


def test_a_member_agrees_with_the_whole_list_behind_one_more_look(page: Page, desk: Desk) -> None:
    sign_in(page, "truc")
    page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    page.click("text=Đồng ý tất cả hồ sơ còn lại")
    assert "Kiểm tra lại phiếu" in page.inner_text("h1")
    page.click("main >> button:has-text('Bỏ phiếu')")
    assert "Đã bỏ phiếu" in page.inner_text("h1")


def test_a_half_done_slip_waits_on_the_phone(page: Page, desk: Desk) -> None:
    sign_in(page, "truc")
    page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    page.check(f"#p2-{desk.lines[0]}")
    page.click("text=Giữ tạm")
    page.goto("/viec")
    page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    assert page.is_checked(f"#p2-{desk.lines[0]}")


def test_a_member_confirms_conflicts_on_one_page(page: Page, desk: Desk) -> None:
    sign_in(page, "truc")
    page.goto(f"/phien-hop/{MEETING}/xung-dot")
    page.select_option(f"select[name='quan_he.{desk.lines[0]}']", "kin")
    page.check(f"input[name='rut.{desk.lines[0]}']")
    page.click("text=Xác nhận >> nth=-1")
    assert "Đã ghi vào sổ" in page.inner_text("main")
    assert types(desk)[-1] == "session.interests_confirmed"


def test_a_chair_closes_the_vote_after_one_more_look(page: Page, desk: Desk) -> None:
    sign_in(page, "lat")
    page.goto(f"/phien-hop/{MEETING}")
    page.click("text=Đóng biểu quyết")
    page.click("main >> button:has-text('Đóng biểu quyết')")
    assert "Kiểm tra lại" in page.inner_text("h1")
    page.click("main >> button:has-text('Đóng biểu quyết')")
    assert "session.ballot_closed" in types(desk)[-3:]


def test_a_chair_comes_in_by_a_printed_card(page: Page, desk: Desk) -> None:
    now = desk.house.clock.now()
    said = Said(at=now, by=By(desk.person("mai"), role="administrator"), late_reason=None)
    given = desk.welcome.give_card(desk.person("lat"), MEETING, now, said)
    page.goto(f"/the/{given.key}")
    page.click("text=Đúng thẻ của tôi")
    assert "Phiên họp" in page.inner_text("h1")


def test_a_secretary_prints_cards_with_codes(page: Page, desk: Desk) -> None:
    sign_in(page, "mai")
    page.goto(f"/phien-hop/{MEETING}/the")
    page.check("input[name=nguoi] >> nth=0")
    page.click("main >> button:has-text('In thẻ')")
    assert page.locator("svg.qr").count() == 1
    assert re.search(r"\d{3} \d{3}", page.inner_text(".digits"))


def test_a_clerk_begins_a_dossier(page: Page, desk: Desk) -> None:
    sign_in(page, "clerk-thon-3")
    page.goto("/ho-so")
    page.click("text=Lập hồ sơ")
    page.select_option("select[name=subject]", desk.person("cau"))
    page.select_option("select[name=subject_kind]", "person")
    page.select_option("select[name=award]", "LDTT")
    page.select_option("select[name=stated_kind]", "title")
    page.select_option("select[name=merit]", "cong_trang")
    page.fill("input[name=award_year]", "2024")
    page.select_option("select[name=unit]", desk.script.cast.unit("thon-3"))
    page.fill("textarea[name=achievement]", "Vận động làm 300 m đường <b>hoa</b>.")
    page.click("main >> button:has-text('Lập hồ sơ đề nghị')")
    assert "Trương Ví Dụ Cau" in page.inner_text("h1"), page.inner_text("main")
    assert "<b>hoa</b>" in page.inner_text("main")


def test_an_auditor_goes_back_step_by_step_and_verifies(page: Page, desk: Desk) -> None:
    sign_in(page, "thanh-tra")
    page.goto(f"/kiem-toan/dong/{desk.lines[0]}")
    page.click("text=Bước trước")
    assert "den=" in page.url
    assert "Bước này đã đổi gì" in page.inner_text("main")
    desk.house.notary().sign()
    page.goto("/kiem-toan/kiem-chung")
    page.click("text=Kiểm chứng ngay")
    assert "Nguyên vẹn" in page.inner_text("main")


def test_an_administrator_gives_a_code_that_opens_once(page: Page, desk: Desk) -> None:
    sign_in(page, "mai")
    page.goto(f"/quan-tri/nguoi/{desk.person('truc')}")
    page.click("text=Cấp mã dùng một lần")
    code = page.inner_text(".digits").replace(" ", "")
    page.click("text=Đăng xuất >> nth=0")
    sign_in(page, "truc", code)
    assert "Hoàng Ví Dụ Trúc" in page.inner_text("body")


def test_a_slip_is_filled_and_cast_by_keyboard_alone(page: Page, desk: Desk) -> None:
    sign_in(page, "truc")
    page.goto(f"/phien-hop/{MEETING}/phieu/{BALLOT}")
    page.focus(f"#p1-{desk.lines[0]}")
    for line in desk.lines:
        while page.evaluate("document.activeElement.name") != f"phieu.{line}":
            page.keyboard.press("Tab")
        page.keyboard.press("Space")
    page.focus("button[value=kiem-tra]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/*kiem-tra*")
    page.focus("button[value=bo-phieu]")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Đã bỏ phiếu lúc")
