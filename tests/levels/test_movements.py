"""A province's movement answered by a district's, in one ledger: registrations go up, and progress is seen above."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desk.demo.data import examples_folder
from desk.plans.reader import read_plan
from desk.views import figures, read
from desk.views.names import Names
from domain.ids import obligation_id
from domain.movement.commands import (
    AddedTarget,
    AddTargets,
    AnswerParent,
    ApproveRegistration,
    ConsolidateRegistrations,
    HoldReview,
    LaunchMovement,
    RefuseRegistration,
    RegisterUnit,
    ReportProgress,
)
from domain.movement.facts import RegistrationsPending
from domain.movement.states import Movement
from domain.obligation.states import Obligation
from domain.unit import EstablishUnit
from events.base import Citation, MovementId, UnitId
from events.catalogue import event_of
from events.letter import LetterQueued
from events.movement import Figure
from events.plan import Plan
from events.store.clock import SimulatedClock
from tests.levels.world import DISTRICT, PROVINCE, World, found_world
from tests.workflows.handle.offices import HOME

pytestmark = pytest.mark.slow

ABOVE, BELOW = MovementId("movement-an-giang-2023"), MovementId("movement-phu-tan-2023")
OTHER = UnitId("unit-xa-hai")
SIGNED = datetime(2023, 2, 3, 2, tzinfo=UTC)
"""The day of the district's plan; the province's is of 10 January."""
LEAD, CLERK = "standing_agency", "clerk"


def plan(name: str) -> Plan:
    folder = examples_folder()
    return read_plan(folder / f"{name}.yaml", [folder / f"{name}.demo.yaml"])


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The province's plan addresses the district, and the district's, which answers it, two communes."""
    found = found_world(tmp_path, f"sqlite:///{tmp_path / 'ledger.db'}", SimulatedClock(SIGNED))
    other = EstablishUnit(
        unit=OTHER,
        name="UBND xã Hai",
        kind="authority",
        level="commune",
        parent=DISTRICT,
        **found.said("administrator"),
    )
    found.do(other)
    for movement, unit, name, below in (
        (ABOVE, PROVINCE, "an-giang-2023", (DISTRICT,)),
        (BELOW, DISTRICT, "phu-tan-2023", (HOME, OTHER)),
    ):
        found.do(
            LaunchMovement(
                movement=movement,
                organisation=unit,
                plan=plan(name),
                participants=below,
                **found.said("authority"),
            )
        )
        found.settle()
    found.do(AnswerParent(movement=BELOW, parent=ABOVE, milestone="huong-ung", **found.said("authority")))
    found.settle()
    yield found
    found.close()


def register(world: World, unit: UnitId, *works: str) -> None:
    world.do(
        RegisterUnit(
            movement=BELOW,
            milestone="dang-ky",
            unit=unit,
            titles=("TTLDTT", "GK"),
            works=works,
            **world.said(LEAD),
        )
    )
    world.settle()


def approve(world: World, movement: MovementId, unit: UnitId) -> None:
    world.do(ApproveRegistration(movement=movement, milestone="dang-ky", unit=unit, **world.said(LEAD)))


def send_up(world: World) -> None:
    world.do(
        ConsolidateRegistrations(
            movement=BELOW, milestone="dang-ky", parent=ABOVE, parent_milestone="dang-ky", **world.said(LEAD)
        )
    )
    world.settle()


def shown(world: World, look: Any, movement: MovementId) -> Any:
    """Look at a movement as the desk does."""
    house = world.office.house
    with house.ledger.database.session() as session:
        return look(house, Names(house.ledger, session), session, movement)


def milestone(world: World, movement: MovementId, code: str) -> tuple[int, int]:
    """Give how many owe a milestone, and how many of them have met it, as the desk shows it."""
    with world.office.ledger.database.session() as session:
        found = read.movement(session, movement)
        assert found is not None
        [one] = [one for one in found.milestones if one.code == code]
        return one.owed, one.met


def test_a_districts_plan_answers_the_provinces_and_meets_the_duty_to_answer(world: World) -> None:
    below = world.state(BELOW)
    assert isinstance(below, Movement)
    assert below.answered == {ABOVE}
    assert milestone(world, ABOVE, "huong-ung") == (1, 1)
    assert milestone(world, ABOVE, "dang-ky") == (1, 0)
    assert milestone(world, BELOW, "dang-ky") == (2, 0)


def test_an_indicator_added_above_is_told_below_and_handed_down_by_a_paper_of_its_own(world: World) -> None:
    below = world.state(BELOW)
    water = AddedTarget(code="bs-nuoc", name="Hộ dùng nước sạch", value=Decimal(95), unit="%")
    paper = Citation(number="07/KH-UBND", day=SIGNED.date())
    world.do(AddTargets(movement=ABOVE, targets=(water,), document=paper, **world.said("authority")))
    world.settle()
    rows = [event_of(row) for row in world.office.log() if row.type == "letter.queued"]
    told = [row for row in rows if isinstance(row, LetterQueued) and row.template == "targets_added"]
    assert {str(letter.recipient) for letter in told} == {str(DISTRICT)}
    assert all("Phú Tân" in letter.facts["answering"] for letter in told)
    assert world.state(BELOW) == below


def test_registrations_below_are_one_registration_above_once_each_was_looked_at(world: World) -> None:
    register(world, HOME, "Đường hoa ấp Một")
    register(world, OTHER, "Cầu ấp Hai")
    approve(world, BELOW, HOME)
    with pytest.raises(RegistrationsPending):
        send_up(world)
    world.do(
        RefuseRegistration(
            movement=BELOW, milestone="dang-ky", unit=OTHER, reason="Chưa ghi ngày xong.", **world.said(LEAD)
        )
    )
    world.settle()
    register(world, OTHER, "Cầu ấp Hai, xong trước 30/6")
    approve(world, BELOW, OTHER)
    send_up(world)
    [above] = shown(world, figures.registrations, ABOVE)
    assert (above.unit, above.status, above.titles) == ("UBND huyện", "sent", ["GK", "TTLDTT"])
    assert sorted(above.works) == ["Cầu ấp Hai, xong trước 30/6", "Đường hoa ấp Một"]
    assert milestone(world, ABOVE, "dang-ky") == milestone(world, ABOVE, "huong-ung") == (1, 1)
    assert milestone(world, BELOW, "dang-ky") == (2, 2)
    approve(world, ABOVE, DISTRICT)
    [above] = shown(world, figures.registrations, ABOVE)
    assert above.status == "approved"
    before = world.office.ledger.head()
    send_up(world)
    assert world.office.ledger.head() == before


def test_what_a_commune_reports_is_seen_at_the_district_and_its_review_above_stays_owed(world: World) -> None:
    reported = Figure(target="PT01", value=Decimal(7100), said="over", evidence="báo cáo 06/BC-UBND")
    world.do(
        ReportProgress(movement=BELOW, milestone="so-ket", unit=HOME, figures=(reported,), **world.said(LEAD))
    )
    world.do(
        HoldReview(
            movement=BELOW, milestone="so-ket", held_on=date(2023, 2, 3), praised=(HOME,), **world.said(LEAD)
        )
    )
    world.settle()
    [series] = [one for one in shown(world, figures.series, BELOW) if one.target == "PT01"]
    [point] = series.points
    assert (point.by, point.value, point.said) == ("UBND xã", "7100", "hơn")
    assert series.goals == {"self": "13600"}
    assert milestone(world, BELOW, "so-ket") == (1, 1)
    assert milestone(world, ABOVE, "so-ket") == (1, 0)
    review = world.state(obligation_id(ABOVE, "hold_interim_review", "so-ket", PROVINCE))
    assert isinstance(review, Obligation)
    assert review.is_open
