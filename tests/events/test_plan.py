from datetime import date

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from pydantic import ValidationError

from events.plan import Milestone, Span, first_day, last_day
from tests.domain.often import often


def due(text: str) -> Milestone:
    return Milestone(code="m", duty="register", name="Đăng ký", due=text)


@pytest.mark.parametrize(
    ("partial", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-06-30", date(2024, 6, 30), date(2024, 6, 30)),
    ],
)
def test_a_date_as_precise_as_the_text_means_every_day_it_can(partial: str, first: date, last: date) -> None:
    assert (first_day(partial), last_day(partial)) == (first, last)


@often(35)
@for_all(st.dates(date(1000, 1, 1)), st.sampled_from([4, 7, 10]))
def test_a_day_lies_within_every_partial_date_that_begins_its_text(day: date, cut: int) -> None:
    partial = day.isoformat()[:cut]
    assert first_day(partial) <= day <= last_day(partial)


@pytest.mark.parametrize(
    "text", ["24", "2024-13", "2024-00", "2024-1", "2024-06-31x", "2024-06-32", "quý 2", ""]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        Span(start=text)


def test_a_span_is_dated_only_if_both_its_bounds_are_given() -> None:
    whole = Span(start="2024-01", end="2024")
    assert whole.dated
    assert (whole.first_day, whole.last_day) == (date(2024, 1, 1), date(2024, 12, 31))
    for open_ in (Span(start="2024"), Span(end="2024"), Span(as_written="dịp 2/9")):
        assert not open_.dated
    assert (Span(end="2024").first_day, Span(start="2024").last_day) == (None, None)


def test_a_deadline_is_made_of_a_day_and_never_of_a_month_or_a_year() -> None:
    assert due("2024-06-30").due_on == date(2024, 6, 30)
    assert due("2024-06").due_on is None
    assert due("2024").due_on is None
