from dataclasses import replace
from datetime import date

from domain.movement.commands import AnswerParent, ConsolidateRegistrations, JoinMovement, LeaveMovement
from domain.movement.decider import DECIDER
from domain.movement.facts import NotAParticipant
from domain.movement.states import Movement, NoMovement
from domain.refusal import Malformed, NotAuthorised, NotFound
from events.base import MovementId, UnitId
from events.movement import (
    MovementLaunched,
    OutsideMovement,
    ParentAnswered,
    PeriodScheduled,
    RegistrationsConsolidated,
    UnitDeparted,
    UnitJoined,
)
from events.plan import Milestone
from tests.domain.movements import (
    FACTS,
    MOVEMENT,
    NAMELESS,
    NOTICE,
    PLAN,
    REGISTERED,
    SCHOOL,
    YEAR,
    movement,
    under_way,
)
from tests.domain.test_movement_launch import launch
from tests.spec import HOME, by

PROVINCE = UnitId("unit-tinh")
ABOVE = MovementId("movement-tinh")
PLAN_ABOVE = (
    MovementLaunched(movement=ABOVE, organisation=PROVINCE, plan=NAMELESS, participants=(HOME,)),
    PeriodScheduled(
        movement=ABOVE,
        period="ca-nam",
        name="Phong trào của tỉnh",
        span=YEAR,
        milestones=(
            Milestone(code="huong-ung", duty="answer_plan", name="Kế hoạch hưởng ứng", due="2024-02-15"),
        ),
    ),
)
ANSWERED = ParentAnswered(movement=MOVEMENT, organisation=HOME, parent=ABOVE, milestone="huong-ung")
POOR = "Vì người nghèo - không để ai bị bỏ lại phía sau"
PRIME_MINISTERS = ParentAnswered(
    movement=MOVEMENT,
    organisation=HOME,
    outside=OutsideMovement(names=(POOR,), issuer="Thủ tướng Chính phủ"),
)
ALSO = ParentAnswered(
    movement=MOVEMENT, organisation=HOME, outside=OutsideMovement(names=(POOR, "Cả nước vì người nghèo"))
)
NEW = UnitId("unit-htx")
JOINED = UnitJoined(movement=MOVEMENT, unit=NEW, on=date(2024, 5, 2), document=NOTICE)
LEFT = UnitDeparted(movement=MOVEMENT, unit=SCHOOL, on=date(2024, 6, 3), reason="sáp nhập")


def above(*, participants: tuple[UnitId, ...] = (HOME,)) -> Movement:
    folded = DECIDER.fold([*PLAN_ABOVE])
    assert isinstance(folded, Movement)
    return replace(folded, participants=participants)


KNOWING = replace(FACTS, parent=above())


def answer(milestone: str | None = "huong-ung", role: str = "authority") -> AnswerParent:
    return AnswerParent(movement=MOVEMENT, parent=ABOVE, milestone=milestone, **by(role))


def outside(*names: str, issuer: str | None = None) -> AnswerParent:
    return AnswerParent(
        movement=MOVEMENT, outside=OutsideMovement(names=names, issuer=issuer), **by("standing_agency")
    )


def join(unit: UnitId = NEW) -> JoinMovement:
    return JoinMovement(movement=MOVEMENT, unit=unit, on=JOINED.on, document=NOTICE, **by("standing_agency"))


def leave(unit: UnitId = SCHOOL) -> LeaveMovement:
    return LeaveMovement(movement=MOVEMENT, unit=unit, on=LEFT.on, reason="sáp nhập", **by("authority"))


def test_a_plan_answers_the_movement_from_above_at_the_milestone_that_asks_for_it() -> None:
    under_way().knowing(KNOWING).when(answer()).then(ANSWERED)
    under_way(ANSWERED).knowing(KNOWING).when(answer()).nothing()
    assert movement(ANSWERED).answered == {ABOVE}


def test_a_movement_answers_only_one_that_is_there_and_that_addresses_it() -> None:
    under_way().when(answer()).refused(NotFound)
    under_way().knowing(KNOWING).when(answer("khong-co")).refused(NotFound)
    elsewhere = replace(FACTS, parent=above(participants=(SCHOOL,)))
    under_way().knowing(elsewhere).when(answer()).refused(NotAParticipant)
    under_way().knowing(KNOWING).when(answer(role="clerk")).refused(NotAuthorised)


def test_one_of_two_is_answered_at_a_time() -> None:
    both = replace(answer(), outside=OutsideMovement(names=(POOR,)))
    under_way().knowing(KNOWING).when(both).refused(Malformed)
    under_way().when(replace(answer(), parent=None)).refused(Malformed)


def test_a_movement_from_outside_keeps_every_name_by_which_papers_call_it() -> None:
    under_way().when(outside(POOR, issuer="Thủ tướng Chính phủ")).then(PRIME_MINISTERS)
    under_way(PRIME_MINISTERS).when(outside("VÌ NGƯỜI NGHÈO - không để ai bị bỏ lại phía sau")).nothing()
    under_way(PRIME_MINISTERS).when(outside("Cả nước vì người nghèo", POOR)).then(ALSO)
    (parent,) = movement(PRIME_MINISTERS, ALSO).outside
    assert (parent.names, parent.issuer) == ((POOR, "Cả nước vì người nghèo"), "Thủ tướng Chính phủ")


def test_several_movements_from_outside_stand_beside_each_other() -> None:
    plan = PLAN.model_copy(update={"parent_movements": (POOR, "Doanh nghiệp hội nhập và phát triển")})
    launched = DECIDER.fold(DECIDER.decide(NoMovement(), launch(plan), FACTS))
    assert isinstance(launched, Movement)
    assert [parent.names for parent in launched.outside] == [
        (POOR,),
        ("Doanh nghiệp hội nhập và phát triển",),
    ]


def test_registrations_go_up_to_the_movement_that_is_answered() -> None:
    command = ConsolidateRegistrations(
        movement=MOVEMENT,
        milestone="dang-ky",
        parent=ABOVE,
        parent_milestone="dang-ky-huyen",
        **by("standing_agency"),
    )
    (sent,) = under_way(ANSWERED, REGISTERED).knowing(KNOWING).when(command).decides()
    assert isinstance(sent, RegistrationsConsolidated)
    assert (sent.parent, sent.parent_milestone) == (ABOVE, "dang-ky-huyen")


def test_a_unit_joins_and_leaves_once() -> None:
    under_way().when(join()).then(JOINED)
    under_way(JOINED).when(join()).nothing()
    under_way().when(leave()).then(LEFT)
    under_way(LEFT).when(leave()).nothing()
    assert SCHOOL not in movement(LEFT).participants
    assert NEW in movement(JOINED).participants
