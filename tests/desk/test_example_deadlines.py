"""The deadlines of the three real movements: those the documents set, those an overlay assumes, and none besides."""

import csv
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from desk.demo.data import examples_folder
from desk.plans.reader import read_plan
from domain.ids import obligation_id
from domain.movement.commands import LaunchMovement, SchedulePeriod
from domain.movement.facts import LaunchIncomplete
from domain.movement.launch import launch_gaps
from domain.movement.states import Movement
from domain.obligation.states import Obligation
from events.base import MovementId, UnitId
from events.plan import Milestone, Plan, Span
from events.store.clock import SimulatedClock
from projections import tables as t
from tests.domain.deadlines import by_hand
from tests.workflows.handle.offices import HOME, Office, found_office
from tests.workflows.reactions.engine import react

NAMES = ("an-giang-2023", "phu-tan-2023", "quang-trung-2024")
MOVEMENT = MovementId("movement-thu")
EAST = UnitId("unit-dong")


def expected() -> list[dict[str, str]]:
    file = Path(by_hand.__file__).parent / "movements.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def plan(name: str, *, assumed: bool = True) -> Plan:
    folder = examples_folder()
    return read_plan(folder / f"{name}.yaml", [folder / f"{name}.demo.yaml"] if assumed else [])


def launched(tmp_path: Path, the_plan: Plan) -> Office:
    """A ledger on the day the plan was signed, with one unit, and the plan launched in it."""
    office = found(tmp_path, the_plan)
    launch(office, the_plan)
    return office


def found(tmp_path: Path, the_plan: Plan) -> Office:
    signed = the_plan.signed_on or date(2023, 1, 1)
    noon = datetime(signed.year, signed.month, signed.day, 5, tzinfo=UTC)
    office = found_office(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", SimulatedClock(noon))
    office.do(office.unit("dong"))
    return office


def launch(office: Office, the_plan: Plan) -> None:
    office.do(
        LaunchMovement(
            movement=MOVEMENT,
            organisation=HOME,
            plan=the_plan,
            participants=(EAST,),
            **office.said("authority"),
        )
    )
    react(office)


def duty(office: Office, milestone: Milestone) -> Obligation:
    debtor = EAST if milestone.owed_by == "participants" else HOME
    with office.ledger.database.session() as session:
        reading = office.handler.reading(session, "system:test")
        return reading.state(obligation_id(MOVEMENT, milestone.duty, milestone.code, debtor), Obligation)


@pytest.mark.parametrize("name", NAMES)
def test_every_deadline_and_reminder_of_a_real_movement_is_exact(name: str, tmp_path: Path) -> None:
    the_plan = plan(name)
    office = launched(tmp_path, the_plan)
    rows = [row for row in expected() if row["phong trào"] == name]
    assert sorted(row["mốc"] for row in rows) == sorted(one.code for one in the_plan.milestones)
    for row in rows:
        milestone = next(one for one in the_plan.milestones if one.code == row["mốc"])
        found = duty(office, milestone)
        rungs = {rung.name: (rung.at + timedelta(hours=7)) for rung in found.due.rungs}
        assert found.due.on.isoformat() == row["hạn cuối"]
        assert found.due.at == datetime.fromisoformat(row["hết hạn lúc (UTC)"])
        told = [rungs[name] for name in ("truoc-14", "truoc-3", "sau-1")]
        assert [at.date().isoformat() for at in told] == [
            row["nhắc trước 14"], row["nhắc trước 3"], row["nhắc sau 1"],
        ], row["mốc"]  # fmt: skip
        assert {at.hour for at in told} == {8}
        assert found.due.set_by.startswith(f"văn bản số {the_plan.number} ngày ")
    office.house.close()


@pytest.mark.parametrize(
    ("name", "gaps"),
    [
        ("an-giang-2023", []),
        ("phu-tan-2023", ["số văn bản", "ngày ký"]),
        ("quang-trung-2024", ["số văn bản", "ngày ký"]),
    ],
)
def test_a_bare_document_is_launched_only_when_it_has_its_number_and_day(
    name: str, gaps: list[str], tmp_path: Path
) -> None:
    bare = plan(name, assumed=False)
    assert launch_gaps(bare) == gaps
    if gaps:
        office = found(tmp_path, bare)
        with closing(office.house), pytest.raises(LaunchIncomplete):
            launch(office, bare)


def test_a_movement_that_must_hold_reviews_and_dates_none_has_no_deadline(tmp_path: Path) -> None:
    bare = plan("an-giang-2023", assumed=False)
    assert (bare.reviews.interim, bare.reviews.final, bare.reviews.mandatory) == (True, True, True)
    office = launched(tmp_path, bare)
    with office.ledger.database.session() as session:
        assert session.exec(select(t.ObligationRow)).all() == []
        movement = office.handler.reading(session, "system:test").state(MOVEMENT, Movement)
    assert len(movement.outside) == 6
    assert (movement.plan.period.first_day, movement.plan.period.last_day) == (
        date(2023, 1, 1),
        date(2023, 12, 31),
    )
    office.house.close()


def test_rounds_end_with_their_months_and_the_special_one_waits_until_it_is_dated(tmp_path: Path) -> None:
    office = launched(tmp_path, plan("phu-tan-2023"))
    with office.ledger.database.session() as session:
        movement = office.handler.reading(session, "system:test").state(MOVEMENT, Movement)
    assert {code: period.span.last_day for code, period in movement.periods.items()} == {
        "ca-nam": date(2023, 12, 31),
        "dot-1": date(2023, 6, 30),
        "dot-2": date(2023, 12, 31),
    }
    assert [one.code for one in movement.undated] == ["dot-dac-biet"]
    works = Milestone(
        code="cong-trinh", duty="register", name="Đăng ký công trình, phần việc", due="2023-11-24"
    )
    office.do(
        SchedulePeriod(
            movement=MOVEMENT,
            period="dot-dac-biet",
            name="Đợt thi đua đặc biệt",
            span=Span(start="2023-12-01", end="2023-12-31"),
            milestones=(works,),
            **office.said("standing_agency"),
        )
    )
    react(office)
    found = duty(office, works)
    assert found.due.on == date(2023, 11, 24)
    assert found.due.rungs[0].opens, "the launch could not tell of a round without dates"
    assert [(rung.at + timedelta(hours=7)).date() for rung in found.due.rungs][1:4] == [
        date(2023, 11, 10),
        date(2023, 11, 21),
        date(2023, 11, 27),
    ]
    office.house.close()


@pytest.mark.parametrize(
    ("name", "codes", "last_day"),
    [
        ("an-giang-2023", (), date(2023, 12, 31)),
        ("phu-tan-2023", ("PT02", "PT03", "PT03c", "PT08", "PT09"), date(2023, 12, 31)),
        ("quang-trung-2024", ("QT17", "QT17a"), date(2024, 12, 31)),
    ],
)
def test_the_goals_that_name_a_day_are_due_at_the_end_of_the_year_and_no_others_are(
    name: str, codes: tuple[str, ...], last_day: date
) -> None:
    bare = plan(name, assumed=False)
    due = {
        target.code: assignment.due
        for target in bare.targets
        for assignment in target.assignments
        if assignment.due is not None
    }
    assert due == dict.fromkeys(codes, last_day)
    assert bare.period.last_day == last_day
