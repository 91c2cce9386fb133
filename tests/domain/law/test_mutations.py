"""Every number of the tables decides something: change it and a judgement, an amount or a date changes with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from domain import counting
from domain.bonus import bonus
from domain.eligibility.case import Case, Holding, Member
from domain.eligibility.conditions import ask as judge
from domain.eligibility.round import allowed
from domain.law.answers import ALL_LEVELS, QUESTIONS, Answer, catalogue, recipients
from domain.law.book import Layer, Rules
from domain.law.rows import (
    AnnualDeadline,
    BaseSalary,
    BonusRounding,
    Coefficient,
    Multiplier,
    Prerequisite,
    Publication,
    Quorum,
    Quota,
    Row,
    TimeLimit,
    VoteShare,
)
from domain.law.schema import NAMES
from domain.law.telling import tell
from domain.terms import annual, from_limit, last_day, months_after
from events.base import Citation, SubjectId
from events.record import GradingRecorded, InitiativeRecognised
from tests.domain.rules import NATIONAL, THE_LAW
from workflows.printed_calendar import printed_calendar

YEAR = 2024
LAN = SubjectId("person-lan")
PAPER = Citation(number="1/QĐ", day=date(YEAR, 12, 1))
MONEY = (BaseSalary, BonusRounding, Coefficient, Multiplier)
MONDAY = date(2024, 12, 2)


def numbers(row: Row) -> list[str]:
    """Name the fields of a row that hold a number."""
    fields = type(row).model_fields
    return [name for name in fields if type(getattr(row, name)) in (int, Decimal)]


def every_number(*, deciding: bool) -> list[tuple[Row, str]]:
    rows = [row for listed in NATIONAL.rows.values() for row in listed]
    return [(row, name) for row in rows if row.decides == deciding for name in numbers(row)]


def named(value: object) -> str:
    if isinstance(value, Row):
        keys = [str(getattr(value, key)) for key in value.keys if getattr(value, key) is not None]
        return "-".join([NAMES[type(value)], *keys, str(value.since)])
    return str(value)


def changed(row: Row, name: str) -> Row:
    value = getattr(row, name)
    return row.model_copy(update={name: value + (1 if isinstance(value, int) else Decimal("0.1"))})


def law_with(row: Row, instead: Row) -> Rules:
    """Give the nation's law with one row in place of another."""
    listed = tuple(instead if known is row else known for known in NATIONAL.rows[type(row)])
    return Rules((Layer(NATIONAL.name, NATIONAL.scope, "changed", {**NATIONAL.rows, type(row): listed}),))


def cases(row: Prerequisite) -> Iterator[Case]:
    """Give subjects on both sides of every limit that a condition may set."""
    plain = Case(
        award=row.award,
        stated_kind="title",
        subject_kind="person",
        merit="cong_trang",
        award_year=YEAR,
        on=row.since,
    )
    for years, ago in product(range(8), range(4)):
        run = [YEAR - ago - back for back in range(years)]
        yield replace(
            plain,
            gradings=tuple(
                GradingRecorded(subject=LAN, year=year, grade="hoan_thanh_xuat_sac", document=PAPER)
                for year in run
            ),
            initiatives=tuple(
                InitiativeRecognised(subject=LAN, year=year, title="x", reach="nation", document=PAPER)
                for year in run
            ),
            holdings=tuple(Holding(award=award, year=year) for year in run for award in row.of_awards),
        )
    for several in range(4):
        made = InitiativeRecognised(subject=LAN, year=YEAR, title="x", reach="nation", document=PAPER)
        yield replace(
            plain, initiatives=tuple(made.model_copy(update={"title": str(n)}) for n in range(several))
        )
    for months in range(14):
        yield replace(plain, recruited_on=months_after(date(YEAR + 1, 1, 1), -months))
    for days in range(38, 44):
        yield replace(plain, absences={"personal": days})
    for holders in (0, 1, 2, 49, 50, 51, 52, 69, 70, 71, 98, 99, 100):
        yield replace(plain, members=collective(row, holders))


def collective(row: Prerequisite, holders: int) -> tuple[Member, ...]:
    has = tuple(Holding(award=award, year=YEAR) for award in row.of_awards)
    good = Member(subject=LAN, holdings=has, grade="hoan_thanh_xuat_sac")
    return (good,) * holders + (Member(subject=LAN, grade="khong_hoan_thanh"),) * (100 - holders)


def outcome(row: Row, rules: Rules) -> object:
    """Let the program's own functions say what a row comes to."""
    calendar = printed_calendar()
    match row:
        case Prerequisite():
            return [judge(row, case, rules).verdict for case in cases(row)]
        case VoteShare():
            return [counting.needed(row.percent, of, strict=row.strict) for of in range(1, 201)]
        case Quorum():
            return [counting.quorum(row.numerator, row.denominator, of) for of in range(1, 201)]
        case Quota():
            return [allowed(row, holders) for holders in range(200)]
        case TimeLimit():
            return last_day(from_limit(row, MONDAY), calendar)
        case AnnualDeadline():
            return annual(row, YEAR) if row.day <= 28 else (row.month, row.day, row.year_after)
        case Publication():
            return calendar.add(MONDAY, row.working_days, first_counts=row.first_day_counts)
        case _:
            return tell(row)


def amounts(rules: Rules, row: Row) -> list[int | None]:
    """Give every bonus that a row of the money tables may change."""
    awards = [row.award] if isinstance(row, Coefficient | Multiplier) else ["CSTDCS", "CSTDTQ", "LDTT", "GK"]
    days = sorted({row.since, *(salary.since for salary in NATIONAL.rows[BaseSalary])})
    found = []
    for award, day, level in product(awards, days, ALL_LEVELS):
        if row.holds_on(day):
            for kind in recipients(rules, award):
                made = bonus(rules, award, recipient=kind, level=level, decided_on=day)
                found.append(made.amount if made else None)
    return found


@pytest.mark.parametrize(("row", "name"), every_number(deciding=True), ids=named)
def test_to_change_a_number_that_decides_changes_what_it_decides(row: Row, name: str) -> None:
    other = changed(row, name)
    rules = law_with(row, other)
    if isinstance(row, MONEY) and not getattr(row, "at_most", False):
        if isinstance(row, BaseSalary):
            other = row.model_copy(update={name: row.amount + 10_000})
            rules = law_with(row, other)
        assert amounts(rules, row) != amounts(THE_LAW, row)
    else:
        assert outcome(other, rules) != outcome(row, THE_LAW)
    assert answered(rules, row) != answered(THE_LAW, row)


@pytest.mark.parametrize(("row", "name"), every_number(deciding=False), ids=named)
def test_to_change_a_number_that_only_informs_changes_nothing_that_is_decided(row: Row, name: str) -> None:
    rules = law_with(row, changed(row, name))
    assert deciding(answered(rules, row)) == deciding(answered(THE_LAW, row))


def answered(rules: Rules, row: Row) -> list[Answer]:
    """Ask the program's questions about a row, on its own days."""
    awards = [getattr(row, "award", None) or "CSTDCS"]
    days = sorted({row.since, *(day for day in (date(2019, 7, 1),) if row.holds_on(day))})
    return [
        answer
        for question in QUESTIONS
        if type(row) in question.tables
        for award in (awards if question.of_award else [None])
        for day in days
        for answer in question.ask(question, rules, day, award)
    ]


def deciding(answers: list[Answer]) -> list[tuple[str, str, str]]:
    return [
        (answer.question, answer.key, answer.said)
        for answer in answers
        if not answer.missing and (answer.row is None or answer.row.decides)
    ]


def test_the_catalogue_names_every_award_once_from_the_highest() -> None:
    listed = catalogue(THE_LAW)
    assert (listed[0], listed[-1], len(set(listed))) == ("HCSV", "GK", len(listed))
