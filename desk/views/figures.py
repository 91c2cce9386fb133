"""Figures as people look at them: each indicator's series, registrations, clusters with their scores and places."""

from decimal import Decimal

from sqlmodel import Session, select

from desk.views.figure_views import ClusterView, PlaceView, PointView, RegistrationView, SeriesView
from desk.views.names import Names
from domain.cluster.ranking import total
from domain.cluster.states import Cluster, Year
from domain.movement.states import Movement
from events.base import UnitId
from projections import tables as t
from workflows.wiring import House

SAID = {"nearly": "gần", "over": "hơn", "about": "khoảng"}


def series(house: House, names: Names, session: Session, movement_id: str) -> list[SeriesView] | None:
    """Give what was reported for each indicator, in order, with every value assigned for it; None for no movement."""
    movement = house.handler.looking(session, "system:reader").maybe(movement_id, Movement)
    if movement is None:
        return None
    return [
        SeriesView(
            target=target.code,
            name=target.name,
            unit=target.unit,
            horizon=target.horizon or "year",
            responsible=names.of(movement.entrusted[target.code])
            if target.code in movement.entrusted
            else target.responsible,
            goals={one.assigned_by: str(one.value) for one in target.assignments if one.value is not None},
            points=[
                PointView(
                    on=point.on.isoformat(),
                    milestone=point.milestone,
                    by=names.of(point.unit),
                    reporter=point.unit,
                    value=None if point.figure.value is None else str(point.figure.value),
                    said=SAID.get(point.figure.said or ""),
                    as_written=point.figure.as_written,
                    evidence=point.figure.evidence,
                    partial=bool(point.figure.partial),
                )
                for point in movement.series.get(target.code, ())
            ],
        )
        for target in movement.targets
    ]


def registrations(
    house: House, names: Names, session: Session, movement_id: str
) -> list[RegistrationView] | None:
    """Give what each unit has registered, and what became of it; None for no movement."""
    movement = house.handler.looking(session, "system:reader").maybe(movement_id, Movement)
    if movement is None:
        return None
    listed = sorted(movement.registrations.items(), key=lambda one: (one[0][0], names.order(one[0][1])))
    return [
        RegistrationView(
            milestone=milestone,
            unit=names.of(unit),
            titles=list(one.titles),
            works=[
                f"{work} (xong {movement.works_done[unit, work]:%d/%m/%Y})"
                if (unit, work) in movement.works_done
                else work
                for work in one.works
            ],
            status=one.status,
            reason=one.reason,
        )
        for (milestone, unit), one in listed
    ]


def clusters(session: Session, names: Names) -> list[ClusterView]:
    """List the clusters."""
    rows = session.exec(select(t.ClusterRow).order_by(t.ClusterRow.name)).all()
    return [
        ClusterView(
            cluster=row.cluster,
            name=row.name,
            members=row.members,
            year=row.year,
            head=names.of(row.head) if row.head else None,
            scored=row.scored,
            verified=row.verified,
            ranked=row.ranked,
        )
        for row in rows
    ]


def ranking(house: House, names: Names, cluster_id: str, year: int) -> list[PlaceView] | None:
    """Give each member's sheets and place, the ranked first; None for no cluster."""
    with house.ledger.database.session() as session:
        cluster = house.handler.looking(session, "system:reader").maybe(cluster_id, Cluster)
    if cluster is None:
        return None
    known = cluster.year(year)
    views = [_place(known, member, names) for member in cluster.members]
    return sorted(views, key=lambda view: (view.rank is None, view.rank, view.unit))


def _place(year: Year, member: UnitId, names: Names) -> PlaceView:
    criteria = year.scoring.criteria if year.scoring else ()
    place = next((one for one in year.places if one.unit == member), None)
    own = year.scored.get((member, member))
    cross = [
        total(criteria, sheet)
        for (scorer, unit), sheet in year.scored.items()
        if unit == member and scorer != member
    ]
    verified = year.verified.get(member)
    called = {one.code: one.name for one in criteria}
    notes = [
        f"không xếp hạng: {year.disqualified[member]}" if member in year.disqualified else "",
        f"bằng điểm, xếp theo tiêu chí “{called.get(place.broken_by, place.broken_by)}”"
        if place and place.broken_by
        else "",
        "đồng hạng" if place and place.shared else "",
        "trưởng" if year.head == member else "",
    ]
    return PlaceView(
        rank=place.rank if place else None,
        unit=names.of(member),
        own=None if own is None else str(total(criteria, own)),
        cross=str((sum(cross, Decimal(0)) / len(cross)).quantize(Decimal("0.01"))) if cross else None,
        verified=None if verified is None else str(total(criteria, verified)),
        note="; ".join(note for note in notes if note),
    )
