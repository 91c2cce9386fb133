"""Every page of the routes over a small ledger and one ten times as large: as many questions, and never a heavy page."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from benchmarks.desk import ASIDE, signed_in
from benchmarks.desk_costs import Costs, asked_of, more_questions, most_questions
from benchmarks.desk_ledger import Size, large
from benchmarks.desk_pages import pages
from desk.web.guard import Guard
from desk.web.policy import Policy, tells_in_meeting
from tests.desk.web.places import ROUTES

HEAVIEST = 100 * 1024
MOST = 40
"""No page needs more questions than this, whatever it shows."""
SOME = 2
"""A page may ask a question more where there is something to ask about; one more for each row would be many more."""
SMALL, LARGE = Size(20, together=2), Size(200, together=5, unfinished=2)
"""More dossiers in a set, more on an agenda, more meetings that are open, more decisions, units and letters."""


@pytest.fixture(scope="module")
def costs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[Size, Costs]:
    return {size: _cost(tmp_path_factory.mktemp("size"), size) for size in (SMALL, LARGE)}


def _cost(folder: Path, size: Size) -> Costs:
    found = large(folder / "ledger", None, size)
    return asked_of(found, signed_in(found, len(found.readers)))


def test_every_page_is_measured_but_those_of_tellers(costs: Mapping[Size, Costs]) -> None:
    """Their work is that of one vote, whatever the ledger holds beside it."""
    left = {path for path in pages() if path not in costs[LARGE]}
    assert {path for path in left if guard_of(path) is not tells_in_meeting} == set()


def guard_of(path: str) -> Policy:
    (route,) = (route for route in ROUTES if route.path == path and "GET" in (route.methods or ()))
    (guard,) = (need.call for need in route.dependant.dependencies if isinstance(need.call, Guard))
    return guard.policy


def test_a_page_asks_as_many_questions_of_a_ledger_ten_times_as_large(
    costs: Mapping[Size, Costs],
) -> None:
    more = {
        path: more_questions(costs[SMALL].get(path, {}), many)
        for path, many in costs[LARGE].items()
        if path not in ASIDE
    }
    assert {path: count for path, count in more.items() if count > SOME} == {}
    assert max(most_questions(many) for path, many in costs[LARGE].items() if path not in ASIDE) <= MOST


def test_no_page_is_heavier_than_a_hundred_kilobytes(costs: Mapping[Size, Costs]) -> None:
    weighed = {path: max(page.bytes for page in many.values()) for path, many in costs[LARGE].items()}
    assert {path: weight for path, weight in weighed.items() if weight > HEAVIEST} == {}
