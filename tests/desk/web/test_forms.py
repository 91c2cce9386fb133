"""Forms that are sent a second time, too late or too long: nothing is written, nothing typed is lost, and it is said what to do."""

import html
import re

import pytest

from desk.web.forms import whole_text
from desk.web.guard import LONGEST_FIELD
from tests.desk.web.conftest import FORM_KEY, Browser, Desk

FORM = "/lam/unit.establish"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TYPED = {"name": "Thôn Mới <b>", "kind": "village", "level": "agency"}


def filled(browser: Browser) -> dict[str, str]:
    """The form as the browser keeps it, with what was typed."""
    page = browser.text(FORM).partition(f'action="{FORM}"')[2].partition("</form>")[0]
    return {**dict(HIDDEN.findall(page)), **TYPED}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("30.000.000", "30000000"),
        ("1 234", "1234"),
        ("30000000.5", "30000000.5"),
        ("3.00", "3.00"),
        ("1e9", "1e9"),
    ],
)
def test_a_point_in_a_whole_number_parts_thousands_or_is_left_to_be_refused(typed: str, read: str) -> None:
    assert whole_text(typed) == read


def test_a_form_that_belongs_to_a_page_opens_also_where_nothing_is_settled_yet(desk: Desk) -> None:
    browser = desk.as_("mai")
    forms = (
        "session.open_ballot",
        "session.record_attendance",
        "ceremony.answer",
        "cluster.rank",
        "movement.join",
    )
    answers = {command: browser.get(f"/lam/{command}").status_code for command in forms}
    assert answers == dict.fromkeys(forms, 200)


def test_a_form_sent_again_with_other_content_is_told_what_became_of_the_first(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = filled(browser)
    assert browser.client.post(FORM, data=form).status_code == 303
    before = desk.house.ledger.head()
    answer = browser.client.post(FORM, data={**form, "name": "Thôn Khác"})
    told = html.unescape(answer.text)
    assert answer.status_code == 409
    assert "đã được ghi một lần rồi" in told
    assert "mở biểu mẫu mới" in told
    assert "Mã lệnh" not in told
    assert desk.house.ledger.head() == before


def test_what_was_typed_outlives_signing_out_in_another_tab(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = filled(browser)
    browser.post("/dang-xuat", {})
    out = browser.client.post(FORM, data=form)
    told = html.unescape(out.text)
    assert out.status_code == 403
    assert TYPED["name"] in told
    assert TYPED["name"] not in out.text, "it is escaped"
    assert "đăng nhập ở một thẻ khác" in told
    assert browser.sign_in("mai").status_code == 303
    again = browser.client.post(FORM, data=form).text
    carried = dict(HIDDEN.findall(again.partition(f'action="{FORM}/sua"')[2]))
    opened = browser.client.post(
        f"{FORM}/sua", data={name: html.unescape(said) for name, said in carried.items()}
    )
    assert opened.status_code == 200
    assert html.escape(TYPED["name"]) in opened.text


@pytest.mark.parametrize("path", ["/dang-nhap", "/tai-khoan/mat-khau"])
def test_what_opens_an_account_is_never_shown_again(desk: Desk, path: str) -> None:
    answer = desk.as_("mai").client.post(
        path, data={"form_key": "x", "ma": "bi-mat-1", "moi": "bi-mat-2", "cu": "bi-mat-3"}
    )
    assert answer.status_code == 403
    assert "bi-mat" not in answer.text


def test_a_text_that_is_too_long_is_told_with_its_limit(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = {**filled(browser), "name": "x" * (LONGEST_FIELD + 1)}
    for sent in (
        browser.client.post(FORM, data=form),
        browser.client.post(FORM, data=form, files={"tep": b""}),
    ):
        assert sent.status_code == 413
        assert "256 KB" in html.unescape(sent.text)


def test_a_form_without_its_key_is_foreign(desk: Desk) -> None:
    assert FORM_KEY.search(desk.as_("mai").client.post(FORM, data=TYPED).text)
