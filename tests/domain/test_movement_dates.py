from dataclasses import replace
from datetime import date

import pytest

from domain.movement.commands import EndPeriod, Move, MoveDates, ReschedulePeriod, SchedulePeriod, SignPact
from domain.movement.decider import DECIDER
from domain.movement.facts import NotAParticipant
from domain.movement.states import NoMovement
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound
from events.base import UnitId
from events.movement import PactSigned, PeriodEnded, PeriodRescheduled, PeriodScheduled
from events.plan import Milestone, Span
from tests.domain.movements import CLOSED, MOVEMENT, NOTICE, SCHOOL, SOMETIME, VILLAGE, movement, under_way
from tests.spec import by, given

AUTUMN = Span(start="2024-08-15", end="2024-09-02")
SECOND_ROUND = PeriodScheduled(movement=MOVEMENT, period="dot-2", name=SOMETIME.name, span=AUTUMN)
MOVED = PeriodRescheduled(
    movement=MOVEMENT, period="ca-nam", milestone="quy-2", due=date(2024, 6, 28), document=NOTICE
)
ENDED = PeriodEnded(movement=MOVEMENT, period="dot-1", on=date(2024, 2, 29))
PACT = PactSigned(movement=MOVEMENT, cluster="Cụm 3", on=date(2024, 1, 20))


def schedule(span: Span = AUTUMN, role: str = "standing_agency") -> SchedulePeriod:
    return SchedulePeriod(movement=MOVEMENT, period="dot-2", name=SOMETIME.name, span=span, **by(role))


def reschedule(due: date = MOVED.due, milestone: str = "quy-2", role: str = "authority") -> ReschedulePeriod:
    return ReschedulePeriod(movement=MOVEMENT, milestone=milestone, due=due, document=NOTICE, **by(role))


def end(period: str = "dot-1") -> EndPeriod:
    return EndPeriod(movement=MOVEMENT, period=period, on=ENDED.on, **by("standing_agency"))


def pact() -> SignPact:
    return SignPact(movement=MOVEMENT, cluster="Cụm 3", on=PACT.on, **by("standing_agency"))


def test_a_round_that_the_plan_left_open_gets_its_dates() -> None:
    under_way().when(schedule()).then(SECOND_ROUND)


def test_a_round_has_a_first_and_a_last_day() -> None:
    under_way().when(schedule(Span(start="2024-08-15"))).refused(Malformed)
    under_way().when(schedule(SOMETIME.span)).refused(Malformed)


def test_a_round_does_not_end_before_it_begins() -> None:
    under_way().when(schedule(Span(start="2024-09-02", end="2024-08-15"))).refused(Malformed)


def test_the_milestones_of_a_round_have_codes_and_debtors_of_their_own() -> None:
    works = Milestone(code="cong-trinh", duty="complete_work", name="Xong công trình", due="2024-08-30")
    fresh = replace(schedule(), milestones=(works,))
    under_way().when(fresh).then(SECOND_ROUND.model_copy(update={"milestones": (works,)}))
    taken = works.model_copy(update={"code": "quy-2"})
    under_way().when(replace(schedule(), milestones=(taken,))).refused(AlreadyExists)
    under_way().when(replace(schedule(), milestones=(works, works))).refused(AlreadyExists)
    headed = works.model_copy(update={"owed_by": "cluster_head"})
    under_way().when(replace(schedule(), milestones=(headed,))).refused(Malformed)


def test_a_round_gets_its_dates_once() -> None:
    under_way(SECOND_ROUND).when(schedule()).refused(AlreadyExists)


def test_a_milestone_is_moved_for_everybody_by_a_document() -> None:
    under_way().when(reschedule()).then(MOVED)
    assert movement(MOVED).milestone("quy-2")[1].due_on == date(2024, 6, 28)
    assert movement(MOVED).milestone("so-ket") == movement().milestone("so-ket")


HARD = Milestone(code="ho-so", duty="submit_nominations", name="Nộp hồ sơ", due="2024-08-20", hard=True,
    grace=date(2024, 8, 27))  # fmt: skip
WITH_HARD = SECOND_ROUND.model_copy(update={"milestones": (HARD,)})


@pytest.mark.parametrize(
    ("due", "said", "grace"),
    [
        (date(2024, 8, 13), None, date(2024, 8, 27)),
        (date(2024, 8, 29), None, None),
        (date(2024, 8, 29), date(2024, 8, 30), date(2024, 8, 30)),
    ],
)
def test_a_hard_date_that_moves_keeps_its_grace_unless_the_document_says_otherwise(
    due: date, said: date | None, grace: date | None
) -> None:
    moved = PeriodRescheduled(
        movement=MOVEMENT, period="dot-2", milestone="ho-so", due=due, document=NOTICE, grace=grace
    )
    asked = replace(reschedule(due, "ho-so"), grace=said)
    under_way(WITH_HARD).when(asked).then(moved)
    under_way(WITH_HARD, moved).when(asked).nothing()
    assert movement(WITH_HARD, moved).milestone("ho-so")[1].grace == grace


def test_grace_comes_after_a_hard_date_or_not_at_all() -> None:
    under_way(WITH_HARD).when(
        replace(reschedule(date(2024, 8, 29), "ho-so"), grace=date(2024, 8, 29))
    ).refused(Malformed)
    under_way().when(replace(reschedule(), grace=date(2024, 7, 1))).refused(Malformed)


def test_a_milestone_already_on_that_day_is_not_moved() -> None:
    under_way(MOVED).when(reschedule()).nothing()
    under_way().when(reschedule(date(2024, 6, 20))).nothing()


def test_an_unknown_milestone_is_not_moved() -> None:
    under_way().when(reschedule(milestone="quy-9")).refused(NotFound)


def test_a_period_ends_once() -> None:
    under_way().when(end()).then(ENDED)
    under_way(ENDED).when(end()).nothing()


def test_a_round_without_dates_does_not_end() -> None:
    under_way().when(end("dot-2")).refused(NotFound)


def test_a_cluster_signs_its_pact_once() -> None:
    under_way().when(pact()).then(PACT)
    under_way(PACT).when(pact()).nothing()
    assert movement(PACT).pacts == (("Cụm 3", PACT.on),)


@pytest.mark.law("Luật 06/2022/QH15, Đ17-18")
def test_only_the_standing_agency_or_the_authority_moves_dates() -> None:
    why = under_way().when(reschedule(role="clerk")).refused(NotAuthorised)
    assert str(why.basis) == "Đ17-18 Luật 06/2022/QH15"
    under_way().when(schedule(role="chair")).refused(NotAuthorised)


def test_a_movement_that_was_not_launched_has_no_dates() -> None:
    for command in (schedule(), reschedule(), end(), pact()):
        given(DECIDER).when(command).refused(NotFound)
    assert DECIDER.fold([SECOND_ROUND, MOVED, ENDED, PACT, CLOSED]) == NoMovement()


ALSO_MOVED = PeriodRescheduled(
    movement=MOVEMENT, period="ca-nam", milestone="tong-ket", due=date(2024, 12, 27), document=NOTICE
)


def move(*moves: tuple[str, date]) -> MoveDates:
    listed = tuple(Move(milestone=code, due=due) for code, due in moves)
    return MoveDates(movement=MOVEMENT, moves=listed, document=NOTICE, **by("standing_agency"))


BOTH = move(("quy-2", MOVED.due), ("tong-ket", ALSO_MOVED.due))


def test_one_document_moves_many_dates_at_once() -> None:
    under_way().when(BOTH).then(MOVED, ALSO_MOVED)
    under_way(MOVED).when(BOTH).then(ALSO_MOVED)
    under_way(MOVED, ALSO_MOVED).when(BOTH).nothing()


def test_a_document_with_one_unknown_date_or_one_named_twice_moves_none() -> None:
    under_way().when(move(("quy-2", MOVED.due), ("quy-9", MOVED.due))).refused(NotFound)
    under_way().when(move(("quy-2", MOVED.due), ("quy-2", ALSO_MOVED.due))).refused(Malformed)


def test_a_round_of_the_plan_waits_for_its_dates() -> None:
    assert movement().undated == (SOMETIME,)
    assert movement(SECOND_ROUND).undated == ()


def test_a_pact_may_name_the_milestone_that_asks_for_it() -> None:
    under_way().when(replace(pact(), milestone="quy-9")).refused(NotFound)
    named = PACT.model_copy(update={"milestone": "quy-2", "signers": (SCHOOL, VILLAGE)})
    some = replace(pact(), milestone="quy-2", signers=(SCHOOL,))
    under_way().when(some).then(named.model_copy(update={"signers": (SCHOOL,)}))
    under_way().when(replace(some, signers=(UnitId("unit-khac"),))).refused(NotAParticipant)
    under_way().when(replace(pact(), milestone="quy-2")).then(named)
