"""The opening letter: the first rung of a ladder, where no other letter tells of the duty."""

from dataclasses import replace
from datetime import date, time

from domain.calendar import local_instant
from domain.ladder import dated
from domain.obligation.commands import RescheduleObligation
from domain.obligation.decider import DECIDER
from domain.obligation.facts import ObligationFacts
from domain.policy import DECIDER as POLICY
from domain.policy import AdoptLadder, UnclearLadder
from events.base import UnitId
from events.obligation import ObligationOpened, ObligationRescheduled
from events.policy import Rung
from tests.domain.duties import CALENDAR, DUTY, FACTS, OPENED_AT, RUNGS, SCHOOL, engine_at, open_, state
from tests.spec import by, given

OPENING = Rung(name="mo-dau", days=0, opens=True, audience="debtor", template="digest", digest="day")


def opened_with(facts: ObligationFacts, *, told: bool = False) -> list[str]:
    command = replace(open_(engine_at(OPENED_AT)), told=told)
    [event] = DECIDER.decide(DECIDER.initial, command, facts)
    assert isinstance(event, ObligationOpened)
    return [rung.name for rung in event.due.rungs]


def test_a_duty_opens_with_a_letter_unless_another_letter_tells_of_it_or_the_house_owes_it_itself() -> None:
    facts = replace(FACTS, rungs=(OPENING, *FACTS.rungs))
    dated = [rung.name for rung in RUNGS]
    assert opened_with(facts) == ["mo-dau", *dated]
    assert opened_with(facts, told=True) == dated
    assert opened_with(replace(facts, organisation=UnitId(SCHOOL))) == dated


def test_the_opening_letter_goes_at_once_and_on_a_day_off_the_next_working_morning() -> None:
    friday, sunday = local_instant(date(2024, 1, 5), time(16)), local_instant(date(2024, 1, 7), time(10))
    [at_once] = dated([OPENING], date(2024, 3, 1), CALENDAR, not_before=friday)
    assert at_once.at == friday
    [monday] = dated([OPENING], date(2024, 3, 1), CALENDAR, not_before=sunday)
    assert monday.at == local_instant(date(2024, 1, 8), time(8))


def test_a_moved_date_brings_no_second_opening_letter() -> None:
    move = RescheduleObligation(
        obligation=DUTY, due_on=date(2024, 3, 1), set_by="50/TB-UBND", **engine_at(OPENED_AT)
    )
    [moved] = DECIDER.decide(state(), move, replace(FACTS, rungs=(OPENING, *FACTS.rungs)))
    assert isinstance(moved, ObligationRescheduled)
    assert "mo-dau" not in {rung.name for rung in moved.due.rungs}


def test_only_the_debtor_gets_an_opening_letter() -> None:
    to_head = OPENING.model_copy(update={"audience": "head"})
    adopt = AdoptLadder(ladder="x", duties=("register",), rungs=(to_head,), **by("administrator"))
    given(POLICY).when(adopt).refused(UnclearLadder)
