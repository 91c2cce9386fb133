"""Shares and counts inside a collective; the members' lines of the same round count on condition."""

from collections.abc import Callable, Sequence

from domain.counting import needed
from domain.eligibility.case import UNKNOWN, Answer, Case, Member, unknown
from domain.eligibility.holdings import pending_among
from domain.eligibility.work import reaches_grade
from domain.law.rows import Prerequisite
from events.base import NominationId
from events.judgement import UsedFact


def share(row: Prerequisite, case: Case) -> Answer:
    """Ask that at least this percentage of the members hold one of the awards for the year."""
    if not case.members:
        return unknown("members", "chưa có số thành viên")
    percent = row.percent
    if percent is None:
        return UNKNOWN
    asked = UsedFact(name="percent_asked", value=str(percent))
    enough = needed(percent, len(case.members), strict=row.strict)
    return _counted(row, case, asked, lambda count: count >= enough)


def count(row: Prerequisite, case: Case) -> Answer:
    """Ask that at least so many members hold one of the awards for the year."""
    if not case.members:
        return unknown("members", "chưa có số thành viên")
    wanted = row.count or 1
    return _counted(row, case, UsedFact(name="count_asked", value=str(wanted)), lambda count: count >= wanted)


def _counted(row: Prerequisite, case: Case, asked: UsedFact, enough: Callable[[int], bool]) -> Answer:
    holders = [member for member in case.members if _held(member, row, case.award_year)]
    waiting = [member for member in holders if _pending(member, row, case.award_year)]
    facts = (UsedFact(name="holders", value=f"{len(holders)}/{len(case.members)}"), asked)
    if not enough(len(holders)):
        return Answer("fail", facts)
    if enough(len(holders) - len(waiting)):
        return Answer("pass", facts)
    conditional: Sequence[NominationId] = [
        line for member in waiting for line in _pending(member, row, case.award_year)
    ]
    return Answer("pass", facts, tuple(conditional))


def _held(member: Member, row: Prerequisite, year: int) -> bool:
    return any(holding.award in row.of_awards and holding.year == year for holding in member.holdings)


def _pending(member: Member, row: Prerequisite, year: int) -> tuple[NominationId, ...]:
    return pending_among(
        holding for holding in member.holdings if holding.award in row.of_awards and holding.year == year
    )


def graded(row: Prerequisite, case: Case) -> Answer:
    """Ask that at least this percentage of the members were graded at least so."""
    if not case.members or row.percent is None or row.grade is None:
        return unknown("members", "chưa có số thành viên")
    grades = [member.grade for member in case.members]
    known = [grade for grade in grades if grade is not None]
    good = sum(reaches_grade(grade, row.grade) for grade in known)
    facts = (
        UsedFact(name="graded", value=f"{good}/{len(grades)}"),
        UsedFact(name="percent_asked", value=str(row.percent)),
    )
    enough = needed(row.percent, len(grades), strict=row.strict)
    if good >= enough:
        return Answer("pass", facts)
    if good + len(grades) - len(known) < enough:
        return Answer("fail", facts)
    return Answer("unknown", facts)
