"""Lines 8 to 15 of the script: who registered and reported by when, who was given more time, what moved."""

from datetime import date

import pytest
from sqlmodel import select

from desk.demo.play import Played
from desk.setup.file import Setup
from domain.ids import obligation_id
from domain.movement.states import Movement
from domain.obligation.states import Obligation
from events.catalogue import event_of
from events.movement import UnitRegistered
from events.obligation import ObligationMet
from projections import tables as t
from workflows.wiring import House

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


def met(house: House, milestone: str) -> list[tuple[date, bool]]:
    """When each duty of a milestone was met, and whether late."""
    with house.ledger.database.session() as session:
        duties = session.exec(
            select(t.ObligationRow.obligation).where(t.ObligationRow.milestone == milestone)
        ).all()
    ends = [event for duty in duties for event in house.ledger.load(duty)]
    return sorted((event.on, event.late) for event in ends if isinstance(event, ObligationMet))


def test_eighteen_register_in_time_two_late_and_one_within_its_extension(house: House) -> None:
    registered = met(house, "dang-ky")
    in_time = [day for day, late in registered if not late and day <= date(2024, 2, 23)]
    assert len(in_time) == 18
    assert [one for one in registered if one[0] > date(2024, 2, 23)] == [
        (date(2024, 2, 26), True),
        (date(2024, 2, 28), True),
        (date(2024, 3, 1), False),
    ]


def test_the_school_was_typed_for_by_mai_with_the_scan(house: House, year: Played, cast: Setup) -> None:
    typed = [
        event
        for event in house.ledger.load(year.stage.movement)
        if isinstance(event, UnitRegistered) and event.typed_by is not None
    ]
    assert [(event.unit, event.typed_by, event.scan) for event in typed] == [
        (cast.unit("thcs"), cast.person("mai"), "bản đăng ký ký tay ngày 27/02/2024")
    ]


def test_the_first_quarter_meets_the_call_up_and_nineteen_of_twenty_one_report_in_june_in_time(
    house: House, year: Played
) -> None:
    with house.ledger.database.session() as session:
        movement = house.handler.reading(session, "system:test").state(year.stage.movement, Movement)
    assert movement.series["QT32"][0].on <= date(2024, 3, 29)
    halfyear = met(house, "tien-do-2")
    assert [late for _, late in halfyear].count(False) == 19
    assert movement.reviews["so-ket"] == date(2024, 6, 26)
    assert movement.pacts[0][1] == date(2024, 3, 20)


def test_the_intake_moved_a_week_forward_by_the_towns_letter(house: House, year: Played, cast: Setup) -> None:
    with house.ledger.database.session() as session:
        reading = house.handler.reading(session, "system:test")
        duty = reading.state(
            obligation_id(year.stage.movement, "submit_nominations", "ho-so", cast.unit("thon-1")), Obligation
        )
    assert (duty.due.on, duty.sequence) == (date(2024, 12, 6), 1)
    assert "118/PNV-TĐKT" in duty.due.set_by


def test_everything_the_calendar_needed_is_in_the_log_before_the_launch(house: House) -> None:
    types = [event_of(row).type for page in house.ledger.pages() for row in page]
    assert types.index("calendar.printed") < types.index("movement.launched")
