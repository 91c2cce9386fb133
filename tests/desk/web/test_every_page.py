import re
from typing import get_args

from sqlalchemy import event
from sqlmodel import col, select

from desk.demo.accounts import PASSWORD
from desk.views.duty_views import AUDIENCES, DUTIES
from desk.web import words
from desk.web.pages import LANGUAGE_COOKIE
from desk.web.rooms.lifecycle import STEPS
from domain.decider import Said
from domain.nomination.decider import DECIDER as NOMINATION
from domain.obligation.decider import MET_BY_ITS_ACT
from events.catalogue import CLASSES, event_of
from events.envelope import By
from events.policy import Audience
from projections import queries
from projections import tables as t
from projections.dossier_rows import STAGES
from tests.desk.web.conftest import Browser, Desk
from tests.desk.web.later import later_desk, played_later
from tests.desk.web.places import filled, opened_by, pages
from tests.desk.web.vietnamese import Unmarked, left_over, own_words
from workflows.lifecycle import FLOWS

__all__ = ["later_desk", "played_later"]
HEAVIEST = 100 * 1024
QUERIES = 60
"""More questions than this for one page would be one for each row."""
PAGES = [path for path in pages() if path not in {"/", "/dang-nhap"}]
CODES = re.compile(r">\s*(?:[a-z]+_[a-z_]+|nomination\.[a-z_]+|None|Undefined)\s*<")


def test_every_page_opens_for_whose_it_is_small_and_in_words(
    desk: Desk, sealed_desk: Desk, paper_desk: Desk, later_desk: Desk
) -> None:
    """Each page is there on one of four days: a vote by name, by sealed slips, on paper, and some days later."""
    shown = {path for made in (desk, sealed_desk, paper_desk, later_desk) for path in shown_on(made)}
    assert shown == set(PAGES)


def test_a_dossier_leads_its_clerk_nowhere_that_is_shut(later_desk: Desk) -> None:
    now = later_desk.house.clock.now()
    with later_desk.house.ledger.database.session() as session:
        row = session.exec(select(t.NominationRow).where(col(t.NominationRow.decision).is_not(None))).first()
        assert row is not None
        clerk = queries.holders(session, "clerk", row.unit, now.date().isoformat())[0]
    said = Said(at=now, by=By(later_desk.person("mai"), role="administrator"), late_reason=None)
    if later_desk.door.account(clerk) is None:
        later_desk.welcome.open_account(clerk, "can-bo", said)
    later_desk.welcome.set_password(clerk, PASSWORD, said)
    account = later_desk.door.account(clerk)
    assert account is not None
    browser = later_desk.as_(account.login)
    page = browser.text(f"/ho-so/{row.nomination}")
    links = set(re.findall(r'href="(/(?!tep)[^"#]*)"', page))
    assert {link: status for link in links if (status := browser.get(link).status_code) == 404} == {}
    assert "Quyết định" in page


def shown_on(desk: Desk) -> list[str]:
    browsers = {login: desk.as_(login) for login in ("truc", "khe", "mai")}
    return [path for path in PAGES if looked_at(desk, browsers[opened_by(path)], path)]


def looked_at(desk: Desk, browser: Browser, path: str) -> bool:
    """Look at a page, if this day has it."""
    asked: list[str] = []
    engine = desk.house.ledger.database.engine

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    answer = browser.get(filled(desk, path))
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code == 404:
        return False
    assert answer.status_code == 200, (path, answer.text[:2000])
    assert len(answer.content) <= HEAVIEST, path
    assert len(asked) <= QUERIES, (path, len(asked))
    assert CODES.findall(answer.text) == [], path
    assert "<h1" in answer.text, path
    assert '<html lang="vi">' in answer.text
    in_english(desk, browser, path)
    return True


def in_english(desk: Desk, browser: Browser, path: str) -> None:
    """Look at the same page in English: of its own words none stays Vietnamese."""
    browser.client.cookies.set(LANGUAGE_COOKIE, "en")
    answer = browser.get(filled(desk, path))
    browser.client.cookies.delete(LANGUAGE_COOKIE)
    assert answer.status_code == 200, path
    assert '<html lang="en">' in answer.text
    assert list(left_over(answer.text, own_words(desk))) == [], path
    assert Unmarked.of(answer.text) == [], path


def questions(desk: Desk, browser: Browser, path: str) -> int:
    """How many questions a page puts to the database when nothing is remembered of pages before it."""
    desk.house.handler.recalling().recall.forget()
    asked: list[str] = []

    def note(*told: object) -> None:
        asked.append(str(told[2]))

    engine = desk.house.ledger.database.engine
    event.listen(engine, "before_cursor_execute", note)
    browser.get(path)
    event.remove(engine, "before_cursor_execute", note)
    return len(asked)


def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(desk: Desk) -> None:
    browser = desk.as_("mai")
    lists = ("/ho-so", "/phien-hop", "/thu", "/quan-tri/nguoi", "/quan-tri/don-vi", "/cac-xa")
    for path in lists:
        browser.get(path)
    before = {path: questions(desk, browser, path) for path in lists}
    home = desk.script.cast.unit("ubnd")
    for number, key in enumerate(("cau", "oi", "na", "buoi")):
        unit = {"unit": f"unit-them-{number}", "name": f"Tổ {number}", "kind": "village", "level": "agency"}
        assert browser.post("/lam/unit.establish", {**unit, "parent": home}).status_code == 303
        draft = {
            "nomination": f"nomination-them-{number}", "subject": desk.person(key), "subject_kind": "person",
            "award": "LDTT", "stated_kind": "title", "merit": "cong_trang", "award_year": "2024", "unit": home,
        }  # fmt: skip
        assert browser.post("/lam/nomination.draft", draft).status_code == 303
    assert {path: questions(desk, browser, path) for path in lists} == before
    assert max(before.values()) <= 25


def test_every_flow_and_every_duty_with_a_ladder_has_a_word() -> None:
    assert set(FLOWS) - set(words.FLOWS) == set()
    assert MET_BY_ITS_ACT - set(DUTIES) == set()
    assert set(AUDIENCES) == set(get_args(Audience))


def test_every_page_without_an_id_is_reached_from_the_menu(desk: Desk) -> None:
    """By links alone, from the first page: nothing is there only for who knows its address."""
    browser = desk.as_("mai")
    seen, left = set[str](), ["/viec"]
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        linked = re.findall(r'href="(/[^"?#]*)', browser.get(path).text)
        left += [one for one in linked if one in PAGES and one not in seen]
    assert {path for path in PAGES if "{" not in path} - seen == set()


def test_the_picture_of_the_lifecycle_is_what_the_log_did(desk: Desk) -> None:
    """Every step that a dossier of this ledger took is a step of the picture."""
    drawn = {(start, type_, end) for start, type_, end in STEPS}
    assert {type_ for _, type_, _ in drawn} <= set(CLASSES)
    assert {stage for start, _, end in drawn for stage in (start, end)} >= set(STAGES.values())
    for line in desk.lines:
        state = NOMINATION.initial
        for row in desk.house.ledger.stored(line):
            before, state = state, NOMINATION.evolve(state, event_of(row))  # type: ignore[arg-type]
            start, end = STAGES.get(type(before)), STAGES.get(type(state))
            if start and end and start != end:
                assert (start, row.type, end) in drawn
