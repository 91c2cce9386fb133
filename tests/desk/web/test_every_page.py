import re

import pytest
from sqlalchemy import event

from desk.web.rooms.lifecycle import STEPS
from domain.nomination.decider import DECIDER as NOMINATION
from events.catalogue import event_of
from projections.rows import STAGES
from tests.desk.web.conftest import Desk
from tests.desk.web.places import filled, pages

HEAVIEST = 100 * 1024
QUERIES = 60
"""More questions than this for one page would be one for each row."""
PAGES = [path for path in pages() if path not in {"/", "/dang-nhap"}]
CODES = re.compile(r">\s*(?:[a-z]+_[a-z_]+|nomination\.[a-z_]+|None|Undefined)\s*<")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_opens_for_the_standing_agency_small_and_in_words(desk: Desk, path: str) -> None:
    browser = desk.as_("truc" if "phieu" in path or "xung-dot" in path else "mai")
    asked: list[str] = []
    engine = desk.house.ledger.database.engine
    event.listen(engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    answer = browser.get(filled(desk, path))
    assert answer.status_code == 200, answer.text[:2000]
    assert len(answer.content) <= HEAVIEST
    assert len(asked) <= QUERIES
    assert CODES.findall(answer.text) == []
    assert "<h1" in answer.text
    assert 'lang="vi"' in answer.text


@pytest.mark.parametrize(
    "path", ["/ho-so", "/viec", "/phien-hop", "/thu", "/quan-tri/nguoi", "/kiem-toan", "/cac-xa"]
)
def test_a_list_asks_as_many_questions_for_one_row_as_for_many(desk: Desk, path: str) -> None:
    browser = desk.as_("mai")
    engine = desk.house.ledger.database.engine
    counts = []
    for page in (path, f"{path}?trang=1"):
        asked: list[str] = []
        listener = lambda *told, into=asked: into.append(told[2])  # noqa: E731  # taken off again below
        event.listen(engine, "before_cursor_execute", listener)
        browser.get(page)
        event.remove(engine, "before_cursor_execute", listener)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 25


def test_the_picture_of_the_lifecycle_is_what_the_log_did(desk: Desk) -> None:
    """Every step that a dossier of this ledger took is a step of the picture."""
    drawn = {(start, type_, end) for start, type_, end in STEPS}
    for line in desk.lines:
        state = NOMINATION.initial
        for row in desk.house.ledger.stored(line):
            before, state = state, NOMINATION.evolve(state, event_of(row))  # type: ignore[arg-type]
            start, end = STAGES.get(type(before)), STAGES.get(type(state))
            if start and end and start != end:
                assert (start, row.type, end) in drawn
