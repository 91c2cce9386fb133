"""The pages that only answer what was sent (faults, one more look, what is shown once) and forms of all kinds, under axe as well."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.browser.test_accessible import look
from tests.desk.intake.books import book
from tests.desk.web.conftest import BALLOT, MEETING, Desk
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
FORMS = (
    "submission.receive", "session.convene", "movement.report_progress", "decision.receive_outside", "ceremony.schedule",
    "person.grant_role", "record.grading", "policy.adopt_verification", "cluster.form",
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What is sent from which page by whom, and words that the answer has."""

    login: str
    path: str
    words: str
    said: dict[str, str] = field(default_factory=dict)
    form: str = "main form"
    file: Path | None = None


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


@contextmanager
def opened(chromium: Browser, address: str, width: int, scheme: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=address,
        viewport={"width": width, "height": 800},
        color_scheme="dark" if scheme == "dark" else "light",
        bypass_csp=True,  # axe is put into the page from outside
    )
    yield context.new_page()
    context.close()


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


@pytest.mark.timeout(600)
@pytest.mark.parametrize("width", [320, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_answer_shuts_anybody_out(
    chromium: Browser, scored: Desk, tmp_path: Path, width: int, scheme: str
) -> None:
    scored.house.notary().sign()
    found: list[str] = []
    answers = on_the_day(scored, tmp_path)
    with served(scored) as address:
        with opened(chromium, address, width, scheme) as page:
            found += asked(page, Answer("", "/dang-nhap", "không đúng", {"ten": "x", "ma": "y"}))
        for login in ("mai", "lat", "truc"):
            with opened(chromium, address, width, scheme) as page:
                sign_in(Mouse(page), login)
                for answer in answers:
                    if answer.login == login:
                        found += asked(page, answer)
                for path in (f"/lam/{command}" for command in FORMS if login == "mai"):
                    page.goto(path)
                    found += look(page, path)
                page.goto("/khong-co")
                found += look(page, "/khong-co")
        with opened(chromium, address, width, scheme) as page:
            sign_in(Mouse(page), "truc")
            page.goto(f"{HERE}/phieu/{BALLOT}")
            page.click("text=Đồng ý tất cả hồ sơ còn lại")
            page.click("main >> button:has-text('Bỏ phiếu')")
            found += look(page, "biên nhận")
            page.click("text=English")
            found += look(page, "biên nhận bằng tiếng Anh")
    assert found == []


@pytest.mark.parametrize(("day", "place"), [("sealed_desk", "hom-phieu"), ("paper_desk", "phieu-giay")])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_fault_of_a_tellers_form_shuts_anybody_out(
    chromium: Browser, request: pytest.FixtureRequest, day: str, place: str, scheme: str
) -> None:
    desk: Desk = request.getfixturevalue(day)
    close(desk)
    path = f"{HERE}/{place}/{BALLOT}"
    with served(desk) as address, opened(chromium, address, 320, scheme) as page:
        sign_in(Mouse(page), "khe")
        assert asked(page, Answer("khe", path, "Chưa làm được")) == []
