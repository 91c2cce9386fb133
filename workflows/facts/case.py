"""Gathers the case of a dossier: its papers, its subject's record and awards, the collective, the round."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select

from domain.eligibility.case import Case, Holding, Member, Served
from domain.law.book import Rules
from domain.law.rows import Prerequisite, Quota
from domain.nomination.states import Dossier
from domain.record import Record
from domain.submission.states import Submission
from events.base import NominationId, SubjectId, SubmissionId, UnitId
from events.record import PastAwardRecorded
from projections import queries
from projections import tables as t
from workflows.reading import Reading

AWARDED = "awarded"


def case_of(
    dossier: Dossier, submission: SubmissionId | None, on: date, rules: Rules, reading: Reading
) -> Case:
    """Gather everything an assessment of a dossier by the rules of `on` looks at."""
    received = reading.maybe(submission, Submission) if submission else None
    line = received.line(dossier.nomination) if received else None
    record = _record(dossier.subject, reading)
    unit = reading.remembered(f"row of {dossier.unit}", lambda: queries.unit(reading.session, dossier.unit))
    person = reading.remembered(
        ("person", dossier.subject), lambda: reading.session.get(t.PersonRow, dossier.subject)
    )
    mine = reading.remembered(
        ("awards", dossier.subject), lambda: queries.awards_of(reading.session, [dossier.subject])
    )
    return Case(
        award=dossier.award,
        stated_kind=dossier.stated_kind,
        subject_kind=dossier.subject_kind,
        merit=dossier.merit,
        award_year=dossier.award_year,
        school_year=dossier.school_year,
        on=on,
        unit_kind=unit.kind if unit else None,
        procedure=dossier.procedure,
        papers=frozenset(paper.kind for paper in dossier.papers),
        set_papers=frozenset(paper.kind for paper in received.papers) if received else frozenset(),
        line_facts=frozenset({"so_phieu"} if line and line.votes_for is not None else ()),
        subject_facts=frozenset({"ngay_sinh"} if person and person.has_birth else ()),
        recruited_on=_date(person.recruited_on) if person else None,
        died_on=_date(person.died_on) if person else None,
        posts=_posts(dossier, on, rules, reading) if person else (),
        gradings=record.gradings,
        initiatives=record.initiatives,
        disciplines=record.disciplines,
        absences=record.absent(dossier.award_year),
        holdings=(
            *_past(record),
            *(_holding(row, number) for row, number in mine if row.nomination != dossier.nomination),
        ),
        members=_members(dossier, reading),
        nominated=_nominated(dossier, on, rules, reading),
        set_aside=dossier.set_aside,
        doubles=dossier.doubles,
        same_achievement=_same_achievement(dossier, [row for row, _ in mine]),
    )


def foresee(subjects: Sequence[SubjectId], reading: Reading) -> None:
    """Look up at once what the cases of many subjects will ask one by one."""
    people = {row.person: row for row in queries.people(reading.session, subjects)}
    awards: dict[str, list[tuple[t.NominationRow, str | None]]] = defaultdict(list)
    for row, number in queries.awards_of(reading.session, subjects):
        awards[row.subject].append((row, number))
    for subject in subjects:
        reading.remember(("person", subject), people.get(subject))
        reading.remember(("awards", subject), awards[subject])


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _record(subject: SubjectId, reading: Reading) -> Record:
    record: Record = reading.stream(f"record-{subject}").state
    return record


def _posts(dossier: Dossier, on: date, rules: Rules, reading: Reading) -> tuple[Served, ...]:
    """Give the posts of a person, when a rule asks after a former unit."""
    asked = rules.every(Prerequisite, on, award=dossier.award)
    if not any(row.kind == "former_unit_opinion" for row in asked):
        return ()
    rows = reading.session.exec(
        select(t.PostRow).where(t.PostRow.person == dossier.subject).order_by(col(t.PostRow.since))
    ).all()
    return tuple(Served(UnitId(row.unit), date.fromisoformat(row.since)) for row in rows)


def _past(record: Record) -> tuple[Holding, ...]:
    return tuple(_past_holding(past) for past in record.past_awards)


def _past_holding(past: PastAwardRecorded) -> Holding:
    return Holding(
        award=past.award,
        year=past.award_year,
        merit=past.merit,
        school_year=bool(past.school_year),
        document=past.document.number,
        checked_by=past.checked_by,
    )


def _holding(row: t.NominationRow, number: str | None) -> Holding:
    decided = row.stage == AWARDED
    return Holding(
        award=row.award,
        year=row.award_year,
        merit=row.merit,
        school_year=row.school_year,
        document=number or row.decision,
        checked_by="quyết định trong sổ" if decided else None,
        pending=None if decided else NominationId(row.nomination),
    )


def _members(dossier: Dossier, reading: Reading) -> tuple[Member, ...]:
    """Gather who serves in a nominated collective at the end of the award year."""
    if dossier.subject_kind != "collective":
        return ()
    people = queries.members_of(reading.session, dossier.subject, f"{dossier.award_year}-12-31")
    awards = queries.awards_of(reading.session, people, dossier.award_year)
    return tuple(_member(SubjectId(who), dossier.award_year, awards, reading) for who in people)


def _member(
    who: SubjectId, year: int, awards: Sequence[tuple[t.NominationRow, str | None]], reading: Reading
) -> Member:
    record = _record(who, reading)
    grading = record.grading(year)
    return Member(
        subject=who,
        holdings=(*_past(record), *(_holding(row, number) for row, number in awards if row.subject == who)),
        grade=grading.grade if grading else None,
        disciplines=record.disciplines,
    )


def _nominated(dossier: Dossier, on: date, rules: Rules, reading: Reading) -> dict[str, int]:
    """Count the round for the quotas that concern this award; without a quota nothing is counted."""
    asked = [
        award for row in rules.all(Quota, on, award=dossier.award) for award in (row.award, row.of_award)
    ]
    return queries.nominated(reading.session, asked, dossier.award_year) if asked else {}


def _same_achievement(dossier: Dossier, mine: Sequence[t.NominationRow]) -> tuple[NominationId, ...]:
    """Find the subject's other dossiers for an achievement of the same day."""
    if dossier.happened is None:
        return ()
    day = dossier.happened.isoformat()
    return tuple(
        NominationId(row.nomination)
        for row in mine
        if row.nomination != dossier.nomination and row.happened == day
    )
