"""An act that is done while the engine is off: the duty that it meets is never opened, and nobody is reminded of it."""

from collections.abc import Sequence
from datetime import date

import pytest

from domain.decider import Command
from domain.movement.commands import (
    CompleteWork,
    ConsolidateRegistrations,
    HoldReview,
    LaunchMovement,
    RegisterUnit,
    ReportProgress,
    SignPact,
)
from domain.nomination.commands import DraftNomination
from domain.submission.commands import ReceiveSubmission, WithdrawSubmission
from events.base import NominationId, SubjectId, SubmissionId, UnitId
from events.plan import Debtor, DutyKind, Milestone
from events.submission import Line
from tests.domain.movements import MOVEMENT, PLAN, SIX_KM
from tests.workflows.handle.offices import HOME, Office
from tests.workflows.reactions.engine import react
from tests.workflows.reactions.test_taking_part import owed

EAST, WEST = UnitId("unit-dong"), UnitId("unit-tay")
SET, DOSSIER = SubmissionId("submission-1"), NominationId("nomination-1")
CODE = "moc"


EVERYBODY = frozenset({EAST, WEST})


def launch(office: Office, duty: DutyKind, owed_by: Debtor) -> None:
    """Launch a movement whose one date asks for something; the engine is off."""
    for name in ("dong", "tay"):
        office.do(office.unit(name, email=f"{name}@vidu.example"))
    office.do(office.person("anh"))
    asked = Milestone(code=CODE, duty=duty, name="Việc phải làm", due="2024-01-31", owed_by=owed_by)
    plan = PLAN.model_copy(update={"milestones": (asked,)})
    office.do(
        LaunchMovement(
            movement=MOVEMENT, organisation=HOME, plan=plan, participants=(EAST, WEST), **office.said("authority")
        )
    )  # fmt: skip


def acts(office: Office, duty: DutyKind) -> Sequence[Command]:
    """Give what meets a duty of the first of two units, or of the office."""
    said = office.said("standing_agency")
    on = date(2024, 1, 2)
    register = RegisterUnit(movement=MOVEMENT, milestone=CODE, unit=EAST, works=("Đường hoa",), **said)
    match duty:
        case "register":
            return (register,)
        case "report_progress":
            return (ReportProgress(movement=MOVEMENT, milestone=CODE, unit=EAST, figures=(SIX_KM,), **said),)
        case "hold_interim_review":
            return (HoldReview(movement=MOVEMENT, milestone=CODE, held_on=on, **said),)
        case "sign_pact":
            return (
                SignPact(movement=MOVEMENT, cluster="Khối 1", on=on, milestone=CODE, signers=(EAST,), **said),
            )
        case "complete_work":
            return (
                register,
                CompleteWork(movement=MOVEMENT, unit=EAST, work="Đường hoa", on=on, milestone=CODE, **said),
            )
        case "consolidate_registrations":
            return (register, ConsolidateRegistrations(movement=MOVEMENT, milestone=CODE, **said))
        case _:
            return (draft(office), hand_in(office))


def draft(office: Office) -> DraftNomination:
    return DraftNomination(
        nomination=DOSSIER, subject=SubjectId("person-anh"), subject_kind="person", award="GK",
        stated_kind="form", merit="phong_trao", award_year=2024, unit=EAST, **office.said("standing_agency"),
    )  # fmt: skip


def hand_in(office: Office) -> ReceiveSubmission:
    return ReceiveSubmission(
        submission=SET, unit=EAST, movement=MOVEMENT, milestone=CODE, lines=(Line(nomination=DOSSIER),),
        **office.said("standing_agency"),
    )  # fmt: skip


def opened(office: Office) -> set[str]:
    """Name who owes what the movement asks for, whether it is met or not."""
    return {unit for unit in (EAST, WEST, HOME) if owed(office, unit)}


@pytest.mark.parametrize(
    ("duty", "owed_by", "still"),
    [
        ("register", "participants", {WEST}),
        ("report_progress", "participants", {WEST}),
        ("submit_nominations", "participants", {WEST}),
        ("complete_work", "participants", {WEST}),
        ("sign_pact", "participants", {WEST}),
        ("sign_pact", "standing_agency", set()),
        ("hold_interim_review", "standing_agency", set()),
        ("consolidate_registrations", "standing_agency", set()),
    ],
)
def test_what_was_done_before_the_engine_reacts_is_owed_by_nobody_who_did_it(
    office: Office, duty: DutyKind, owed_by: Debtor, still: set[str]
) -> None:
    launch(office, duty, owed_by)
    for act in acts(office, duty):
        office.do(act)
    react(office)
    assert opened(office) == still
    assert react(office) == 0


@pytest.mark.parametrize(
    ("duty", "owed_by"),
    [
        ("sign_pact", "participants"),
        ("sign_pact", "standing_agency"),
    ],
)
def test_the_same_act_meets_the_duty_that_stands(office: Office, duty: DutyKind, owed_by: Debtor) -> None:
    launch(office, duty, owed_by)
    react(office)
    assert opened(office) == (EVERYBODY if owed_by == "participants" else {HOME})
    for act in acts(office, duty):
        office.do(act)
    who = EAST if owed_by == "participants" else HOME
    assert owed(office, who) == {duty: "met"}
    if owed_by == "participants":
        assert owed(office, WEST) == {duty: "open"}


def test_a_set_that_was_withdrawn_before_the_engine_reacts_is_still_owed(office: Office) -> None:
    launch(office, "submit_nominations", "participants")
    office.do(draft(office))
    office.do(hand_in(office))
    office.do(WithdrawSubmission(submission=SET, reason="Bình xét lại.", **office.said("standing_agency")))
    react(office)
    assert opened(office) == EVERYBODY


def test_a_pact_that_names_nobody_is_everybodys(office: Office) -> None:
    launch(office, "sign_pact", "participants")
    said = office.said("standing_agency")
    office.do(SignPact(movement=MOVEMENT, cluster="Khối 1", on=date(2024, 1, 2), milestone=CODE, **said))
    react(office)
    assert opened(office) == set()
