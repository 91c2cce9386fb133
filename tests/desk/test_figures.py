"""What the desk reads of figures, registrations and clusters, and the duties of a year from a file."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import select

from desk.demo.data import examples_folder
from desk.plans.yaml_tree import BadFile
from desk.plans.yearly import Debtors, openings, read_yearly
from desk.views import figures
from desk.views.names import Names
from domain.cluster.commands import AdoptScoring, FormCluster, RankCluster, ScoreUnit, VerifyScores
from domain.movement.commands import CompleteWork, EntrustTarget, LaunchMovement, RegisterUnit, ReportProgress
from domain.obligation.commands import FulfilObligation
from domain.obligation.states import Obligation
from events.base import Citation, ClusterId, SubjectId, UnitId
from events.cluster import Criterion, Score
from events.movement import Figure
from events.plan import Milestone
from projections import tables as t
from tests.desk.conftest import Sovang
from tests.domain.movements import MOVEMENT, PLAN, ROADS
from tests.workflows.handle.offices import HOME, MAI, Office
from tests.workflows.reactions.engine import react

EAST, WEST = UnitId("unit-dong"), UnitId("unit-tay")
CLUSTER = ClusterId("cluster-1")
PAPER = Citation(number="15/QĐ-UBND", day=date(2024, 1, 2))
YEARLY = examples_folder() / "viec-trong-nam"


@pytest.fixture
def villages(office: Office) -> Office:
    office.do(office.unit("dong"))
    office.do(office.unit("tay", "Thôn Tây"))
    return office


@pytest.fixture
def launched(villages: Office) -> Office:
    villages.do(
        LaunchMovement(
            movement=MOVEMENT,
            organisation=HOME,
            plan=PLAN,
            participants=(EAST, WEST),
            **villages.said("authority"),
        )
    )
    return villages


def test_the_series_of_an_indicator_keeps_who_said_what_when_and_how(launched: Office) -> None:
    said = Figure(target=ROADS.code, value=Decimal(2), as_written="gần 2 km", said="nearly", partial=True)
    whole = Figure(target=ROADS.code, value=Decimal(6), evidence="biên bản nghiệm thu")
    for unit, figure in ((EAST, said), (WEST, whole)):
        launched.do(
            ReportProgress(
                movement=MOVEMENT, milestone="quy-2", unit=unit, figures=(figure,), **launched.said("standing_agency")
            )
        )  # fmt: skip
    launched.do(
        EntrustTarget(
            movement=MOVEMENT,
            target=ROADS.code,
            to=SubjectId(MAI),
            since=date(2024, 1, 2),
            **launched.said("authority"),
        )
    )
    with launched.ledger.database.session() as session:
        found = figures.series(launched.house, Names(launched.ledger, session), session, MOVEMENT)
        assert figures.series(launched.house, Names(launched.ledger, session), session, "movement-0") is None
    assert found is not None
    roads = found[0]
    assert (roads.target, roads.goals, roads.responsible) == (ROADS.code, {"self": "5"}, "Hoàng Thị Mai")
    assert [str(point) for point in roads.points] == [
        "2024-01-02 gần 2 km (Thôn Đông, một phần)",
        "2024-01-02 6 (Thôn Tây)",
    ]


def test_registrations_show_their_works_and_which_are_done(launched: Office) -> None:
    launched.do(
        RegisterUnit(
            movement=MOVEMENT,
            milestone="dang-ky",
            unit=EAST,
            titles=("GK",),
            works=("Đường hoa", "Cầu"),
            **launched.said("standing_agency"),
        )
    )
    launched.do(
        CompleteWork(
            movement=MOVEMENT,
            unit=EAST,
            work="Đường hoa",
            on=date(2024, 1, 2),
            **launched.said("standing_agency"),
        )
    )
    with launched.ledger.database.session() as session:
        names = Names(launched.ledger, session)
        (one,) = figures.registrations(launched.house, names, session, MOVEMENT) or []
    assert (one.unit, one.status) == ("Thôn Đông", "sent")
    assert one.works == ["Đường hoa (xong 02/01/2024)", "Cầu"]


def sheet(points: int) -> tuple[Score, ...]:
    return (Score(criterion="kt", points=Decimal(points)),)


def test_a_clusters_year_opens_its_duties_and_ends_in_places(villages: Office) -> None:
    staff = villages.said("standing_agency")
    villages.do(
        FormCluster(cluster=CLUSTER, name="Cụm 01", kind="cum", members=(EAST, WEST), document=PAPER, **staff)
    )
    villages.do(
        AdoptScoring(
            cluster=CLUSTER,
            year=2024,
            criteria=(Criterion(code="kt", name="Kinh tế", most=Decimal(100)),),
            milestones=(
                Milestone(code="tu-cham", duty="self_score", name="Tự chấm điểm", due="2024-11-29"),
                Milestone(code="cham-cheo", duty="cross_score", name="Chấm chéo", due="2024-12-05"),
                Milestone(
                    code="xep-hang", duty="rank_cluster", name="Xếp hạng", due="2024-12-20", owed_by="standing_agency"
                ),
            ),
            document=PAPER,
            **staff,
        )
    )  # fmt: skip
    react(villages)
    for unit, points in ((EAST, 80), (WEST, 90)):
        villages.do(
            ScoreUnit(cluster=CLUSTER, year=2024, unit=unit, by_unit=unit, scores=sheet(points), **staff)
        )
    for unit, scorer, points in ((EAST, WEST, 75), (WEST, EAST, 88)):
        villages.do(
            ScoreUnit(cluster=CLUSTER, year=2024, unit=unit, by_unit=scorer, scores=sheet(points), **staff)
        )
        villages.do(VerifyScores(cluster=CLUSTER, year=2024, unit=unit, scores=sheet(points), **staff))
    villages.do(RankCluster(cluster=CLUSTER, year=2024, on=date(2024, 1, 2), **staff))
    with villages.ledger.database.session() as session:
        names = Names(villages.ledger, session)
        places = figures.ranking(villages.house, names, CLUSTER, 2024)
        (listed,) = figures.clusters(session, names)
        duties = session.exec(select(t.ObligationRow.status)).all()
        assert figures.ranking(villages.house, names, "cluster-0", 2024) is None
    assert places is not None
    assert [(one.rank, one.unit, one.own, one.cross, one.verified) for one in places] == [
        (1, "Thôn Tây", "90", "88.00", "88"),
        (2, "Thôn Đông", "80", "75.00", "75"),
    ]
    assert (listed.scored, listed.verified, listed.ranked) == (2, 2, True)
    assert list(duties) == ["met"] * 5


@pytest.mark.parametrize("name", ["xa.yaml", "tinh.yaml"])
@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_every_duty_of_the_year_is_opened_once_and_says_what_its_date_rests_on(
    villages: Office, name: str, year: int
) -> None:
    yearly = read_yearly(YEARLY / name)
    commands = list(openings(yearly, year, Debtors(HOME, (EAST, WEST)), villages.said("standing_agency")))
    for command in commands[:6]:
        villages.do(command)
        assert villages.do(command).status == "nothing"
    assert len({command.obligation for command in commands}) == len(commands)
    assert all("chưa phải quy định" in one.set_by or "theo" in one.set_by for one in commands)


def test_a_yearly_duty_is_done_by_its_paper(villages: Office) -> None:
    yearly = read_yearly(YEARLY / "xa.yaml")
    commands = openings(yearly, 2024, Debtors(HOME, ()), villages.said("standing_agency"))
    statistics = next(one for one in commands if one.duty == "report_statistics")
    villages.do(statistics)
    villages.do(
        FulfilObligation(
            obligation=statistics.obligation,
            document=Citation(number="90/BC-UBND", day=date(2024, 1, 2)),
            on=date(2024, 1, 2),
            **villages.said("standing_agency"),
        )
    )
    with villages.ledger.database.session() as session:
        duty = villages.handler.reading(session, "system:test").state(statistics.obligation, Obligation)
    assert (duty.due.on, duty.met_on) == (date(2024, 12, 13), date(2024, 1, 2)), "15/12/2024 is a Sunday"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "id: x\ntitle: t\nduties:\n  - {code: a, duty: b, name: c, month: 13, day: 1, mark: law}\n",
            "month",
        ),
        (
            "id: x\ntitle: t\nduties:\n"
            + "  - {code: a, duty: b, name: c, month: 1, day: 1, mark: law}\n" * 2,
            "mã việc ghi hai lần: a",
        ),
    ],
)
def test_a_file_with_a_fault_opens_nothing(tmp_path: Path, text: str, fault: str) -> None:
    file = tmp_path / "nam.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=fault):
        read_yearly(file)


def test_the_command_line_opens_a_year_and_lists_clusters(opened: Sovang, tmp_path: Path) -> None:
    mai = next(
        row["person"] for row in opened("person", "list", "--json").json if row["name"] == "Vũ Thử Mai"
    )
    who = ("--as", mai, "--as-role", "standing_agency")
    assert "đã mở 22 việc" not in opened("calendar", "plan", YEARLY / "xa.yaml", 2027, "--dry-run", *who).err
    assert opened("calendar", "plan", YEARLY / "xa.yaml", 2027, *who).code == 0
    assert len(opened("due", "--json").json) == 20, "there is no school to owe the school year's"
    assert "đã mở 0 việc" in opened("calendar", "plan", YEARLY / "xa.yaml", 2027, *who).err
    assert opened("cluster", "list", "--json").json == []
    assert opened("cluster", "ranking", "cluster-0", 2027).code == 3
    assert opened("movement", "progress", "movement-0").code == 3
    assert opened("movement", "registrations", "movement-0").code == 3
