"""Who belongs to the units whose papers somebody prepares: who serves, lives or holds a role there, or was put forward by them."""

import re
from collections.abc import Iterator

from sqlmodel import col, select

from desk.web.policy import knows_everybody
from desk.web.visit import Visit
from domain.household import Household
from domain.vietnamese.folding import search_key
from projections import tables as t
from projections.queries import held_on

LONGEST = 1000
"""So much of what is typed is looked for."""


def own_units(visit: Visit) -> frozenset[str]:
    """Give the units that the viewer prepares papers for, with the groups within them."""
    units = visit.viewer.scopes("clerk", "head")
    groups = select(t.UnitRow.unit).where(t.UnitRow.kind == "group", col(t.UnitRow.parent).in_(units))
    return units | frozenset(visit.session.exec(groups)) if units else units


def own_people(visit: Visit) -> frozenset[str]:
    """Give the people of those units."""
    return visit.reading.remembered("own people", lambda: frozenset(_people(visit, own_units(visit))))


def called(visit: Visit, names: str) -> frozenset[str]:
    """Give whoever bears one of some full names, written with or without marks, and belongs to no unit as far as the log knows.

    Whoever lives in a village and has neither post nor dossier stands in no unit; those who live there know the name.
    """
    return visit.reading.remembered(("called", names), lambda: frozenset(_called(visit, names)))


def _called(visit: Visit, names: str) -> Iterator[str]:
    wanted = {search_key(name) for name in re.split(r"[,;\n]", names[:LONGEST]) if name.strip()}
    if not wanted:
        return
    placed = [
        select(t.PostRow.person),
        select(t.RoleRow.person),
        select(t.HouseholdRow.head),
        select(t.NominationRow.subject),
    ]
    rows = visit.session.exec(
        select(t.PersonRow).where(*(col(t.PersonRow.person).not_in(one) for one in placed))
    )
    yield from (row.person for row in rows if search_key(visit.names.of_row(row)) in wanted)


def own_households(visit: Visit) -> list[str]:
    """Give the households of those units."""
    asked = select(t.HouseholdRow.household).where(col(t.HouseholdRow.unit).in_(own_units(visit)))
    return list(visit.session.exec(asked))


def colleagues(visit: Visit) -> frozenset[str]:
    """Give whoever serves where the viewer does."""
    mine = select(t.PostRow.unit).where(t.PostRow.person == visit.viewer.person)
    unit = visit.session.exec(mine.order_by(col(t.PostRow.since).desc()).limit(1)).first()
    return frozenset(_serving(visit, frozenset({unit}))) if unit else frozenset()


def is_own(visit: Visit, person: str) -> bool:
    """Say whether somebody is among the people that the viewer puts forward."""
    return knows_everybody(visit) or person in own_people(visit) or person in called(visit, visit.sought)


def _people(visit: Visit, units: frozenset[str]) -> Iterator[str]:
    if not units:
        return
    yield from _serving(visit, units)
    yield from _living(visit)
    today = held_on(visit.viewer.today.isoformat())
    yield from visit.session.exec(select(t.RoleRow.person).where(col(t.RoleRow.scope).in_(units), *today))
    proposed = select(t.NominationRow.subject).where(
        col(t.NominationRow.unit).in_(units), t.NominationRow.subject_kind == "person"
    )
    yield from visit.session.exec(proposed.distinct())


def _serving(visit: Visit, units: frozenset[str]) -> Iterator[str]:
    """Give those whose post begun last is in one of some units."""
    here = select(t.PostRow.person).where(col(t.PostRow.unit).in_(units))
    posts = select(t.PostRow).where(col(t.PostRow.person).in_(here)).order_by(t.PostRow.since, t.PostRow.unit)
    last = {row.person: row.unit for row in visit.session.exec(posts)}
    yield from (person for person, unit in last.items() if unit in units)


def _living(visit: Visit) -> Iterator[str]:
    """Give the heads and the members of the own households."""
    households = own_households(visit)
    visit.reading.preload(households)
    for name in households:
        state = visit.reading.maybe(name, Household)
        if state is not None:
            yield from (state.head, *state.members)
