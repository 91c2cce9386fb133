from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest

from domain.decider import ENVELOPE, Command, body, existing, said
from domain.facts import Facts
from domain.refusal import NotAuthorised, NotFound
from domain.standing import ROLE_NAMES, Held, Standing, require, require_system
from events.base import Basis, UnitId
from events.envelope import By
from events.person import Role
from tests.spec import AT, HOME, by, engine, every_role, standing

LAW = Basis(document="Luật 06/2022/QH15", article="Đ80")
TODAY = date(2024, 12, 24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Command):
    """Anything."""

    what: str = "x"


def test_a_role_is_held_from_its_first_day_to_its_last() -> None:
    held = Held("clerk", HOME, date(2024, 1, 2), date(2024, 6, 30))
    assert [held.on(day) for day in (date(2024, 1, 1), date(2024, 1, 2), date(2024, 6, 30), date(2024, 7, 1))] == [
        False, True, True, False,
    ]  # fmt: skip
    assert replace(held, until=None).on(date(2099, 1, 1))


def test_a_role_counts_in_its_own_scope_only() -> None:
    clerk = standing(("clerk", HOME))
    assert clerk.holds(("clerk", "head"), (HOME,), TODAY)
    assert not clerk.holds(("clerk",), ("unit-khac",), TODAY)
    assert not clerk.holds(("head",), (HOME,), TODAY)
    assert not Standing().holds(("clerk",), (HOME,), TODAY)


def test_who_acts_in_a_role_must_hold_that_role() -> None:
    require(Ask(**by("clerk")), every_role(), ("clerk",), HOME)
    with pytest.raises(NotAuthorised):
        require(Ask(**by("clerk")), standing(("head", HOME)), ("clerk", "head"), HOME)
    with pytest.raises(NotAuthorised):
        require(Ask(**by("auditor")), every_role(), ("clerk",), HOME)


def test_who_acts_in_no_role_at_all_is_refused() -> None:
    nobody = Ask(at=AT, by=By("person-1", auth="test"))
    with pytest.raises(NotAuthorised):
        require(nobody, every_role(), ("clerk",), HOME)


def test_a_role_is_needed_on_the_legal_day_of_the_act() -> None:
    until_today = Standing((Held("clerk", HOME, date(2024, 1, 1), TODAY),))
    late_evening = replace(Ask(**by("clerk")), at=datetime(2024, 12, 24, 16, 59, tzinfo=UTC))
    after_midnight = replace(late_evening, at=datetime(2024, 12, 24, 17, tzinfo=UTC))
    require(late_evening, until_today, ("clerk",), HOME)
    with pytest.raises(NotAuthorised):
        require(after_midnight, until_today, ("clerk",), HOME)


def test_a_refusal_names_who_may_and_on_what_basis() -> None:
    with pytest.raises(NotAuthorised) as why:
        require(Ask(**by("clerk")), every_role(), ("chair", "secretary"), HOME, basis=LAW)
    assert why.value.message == "Việc này thuộc về: Chủ tịch Hội đồng, thư ký Hội đồng."
    assert "Căn cứ: Đ80 Luật 06/2022/QH15." in str(why.value)
    assert str(why.value).endswith("cho người thực hiện.")


def test_without_a_scope_a_role_is_needed_at_the_organisation() -> None:
    facts = Facts(standing=standing(("clerk", HOME)), organisation=HOME)
    facts.require(Ask(**by("clerk")), ("clerk",))
    with pytest.raises(NotAuthorised):
        facts.require(Ask(**by("clerk")), ("clerk",), UnitId("unit-khac"))
    with pytest.raises(NotAuthorised):
        replace(facts, organisation=None).require(Ask(**by("clerk")), ("clerk",))


def test_the_set_up_administrators_and_the_staff_named_keep_the_house() -> None:
    facts = Facts(standing=every_role(), organisation=HOME)
    facts.require_staff(Ask(**engine("init")))
    facts.require_staff(Ask(**by("administrator")))
    facts.require_staff(Ask(**by("standing_agency")))
    facts.require_staff(Ask(**by("secretary")), ("secretary",))
    for other in (by("secretary"), by("clerk"), engine("reactor")):
        with pytest.raises(NotAuthorised):
            facts.require_staff(Ask(**other))


def test_a_step_of_the_engine_is_taken_by_no_person_and_by_no_other_room() -> None:
    require_system(Ask(**engine("mailroom")), "reactor", "mailroom")
    for other in (engine("init"), by("administrator"), by("administrator", "system")):
        with pytest.raises(NotAuthorised):
            require_system(Ask(**other), "reactor", "mailroom")


def test_what_only_comes_along_is_refused_by_itself() -> None:
    Facts(along=True).require_along()
    with pytest.raises(NotAuthorised):
        Facts().require_along()


def test_every_role_that_can_be_granted_has_its_vietnamese_name() -> None:
    assert set(ROLE_NAMES) == set(get_args(Role))


def test_a_command_tells_what_it_says_apart_from_who_says_it() -> None:
    command = replace(Ask(what="y", **by("clerk")), late_reason="nhập bù")
    assert body(command) == {"what": "y"}
    assert said(command) == {"at": AT, "by": command.by, "late_reason": "nhập bù"}
    assert {*body(command), *ENVELOPE} == {"what", "at", "by", "late_reason"}


def test_what_does_not_exist_is_not_found() -> None:
    assert existing(HOME, str, "Không có.") is HOME
    with pytest.raises(NotFound, match=r"Không có\."):
        existing(None, str, "Không có.")
