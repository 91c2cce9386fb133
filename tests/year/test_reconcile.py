"""The books of the year agree; a name too many, planted behind a switch, is named."""

from collections.abc import Callable

import pytest

from desk.demo.play import Played
from desk.views import views as v
from desk.views.names import Names
from desk.views.reconcile import reconcile
from tests.year.conftest import reopened
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def compared(house: House) -> v.ReconcileView:
    with house.ledger.database.session() as session:
        return reconcile(house, session, Names(house.ledger, session))


def test_the_five_books_of_the_year_agree(house: House) -> None:
    view = compared(house)
    assert (view.ok, view.differences) == (True, [])
    assert (view.minutes, view.decisions, view.entries) == (37, 32, 17)
    assert (view.payments, view.hand_overs) == (32, 36)
    assert (view.funds, view.fund_differences) == (1, [])


def test_a_sixteenth_name_on_the_paid_list_is_named(play_with: Callable[..., Played]) -> None:
    played = play_with(planted=True)
    with reopened(played) as house:
        (found,) = compared(house).differences
    assert str(found) == (
        "Kiều Ví Dụ Sim (Lao động tiên tiến) có trong danh sách chi DS-01/2025 với 710.000 đ"
        " nhưng không có quyết định nào để chi"
    )
    assert played.summary["bonus_paid"] == 18_870_000
