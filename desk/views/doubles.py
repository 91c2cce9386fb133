"""Dossiers that seem to be about one person and one award, found over opened names."""

from sqlmodel import Session

from desk.views import intake_views as v
from desk.views.names import Names
from domain.likeness import Double, Likeness
from projections import tables as t
from workflows.facts.doubles import all_doubles
from workflows.wiring import House

HOW = {
    Likeness.SAME: "cùng tên, cùng ngày sinh",
    Likeness.LIKELY: "cùng tên (không kể vị trí dấu thanh)",
    Likeness.POSSIBLE: "cùng tên, một bên viết không dấu",
}


def nomination_doubles(house: House, session: Session, year: int | None) -> list[v.DoubleView]:
    """List the pairs, the surest first."""
    names = Names(house.ledger, session)
    found = all_doubles(house.ledger, session, year)
    return [view for double in found if (view := _view(session, names, double)) is not None]


def _view(session: Session, names: Names, double: Double) -> v.DoubleView | None:
    one, other = (session.get(t.NominationRow, dossier) for dossier in (double.one, double.other))
    if one is None or other is None:
        return None
    return v.DoubleView(
        how=HOW[double.how],
        award=one.award,
        year=one.award_year,
        one=one.nomination,
        one_name=names.of(one.subject),
        one_unit=names.of(one.unit),
        other=other.nomination,
        other_name=names.of(other.subject),
        other_unit=names.of(other.unit),
    )
