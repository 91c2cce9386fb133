"""The facts of a meeting: who sits, the rules of the day, and each dossier's award, subject and pin."""

from datetime import date

from sqlmodel import col, select

from domain.council import Council
from domain.decider import Command
from domain.law.book import Rules
from domain.nomination.states import BeforeCouncil
from domain.session.commands import ConveneSession, SignMinutes, TallyBallot
from domain.session.facts import LineFacts, SessionFacts
from domain.session.states import Session
from events.base import NominationId, SubjectId
from projections import tables as t
from workflows.reading import Reading


def session_facts(command: Command, reading: Reading) -> SessionFacts:
    """Load the facts of a command on a session."""
    session = reading.maybe(str(getattr(command, "session", "")), Session)
    if session is None:
        return _convening(command, reading)
    council = reading.state(session.council, Council)
    rules = reading.rules(council.unit)
    return SessionFacts(
        standing=reading.standing,
        organisation=council.unit,
        members=tuple(member.person for member in council.sitting(session.held_on)),
        rules=rules,
        lines={} if isinstance(command, SignMinutes) else _lines(command, session, rules, reading),
    )


def _convening(command: Command, reading: Reading) -> SessionFacts:
    home = reading.organisation
    if isinstance(command, ConveneSession):
        home = reading.state(command.council, Council).unit
    return SessionFacts(standing=reading.standing, organisation=home)


def _lines(
    command: Command, session: Session, rules: Rules, reading: Reading
) -> dict[NominationId, LineFacts]:
    """Give award and subject of every line; for the count, each dossier's own pinned rules as well."""
    rows = reading.session.exec(
        select(t.NominationRow).where(col(t.NominationRow.nomination).in_(session.agenda))
    ).all()
    known = {NominationId(row.nomination): row for row in rows}
    lines = {
        line: LineFacts(row.award, SubjectId(row.subject), session.held_on, rules)
        for line, row in known.items()
    }
    if isinstance(command, TallyBallot):
        council = reading.state(session.council, Council)
        for line in session.ballots[command.ballot].lines if command.ballot in session.ballots else ():
            frozen = reading.maybe(line, BeforeCouncil)
            if frozen is not None:
                pin = frozen.eligible.pin
                pinned = reading.pinned(pin.rules, council.unit)
                lines[line] = LineFacts(
                    lines[line].award, lines[line].subject, date.fromisoformat(pin.on), pinned
                )
    return lines
