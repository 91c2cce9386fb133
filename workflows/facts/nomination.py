"""The facts of a dossier: the rules, who manages the staff, and the whole case for an assessment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from domain.assessment import Case
from domain.council import Council
from domain.decider import Command
from domain.law.rows import Prerequisite
from domain.nomination.commands import (
    AssessNomination,
    AttachEvidence,
    BringToCouncil,
    DecideAward,
    DraftNomination,
)
from domain.nomination.facts import NominationFacts
from domain.nomination.states import Dossier, Submitted, level
from domain.person import Person
from domain.record import Record
from domain.session.states import Session
from domain.submission import Submission
from domain.unit import Unit
from events.base import NominationId, UnitId
from projections import queries
from projections import tables as t
from workflows.facts.files import file_facts
from workflows.reading import Reading

PERSON = "person-"


def nomination_facts(command: Command, reading: Reading) -> NominationFacts:
    """Load the facts of a command on a dossier."""
    match command:
        case DraftNomination():
            return _plain(reading, manager=_manager(command, reading))
        case AssessNomination():
            submitted = reading.maybe(command.nomination, Submitted)
            return _plain(reading) if submitted is None else _assessing(submitted, reading)
        case AttachEvidence():
            return replace(_plain(reading), file=file_facts(command, reading))
        case DecideAward():
            return _deciding(command, reading)
        case BringToCouncil():
            return replace(
                _standing(command.nomination, reading), council_unit=_council_unit(command, reading)
            )
        case _:
            return _standing(str(getattr(command, "nomination", "")), reading)


def standing_place(nomination: str, reading: Reading) -> UnitId | None:
    """Give the level at which a dossier is now: the one above that has taken it up, or this organisation."""
    return level(reading.stream(nomination).state) or reading.organisation


def _plain(reading: Reading, manager: UnitId | None = None) -> NominationFacts:
    return NominationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        rules=reading.rules(reading.organisation),
        manager=manager,
    )


def _standing(nomination: str, reading: Reading) -> NominationFacts:
    """Load what an act at the dossier's own level needs."""
    place = standing_place(nomination, reading)
    return NominationFacts(standing=reading.standing, organisation=place, rules=reading.rules(place))


def _council_unit(command: BringToCouncil, reading: Reading) -> UnitId | None:
    session = reading.maybe(command.session, Session)
    return reading.state(session.council, Council).unit if session else None


def _deciding(command: DecideAward, reading: Reading) -> NominationFacts:
    authority = reading.maybe(command.authority, Unit)
    level_of = authority.level if authority else None
    return replace(_standing(command.nomination, reading), authority_level=level_of)


def _manager(command: DraftNomination, reading: Reading) -> UnitId | None:
    """Say which unit manages the staff of the nominated person's, or collective's, unit."""
    unit_id: str = command.subject
    if command.subject.startswith(PERSON):
        person = reading.maybe(command.subject, Person)
        post = person.serves_in(command.legal_day) if person else None
        unit_id = post.unit if post else command.unit
    unit = reading.maybe(unit_id, Unit)
    return (unit.managed_by if unit and unit.managed_by else None) or reading.organisation


def _assessing(submitted: Submitted, reading: Reading) -> NominationFacts:
    return NominationFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        rules=reading.pinned(submitted.pin.rules, reading.organisation),
        case=_case(submitted, reading),
        facts_at=reading.ledger.head(),
    )


def _case(submitted: Submitted, reading: Reading) -> Case:
    """Gather everything an assessment looks at."""
    dossier = submitted.dossier
    on = date.fromisoformat(submitted.pin.on)
    submission = reading.maybe(submitted.submission, Submission)
    line = submission.line(dossier.nomination) if submission else None
    record: Record = reading.stream(f"record-{dossier.subject}").state
    same_year = queries.nominations_of(reading.session, dossier.subject, dossier.award_year)
    unit_row = queries.unit(reading.session, dossier.unit)
    person = reading.session.get(t.PersonRow, dossier.subject)
    members = _members(dossier, reading)
    return Case(
        award=dossier.award,
        stated_kind=dossier.stated_kind,
        subject_kind=dossier.subject_kind,
        merit=dossier.merit,
        award_year=dossier.award_year,
        on=on,
        unit_kind=unit_row.kind if unit_row else None,
        papers=frozenset(paper.kind for paper in dossier.papers),
        set_papers=frozenset(paper.kind for paper in submission.papers) if submission else frozenset(),
        line_facts=frozenset({"so_phieu"} if line and line.votes_for is not None else ()),
        subject_facts=frozenset({"ngay_sinh"} if person and person.has_birth else ()),
        recruited_on=date.fromisoformat(person.recruited_on) if person and person.recruited_on else None,
        grading=record.grading(dossier.award_year),
        initiatives=record.initiatives,
        disciplines=record.disciplines,
        year_awards=frozenset(row.award for row in same_year if row.stage in queries.LIVING),
        members=len(members),
        holders=_holders(dossier, members, on, reading),
        same_achievement=_same_achievement(dossier, same_year),
    )


def _members(dossier: Dossier, reading: Reading) -> Sequence[str]:
    """List who serves in a nominated collective at the end of the award year."""
    if dossier.subject_kind != "collective":
        return ()
    return queries.members_of(reading.session, dossier.subject, f"{dossier.award_year}-12-31")


def _holders(dossier: Dossier, members: Sequence[str], on: date, reading: Reading) -> int:
    """Count the members who hold, or are proposed for, the award that the collective's rule asks about."""
    rules = reading.rules(reading.organisation).every(Prerequisite, on, award=dossier.award)
    asked = [award for row in rules if row.kind == "share_of_collective" for award in row.of_awards]
    if not members or not asked:
        return 0
    return queries.holders_in(reading.session, members, asked[0], dossier.award_year)


def _same_achievement(dossier: Dossier, same_year: Sequence[t.NominationRow]) -> tuple[NominationId, ...]:
    """Find the subject's other dossiers for an achievement of the same day."""
    if dossier.happened is None:
        return ()
    day = dossier.happened.isoformat()
    return tuple(
        NominationId(row.nomination)
        for row in same_year
        if row.nomination != dossier.nomination and row.happened == day and row.stage in queries.LIVING
    )
