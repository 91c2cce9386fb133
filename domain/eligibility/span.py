"""The days of an award year: of a calendar year exactly; of a school year what is sure of them, and what may be."""

from dataclasses import dataclass
from datetime import date, timedelta

from domain.eligibility.case import Case
from domain.terms import school_years
from events.judgement import UsedFact


@dataclass(frozen=True, slots=True)
class Days:
    """From a first to a last day, both included."""

    first: date
    last: date

    def touches(self, since: date, until: date | None) -> bool:
        """Say whether what held from `since` to `until`, or still holds, held on one of these days."""
        return since <= self.last and (until is None or until >= self.first)


@dataclass(frozen=True, slots=True)
class AwardYear:
    """The days that are surely in an award year, and those that may be: no rule read fixes when a school year begins and ends."""

    sure: Days
    possible: Days


def award_year(case: Case) -> AwardYear:
    """Give the days of a case's award year; a school year, named by the year it ends in, begins in the one before."""
    new_year = date(case.award_year, 1, 1)
    whole = Days(new_year, date(case.award_year, 12, 31))
    if not case.school_year:
        return AwardYear(whole, whole)
    return AwardYear(
        Days(new_year - timedelta(days=1), new_year), Days(date(case.award_year - 1, 1, 1), whole.last)
    )


def open_days(case: Case) -> UsedFact:
    """Say that nobody knows the first and the last day of the school year, on which the answer rests."""
    return UsedFact(
        name="school_year", value=f"{school_years(case.award_year)}, chưa có quy định ngày đầu, ngày cuối"
    )
