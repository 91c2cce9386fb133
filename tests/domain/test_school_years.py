"""Năm học: what is counted by days is decided only where it holds whenever the school year may begin and end."""

from dataclasses import replace
from datetime import date

import pytest

from domain.labels import fact_told
from domain.law.rows import Prerequisite
from events.record import DisciplineRecorded
from tests.domain.rules import row
from tests.domain.test_assessment import LAN, case
from tests.domain.test_streaks import PAPER, judged, moved

SERVED = row(Prerequisite, award="X", rule="x.months", kind="service_months", months=6)
CLEAN = row(Prerequisite, award="X", rule="x.clean", kind="no_discipline", measure="canh_cao")
FORMER = row(Prerequisite, award="X", rule="x.former", kind="former_unit_opinion", months=6)


@pytest.mark.parametrize(
    ("recruited", "calendar", "school"),
    [
        (date(2023, 7, 1), "pass", "pass"),
        (date(2023, 9, 5), "pass", "unknown"),
        (date(2024, 7, 1), "pass", "unknown"),
        (date(2024, 7, 2), "fail", "fail"),
    ],
)
def test_months_of_service_count_to_the_end_of_the_school_year_which_no_rule_names(
    recruited: date, calendar: str, school: str
) -> None:
    asked = case(recruited_on=recruited)
    assert judged(asked, SERVED).verdict == calendar
    found = judged(replace(asked, school_year=True), SERVED)
    assert found.verdict == school
    said = [fact_told(fact) for fact in found.facts if fact.name == "school_year"]
    assert said == (
        ["theo năm học 2023-2024, chưa có quy định ngày đầu, ngày cuối"] if school == "unknown" else []
    )


@pytest.mark.parametrize(
    ("since", "until", "calendar", "school"),
    [
        (date(2023, 10, 1), date(2024, 3, 1), "fail", "fail"),
        (date(2023, 10, 1), date(2023, 12, 15), "pass", "unknown"),
        (date(2024, 11, 1), None, "fail", "unknown"),
        (date(2022, 1, 1), date(2022, 12, 31), "pass", "pass"),
        (date(2025, 1, 1), None, "pass", "pass"),
    ],
)
def test_a_measure_bars_for_sure_only_where_it_held_in_the_middle_of_the_school_year(
    since: date, until: date | None, calendar: str, school: str
) -> None:
    measure = DisciplineRecorded(subject=LAN, kind="canh_cao", since=since, until=until, document=PAPER)
    asked = case(disciplines=(measure,))
    assert judged(asked, CLEAN).verdict == calendar
    assert judged(replace(asked, school_year=True), CLEAN).verdict == school


@pytest.mark.parametrize(
    ("on", "papers", "school"),
    [
        (date(2023, 12, 1), (), "unknown"),
        (date(2023, 12, 1), ("y_kien_don_vi_cu",), "pass"),
        (date(2022, 12, 1), (), "pass"),
    ],
)
def test_who_moved_about_a_school_year_is_looked_at_by_a_person(
    on: date, papers: tuple[str, ...], school: str
) -> None:
    assert judged(replace(moved(on, *papers), school_year=True), FORMER).verdict == school
