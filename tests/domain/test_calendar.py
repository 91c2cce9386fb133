from datetime import UTC, date, datetime, time, timedelta
from random import Random  # noqa: TID251  # seeded
from time import tzset

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from domain import ladder
from domain.calendar import WorkingCalendar, end_of_day, local_day, local_instant
from tests.conftest import Figure
from tests.domain.often import often

many = often(35)
NATIONAL_DAY_2025 = WorkingCalendar(frozenset({date(2025, 9, 1), date(2025, 9, 2)}))
days = st.dates(date(2024, 1, 1), date(2026, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=40),
    st.frozensets(st.dates(date(2024, 1, 1), date(2026, 12, 31)), max_size=8),
)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ44.2")
def test_ten_working_days_from_20_august_2025_end_on_4_september_over_the_national_day() -> None:
    assert NATIONAL_DAY_2025.count(date(2025, 8, 20), date(2025, 9, 4)) == 10
    assert NATIONAL_DAY_2025.add(date(2025, 8, 20), 10, first_counts=True) == date(2025, 9, 4)
    assert NATIONAL_DAY_2025.add(date(2025, 8, 20), 10) == date(2025, 9, 5)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ44.2")
def test_one_day_less_is_not_ten_working_days() -> None:
    assert NATIONAL_DAY_2025.count(date(2025, 8, 20), date(2025, 9, 3)) == 9


def test_a_saturday_announced_as_a_working_day_is_one_even_if_it_was_also_off() -> None:
    saturday = date(2024, 5, 4)
    assert not WorkingCalendar().is_working(saturday)
    assert WorkingCalendar(frozenset({saturday}), frozenset({saturday})).is_working(saturday)


def test_a_first_day_that_is_off_does_not_count_even_where_the_first_day_counts() -> None:
    sunday = date(2024, 12, 22)
    assert WorkingCalendar().add(sunday, 1, first_counts=True) == date(2024, 12, 23)


def test_no_days_before_the_first_are_counted() -> None:
    assert WorkingCalendar().count(date(2024, 12, 24), date(2024, 12, 20)) == 0


@many
@for_all(calendar=calendars, day=days, wanted=st.integers(1, 40))
def test_adding_working_days_and_counting_them_agree(
    calendar: WorkingCalendar, day: date, wanted: int
) -> None:
    last = calendar.add(day, wanted)
    assert calendar.is_working(last)
    assert calendar.count(day + timedelta(days=1), last) == wanted
    assert calendar.count(day, calendar.add(day, wanted, first_counts=True)) == wanted


@many
@for_all(calendar=calendars, day=days)
def test_the_nearest_working_day_on_either_side_leaves_none_between(
    calendar: WorkingCalendar, day: date
) -> None:
    before, after = calendar.on_or_before(day), calendar.on_or_after(day)
    assert before <= day <= after
    assert calendar.count(before, day) == 1
    assert calendar.count(day, after) == 1


def test_a_legal_day_is_a_day_in_ha_noi() -> None:
    assert local_day(datetime(2024, 12, 23, 16, 59, tzinfo=UTC)) == date(2024, 12, 23)
    assert local_day(datetime(2024, 12, 23, 17, tzinfo=UTC)) == date(2024, 12, 24)


def test_a_day_ends_at_midnight_in_ha_noi() -> None:
    assert end_of_day(date(2024, 12, 24)) == datetime(2024, 12, 24, 17, tzinfo=UTC)
    assert local_instant(date(2024, 12, 24), time(8)) == datetime(2024, 12, 24, 1, tzinfo=UTC)


def test_no_instant_of_ninety_years_is_on_two_days_or_on_none() -> None:
    day, last = date(1970, 1, 1), date(2060, 12, 31)
    while day < last:
        end, following = end_of_day(day), day + timedelta(days=1)
        assert end == local_instant(following, time())
        assert (local_day(end - timedelta.resolution), local_day(end)) == (day, following)
        day = following


@pytest.mark.parametrize("server", ["UTC", "Asia/Ho_Chi_Minh", "America/New_York"])
def test_of_20_000_acts_near_midnight_none_counts_for_the_day_beside_it(
    server: str, monkeypatch: pytest.MonkeyPatch, figure: Figure
) -> None:
    """Held against plain arithmetic: seven hours ahead of UTC since 13 June 1975, whatever the server's own zone."""
    monkeypatch.setenv("TZ", server)
    tzset()
    chance, acts, off_by_one = Random(20281130), 20_000, 0
    try:
        for _ in range(acts):
            due_on = date(2000, 1, 1) + timedelta(days=chance.randrange(60 * 365))
            act = datetime(due_on.year, due_on.month, due_on.day, 17, tzinfo=UTC) + timedelta(
                seconds=chance.choice((-1, 0, 1, chance.randint(-172_800, 172_800)))
            )
            day = date.fromordinal((act + timedelta(hours=7)).toordinal())
            due = ladder.due(ladder.Term(set_by="văn bản", on=due_on), (), WorkingCalendar(), not_before=act)
            off_by_one += local_day(act) != day or (act >= due.at) != (day > due_on)
    finally:
        monkeypatch.undo()
        tzset()
    figure("off_by_one_of_20000", off_by_one)
    assert off_by_one == 0


def test_before_june_1975_the_day_began_an_hour_earlier() -> None:
    assert end_of_day(date(1975, 6, 11)) == datetime(1975, 6, 11, 16, tzinfo=UTC)
    assert end_of_day(date(1975, 6, 13)) == datetime(1975, 6, 13, 17, tzinfo=UTC)


@many
@for_all(one=calendars, other=calendars)
def test_two_calendars_share_a_name_only_if_they_are_the_same(
    one: WorkingCalendar, other: WorkingCalendar
) -> None:
    assert (one.digest == other.digest) == (one == other)
