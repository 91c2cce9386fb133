from uuid import UUID

from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.ids import derived, letter_id, obligation_id
from tests.domain.often import often

parts = st.lists(st.text("ab-", max_size=3), min_size=1, max_size=3)


@often(35)
@for_all(one=parts, other=parts)
def test_the_same_parts_give_the_same_id_and_other_parts_another(one: list[str], other: list[str]) -> None:
    assert (derived(*one) == derived(*other)) == (one == other)


def test_an_id_never_changes_between_versions_of_the_program() -> None:
    assert derived("obligation", "movement-1") == UUID("02463c6f-b1b8-5899-a55d-5dddd55ce50a")


def test_a_duty_is_named_by_what_it_concerns_and_who_owes_it() -> None:
    named = obligation_id("movement-1", "register", "dang-ky", "unit-truong")
    assert named == obligation_id("movement-1", "register", "dang-ky", "unit-truong")
    assert named.startswith("obligation-")
    others = {
        obligation_id("movement-2", "register", "dang-ky", "unit-truong"),
        obligation_id("movement-1", "report_final", "dang-ky", "unit-truong"),
        obligation_id("movement-1", "register", "quy-2", "unit-truong"),
        obligation_id("movement-1", "register", None, "unit-truong"),
        obligation_id("movement-1", "register", "dang-ky", "unit-thon-1"),
        named,
    }
    assert len(others) == 6


def test_a_letter_is_named_by_its_cause_and_its_recipient() -> None:
    assert letter_id("obligation-1", "sau-1", "person-lan") == letter_id(
        "obligation-1", "sau-1", "person-lan"
    )
    assert letter_id("obligation-1", "sau-1", "person-lan") != letter_id(
        "obligation-1", "sau-1", "person-minh"
    )
    assert letter_id("x").startswith("letter-")
