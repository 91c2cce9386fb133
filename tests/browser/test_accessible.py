"""Every page at three widths, in light and dark: no violation that axe can find, nothing wider than the screen.

The pages are those of the routes, so a later page joins by itself; each is looked at on every day that has it. So are the
forms of all commands, and the pages as they stand after what comes late in a year.
"""

import pytest
from playwright.sync_api import Browser, Page

from desk.door.limits import PER_ACCOUNT_AND_PLACE
from desk.web.rooms import fund
from desk.web.titles import OFFERED
from events.store.errors import Unavailable
from tests.browser.afterwards import asked_about, wound_up
from tests.browser.conftest import served
from tests.browser.hands import Mouse, sign_in
from tests.browser.looking import look, opened
from tests.desk.web.conftest import Desk
from tests.desk.web.places import filled, opened_by, pages

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(1200)]
SENDERS = ("mai", "lat", "khe")
"""Who between them may send every command that has a form."""
DAYS = ["later_desk", "desk", "sealed_desk", "paper_desk"]
BEFORE_SIGNING_IN = {"/": "leads on", "/dang-nhap": "looked at before anybody has signed in"}
PAGES = [path for path in pages() if path not in BEFORE_SIGNING_IN]


def test_no_page_shuts_anybody_out(chromium: Browser, request: pytest.FixtureRequest) -> None:
    found: list[str] = []
    seen: set[str] = set()
    for day in DAYS:
        desk: Desk = request.getfixturevalue(day)
        left = [path for path in PAGES if path not in seen]
        with served(desk) as address:
            for login in ("mai", "truc", "khe"):
                with opened(chromium, address) as page:
                    if not seen:
                        page.goto("/dang-nhap")
                        found += look(page, "/dang-nhap")
                    sign_in(Mouse(page), login)
                    for path in left:
                        if opened_by(path) == login and _is_there(page, filled(desk, path)):
                            seen.add(path)
                            found += look(page, path)
    assert found == []
    assert seen == set(PAGES)


def test_no_form_of_a_command_shuts_anybody_out(chromium: Browser, later_desk: Desk) -> None:
    """The form of each command that is offered, as it opens."""
    found: list[str] = []
    left = list(OFFERED)
    with served(later_desk) as address:
        for login in SENDERS:
            with opened(chromium, address) as page:
                sign_in(Mouse(page), login)
                for command in list(left):
                    if _is_there(page, f"/lam/{command}"):
                        found += look(page, command)
                        left.remove(command)
    assert (left, found) == ([], [])


def test_no_page_of_what_comes_late_shuts_anybody_out(
    chromium: Browser, later_desk: Desk, desk: Desk
) -> None:
    """Handed over, paid, cancelled and to be cancelled; another agency asked, a comment received."""
    found: list[str] = []
    for day, paths in ((later_desk, wound_up(later_desk)), (desk, asked_about(desk))):
        with served(day) as address, opened(chromium, address) as page:
            sign_in(Mouse(page), "mai")
            for path in paths:
                assert _is_there(page, path), path
                found += look(page, path)
    assert found == []


def test_no_page_of_a_fault_shuts_anybody_out(
    chromium: Browser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not there, our own faults, a ledger that does not answer, and too many wrong tries at the door."""
    faults: list[Exception] = [RuntimeError("hỏng"), Unavailable("không trả lời")]

    def broken(*_told: object) -> None:
        raise faults.pop(0)

    monkeypatch.setattr(fund, "payees", broken)
    with served(desk) as address, opened(chromium, address) as page:
        sign_in(Mouse(page), "mai")
        found, place = [], filled(desk, "/quy/{fund}")
        for path, status in (("/khong-co", 404), (place, 500), (place, 503)):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == status
            found += look(page, str(status))
    with served(desk) as address, opened(chromium, address) as page:
        answers = [_tries_wrongly(page) for _try in range(PER_ACCOUNT_AND_PLACE.amount + 1)]
        assert answers == [401] * PER_ACCOUNT_AND_PLACE.amount + [429]
        found += look(page, "429")
    assert found == []


def _tries_wrongly(page: Page) -> int:
    page.goto("/dang-nhap")
    page.fill("[name=ten]", "truc")
    page.fill("[name=ma]", "sai")
    with page.expect_navigation() as told:
        page.press("[name=ma]", "Enter")
    return told.value.status


def _is_there(page: Page, path: str) -> bool:
    answer = page.goto(path)
    return answer is not None and answer.status == 200
