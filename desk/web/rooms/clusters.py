"""Clusters (cụm, khối thi đua): members, pact, who scored whom, what was verified, and the ranking with the rule that parts equals."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from fastapi import APIRouter
from fastapi.responses import Response
from sqlalchemy import func
from sqlmodel import col, select

from desk.views import figures
from desk.views.figure_views import PlaceView
from desk.views.history import happened
from desk.web.charts import Bar, bar
from desk.web.guard import Room, guarded
from desk.web.numbers import Number
from desk.web.policy import signed_in
from desk.web.rooms.score_sheets import office, scores_here
from desk.web.visit import Visit
from domain.cluster.states import Cluster, Year
from domain.ids import scoring_year
from events.cluster import Criterion
from projections import tables as t

router = APIRouter(route_class=Room)
OF_THE_OFFICE = ("cluster.name_head", "cluster.sign_pact", "cluster.disqualify", "cluster.rank")
"""What the standing agency does with a cluster, besides sheets of scores."""
MATRIX = 20
"""A cluster of more members than this shows counts, and not who scored whom."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's line: its place and points, and a bar against the most there is."""

    place: PlaceView
    bar: Bar | None


@router.get("/cum-khoi")
def listed(visit: Visit = guarded(signed_in)) -> Response:
    """List the clusters with how their last year stands."""
    return visit.page(
        "clusters.html",
        rows=figures.clusters(visit.session, visit.names),
        manages=visit.viewer.at_home("standing_agency", "authority"),
    )


def exists(visit: Visit) -> bool:
    """Whoever has signed in may read a cluster that is there."""
    return signed_in(visit) and visit.reading.row(t.ClusterRow, visit.path["cluster"]) is not None


@router.get("/cum-khoi/{cluster}")
def one(cluster: str, nam: Number | None = None, visit: Visit = guarded(exists)) -> Response:
    """Show a cluster in a year."""
    state = visit.reading.state(cluster, Cluster)
    visit.names.know(state.members)
    years = sorted(state.years) or [visit.viewer.today.year]
    year = nam if nam is not None and nam in state.years else years[-1]
    known = state.year(year)
    criteria = known.scoring.criteria if known.scoring else ()
    stored = visit.reading.history(cluster)
    visit.names.know(entry.envelope.by.who for entry in stored)
    return visit.page(
        "cluster.html",
        cluster=state,
        year=year,
        years=years,
        known=known,
        criteria=criteria,
        standings=_standings(visit, cluster, year, criteria),
        scored=_matrix(state, known),
        tie=_tie(criteria, known.scoring.ties if known.scoring else ()),
        dates=_dates(visit, state, year),
        scores=scores_here(visit),
        keeps=office(visit),
        acts=OF_THE_OFFICE if visit.viewer.at_home("standing_agency", "authority") else (),
        timeline_entries=[happened(entry, visit.names) for entry in reversed(stored)],
    )


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of the year: how many owe it, and how many of them have done it."""

    name: str
    due: str
    owed: int
    met: int


def _dates(visit: Visit, cluster: Cluster, year: int) -> list[Dated]:
    """Give the dates of a cluster's year, the nearest first."""
    scoring = cluster.year(year).scoring
    if scoring is None:
        return []
    row = t.ObligationRow
    counted = visit.session.exec(
        select(row.duty, row.status, func.count())
        .where(row.about == cluster.cluster, row.milestone == scoring_year(year))
        .group_by(col(row.duty), col(row.status))
    ).all()
    by_status = {(duty, status): count for duty, status, count in counted}
    return [
        Dated(
            name=one.name,
            due=one.due,
            owed=by_status.get((one.duty, "open"), 0) + by_status.get((one.duty, "met"), 0),
            met=by_status.get((one.duty, "met"), 0),
        )
        for one in sorted(scoring.milestones, key=lambda one: one.due)
    ]


def _standings(visit: Visit, cluster: str, year: int, criteria: Sequence[Criterion]) -> list[Standing]:
    most = str(sum((one.most for one in criteria if one.kind != "penalty"), Decimal(0)))
    places = figures.ranking(visit.house, visit.names, cluster, year) or []
    return [Standing(place, bar(place.verified or place.own, most, "met")) for place in places]


def _matrix(cluster: Cluster, known: Year) -> list[tuple[str, list[bool]]]:
    """Give, for each scorer, whom it has scored; nothing for a cluster too wide to be read so."""
    if len(cluster.members) > MATRIX:
        return []
    return [
        (scorer, [(scorer, unit) in known.scored for unit in cluster.members]) for scorer in cluster.members
    ]


def _tie(criteria: Sequence[Criterion], ties: Sequence[str]) -> str:
    """Say the rule that parts units with as many points."""
    names = {one.code: one.name for one in criteria}
    if not ties:
        return "Bằng điểm thì đồng hạng."
    said = ", rồi đến ".join(f"“{names.get(code, code)}”" for code in ties)
    return f"Bằng tổng điểm thì xét lần lượt {said}; vẫn bằng thì đồng hạng."
