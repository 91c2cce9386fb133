"""What shows as something else than it is does not enter the log; Vietnamese as it is written does."""

import pytest

from domain.refusal import Malformed
from workflows.characters import LONGEST_NAME, check_characters
from workflows.shape import check_years


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\x1b", "\x85", "\x00"])
def test_a_hidden_mark_is_refused_wherever_it_stands(mark: str) -> None:
    for told in ({"name": f"Vũ{mark}Mai"}, {"reason": f"Vì{mark}"}, {"lines": [{"words": f"a{mark}"}]}):
        with pytest.raises(Malformed):
            check_characters(told)


@pytest.mark.parametrize("mark", ["\n", "\t", "\u200b", "\u00ad", "\ufeff", "\u2028"])
def test_a_name_is_one_line_and_running_text_is_free(mark: str) -> None:
    check_characters({"reason": f"Dòng một{mark}dòng hai"})
    with pytest.raises(Malformed, match="name"):
        check_characters({"name": f"Vũ Thị{mark}Mai"})


def test_a_name_ends_somewhere() -> None:
    check_characters({"name": "Nguyễn Hoàng Yến Nhi " * 10})
    with pytest.raises(Malformed, match=str(LONGEST_NAME)):
        check_characters({"name": "a" * (LONGEST_NAME + 1)})


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2200-01-01T00:00:00+00:00", "1799-12-31"])
def test_a_day_outside_every_offices_calendar_is_refused(day: str) -> None:
    check_years({"due_on": "2199-12-31", "reason": f"hạn {day}", "number": "9999"})
    for told in ({"due_on": day}, {"lines": [{"on": day}]}):
        with pytest.raises(Malformed, match=day[:4]):
            check_years(told)


@pytest.mark.parametrize(
    "address", ["a@b.c\nBcc: x@y.z", "a@b.c,d@e.f", "không có", "a@b.c\u2028", f"{'a' * 400}@b.c", ""]
)
def test_an_address_that_no_relay_takes_is_told_to_who_types_it(address: str) -> None:
    check_characters({"email": "lan.nguyen+tdkt@quang-trung.example", "reason": "không có"})
    with pytest.raises(Malformed):
        check_characters({"email": address})


def test_a_birth_is_a_day_a_month_or_a_year() -> None:
    for born in ("1970", "02/1970", "5/2/1970", "1970-02-05"):
        check_characters({"born": born})
    for born in ("hôm qua", "70", "1970-2", "05.02.1970", "1/2/3/1970"):
        with pytest.raises(Malformed):
            check_characters({"born": born})
