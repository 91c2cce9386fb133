"""A hard date and a set that came on paper in time but was typed after it."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.calendar import end_of_day
from domain.ids import obligation_id
from domain.movement.commands import LaunchMovement, RegisterUnit, ReportProgress
from domain.nomination.commands import DraftNomination
from domain.obligation.commands import OpenObligation
from domain.refusal import DeadlinePassed, Malformed
from domain.submission.commands import ReceiveSubmission
from events.base import MovementId, NominationId, SubjectId, SubmissionId, UnitId
from events.catalogue import event_of
from events.obligation import ObligationMet
from events.submission import Line
from tests.domain.movements import MILESTONES, PLAN
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.reactions.engine import react
from workflows.facts.movement import movement_facts

VILLAGE, MOVEMENT, DOSSIER = UnitId("unit-a"), MovementId("movement-1"), NominationId("nomination-anh")
LAST_DAY = date(2024, 1, 5)
AFTER: datetime = end_of_day(date(2024, 1, 8))


@pytest.fixture
def shut(office: Office) -> Office:
    """An office on the third day after its intake shut hard."""
    office.do(office.unit("a"))
    office.do(office.person("anh"))
    office.do(
        DraftNomination(
            nomination=DOSSIER, subject=SubjectId("person-anh"), subject_kind="person", award="GK",
            stated_kind="form", merit="phong_trao", award_year=2024, unit=VILLAGE, **office.said("standing_agency"),
        )
    )  # fmt: skip
    office.do(
        OpenObligation(
            obligation=obligation_id(MOVEMENT, "submit_nominations", "ho-so", VILLAGE), duty="submit_nominations",
            debtor=SubjectId(VILLAGE), about=MOVEMENT, title="Nộp hồ sơ", due_on=LAST_DAY, set_by="kế hoạch",
            hard=True, **office.said("standing_agency"),
        )
    )  # fmt: skip
    office.clock.move_to(AFTER)
    return office


def received(office: Office, arrived: date | None) -> ReceiveSubmission:
    return ReceiveSubmission(
        submission=SubmissionId("submission-1"), unit=VILLAGE, movement=MOVEMENT, milestone="ho-so", arrived=arrived,
        lines=(Line(nomination=DOSSIER),), **office.said("standing_agency"),
    )  # fmt: skip


def test_what_came_on_the_last_day_is_taken_though_it_is_typed_later(shut: Office) -> None:
    assert shut.do(received(shut, LAST_DAY)).status == "recorded"


@pytest.mark.parametrize("arrived", [date(2024, 1, 6), None])
def test_what_came_after_the_last_day_is_refused(shut: Office, arrived: date | None) -> None:
    with pytest.raises(DeadlinePassed):
        shut.do(received(shut, arrived))


def test_what_came_in_time_is_not_late_because_it_is_typed_later(shut: Office) -> None:
    shut.do(received(shut, LAST_DAY))
    (met,) = [event_of(row) for row in shut.log() if row.type == "obligation.met"]
    assert isinstance(met, ObligationMet)
    assert (met.on, met.late) == (LAST_DAY, False)


def test_the_word_of_a_unit_for_the_day_its_report_came_is_not_taken(office: Office) -> None:
    """Only the standing agency, which holds the paper, says when it came."""
    office.do(office.unit("a"))
    last_day = MILESTONES[0].model_copy(update={"due": LAST_DAY.isoformat(), "hard": True})
    plan = PLAN.model_copy(update={"milestones": (last_day,)})
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=plan, participants=(VILLAGE,), **office.said("authority")
        )
    )  # fmt: skip
    react(office)
    office.clock.move_to(AFTER)
    register = RegisterUnit(
        movement=MOVEMENT,
        milestone="dang-ky",
        unit=VILLAGE,
        arrived=LAST_DAY,
        **office.said("standing_agency"),
    )
    with office.ledger.database.session() as session:
        reading = office.handler.reading(session, "system:test")
        assert movement_facts(replace(register, **office.said("clerk")), reading).shut
        assert not movement_facts(register, reading).shut
    office.do(register)
    with pytest.raises(Malformed):
        office.do(
            ReportProgress(
                movement=MOVEMENT, milestone="dang-ky", unit=VILLAGE, arrived=date(2030, 1, 1),
                **office.said("standing_agency"),
            )
        )  # fmt: skip
