"""Households as subjects: a head, members, a village, and no rule on salary funds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.facts import Facts
from domain.household import DECIDER, ChangeHousehold, Household, NoHousehold, RegisterHousehold
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound
from events.base import PersonId, SubjectId, UnitId
from events.household import HouseholdChanged, HouseholdRegistered
from events.personal import Clear
from tests.domain.dossiers import DRAFTED, FACTS, PROVINCE, dossier, draft
from tests.spec import HOME, by, every_role, given, standing

FAMILY = SubjectId("household-1")
LAN, MINH, CHAU = PersonId("person-lan"), PersonId("person-minh"), PersonId("person-chau")
VILLAGE = UnitId("unit-thon")
REGISTERED = HouseholdRegistered(
    household=FAMILY, head=LAN, members=(MINH,), unit=VILLAGE, address=Clear(FAMILY, "contact", "Xóm Đình")
)
CHANGED = HouseholdChanged(
    household=FAMILY, head=MINH, members=(LAN, CHAU), on=date(2024, 5, 1), reason="Đổi chủ hộ."
)
AT_THE_VILLAGE = Facts(standing=every_role(VILLAGE), organisation=HOME)


def register(role: str = "standing_agency") -> RegisterHousehold:
    return RegisterHousehold(
        household=FAMILY, head=LAN, members=(MINH, LAN, MINH), unit=VILLAGE, address="Xóm Đình", **by(role)
    )


def change(role: str = "standing_agency") -> ChangeHousehold:
    return ChangeHousehold(
        household=FAMILY,
        head=MINH,
        members=(LAN, CHAU),
        on=date(2024, 5, 1),
        reason="Đổi chủ hộ.",
        **by(role),
    )


def of_a_family(**said: Any) -> Any:  # a draft's fields
    family = {"subject": FAMILY, "subject_kind": "household", "award": "GK", "stated_kind": "form"}
    return draft(**{**family, **said})


def test_a_household_is_registered_once_with_its_head_and_the_others() -> None:
    given(DECIDER).when(register()).then(REGISTERED)
    given(DECIDER, REGISTERED).when(register()).refused(AlreadyExists)


def test_its_village_may_register_it_and_another_may_not() -> None:
    given(DECIDER, facts=AT_THE_VILLAGE).when(register("clerk")).then(REGISTERED)
    elsewhere = Facts(standing=standing(("clerk", HOME)), organisation=HOME)
    given(DECIDER, facts=elsewhere).when(register("clerk")).refused(NotAuthorised)
    given(DECIDER).when(register("chair")).refused(NotAuthorised)


def test_a_change_tells_who_belongs_to_it_from_then_on() -> None:
    given(DECIDER, REGISTERED).when(change()).then(CHANGED)
    given(DECIDER, REGISTERED, CHANGED).when(change()).nothing()
    given(DECIDER).when(change()).refused(NotFound)
    assert DECIDER.fold([REGISTERED, CHANGED]) == Household(
        FAMILY, MINH, (LAN, CHAU), VILLAGE, REGISTERED.address
    )
    assert DECIDER.fold([CHANGED]) == NoHousehold()


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_household_is_proposed_whoever_manages_the_staff_of_its_members() -> None:
    known = replace(FACTS, manager=PROVINCE, household_known=True)
    (drafted,) = dossier(facts=known).when(of_a_family()).decides()
    assert drafted == DRAFTED.model_copy(
        update={
            "subject": FAMILY,
            "subject_kind": "household",
            "award": "GK",
            "stated_kind": "form",
            "achievement": Clear(FAMILY, "evidence", "Dạy giỏi, tổ chức tổ học nhóm."),
        }
    )


def test_a_household_that_is_not_in_the_book_or_is_none_is_not_proposed() -> None:
    unknown = replace(FACTS, household_known=False)
    why = dossier(facts=unknown).when(of_a_family()).refused(Malformed)
    assert "household.register" in str(why.todo)
    known = replace(FACTS, household_known=True)
    dossier(facts=known).when(of_a_family(subject_kind="person")).refused(Malformed)
    dossier(facts=known).when(draft(subject_kind="household", award="GK", stated_kind="form")).refused(
        Malformed
    )
