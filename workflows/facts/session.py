"""The facts of a meeting: who sits, the rules of the day, and each dossier's award, subject and pin.

Here a slip is sealed and a session's key is made: what a rule must not see stands beside its facts.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from sqlmodel import col, select

from domain.calendar import local_day
from domain.council import Council, CouncilFacts, EstablishCouncil
from domain.decider import Command
from domain.facts import Beside
from domain.law.book import Rules
from domain.nomination.states import BeforeCouncil, Eligible
from domain.publication import Notice
from domain.session.ballots import filled
from domain.session.carrying import may_go_on
from domain.session.commands import (
    CastSealedBallot,
    ConfirmInterests,
    ConveneSession,
    ExtendAgenda,
    NameTellers,
    PrepareBox,
    RecordOpening,
    RemoveBallots,
    ReplaceTeller,
    SignMinutes,
    TallyBallot,
)
from domain.session.facts import LineFacts, NewBox, SessionFacts, may_vote
from domain.session.rounds import round_of
from domain.session.sealed import lines_of
from domain.session.slip import encode
from domain.session.states import Session
from events.base import NominationId, PersonId, SessionId, SubjectId, UnitId
from events.store import box
from projections import queries
from projections import tables as t
from workflows.facts.files import file_facts
from workflows.limits import level_of
from workflows.reading import Reading

OPERATING = ("administrator", "standing_agency", "secretary", "chair")
"""The roles that keep somebody from being a teller."""
PROPOSING = ("head", "clerk")


def council_facts(command: Command, reading: Reading) -> CouncilFacts:
    """Load the level of a council's unit and the rules that unit sees."""
    if isinstance(command, EstablishCouncil):
        unit: UnitId | None = command.unit
    else:
        council = reading.maybe(str(getattr(command, "council", "")), Council)
        unit = council.unit if council else None
    level = level_of(unit, reading)
    return CouncilFacts(
        standing=reading.standing,
        organisation=reading.organisation,
        level=level,
        rules=reading.rules(unit),
        file=file_facts(command, reading),
    )


def session_facts(command: Command, reading: Reading) -> SessionFacts:
    """Load the facts of a command on a session."""
    session = reading.maybe(str(getattr(command, "session", "")), Session)
    if session is None:
        return _convening(command, reading)
    facts = facts_of(session, reading, with_lines=not isinstance(command, SignMinutes))
    match command:
        case ExtendAgenda():
            return replace(facts, notices=_notices(command.lines, reading), calendar=reading.calendar)
        case TallyBallot() | RecordOpening():
            return pinned(facts, session, command.ballot, reading)
        case ConfirmInterests():
            return with_ties(facts, session, reading)
        case NameTellers() | ReplaceTeller() | SignMinutes():
            return replace(facts, operators=_operators(session, reading))
        case PrepareBox():
            return _new_box(facts, session)
        case CastSealedBallot():
            return _sealed(facts, session, command)
        case RemoveBallots():
            gone = Beside(slips_gone=tuple(sorted(session.slips)), shares_gone=box.shares_of(session.session))
            return replace(facts, beside=gone)
        case _:
            return facts


def facts_of(session: Session, reading: Reading, *, with_lines: bool = True) -> SessionFacts:
    """Load what every command on a session is told."""
    council = reading.state(session.council, Council)
    rules = reading.rules(council.unit)
    sitting = council.sitting(session.held_on)
    return SessionFacts(
        standing=reading.standing,
        organisation=council.unit,
        members=tuple(member.person for member in sitting),
        level=level_of(council.unit, reading),
        seats={member.person: member.seat for member in sitting},
        rules=rules,
        lines=_lines(session.agenda, session.held_on, rules, reading, session.session) if with_lines else {},
    )


def _convening(command: Command, reading: Reading) -> SessionFacts:
    if not isinstance(command, ConveneSession):
        return SessionFacts(standing=reading.standing, organisation=reading.organisation)
    council = reading.state(command.council, Council)
    facts = SessionFacts(standing=reading.standing, organisation=council.unit)
    rules = reading.rules(council.unit)
    elsewhere: Mapping[SessionId, frozenset[NominationId]] = {}
    if command.supplements is not None:
        other = reading.maybe(command.supplements, Session)
        if other is not None and other.council == command.council:
            elsewhere = {command.supplements: frozenset(may_go_on(other))}
            counted = {line: round_of(other, line) - 1 for line in other.agenda}
            facts = replace(facts, rounds_before={line: many for line, many in counted.items() if many})
    lines = _lines(command.agenda, local_day(command.starts_at), rules, reading) if command.in_writing else {}
    return replace(
        facts,
        rules=rules,
        lines=lines,
        elsewhere=elsewhere,
        notices=_notices(command.agenda, reading),
        calendar=reading.calendar,
    )


def _notices(agenda: tuple[NominationId, ...], reading: Reading) -> tuple[Notice, ...]:
    """Say when each dossier of an agenda was public."""
    waiting = [reading.maybe(line, Eligible) for line in agenda]
    return tuple(
        Notice(known.dossier.nomination, known.dossier.award, known.published)
        for known in waiting
        if known is not None
    )


def _lines(
    agenda: tuple[NominationId, ...],
    day: date,
    rules: Rules,
    reading: Reading,
    session: SessionId | None = None,
) -> dict[NominationId, LineFacts]:
    """Give award and subject of every line."""
    return {
        NominationId(line): LineFacts(
            row.award, SubjectId(row.subject), day, rules, moved=row.session not in (None, session)
        )
        for line, row in reading.dossiers(agenda).items()
    }


def counting_facts(session: Session, ballot: str, reading: Reading) -> SessionFacts:
    """Load what a count is decided on."""
    return pinned(facts_of(session, reading), session, ballot, reading)


def pinned(facts: SessionFacts, session: Session, ballot: str, reading: Reading) -> SessionFacts:
    """Let each dossier of a vote be counted by the rules it is pinned to."""
    council = reading.state(session.council, Council)
    lines = dict(facts.lines)
    books: dict[str, Rules] = {}
    for line in session.ballots[ballot].lines if ballot in session.ballots else ():
        frozen = reading.maybe(line, BeforeCouncil)
        if frozen is not None:
            pin = frozen.eligible.pin
            if pin.rules not in books:
                books[pin.rules] = reading.pinned(pin.rules, council.unit)
            lines[line] = replace(lines[line], judged_on=date.fromisoformat(pin.on), rules=books[pin.rules])
    return replace(facts, lines=lines)


def with_ties(facts: SessionFacts, session: Session, reading: Reading) -> SessionFacts:
    """Add who belongs where and who proposes whom: what conflicts of interest are derived from."""
    rows = [*reading.dossiers(session.agenda).values()]
    people = {*facts.members, *(row.subject for row in rows if row.subject_kind == "person")}
    posts = _posts(people, session.held_on.isoformat(), reading)
    proposers = _proposers({row.unit for row in rows}, session.held_on.isoformat(), reading)
    lines = dict(facts.lines)
    for row in rows:
        line = NominationId(row.nomination)
        own = posts.get(row.subject, frozenset())
        units = own if row.subject_kind == "person" else frozenset({UnitId(row.subject)})
        lines[line] = replace(lines[line], units=units, proposers=proposers.get(row.unit, frozenset()))
    of_members = {member: posts.get(member, frozenset()) for member in facts.members}
    return replace(facts, lines=lines, posts=of_members)


def _posts(people: set[str], day: str, reading: Reading) -> dict[str, frozenset[UnitId]]:
    """Give the unit that each person serves in on a day: that of the last post begun."""
    rows = reading.session.exec(
        select(t.PostRow)
        .where(col(t.PostRow.person).in_(people), t.PostRow.since <= day)
        .order_by(t.PostRow.since)
    ).all()
    return {row.person: frozenset({UnitId(row.unit)}) for row in rows}


def _proposers(units: set[str], day: str, reading: Reading) -> dict[str, frozenset[PersonId]]:
    found: dict[str, set[PersonId]] = defaultdict(set)
    for role in PROPOSING:
        for unit in units:
            found[unit] |= set(queries.holders(reading.session, role, unit, day))
    return {unit: frozenset(people) for unit, people in found.items()}


def _operators(session: Session, reading: Reading) -> frozenset[PersonId]:
    day = session.held_on.isoformat()
    home = reading.state(session.council, Council).unit
    scopes = [session.council, home]
    return frozenset(
        person
        for role in OPERATING
        for scope in scopes
        for person in queries.holders(reading.session, role, scope, day)
    )


def _new_box(facts: SessionFacts, session: Session) -> SessionFacts:
    """Make a key for the session once every teller has handed one in."""
    keys = {
        str(teller): session.teller_keys[teller]
        for teller in session.tellers
        if teller in session.teller_keys
    }
    if session.box is not None or len(keys) != len(session.tellers):
        return facts
    made = box.new_box(session.session, keys)
    return replace(facts, box=NewBox(made.key), beside=Beside(shares=made.shares))


def _sealed(facts: SessionFacts, session: Session, command: CastSealedBallot) -> SessionFacts:
    """Encrypt a slip for the session's key; whether it may be put into the box is decided after."""
    if session.box is None or (command.ballot is not None and command.ballot not in session.ballots):
        return facts
    listed = set(lines_of(session, command.ballot, facts))
    allowed = may_vote(session, command.member, listed, facts)
    slip = encode(session.agenda, filled(command.choices, command.rest, allowed))
    tracker, ciphertext = box.seal(session.box.key, slip)
    return replace(facts, tracker=tracker, beside=Beside(slips={tracker: ciphertext}))
