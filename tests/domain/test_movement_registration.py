from dataclasses import replace
from datetime import date

import pytest

from domain.movement.commands import (
    ApproveRegistration,
    CompleteWork,
    ConsolidateRegistrations,
    RefuseRegistration,
)
from domain.movement.facts import RegistrationsPending
from domain.refusal import DeadlinePassed, NotAuthorised, NotFound, WrongState
from events.base import Citation, MovementId
from events.movement import (
    RegistrationApproved,
    RegistrationRefused,
    RegistrationsConsolidated,
    WorkCompleted,
)
from tests.domain.movements import FACTS, MOVEMENT, NOTICE, REGISTERED, SCHOOL, VILLAGE, movement, under_way
from tests.domain.test_movement_results import register, report
from tests.spec import HOME, by

THE_DAY = date(2024, 12, 24)
APPROVED = RegistrationApproved(
    movement=MOVEMENT, milestone="dang-ky", unit=SCHOOL, on=THE_DAY, document=NOTICE
)
REFUSED = RegistrationRefused(
    movement=MOVEMENT,
    milestone="dang-ky",
    unit=SCHOOL,
    on=THE_DAY,
    reason="Danh hiệu không thuộc thẩm quyền của xã.",
    correct_by=date(2024, 12, 30),
)
VILLAGES = REGISTERED.model_copy(update={"unit": VILLAGE, "works": ("Đường hoa", "Nhà văn hoá")})
TOGETHER = RegistrationsConsolidated(
    movement=MOVEMENT,
    organisation=HOME,
    milestone="dang-ky",
    on=THE_DAY,
    units=(VILLAGE, SCHOOL),
    titles={"TTLDTT": 2},
    works=("Đường hoa", "Nhà văn hoá", "Vườn trường xanh"),
    document=NOTICE,
)
DONE = WorkCompleted(
    movement=MOVEMENT, unit=SCHOOL, work="Vườn trường xanh", on=date(2024, 12, 20), evidence="ảnh"
)


def approve(role: str = "authority") -> ApproveRegistration:
    return ApproveRegistration(
        movement=MOVEMENT, milestone="dang-ky", unit=SCHOOL, document=NOTICE, **by(role)
    )


def refuse(reason: str = REFUSED.reason) -> RefuseRegistration:
    return RefuseRegistration(
        movement=MOVEMENT,
        milestone="dang-ky",
        unit=SCHOOL,
        reason=reason,
        correct_by=REFUSED.correct_by,
        **by("standing_agency"),
    )


def consolidate(document: Citation | None = NOTICE) -> ConsolidateRegistrations:
    return ConsolidateRegistrations(
        movement=MOVEMENT, milestone="dang-ky", document=document, **by("standing_agency")
    )


def complete(work: str = "Vườn trường xanh", role: str = "clerk") -> CompleteWork:
    return CompleteWork(movement=MOVEMENT, unit=SCHOOL, work=work, on=DONE.on, evidence="ảnh", **by(role))


def test_a_registration_is_approved_once() -> None:
    under_way(REGISTERED).when(approve()).then(APPROVED)
    under_way(REGISTERED, APPROVED).when(approve()).nothing()
    under_way().when(approve()).refused(NotFound)
    under_way(REGISTERED).when(approve("clerk")).refused(NotAuthorised)


def test_a_refused_registration_gives_its_reason_and_the_unit_registers_again() -> None:
    under_way(REGISTERED).when(refuse()).then(REFUSED)
    under_way(REGISTERED, REFUSED).when(refuse()).nothing()
    under_way(REGISTERED, REFUSED).when(refuse("lý do khác")).refused(WrongState)
    under_way(REGISTERED, REFUSED).when(approve()).refused(WrongState)
    under_way(REGISTERED, REFUSED).when(register()).then(REGISTERED)
    assert movement(REGISTERED, REFUSED).registered == frozenset()
    assert movement(REGISTERED, REFUSED, REGISTERED).registered == {SCHOOL}


def test_an_approved_registration_may_still_be_refused_until_it_is_sent_up() -> None:
    under_way(REGISTERED, APPROVED).when(refuse()).then(REFUSED)
    under_way(REGISTERED, APPROVED, TOGETHER).when(refuse()).refused(WrongState)


def test_registrations_are_put_together_with_a_count_of_each_title() -> None:
    under_way(REGISTERED, VILLAGES).when(consolidate()).then(TOGETHER)
    under_way(REGISTERED, VILLAGES, TOGETHER).when(consolidate()).nothing()


def test_what_was_refused_is_not_sent_up() -> None:
    (sent,) = under_way(REGISTERED, VILLAGES, REFUSED).when(consolidate()).decides()
    assert isinstance(sent, RegistrationsConsolidated)
    assert (sent.units, sent.titles) == ((VILLAGE,), {"TTLDTT": 1})


def test_where_some_were_approved_all_must_have_been_looked_at() -> None:
    why = under_way(REGISTERED, VILLAGES, APPROVED).when(consolidate()).refused(RegistrationsPending)
    assert "Còn 1 đăng ký" in why.message


def test_what_goes_up_goes_to_a_movement_that_this_one_answers() -> None:
    up = replace(consolidate(), parent=MovementId("movement-tinh"), parent_milestone="dang-ky-huyen")
    under_way(REGISTERED).when(up).refused(NotFound)


def test_an_unknown_milestone_is_not_registered_for() -> None:
    why = under_way().when(replace(register(), milestone="quy-2")).refused(NotFound)
    assert why.todo == "Các mốc đăng ký: dang-ky."


def test_a_registered_work_is_done_once_however_its_name_is_spelt() -> None:
    under_way(REGISTERED).when(complete()).then(DONE)
    under_way(REGISTERED).when(complete("vườn trường  xanh")).then(DONE)
    under_way(REGISTERED, DONE).when(complete()).nothing()
    under_way(REGISTERED).when(complete("Cầu dân sinh")).refused(NotFound)
    under_way().when(complete()).refused(NotFound)
    assert movement(REGISTERED, DONE).works_done == {(SCHOOL, DONE.work): DONE.on}


@pytest.mark.parametrize("command", [register(), report()])
def test_after_a_hard_date_nothing_is_taken_and_an_extension_is_named(command: object) -> None:
    shut = replace(FACTS, shut=True)
    why = under_way().knowing(shut).when(command).refused(DeadlinePassed)  # type: ignore[arg-type]
    assert "gia hạn" in (why.todo or "")


def test_a_correction_is_taken_after_the_hard_date_of_the_registration() -> None:
    shut = replace(FACTS, shut=True)
    under_way(REGISTERED, REFUSED).knowing(shut).when(register()).then(REGISTERED)
