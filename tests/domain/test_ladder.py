from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain.calendar import WorkingCalendar, end_of_day, local_day
from domain.ladder import WEEK, Term, dated, due, next_at, passed, recounted, rung_day, same_dates
from domain.refusal import Malformed
from events.obligation import Counting, DatedRung, Due
from events.policy import Rung, Weekday
from tests.domain.often import often

many = often(50)
TET_2024 = WorkingCalendar(frozenset(date(2024, 2, day) for day in range(8, 15)))
LONG_AGO = datetime(2023, 1, 1, tzinfo=UTC)
days = st.dates(date(2024, 1, 1), date(2025, 12, 31))
calendars = st.builds(WorkingCalendar, st.frozensets(days, max_size=60))


def rung(days: int, name: str | None = None) -> Rung:
    return Rung(name=name or f"r{days}", days=days, audience="debtor", template="reminder")


def laid(day: date, name: str) -> DatedRung:
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return DatedRung(name=name, at=at, audience="debtor", template="reminder")


def test_a_rung_fourteen_days_before_23_february_2024_falls_before_tet_on_the_7th() -> None:
    assert rung_day(date(2024, 2, 23), -14, TET_2024) == date(2024, 2, 7)


def test_a_rung_after_a_date_falls_after_tet() -> None:
    assert rung_day(date(2024, 2, 7), 1, TET_2024) == date(2024, 2, 15)


def test_a_rung_on_a_date_that_is_off_comes_the_working_day_before() -> None:
    assert rung_day(date(2024, 12, 22), 0, WorkingCalendar()) == date(2024, 12, 20)


@many
@for_all(due_on=days, offset=st.integers(-30, 30), calendar=calendars)
def test_a_rung_never_falls_on_a_day_off_and_stays_on_its_side_of_the_date(
    due_on: date, offset: int, calendar: WorkingCalendar
) -> None:
    day, asked = rung_day(due_on, offset, calendar), due_on + timedelta(days=offset)
    assert calendar.is_working(day)
    assert day <= asked <= due_on if offset <= 0 else day >= asked > due_on
    first, last = sorted((day, asked))
    assert calendar.count(first, last) == 1


@many
@for_all(due_on=days, offsets=st.lists(st.integers(-30, 30), max_size=6), calendar=calendars)
def test_a_ladder_speaks_in_the_order_of_its_instants_at_eight_in_the_morning(
    due_on: date, offsets: list[int], calendar: WorkingCalendar
) -> None:
    rungs = dated([rung(offset) for offset in offsets], due_on, calendar, not_before=LONG_AGO)
    assert [one.at for one in rungs] == sorted(one.at for one in rungs)
    assert {one.at.hour for one in rungs} <= {1}
    assert sorted(one.name for one in rungs) == sorted(f"r{offset}" for offset in offsets)


def test_a_rung_already_past_when_the_duty_arose_is_left_out() -> None:
    at_eight = datetime(2024, 2, 7, 1, tzinfo=UTC)
    ladder = [rung(-14), rung(1)]
    both = dated(ladder, date(2024, 2, 23), TET_2024, not_before=at_eight - timedelta(microseconds=1))
    only_after = dated(ladder, date(2024, 2, 23), TET_2024, not_before=at_eight)
    assert both == (laid(date(2024, 2, 7), "r-14"), laid(date(2024, 2, 26), "r1"))
    assert only_after == (laid(date(2024, 2, 26), "r1"),)


def test_a_due_date_records_its_last_instant_its_calendar_and_the_text_that_set_it() -> None:
    day = date(2024, 2, 23)
    made = due(Term(on=day, set_by="12/KH-UBND", hard=True), [rung(-14)], TET_2024, not_before=LONG_AGO)
    assert made == Due(
        on=day,
        at=end_of_day(day),
        zone="Asia/Ho_Chi_Minh",
        calendar=TET_2024.digest,
        hard=True,
        set_by="12/KH-UBND",
        rungs=(laid(date(2024, 2, 7), "r-14"),),
    )
    assert local_day(made.at - timedelta(microseconds=1)) == day


def test_what_has_come_and_is_not_done_is_passed_and_the_next_is_still_to_come() -> None:
    first, second, third = (laid(date(2024, 3, day), f"on-{day}") for day in (4, 5, 6))
    rungs = (first, second, third)
    assert passed(rungs, frozenset({"on-4"}), second.at) == [second]
    assert next_at(rungs, frozenset({"on-4", "on-5"})) == third.at
    assert next_at(rungs, frozenset({"on-4", "on-5", "on-6"})) is None


TEN_DAYS = Counting(since=date(2024, 2, 1), count=10, unit="working_day")
BEFORE_TET = WorkingCalendar()


def test_a_counted_date_is_counted_again_when_the_calendar_changes() -> None:
    known = due(Term(counting=TEN_DAYS, set_by="luật"), [rung(1)], BEFORE_TET, not_before=LONG_AGO)
    again = recounted(known, [rung(1)], TET_2024, frozenset())
    assert (known.on, again.on) == (date(2024, 2, 15), date(2024, 2, 22))
    assert again.rungs == (laid(date(2024, 2, 23), "r1"),)
    assert (again.counting, again.calendar) == (TEN_DAYS, TET_2024.digest)
    assert not same_dates(known, again, frozenset())


def test_a_date_that_the_text_names_stays_and_only_its_rungs_move() -> None:
    known = due(Term(on=date(2024, 2, 23), set_by="12/KH"), [rung(-14)], BEFORE_TET, not_before=LONG_AGO)
    again = recounted(known, [rung(-14)], TET_2024, frozenset())
    assert (known.rungs[0], again.rungs[0]) == (
        laid(date(2024, 2, 9), "r-14"),
        laid(date(2024, 2, 7), "r-14"),
    )
    assert again.on == known.on
    assert same_dates(again, recounted(again, [rung(-14)], TET_2024, frozenset()), frozenset())


def test_a_rung_that_was_sent_never_comes_back_and_one_the_ladder_lost_keeps_its_day() -> None:
    ladder = [rung(-14), rung(1)]
    known = due(Term(on=date(2024, 2, 23), set_by="12/KH"), ladder, BEFORE_TET, not_before=LONG_AGO)
    again = recounted(known, [rung(-14)], TET_2024, frozenset({"r-14"}))
    assert again.rungs == (laid(date(2024, 2, 26), "r1"),)


def test_a_term_is_a_day_or_a_count_and_grace_comes_after_a_hard_date() -> None:
    day = date(2024, 2, 23)
    for unclear in (
        Term(set_by="x"),
        Term(set_by="x", counting=TEN_DAYS.model_copy(update={"count": 3661})),
        Term(set_by="x", on=day, counting=TEN_DAYS),
        Term(set_by="x", on=day, grace_on=date(2024, 2, 26)),
        Term(set_by="x", on=day, hard=True, grace_on=day),
    ):
        with pytest.raises(Malformed):
            unclear.day(BEFORE_TET)


def test_only_a_hard_date_shuts_and_only_after_its_grace() -> None:
    def made(term: Term) -> Due:
        return due(term, [], BEFORE_TET, not_before=LONG_AGO)

    day, grace = date(2024, 2, 23), date(2024, 2, 26)
    assert made(Term(on=day, set_by="x")).shuts_at is None
    assert made(Term(on=day, set_by="x", hard=True)).shuts_at == end_of_day(day)
    assert made(Term(on=day, set_by="x", hard=True, grace_on=grace)).shuts_at == end_of_day(grace)


@many
@for_all(due_on=days, offset=st.integers(-30, 30), weekday=st.sampled_from(WEEK), calendar=calendars)
def test_a_rung_of_the_weekly_letter_waits_for_its_weekday_or_the_first_working_day_after_it(
    due_on: date, offset: int, weekday: Weekday, calendar: WorkingCalendar
) -> None:
    weekly = Rung(name="tuan", days=offset, audience="chair", template="weekly", digest=weekday)
    [laid_out] = dated([weekly], due_on, calendar, not_before=LONG_AGO)
    alone, day = rung_day(due_on, offset, calendar), local_day(laid_out.at)
    asked = next(
        wanted
        for wanted in (alone + timedelta(days=ahead) for ahead in range(7))
        if wanted.weekday() == WEEK.index(weekday)
    )
    assert day == calendar.on_or_after(asked)
    moved = recounted(
        due(Term(set_by="x", on=due_on), [weekly], WorkingCalendar(), not_before=LONG_AGO),
        [weekly],
        calendar,
        frozenset(),
    )
    assert [rung.at for rung in moved.rungs] == [laid_out.at]
