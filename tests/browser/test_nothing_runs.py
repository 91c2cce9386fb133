"""What people write is shown and never run: hostile words in every kind of field, every page opened in a real browser."""

from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Dialog, Page

from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.desk.web.conftest import Browser, Desk
from tests.desk.web.places import filled, opened_by, pages

pytestmark = [pytest.mark.slow, pytest.mark.browser]
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)><svg onload=alert(3)></textarea></title>"
    "\"' onmouseover=alert(4) x='<a href=javascript:alert(5)>{{7*7}}"
)
GROWN = """() => [...document.querySelectorAll('*')]
  .filter(e => e.matches('img, iframe, object, embed, style, script:not([src]), a[href^="javascript:"]')
            || [...e.attributes].some(a => a.name.startsWith('on')))
  .map(e => e.outerHTML.slice(0, 120))"""
"""What no page of ours has, and words that were taken for markup would have made."""


def sent(browser: Browser, command: str, said: Mapping[str, object]) -> None:
    answer = browser.post(f"/lam/{command}", {"co_san": "", **said})
    assert answer.status_code == 303, (command, answer.text)


def planted(desk: Desk) -> list[str]:
    """Write hostile words wherever the office may write; give the pages of what was made."""
    browser, line = desk.as_("mai"), filled(desk, "{nomination}")
    home, person = desk.script.cast.unit("ubnd"), "person-00000000-0000-4000-8000-000000000000"
    paper = {"document.number": HOSTILE, "document.day": "2024-01-05", "document.about": HOSTILE}
    sent(browser, "unit.establish", {
        "unit": "unit-0", "name": HOSTILE, "kind": "village", "level": "agency", "parent": home,
    })  # fmt: skip
    sent(browser, "person.register", {"person": person, "name": HOSTILE})
    sent(browser, "nomination.draft", {
        "nomination": "nomination-0", "subject": person, "subject_kind": "person", "award": "GK", "stated_kind": "form",
        "merit": "phong_trao", "award_year": "2024", "unit": "unit-0", "achievement": HOSTILE,
        "papers.0.kind": "bao_cao", "papers.0.number": HOSTILE, "papers.0.issuer": HOSTILE,
    })  # fmt: skip
    sent(browser, "nomination.note", {"nomination": line, "about": "other", "note": HOSTILE})
    sent(browser, "cluster.form", {
        "cluster": "cluster-0", "name": HOSTILE, "kind": "cum", "members": [home, "unit-0"], **paper,
    })  # fmt: skip
    sheet = {"ten.0": HOSTILE, "toi_da.0": "10", "loai.0": "base", "nam": "2024", "ma": "b", "so": HOSTILE}
    adopted = browser.post("/cum-khoi/cluster-0/bang-diem", {**sheet, "ngay": "2024-01-06", "noi": HOSTILE})
    assert adopted.status_code == 303
    scores = {"nam": "2024", "don_vi": "unit-0", "boi": "unit-0", "diem.tc-1": "9", "vi_sao.tc-1": HOSTILE}
    assert browser.post("/cum-khoi/cluster-0/cham-diem", {**scores, "lam": "ghi"}).status_code == 303
    token = {"phan_mem": HOSTILE[:110], "tai_khoan": "clerk-thon-3", "quyen": "read", "so_ngay": "30"}
    assert browser.post("/quan-tri/ma-truy-cap", {**token, "lam": "cap"}).status_code == 200
    return [
        "/ho-so/nomination-0", "/ho-so/nomination-0/giay-to", "/cum-khoi/cluster-0", f"/quan-tri/nguoi/{person}",
        "/cum-khoi/cluster-0/cham-diem", "/cum-khoi/cluster-0/cham-diem?don_vi=unit-0&boi=unit-0",
        "/cum-khoi/cluster-0/bang-diem?nam=2024", "/kiem-toan/dong/nomination-0", "/kiem-toan/dong/cluster-0",
        f"/kiem-toan/dong/{person}", f"/ho-so/{line}", f"/kiem-toan/su-kien/{desk.house.ledger.head()}",
        "/lam/nomination.draft", "/lam/session.convene",
    ]  # fmt: skip


def opened(page: Page, path: str) -> list[str]:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status < 500, path
    return [f"{path}: {grown}" for grown in page.evaluate(GROWN)]


@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_runs_what_somebody_wrote(chromium: Chromium, later_desk: Desk, language: str) -> None:
    made = planted(later_desk)
    found: list[str] = []
    dialogs: list[str] = []

    def heard(dialog: Dialog) -> None:
        dialogs.append(dialog.message)
        dialog.dismiss()

    with served(later_desk) as address:
        for login in ("mai", "truc", "khe"):
            context = chromium.new_context(base_url=address)
            context.add_cookies([{"name": "sovang-tieng", "value": language, "url": address}])
            page = context.new_page()
            page.on("dialog", heard)
            sign_in(Mouse(page), login)
            own = [
                filled(later_desk, path) for path in pages() if path != "/" and opened_by(path) in {login, ""}
            ]
            for path in [*own, *(made if login == "mai" else ())]:
                found += opened(page, path)
            context.close()
    assert (found, dialogs) == ([], [])
