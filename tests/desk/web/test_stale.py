"""A form that was opened before somebody else's act: told so, nothing lost, and sent again it goes."""

import html
import re
from datetime import date

from domain.decider import Said
from domain.nomination.commands import NoteNomination
from domain.person import GrantRole
from events.envelope import By
from tests.desk.web.conftest import Browser, Desk

SEEN = re.compile(r'name="ban" value="(\d+)"')


def note(desk: Desk, text: str) -> None:
    """Somebody else of the office writes a note."""
    now = desk.house.clock.now()
    office = By(desk.person("mai"), role="administrator")
    grant = GrantRole(
        person=desk.person("lat"), role="standing_agency", scope=desk.script.cast.unit("ubnd"),
        since=date(2024, 1, 1), at=now, by=office, late_reason=None,
    )  # fmt: skip
    desk.house.handler.handle("grant", grant)
    said = Said(at=now, by=By(desk.person("lat"), role="standing_agency"), late_reason=None)
    by_other = NoteNomination(nomination=desk.lines[0], about="khac", note=text, **said)
    desk.house.handler.handle(f"note-{text}", by_other)


def opened(desk: Desk, browser: Browser) -> dict[str, str]:
    page = browser.text(f"/lam/nomination.note?nomination={desk.lines[0]}")
    seen = SEEN.search(page)
    assert seen, page
    return {
        "nomination": desk.lines[0], "co_san": "nomination", "about": "quy", "note": "gõ rất lâu", "ban": seen[1],
    }  # fmt: skip


def test_what_was_typed_stays_and_the_change_is_named(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = opened(desk, browser)
    before = desk.events().count("nomination.noted")
    note(desk, "một")
    answer = browser.post("/lam/nomination.note", form)
    page = html.unescape(answer.text)
    assert answer.status_code == 409
    assert "Hồ sơ đã thay đổi từ lúc đồng chí mở trang này" in page
    assert "Đinh Ví Dụ Lát" in page
    assert "gõ rất lâu" in page
    assert desk.events().count("nomination.noted") == before + 1
    again = {**form, "ban": SEEN.search(answer.text)[1]}  # type: ignore[index]  # found above
    assert browser.post("/lam/nomination.note", again).status_code == 303
    assert desk.events().count("nomination.noted") == before + 2


def test_ones_own_act_meanwhile_and_a_quiet_dossier_hold_nobody_up(desk: Desk) -> None:
    browser = desk.as_("mai")
    form = opened(desk, browser)
    answer = browser.post("/lam/nomination.note", {**form, "note": "một"})
    assert answer.status_code == 303, html.unescape(answer.text)[2000:4500]
    assert browser.post("/lam/nomination.note", {**form, "note": "hai"}).status_code == 303


def test_who_may_not_read_the_dossier_learns_nothing_of_it_by_a_form(desk: Desk) -> None:
    browser = desk.as_("clerk-thon-3")
    form = {"nomination": desk.lines[0], "co_san": "nomination", "about": "x", "note": "y", "ban": "1"}
    answer = html.unescape(browser.post("/lam/nomination.note", form).text)
    assert "Hồ sơ đã thay đổi" not in answer
