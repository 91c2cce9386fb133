from datetime import date

import pytest

from domain.decision.states import Signed
from domain.reservations import Claims, claims
from events.decision import DecisionNumbered
from events.nomination import NominationDrafted
from tests.domain.dossiers import DRAFTED, ELIGIBLE, SUBMITTED, TO_FORWARDED, WITHDRAWN, state
from tests.domain.test_decision import DRAFTED as DECISION_DRAFTED
from tests.domain.test_decision import NUMBERED, SIGNED, decision
from tests.domain.test_nomination_award import REFUSED


def key(**changed: object) -> str:
    drafted = DRAFTED.model_copy(update=changed)
    assert isinstance(drafted, NominationDrafted)
    (taken,) = claims(state(), drafted).taken
    return taken


def test_a_person_is_nominated_once_for_an_award_in_a_period() -> None:
    assert key() == "nomination/person-lan/LDTT/cong_trang/2024/movement-1"
    assert key() == key(nomination="nomination-2", unit="unit-khac")


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "person-minh"},
        {"award": "GK"},
        {"merit": "phong_trao"},
        {"award_year": 2025},
        {"movement": "movement-2"},
        {"movement": None},
    ],
)
def test_another_subject_award_merit_year_or_movement_is_another_nomination(other: dict[str, object]) -> None:
    assert key() != key(**other)


@pytest.mark.law("Luật 06/2022/QH15, Đ5.2")
def test_a_sudden_achievement_is_a_period_of_its_own() -> None:
    sudden = {"merit": "dot_xuat", "happened": date(2024, 6, 1)}
    assert key(**sudden) == "nomination/person-lan/LDTT/dot_xuat/2024/2024-06-01"
    assert key(**sudden) == key(**sudden, movement="movement-2")
    assert key(**sudden) != key(merit="dot_xuat", happened=date(2024, 6, 2))
    assert key(merit="dot_xuat").endswith("/movement-1")


def test_a_day_does_not_matter_where_the_achievement_is_not_sudden() -> None:
    assert key(happened=date(2024, 6, 1)) == key()


def test_a_withdrawn_dossier_lets_go_of_what_it_held() -> None:
    assert claims(state(DRAFTED), WITHDRAWN) == Claims(lets_go=True)


def test_a_number_is_given_once_in_an_authoritys_year() -> None:
    signed = decision(DECISION_DRAFTED, SIGNED)
    assert claims(signed, NUMBERED).taken == ("decision-number/unit-home/2024/215/QĐ-UBND",)
    assert isinstance(signed, Signed)


def test_spaces_make_no_other_number() -> None:
    typed = NUMBERED.model_copy(update={"number": " 215 /QĐ-UBND"})
    signed = decision(DECISION_DRAFTED, SIGNED)
    assert claims(signed, typed) == claims(signed, NUMBERED)


def test_what_the_authority_refused_may_be_proposed_anew() -> None:
    assert claims(state(*TO_FORWARDED), REFUSED) == Claims(lets_go=True)


def test_a_number_of_no_known_decision_takes_nothing() -> None:
    numbered = DecisionNumbered(decision=NUMBERED.decision, number="1", year=2024)
    assert claims(None, numbered) == Claims()


def test_no_other_event_takes_or_frees_a_key() -> None:
    assert claims(state(DRAFTED), SUBMITTED) == claims(state(DRAFTED), ELIGIBLE) == Claims()
