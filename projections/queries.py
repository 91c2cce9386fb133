"""Questions put to the read tables; each gives rows, none decides."""

import json
from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar, cast

from sqlalchemy import ARRAY, ColumnElement, Text, any_, func, literal
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from events.base import PersonId, UnitId
from projections import tables as t
from projections.read_table import ReadTable

R = TypeVar("R", bound=ReadTable)


def plain(session: Session, asked: SelectOfScalar[R]) -> Sequence[R]:
    """Give the rows of a read table only to be read: tuples with the same names, which no session watches, at half the cost."""
    return cast("Sequence[R]", session.connection().execute(asked).all())


def among(session: Session, name: Mapped[str], listed: Sequence[str]) -> ColumnElement[bool]:
    """Ask for names that stand on a list, as one value however long it is: databases take only so many values."""
    if session.get_bind().dialect.name == "postgresql":
        return name == any_(literal(list(listed), ARRAY(Text)))
    return name.in_(select(func.json_each(json.dumps(list(listed))).table_valued("value").c.value))


def held_on(day: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Ask for roles that are held on a day."""
    until = col(t.RoleRow.until)
    return col(t.RoleRow.since) <= day, until.is_(None) | (until >= day)


def holders(session: Session, role: str, scope: str, day: str) -> list[PersonId]:
    """Give the people who hold a role in a scope on a day."""
    return holders_in(session, role, [scope], day)[scope]


def holders_in(session: Session, role: str, scopes: Iterable[str], day: str) -> dict[str, list[PersonId]]:
    """Give the people who hold a role on a day, for each of several scopes."""
    holding: dict[str, list[PersonId]] = {scope: [] for scope in scopes}
    found = session.exec(
        select(t.RoleRow.scope, t.RoleRow.person)
        .where(
            t.RoleRow.role == role,
            col(t.RoleRow.scope).in_(holding),
            *held_on(day),
        )
        .distinct()
        .order_by(t.RoleRow.person)
    ).all()
    for scope, person in found:
        holding[scope].append(PersonId(person))
    return holding


def has_mail(session: Session, subject: str) -> bool:
    """Say whether letters can reach a person or a unit by mail."""
    return subject in with_mail(session, [subject])


def with_mail(session: Session, subjects: Iterable[str]) -> set[str]:
    """Give those people, units and households (through their head) whom letters can reach by mail."""
    asked = set(subjects)
    families = session.exec(
        select(t.HouseholdRow.household, t.HouseholdRow.head).where(
            col(t.HouseholdRow.household).in_([name for name in asked if name.startswith("household-")])
        )
    ).all()
    wanted = [*asked, *(head for _, head in families)]
    people = session.exec(
        select(t.PersonRow.person).where(
            col(t.PersonRow.person).in_(wanted), col(t.PersonRow.has_mail).is_(True)
        )
    ).all()
    units = session.exec(
        select(t.UnitRow.unit).where(col(t.UnitRow.unit).in_(wanted), col(t.UnitRow.has_mail).is_(True))
    ).all()
    reached = {*people, *units}
    return (asked & reached) | {family for family, head in families if head in reached}


def unit(session: Session, unit_id: str) -> t.UnitRow | None:
    """Give a unit's row."""
    return session.get(t.UnitRow, unit_id)


def unit_rows(session: Session, unit_ids: Sequence[str]) -> dict[str, t.UnitRow]:
    """Give the rows of those subjects that are units."""
    found = session.exec(select(t.UnitRow).where(col(t.UnitRow.unit).in_(unit_ids))).all()
    return {row.unit: row for row in found}


def units(session: Session) -> list[str]:
    """Give the units that are open, in order of their ids."""
    return list(
        session.exec(
            select(t.UnitRow.unit).where(col(t.UnitRow.closed_on).is_(None)).order_by(t.UnitRow.unit)
        ).all()
    )


def chain(session: Session, unit_id: str | None) -> list[UnitId]:
    """Give a unit and the units above it, nearest first."""
    found: list[UnitId] = []
    while unit_id is not None and unit_id not in found:
        row = session.get(t.UnitRow, unit_id)
        if row is None:
            break
        found.append(UnitId(row.unit))
        unit_id = row.parent
    return found


def owed_beside(session: Session, nominations: Iterable[str]) -> Sequence[t.NominationRow]:
    """Give every award with an unpaid bonus in the decisions of some awards."""
    decisions = select(t.NominationRow.decision).where(col(t.NominationRow.nomination).in_(nominations))
    return session.exec(
        select(t.NominationRow).where(
            col(t.NominationRow.decision).in_(decisions),
            t.NominationRow.stage == "awarded",
            col(t.NominationRow.bonus) > 0,
            col(t.NominationRow.paid_on).is_(None),
        )
    ).all()


def keeps_council(session: Session, unit_id: str) -> bool:
    """Say whether a unit works in this ledger with a council of its own: it receives, judges and decides here."""
    return session.exec(select(t.CouncilRow.council).where(t.CouncilRow.unit == unit_id)).first() is not None


def members_of(session: Session, unit_id: str, day: str) -> list[PersonId]:
    """Give the people whose last post by `day` is in the unit."""
    newest = (
        select(t.PostRow.person, func.max(t.PostRow.since).label("since"))
        .where(t.PostRow.since <= day)
        .group_by(t.PostRow.person)
        .subquery()
    )
    found = session.exec(
        select(t.PostRow.person)
        .join(newest, (newest.c.person == t.PostRow.person) & (newest.c.since == t.PostRow.since))
        .where(t.PostRow.unit == unit_id)
        .order_by(t.PostRow.person)
    ).all()
    return [PersonId(person) for person in found]


def nominations_of(session: Session, subject: str, year: int) -> Sequence[t.NominationRow]:
    """Give a subject's dossiers of a year."""
    return session.exec(
        select(t.NominationRow).where(t.NominationRow.subject == subject, t.NominationRow.award_year == year)
    ).all()


LIVING = ("submitted", "returned", "eligible", "before_council", "recommended", "forwarded", "awarded")
"""Stages of a dossier that may still lead, or has led, to an award."""


def people(session: Session, subjects: Sequence[str]) -> Sequence[t.PersonRow]:
    """Give the rows of those subjects who are people."""
    return session.exec(select(t.PersonRow).where(col(t.PersonRow.person).in_(subjects))).all()


def awards_of(
    session: Session, subjects: Sequence[str], year: int | None = None
) -> Sequence[tuple[t.NominationRow, str | None]]:
    """Give the living dossiers of some subjects, each with its decision's number; of one award year if it is named."""
    asked = (
        select(t.NominationRow, t.DecisionRow.number)
        .join(t.DecisionRow, col(t.DecisionRow.decision) == col(t.NominationRow.decision), isouter=True)
        .where(col(t.NominationRow.subject).in_(subjects), col(t.NominationRow.stage).in_(LIVING))
    )
    if year is not None:
        asked = asked.where(t.NominationRow.award_year == year)
    return session.exec(asked).all()


def nominated(session: Session, awards: Sequence[str], year: int) -> dict[str, int]:
    """Count the living dossiers of a year's round, by award."""
    found = session.exec(
        select(t.NominationRow.award, func.count())
        .where(
            t.NominationRow.award_year == year,
            col(t.NominationRow.award).in_(awards),
            col(t.NominationRow.stage).in_(LIVING),
        )
        .group_by(t.NominationRow.award)
    ).all()
    return dict(found)


def resting_on(session: Session, settled: Sequence[str]) -> list[tuple[str, str]]:
    """Give the dossiers whose judgement rests on any of those now settled, each with the one it rests on."""
    return [
        (row.nomination, row.rests_on)
        for row in session.exec(
            select(t.ConditionRow)
            .where(col(t.ConditionRow.rests_on).in_(settled))
            .order_by(t.ConditionRow.nomination, t.ConditionRow.rests_on)
        ).all()
    ]


def open_obligations(session: Session, about: str, milestone: str | None = None) -> Sequence[t.ObligationRow]:
    """Give the open duties about a stream, or of one milestone of it."""
    asked = select(t.ObligationRow).where(t.ObligationRow.about == about, t.ObligationRow.status == "open")
    if milestone is not None:
        asked = asked.where(t.ObligationRow.milestone == milestone)
    return session.exec(asked.order_by(t.ObligationRow.obligation)).all()


def any_obligation(session: Session, about: str, milestone: str) -> bool:
    """Say whether anybody ever owed a milestone."""
    asked = select(t.ObligationRow.obligation).where(
        t.ObligationRow.about == about, t.ObligationRow.milestone == milestone
    )
    return session.exec(asked.limit(1)).first() is not None


def answering(session: Session, movement: str) -> Sequence[t.AnswerRow]:
    """Give the movements of this ledger that answer a movement."""
    asked = select(t.AnswerRow).where(t.AnswerRow.parent == movement)
    return session.exec(asked.order_by(t.AnswerRow.organisation, t.AnswerRow.movement)).all()


def sets_of(session: Session, units: Collection[str]) -> list[str]:
    """Name the sets of some units."""
    asked = select(t.SubmissionRow.submission).where(col(t.SubmissionRow.unit).in_(sorted(units)))
    return list(session.exec(asked.order_by(t.SubmissionRow.submission)))


def open_duties(session: Session) -> list[str]:
    """List every open duty."""
    return list(
        session.exec(
            select(t.ObligationRow.obligation)
            .where(t.ObligationRow.status == "open")
            .order_by(t.ObligationRow.obligation)
        ).all()
    )


def due_obligations(session: Session, now: str, limit: int | None = None) -> list[str]:
    """Give the duties whose ladder has something to say by `now`, oldest first; all of them where no limit is given."""
    return list(session.exec(asks_what_is_due(now, limit)).all())


def asks_what_is_due(now: str, limit: int | None) -> SelectOfScalar[str]:
    """Put the question of every tick: it walks along an index as far as `now` and looks at no other duty."""
    return (
        select(t.ObligationRow.obligation)
        .where(col(t.ObligationRow.next_rung_at) <= now)
        .order_by(col(t.ObligationRow.next_rung_at), t.ObligationRow.obligation)
        .limit(limit)
    )


def next_rung(session: Session) -> str | None:
    """Give the instant at which the next rung of any ladder speaks."""
    return session.exec(select(func.min(t.ObligationRow.next_rung_at))).one()


def letters_to_try(session: Session, now: str, limit: int) -> list[str]:
    """Give the letters that may be tried now."""
    return list(
        session.exec(
            select(t.LetterRow.letter)
            .where(col(t.LetterRow.try_at) <= now)
            .order_by(col(t.LetterRow.try_at), t.LetterRow.letter)
            .limit(limit)
        ).all()
    )


def next_attempt(session: Session) -> str | None:
    """Give the instant of the next attempt at any letter."""
    return session.exec(select(func.min(t.LetterRow.try_at))).one()


def undelivered(session: Session) -> Sequence[t.LetterRow]:
    """Give the letters that mail could not deliver and that nothing has taken the place of since."""
    later = select(t.LetterRow.replaces).where(col(t.LetterRow.replaces).is_not(None))
    return session.exec(
        select(t.LetterRow)
        .where(col(t.LetterRow.state).in_(("failed", "bounced")), col(t.LetterRow.letter).not_in(later))
        .order_by(t.LetterRow.day, t.LetterRow.letter)
    ).all()


def uncounted_sessions(session: Session, council: str) -> list[str]:
    """Give the meetings of a council that have no result yet, those in writing among them."""
    asked = select(t.SessionRow.session).where(
        t.SessionRow.council == council, col(t.SessionRow.stage).in_(("convened", "voting"))
    )
    return list(session.exec(asked.order_by(t.SessionRow.session)).all())


def readers_of(session: Session, obligation: str) -> list[str]:
    """Give who was sent a letter about a duty, alone or with others."""
    written = select(t.LetterRow.recipient).where(col(t.LetterRow.state).in_(("sent", "unknown"))).distinct()
    alone = written.where(t.LetterRow.obligation == obligation)
    entry = col(t.LetterEntryRow.letter) == t.LetterRow.letter
    among = written.join(t.LetterEntryRow, entry).where(t.LetterEntryRow.obligation == obligation)
    return sorted({*session.exec(alone).all(), *session.exec(among).all()})


def newer_letter(session: Session, obligation: str, recipient: str, day: str) -> str | None:
    """Give a letter about the same duty to the same recipient that speaks from a later day."""
    return session.exec(
        select(t.LetterRow.letter).where(
            t.LetterRow.obligation == obligation,
            t.LetterRow.recipient == recipient,
            t.LetterRow.day > day,
            t.LetterRow.state != "superseded",
        )
    ).first()


def pending(session: Session, limit: int) -> Sequence[t.PendingRow]:
    """Give the events that flows have still to react to, oldest first."""
    return session.exec(
        select(t.PendingRow)
        .where(col(t.PendingRow.parked).is_(False))
        .order_by(col(t.PendingRow.seq))
        .limit(limit)
    ).all()


def count_pending(session: Session, *, parked: bool) -> int:
    """Count the events that flows have still to react to, or those whose flow was set aside."""
    return session.exec(
        select(func.count()).select_from(t.PendingRow).where(col(t.PendingRow.parked).is_(parked))
    ).one()
