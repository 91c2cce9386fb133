"""The pages that only answer what was sent (faults, one more look, what is shown once) and forms of all kinds, under axe as well."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from desk.web.guard import LONGEST_FIELD
from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.browser.looking import look, opened
from tests.desk.intake.books import book
from tests.desk.web.conftest import BALLOT, MEETING, Desk
from tests.desk.web.places import filled
from tests.desk.web.test_lists import MIXED
from tests.desk.web.test_score_sheets import SHEET, scored, unit
from tests.desk.web.test_tellers import close

__all__ = ["scored"]
pytestmark = [pytest.mark.slow, pytest.mark.browser]
HERE = f"/phien-hop/{MEETING}"
SEND = """([selector, values]) => {
  const form = document.querySelector(selector);
  for (const [name, value] of Object.entries(values)) {
    const said = document.createElement('input');
    for (const old of form.querySelectorAll(`[name="${name}"]:not([type=file])`)) old.disabled = true;
    Object.assign(said, {type: 'hidden', name, value});
    form.append(said);
  }
  form.submit();
}"""
"""Sends a form as it stands, with some values instead, and without asking whether it is filled in."""


@dataclass(frozen=True)
class Answer:
    """What is sent from which page by whom, and words that the answer has."""

    login: str
    path: str
    words: str
    said: dict[str, str] = field(default_factory=dict)
    form: str = "main form"
    file: Path | None = None


@dataclass(frozen=True)
class Fault:
    """A page that answers with a fault, and what is sent from it if it answers a form."""

    status: int
    path: str
    said: dict[str, str] = field(default_factory=dict)
    login: str = "mai"


FAULTS = (
    Fault(404, "/khong-co"),
    Fault(404, "/quan-tri", login="truc"),
    Fault(422, "/phien-hop?trang=x"),
    Fault(403, "/lam/nomination.note", {"form_key": "cũ", "note": "Một câu dài <b>"}),
    Fault(403, "/lam/obligation.acknowledge?obligation={obligation}", {"note": "Đã biết"}, login="thanh-tra"),
    Fault(422, "/lam/unit.close", {"unit": "unit-khong-co", "on": "hôm qua", "xac_nhan": "1"}),
    Fault(409, "/lam/person.register?person={person}", {"name": "Lê Ví Dụ Na"}),
    Fault(413, "/lam/nomination.note", {"note": "x" * (LONGEST_FIELD + 1)}),
)


def on_the_day(desk: Desk, folder: Path) -> list[Answer]:
    slip, line = f"{HERE}/phieu/{BALLOT}", desk.lines[0]
    token = {"phan_mem": "x", "tai_khoan": "clerk-thon-3", "quyen": "read", "so_ngay": "30", "lam": "cap"}
    sheet = f"{SHEET}?nam=2024&don_vi={unit(desk, 'thon-3')}&boi={unit(desk, 'thon-3')}"
    return [
        Answer("mai", f"{HERE}/the", "Quét mã", {"nguoi": desk.person("truc")}),
        Answer("mai", f"/quan-tri/nguoi/{desk.person('truc')}", "Mã dùng một lần", {"lam": "ma"}),
        Answer("mai", "/quan-tri/ma-truy-cap", "Mã mới", token, "main form.stack"),
        Answer("mai", "/lam/unit.establish", "Chưa làm được"),
        Answer("mai", "/nhap-de-nghi", "Phải sửa", file=book(folder / "danh-sach.xlsx", MIXED)),
        Answer("mai", "/kiem-toan/kiem-chung", "Nguyên vẹn"),
        Answer("mai", "/kiem-toan/doi-soat", "Số dòng của từng sổ"),
        Answer("mai", sheet, "điểm từ 0 đến 60", {"diem.tc-1": "99"}),
        Answer("lat", f"/lam/session.close_ballot?session={MEETING}&ballot={BALLOT}", "Kiểm tra lại"),
        Answer("truc", f"{HERE}/xung-dot", "Quan hệ thế nào", {"co": line}),
        Answer("truc", slip, "chưa chọn ý kiến", {"lam": "kiem-tra"}),
        Answer("truc", slip, "Kiểm tra lại phiếu", {"lam": "d"}),
    ]


def asked(page: Page, answer: Answer) -> list[str]:
    """Send it, and look at what comes."""
    page.goto(answer.path)
    if answer.file is not None:
        page.set_input_files("#tep", answer.file)
    with page.expect_navigation():
        page.evaluate(SEND, [answer.form, answer.said])
    shown = page.inner_text("main")
    assert answer.words in shown, shown
    return look(page, answer.path)


@pytest.mark.timeout(900)
def test_no_answer_shuts_anybody_out(chromium: Browser, scored: Desk, tmp_path: Path) -> None:
    scored.house.notary().sign()
    found: list[str] = []
    answers = on_the_day(scored, tmp_path)
    with served(scored) as address:
        with opened(chromium, address) as page:
            found += asked(page, Answer("", "/dang-nhap", "không đúng", {"ten": "x", "ma": "y"}))
        for login in ("mai", "lat", "truc"):
            with opened(chromium, address) as page:
                sign_in(Mouse(page), login)
                for answer in answers:
                    if answer.login == login:
                        found += asked(page, answer)
        with opened(chromium, address) as page:
            sign_in(Mouse(page), "truc")
            page.goto(f"{HERE}/phieu/{BALLOT}")
            page.click("text=Đồng ý tất cả hồ sơ còn lại")
            page.click("main >> button:has-text('Bỏ phiếu')")
            found += look(page, "biên nhận")
            page.click("text=English")
            found += look(page, "biên nhận bằng tiếng Anh")
    assert found == []


def test_no_page_of_a_fault_shuts_anybody_out(chromium: Browser, desk: Desk) -> None:
    """Each kind of fault that people meet: what is not there, what is foreign, malformed, forbidden, refused, too long."""
    found: list[str] = []
    with served(desk) as address:
        for login in ("mai", "truc", "thanh-tra"):
            with opened(chromium, address) as page:
                sign_in(Mouse(page), login)
                for fault in FAULTS:
                    if fault.login == login:
                        assert met(page, fault, filled(desk, fault.path)) == fault.status, fault
                        found += look(page, f"{fault.status} {fault.path}")
    assert found == []


def met(page: Page, fault: Fault, address: str) -> int:
    """Come to the page, or send its form; the status of the answer."""
    if not fault.said:
        answer = page.goto(address)
        return answer.status if answer else 0
    page.goto(address)
    with page.expect_navigation() as sent:
        page.evaluate(SEND, ["main form", fault.said])
    return sent.value.status


@pytest.mark.parametrize(("day", "place"), [("sealed_desk", "hom-phieu"), ("paper_desk", "phieu-giay")])
def test_no_fault_of_a_tellers_form_shuts_anybody_out(
    chromium: Browser, request: pytest.FixtureRequest, day: str, place: str
) -> None:
    desk: Desk = request.getfixturevalue(day)
    close(desk)
    path = f"{HERE}/{place}/{BALLOT}"
    with served(desk) as address, opened(chromium, address) as page:
        sign_in(Mouse(page), "khe")
        assert asked(page, Answer("khe", path, "Chưa làm được")) == []
