"""A ledger some days after the meeting: a movement that runs, a cluster that is ranked, a dossier sent back and mended, a decision, a ceremony."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from desk.demo import scenes_council as council
from desk.demo import scenes_dossiers as dossiers
from desk.demo import scenes_launch as launch
from desk.demo.data import Script, nomination_id
from desk.demo.stage import Stage, clerk, moment
from domain.cluster.commands import (
    AdoptScoring,
    DisqualifyUnit,
    FormCluster,
    NameHead,
    RankCluster,
    ScoreUnit,
    SignClusterPact,
    VerifyScores,
)
from domain.movement.commands import ReportProgress
from domain.nomination.commands import ResubmitNomination, ReturnNomination
from domain.session.commands import CastVote, CloseBallot, SignMinutes, TallyBallot
from events.base import Citation, ClusterId, NominationId, UnitId
from events.cluster import Criterion, Score
from events.movement import Figure
from events.session import Choice
from events.submission import Paper
from projections import tables as t
from tests.desk.web.conftest import (
    BALLOT,
    MEETING,
    MEETING_DAY,
    SILENT,
    Desk,
    begin,
    convene,
    make,
    open_vote,
    opened,
)
from workflows.wiring import House

CLUSTER = ClusterId("cluster-thu")
PAPER = Citation(number="15/QĐ-UBND", day=date(2024, 1, 15), issuer="UBND xã")
CRITERIA = (
    Criterion(code="kt", name="Kinh tế", most=Decimal(60)),
    Criterion(code="vh", name="Văn hoá", most=Decimal(40)),
    Criterion(code="thuong", name="Điểm thưởng", most=Decimal(10), kind="bonus"),
)
SHEETS = ((50, 35, 5), (52, 38, 0), (50, 30, 0), (55, 40, 5))
"""What the units of the cluster have, the last of whom is set aside; the first two are equal but for the bonus."""


def later() -> list[tuple[datetime, Callable[[Stage], None]]]:
    """Tell it."""
    return [
        (moment(2024, 1, 5), launch.set_up),
        (moment(2024, 1, 10), launch.launch),
        (moment(2024, 2, 5), register),
        (moment(2024, 3, 20), launch.sign_pact),
        (moment(2024, 3, 21), compete),
        (moment(2024, 3, 28), lambda stage: launch.report(stage, "tien-do-1", members(stage))),
        (moment(2024, 6, 19), lambda stage: launch.report(stage, "tien-do-2", members(stage))),
        (moment(2024, 6, 26), lambda stage: launch.hold_review(stage, "so-ket")),
        (moment(2024, 9, 10), report_more),
        (moment(2024, 9, 12, 8), dossiers.sudden),
        (moment(2024, 9, 12, 12), send_back),
        (moment(2024, 9, 12, 14), mend),
        (moment(2024, 9, 12, 15), dossiers.verify),
        (moment(2024, 9, 12, 16), convene),
        (MEETING_DAY, begin),
        (MEETING_DAY, open_vote),
        (MEETING_DAY, count),
        (moment(2024, 9, 16), lambda stage: council.decide(stage, {"GK": "214/QĐ-UBND"})),
        (moment(2024, 9, 17), invite),
    ]


def members(stage: Stage) -> list[str]:
    """The units of the cluster, who also take part in the movement."""
    return stage.script.participants[: len(SHEETS)]


def register(stage: Stage) -> None:
    launch.register(stage, members(stage))


def report_more(stage: Stage) -> None:
    """A second figure of the same indicator, so that it has a course."""
    stage.do(
        ReportProgress(
            movement=stage.movement, milestone="tien-do-3", unit=stage.unit("khoi-ubnd"),
            figures=(Figure(target="QT01", value=Decimal(500)),), **stage.said(clerk("khoi-ubnd"), "clerk"),
        )
    )  # fmt: skip


def sheet(*points: int) -> tuple[Score, ...]:
    return tuple(
        Score(criterion=one.code, points=Decimal(given)) for one, given in zip(CRITERIA, points, strict=True)
    )


def compete(stage: Stage) -> None:
    """A cluster from its pact to its ranking, all in one day."""
    units = [stage.unit(key) for key in members(stage)]
    lead = stage.said("mai", "standing_agency")
    year = stage.today.year
    stage.do(
        FormCluster(
            cluster=CLUSTER, name="Cụm thi đua thôn", kind="cum", members=tuple(units), document=PAPER, **lead
        )
    )
    stage.do(NameHead(cluster=CLUSTER, year=year, head=units[0], deputy=units[1], **lead))
    stage.do(SignClusterPact(cluster=CLUSTER, year=year, on=stage.today, signers=tuple(units), **lead))
    stage.do(
        AdoptScoring(
            cluster=CLUSTER, year=year, criteria=CRITERIA, ties=("thuong", "kt"), document=PAPER, **lead
        )
    )
    for key, unit, points in zip(members(stage), units, SHEETS, strict=True):
        score(stage, key, unit, points)
    for unit, points in zip(units, SHEETS, strict=True):
        stage.do(VerifyScores(cluster=CLUSTER, year=year, unit=unit, scores=sheet(*points), **lead))
    stage.do(
        DisqualifyUnit(
            cluster=CLUSTER, year=year, unit=units[-1], reason="cán bộ chủ chốt bị kỷ luật", document=PAPER, **lead
        )
    )  # fmt: skip
    stage.do(RankCluster(cluster=CLUSTER, year=year, on=stage.today, **lead))


def score(stage: Stage, key: str, unit: UnitId, points: tuple[int, ...]) -> None:
    """A unit scores itself, and the first of the cluster one point less."""
    first = stage.unit(members(stage)[0])
    if unit != first:
        other = ScoreUnit(
            cluster=CLUSTER, year=stage.today.year, unit=first, by_unit=unit, scores=sheet(49, 35, 5),
            **stage.said(clerk(key), "clerk"),
        )  # fmt: skip
        stage.do(other)
    own = ScoreUnit(
        cluster=CLUSTER, year=stage.today.year, unit=unit, by_unit=unit, scores=sheet(*points),
        **stage.said(clerk(key), "clerk"),
    )  # fmt: skip
    stage.do(own)


def send_back(stage: Stage) -> None:
    """A dossier goes back to its unit for what it says."""
    stage.do(
        ReturnNomination(
            nomination=mended(stage), fields=("achievement",), note="Thành tích ghi quá sơ sài.",
            **stage.said("mai", "standing_agency"),
        )
    )  # fmt: skip


def mended(stage: Stage) -> NominationId:
    """The dossier that is sent back and mended."""
    return mended_of(stage.house)


def mended_of(house: House) -> NominationId:
    with house.ledger.database.session() as session:
        return NominationId(min(session.exec(select(t.NominationRow.nomination)).all()))


def mend(stage: Stage) -> None:
    """Its clerk says more and hands it in again."""
    told = min(stage.script.nominations.september, key=lambda one: nomination_id(one.key or one.unit))
    stage.do(
        ResubmitNomination(
            nomination=mended(stage), achievement="Cứu hai em nhỏ bị lũ cuốn ở cầu Treo, đêm 11 tháng 9.",
            papers=(Paper(kind="bao_cao"), Paper(kind="xac_nhan_thue")), **stage.said(clerk(told.unit), "clerk"),
        )
    )  # fmt: skip


def count(stage: Stage) -> None:
    """All but the silent member vote for; the vote is closed, counted, and the minutes signed."""
    lead, teller = stage.said("lat", "chair"), stage.said("khe", "teller")
    voters = [member for member in stage.script.members if member != SILENT]
    for member in voters:
        choices: dict[NominationId, Choice] = dict.fromkeys(voted(stage), "for")
        stage.do(
            CastVote(
                session=MEETING, ballot=BALLOT, member=stage.person(member), choices=choices,
                **stage.said(member, "member"),
            )
        )  # fmt: skip
    stage.do(CloseBallot(session=MEETING, ballot=BALLOT, **lead))
    stage.do(TallyBallot(session=MEETING, ballot=BALLOT, **teller))
    people = (stage.person("lat"), stage.person("mai"))
    said = stage.said("mai", "secretary")
    stage.do(
        SignMinutes(
            session=MEETING, kind="meeting", signed_on=stage.today, signers=people, number="03/BB", **said
        )
    )


def voted(stage: Stage) -> list[NominationId]:
    with stage.house.ledger.database.session() as session:
        found = session.exec(select(t.LineRow.nomination).where(t.LineRow.session == MEETING)).all()
    return [NominationId(line) for line in found]


def invite(stage: Stage) -> None:
    council.schedule_ceremony(stage, "thu", "Trao giấy khen đột xuất", moment(2024, 9, 20, 8))


@pytest.fixture(scope="session")
def played_later(tmp_path_factory: pytest.TempPathFactory, script: Script) -> Path:
    """Some days after the meeting, made once."""
    return make(tmp_path_factory.mktemp("later") / "ledger", script, later())


@pytest.fixture
def later_desk(played_later: Path, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """The desk some days after the meeting."""
    yield from opened(played_later, tmp_path, script)
