"""Which dossiers seem to be about one person: names are opened here, and only ids leave."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from domain.commands import DECIDERS
from domain.likeness import Double, Named, doubles
from domain.person import Person, State
from events.base import NominationId, SubjectId
from events.store.ledger import Ledger
from projections import queries
from projections import tables as t
from projections.values import parse_sealed

COUNTED = ("draft", *queries.LIVING)
"""Stages of a dossier that another may double."""


def all_doubles(ledger: Ledger, session: Session, year: int | None = None) -> list[Double]:
    """Find every pair of living dossiers, of a year or of all, that seem to be one person's for one award."""
    asked = select(t.NominationRow).where(col(t.NominationRow.stage).in_(COUNTED))
    if year is not None:
        asked = asked.where(t.NominationRow.award_year == year)
    return _doubles(ledger, session, session.exec(asked).all())


def doubles_of(ledger: Ledger, session: Session, nomination: str) -> list[Double]:
    """Find the dossiers that seem to double this one."""
    row = session.get(t.NominationRow, nomination)
    if row is None:
        return []
    like = session.exec(
        select(t.NominationRow).where(
            col(t.NominationRow.stage).in_(COUNTED) | (t.NominationRow.nomination == nomination),
            t.NominationRow.award == row.award,
            t.NominationRow.merit == row.merit,
            t.NominationRow.award_year == row.award_year,
        )
    ).all()
    return [found for found in _doubles(ledger, session, like) if nomination in (found.one, found.other)]


def _doubles(ledger: Ledger, session: Session, rows: Sequence[t.NominationRow]) -> list[Double]:
    """Compare names first, and births only of those whose names agree."""
    people = select(t.PersonRow).where(col(t.PersonRow.person).in_({row.subject for row in rows}))
    names = {
        person.person: name
        for person in session.exec(people).all()
        if (name := ledger.keys.open(parse_sealed(person.name))) is not None
    }
    listed = {
        row.nomination: Named(
            NominationId(row.nomination), SubjectId(row.subject), names[row.subject],
            (row.award, row.merit, row.award_year),
        )
        for row in rows
        if row.subject in names
    }  # fmt: skip
    alike = {dossier for found in doubles(listed.values()) for dossier in (found.one, found.other)}
    return doubles(_with_birth(ledger, listed[dossier]) for dossier in sorted(alike))


def _with_birth(ledger: Ledger, named: Named) -> Named:
    person: State = DECIDERS["person"].fold(ledger.load(named.subject))
    born = ledger.open_field(person.born) if isinstance(person, Person) else None
    return Named(named.nomination, named.subject, named.name, named.about, born)
