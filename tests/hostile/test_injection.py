"""Whatever somebody types is shown as they typed it, and runs nowhere."""

import html
from urllib.parse import quote

from desk.requests import body_model
from desk.web.titles import OFFERED
from domain.vietnamese.folding import seen
from tests.desk.web.conftest import Browser, Desk

PAYLOADS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "${7*7}", "<svg onload=alert(1)>",
    "' OR 1=1 --", "%27; DROP TABLE event;--", '=HYPERLINK("http://la.example")', "javascript:alert(1)",
    "</textarea><script>alert(1)</script>", "Аn (chữ А Kirin)", "\u202eđảo chiều", "a" * 5000,
]  # fmt: skip


def test_a_name_is_shown_as_it_was_typed(desk: Desk) -> None:
    browser = desk.as_("mai")
    for number, payload in enumerate(PAYLOADS):
        typed_and_shown(desk, browser, number, payload)


def typed_and_shown(desk: Desk, browser: Browser, number: int, payload: str) -> None:
    name = payload[:180]
    answer = browser.post("/lam/unit.establish", {
        "unit": f"unit-thu-{number}", "name": name, "kind": "village", "level": "agency", "co_san": "unit",
        "parent": desk.script.cast.unit("ubnd"),
    })  # fmt: skip
    if seen(name) != name:
        assert answer.status_code == 422, "what leaves no mark on paper does not enter the log"
        return
    assert answer.status_code == 303, html.unescape(answer.text)[:1500]
    page = browser.get("/quan-tri/don-vi?trang=1").text + browser.get("/cac-xa").text
    assert html.escape(name, quote=False) in page.replace("&#34;", '"').replace(
        "&#39;", "'"
    ) or name in html.unescape(page)
    for tag in ("<script>alert", "<img src=x", "<svg onload", "49<"):
        assert tag not in page


def test_an_address_with_anything_in_it_breaks_nothing(desk: Desk) -> None:
    browser = desk.as_("mai")
    for payload in PAYLOADS:
        asked_for(browser, payload)


def asked_for(browser: Browser, payload: str) -> None:
    for path in ("/ho-so", "/thu", "/kiem-toan", "/phien-hop", "/quan-tri/don-vi"):
        for name in ("buoc", "loai", "don_vi", "trang", "trang_thai", "truoc", "da_ghi", "nam"):
            answer = browser.client.get(path, params={name: payload})
            assert answer.status_code < 500, (path, name)
            assert payload not in answer.text or "<" not in payload
    for path in (
        "/ho-so/",
        "/phien-hop/",
        "/kiem-toan/dong/",
        "/kiem-toan/su-kien/",
        "/lam/",
        "/the/",
        "/thu/",
    ):
        assert browser.get(path + quote(payload[:200], safe="")).status_code in {404, 422}, path


def test_a_form_filled_with_nonsense_says_what_is_wrong_and_writes_nothing(desk: Desk) -> None:
    browser = desk.as_("mai")
    for command in OFFERED:
        filled_with_nonsense(desk, browser, command)


def filled_with_nonsense(desk: Desk, browser: Browser, command: str) -> None:
    fields = dict.fromkeys(body_model(command).model_fields, "<b>vô lý</b>")
    before = desk.house.ledger.head()
    answer = browser.post(f"/lam/{command}", {**fields, "xac_nhan": "1", "chung_thuc": "x"})
    assert answer.status_code in {403, 404, 409, 422}, (command, answer.status_code)
    assert "<b>vô lý</b>" not in answer.text
    assert desk.house.ledger.head() == before
