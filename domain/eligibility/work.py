"""The subject's own work: gradings, service, absence, initiatives, discipline, former units."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from domain.eligibility.case import UNKNOWN, Answer, Case, unknown, used
from domain.eligibility.span import Days, award_year, open_days
from domain.law.book import Rules
from domain.law.rows import CountedTime, Prerequisite
from domain.record import GRADES, MEASURES, REACHES
from events.judgement import UsedFact
from events.record import DisciplineRecorded, GradingRecorded

FORMER_OPINION = "y_kien_don_vi_cu"


def grading(row: Prerequisite, case: Case) -> Answer:
    """Ask for the award year's grading."""
    found = case.grading(case.award_year)
    if found is None or row.grade is None:
        return unknown("grading", f"chưa có xếp loại năm {case.award_year}")
    return Answer("pass" if reaches_grade(found.grade, row.grade) else "fail", (_graded(found),))


def graded_streak(row: Prerequisite, case: Case) -> Answer:
    """Ask for gradings in years on end, the last of them the award year."""
    if row.years is None or row.grade is None:
        return UNKNOWN
    years = range(case.award_year - row.years + 1, case.award_year + 1)
    found = {year: case.grading(year) for year in years}
    missing = [str(year) for year, grading in found.items() if grading is None]
    there = [grading for grading in found.values() if grading is not None]
    facts = tuple(map(_graded, there))
    if any(not reaches_grade(grading.grade, row.grade) for grading in there):
        return Answer("fail", facts)
    if missing:
        return Answer(
            "unknown", (*facts, UsedFact(name="grading", value=f"chưa có xếp loại năm {', '.join(missing)}"))
        )
    return Answer("pass", facts)


def reaches_grade(grade: str, wanted: str) -> bool:
    """Say whether a grade is at least the one wanted."""
    order = [str(known) for known in GRADES]
    return order.index(grade) >= order.index(wanted)


def _graded(grading: GradingRecorded) -> UsedFact:
    return used("grading", f"{grading.grade} {grading.year}", grading.document.number, grading.checked_by)


def months_served(since: date, until: date) -> int:
    """Count the whole months from `since` to the end of `until`."""
    end = until + timedelta(days=1)
    months = (end.year - since.year) * 12 + end.month - since.month
    return months - (1 if end.day < since.day else 0)


def service(row: Prerequisite, case: Case) -> Answer:
    """Ask for so many months of service by the end of the award year."""
    if case.recruited_on is None or row.months is None:
        return UNKNOWN
    days = award_year(case)
    surely = months_served(case.recruited_on, days.sure.last)
    at_most = months_served(case.recruited_on, days.possible.last)
    facts = (
        UsedFact(name="recruited_on", value=case.recruited_on.isoformat()),
        UsedFact(name="months_served", value=str(max(surely if surely >= row.months else at_most, 0))),
        UsedFact(name="months_asked", value=str(row.months)),
    )
    if surely >= row.months:
        return Answer("pass", facts)
    return Answer("fail", facts) if at_most < row.months else Answer("unknown", (*facts, open_days(case)))


def absence(row: Prerequisite, case: Case, rules: Rules) -> Answer:
    """Ask that fewer than so many working days were missed; time that the rules count as worked is not missed."""
    if row.days is None:
        return UNKNOWN
    counted = {said.time for said in rules.every(CountedTime, case.on) if said.counts and said.decides}
    missed = sum(days for kind, days in case.absences.items() if kind not in counted)
    facts = (
        UsedFact(name="days_absent", value=str(missed)),
        UsedFact(name="days_asked", value=str(row.days)),
    )
    return Answer("pass" if missed < row.days else "fail", facts)


def initiatives(row: Prerequisite, case: Case) -> Answer:
    """Ask for recognised initiatives of at least this reach, in the award year or one of the last years."""
    since = case.award_year - (row.years or 1) + 1
    mine = [
        found
        for found in case.initiatives
        if since <= found.year <= case.award_year
        and (
            row.reach is None
            or REACHES.index(found.reach) >= [str(reach) for reach in REACHES].index(row.reach)
        )
    ]
    if len(mine) < (row.count or 1):
        nothing = UsedFact(name="initiative", value="không có sáng kiến được ghi nhận")
        return Answer("fail", tuple(_told(case, since, row)) or (nothing,))
    return Answer(
        "pass",
        tuple(used("initiative", found.title, found.document.number, found.checked_by) for found in mine),
    )


def _told(case: Case, since: int, row: Prerequisite) -> list[UsedFact]:
    """Tell of the initiatives there are, when they are too few or reach too little."""
    near = [found for found in case.initiatives if since <= found.year <= case.award_year]
    asked = [UsedFact(name="initiatives_asked", value=f"{row.count or 1} {row.reach or 'grassroots'}")]
    told = [used("initiative", found.title, found.document.number, found.checked_by) for found in near]
    return [*told, *asked] if told else []


def discipline(row: Prerequisite, case: Case) -> Answer:
    """Ask that no measure from the one named up was in force in the award year; of a collective, on none of its members."""
    whose = [*case.disciplines, *(said for member in case.members for said in member.disciplines)]
    days = award_year(case)
    perhaps = [said for said in whose if measured(said, row.measure, days.possible)]
    if not perhaps:
        return Answer("pass")
    active = [said for said in perhaps if measured(said, row.measure, days.sure)]
    if active:
        return Answer("fail", tuple(_measure(said) for said in active))
    return Answer("unknown", (*(_measure(said) for said in perhaps), open_days(case)))


def measured(said: DisciplineRecorded, lightest: str | None, days: Days) -> bool:
    """Say whether a disciplinary measure of at least `lightest` was in force on some of these days."""
    if said.kind not in MEASURES or not days.touches(said.since, said.until):
        return False
    return lightest is None or MEASURES.index(said.kind) >= MEASURES.index(lightest)


def situations(case: Case, named: Sequence[str]) -> list[DisciplineRecorded]:
    """Give the matters open on the pinned day among those named: nobody is considered while one is open."""
    return [
        said
        for said in case.disciplines
        if said.kind in named and said.since <= case.on and (said.until is None or case.on <= said.until)
    ]


def _measure(said: DisciplineRecorded) -> UsedFact:
    return used("discipline", said.kind, said.document.number, said.checked_by)


def former_unit(row: Prerequisite, case: Case) -> Answer:
    """Ask for the former unit's opinion when most of the award year's time so far was served there."""
    if row.months is None:
        return UNKNOWN
    days = award_year(case).possible
    posts = sorted(case.posts, key=lambda post: post.since)
    for post, following in pairwise(posts):
        if post.unit == following.unit or not days.first <= following.since <= days.last:
            continue
        there = months_served(max(post.since, days.first), following.since - timedelta(days=1))
        if there >= row.months:
            facts = (
                UsedFact(name="former_unit", value=post.unit),
                UsedFact(name="months_served", value=str(there)),
            )
            if FORMER_OPINION in case.papers:
                return Answer("pass", facts)
            return Answer("unknown", (*facts, open_days(case))) if case.school_year else Answer("fail", facts)
    return Answer("pass")
