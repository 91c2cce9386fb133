"""Several commands of one act are recorded together or not at all, and the same act twice is once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.decider import Command
from domain.nomination.commands import DraftNomination
from domain.person import RegisterPerson
from domain.refusal import RuleMissing, WrongState
from domain.submission.commands import ReceiveSubmission
from events.base import NominationId, PersonId, SubjectId, SubmissionId, UnitId
from events.submission import Line
from projections import rebuild
from projections import tables as t
from tests.projections.reading import read_tables, unlike
from tests.workflows.handle.offices import Office
from workflows.decided import SeveralRefused
from workflows.handle import CommandReused
from workflows.lifecycle import LIFECYCLE

UNIT = UnitId("unit-dong")
DOSSIERS = tuple(NominationId(f"nomination-{number}") for number in range(3))


def intake(office: Office, *awards: str) -> list[Command]:
    """Register three people, draft a dossier for each, and hand all in."""
    said = office.said("standing_agency")
    commands: list[Command] = []
    for dossier, award in zip(DOSSIERS, awards or ("GK", "GK", "GK"), strict=True):
        person = PersonId(dossier.replace("nomination", "person"))
        commands += [
            RegisterPerson(person=person, name=f"Hà Văn {dossier}", born="1980", **said),
            DraftNomination(
                nomination=dossier, subject=SubjectId(person), subject_kind="person", award=award,
                stated_kind="form", merit="phong_trao", award_year=2024, unit=UNIT, **said,
            ),
        ]  # fmt: skip
    lines = tuple(Line(nomination=dossier) for dossier in DOSSIERS)
    submission = SubmissionId("submission-1")
    return [*commands, ReceiveSubmission(submission=submission, unit=UNIT, lines=lines, **said)]


def test_all_are_recorded_under_one_id_and_the_read_tables_show_them(office: Office) -> None:
    office.do(office.unit("dong"))
    outcome = office.handler.handle_together("list", intake(office))
    assert len(outcome.events) == 3 * 3 + 1
    assert {row.envelope.command for row in office.log()[-10:]} == {"list"}
    with office.ledger.database.session() as session:
        rows = [session.get(t.NominationRow, dossier) for dossier in DOSSIERS]
    assert [(row.stage, row.submission) for row in rows if row] == [("submitted", "submission-1")] * 3
    live = read_tables(office.ledger.database)
    rebuild.rebuild(office.ledger, office.ledger.database, LIFECYCLE)
    assert unlike(live, read_tables(office.ledger.database)) == {}


def test_the_same_act_again_adds_nothing_and_another_under_its_id_is_refused(office: Office) -> None:
    office.do(office.unit("dong"))
    commands = intake(office)
    first = office.handler.handle_together("list", commands)
    again = office.handler.handle_together("list", intake(office))
    assert (again.status, again.first, again.last) == ("repeated", first.first, first.last)
    with pytest.raises(CommandReused):
        office.handler.handle_together("list", commands[:-1])


def test_one_that_is_refused_keeps_all_out_and_every_refusal_is_told(office: Office) -> None:
    office.do(office.unit("dong"))
    before = (office.ledger.head(), read_tables(office.ledger.database))
    with pytest.raises(SeveralRefused) as refused:
        office.handler.handle_together("list", intake(office, "GK", "KHONG_CO", "KHONG_CO_NUA"))
    told = refused.value.refused
    assert {place: type(why) for place, why in told.items()} == {
        3: RuleMissing,
        5: RuleMissing,
        6: WrongState,
    }
    assert (office.ledger.head(), read_tables(office.ledger.database)) == before
    assert office.handler.handle_together("list", intake(office)).status == "recorded"


def test_a_dry_run_decides_all_and_records_nothing(office: Office) -> None:
    office.do(office.unit("dong"))
    before = office.ledger.head()
    assert len(office.handler.handle_together("list", intake(office), dry_run=True).events) == 10
    assert office.ledger.head() == before


def test_an_act_has_one_person_and_one_moment(office: Office) -> None:
    first, second, *_ = intake(office)
    with pytest.raises(ValueError, match="one moment"):
        office.handler.handle_together("list", [first, replace(second, at=second.at + timedelta(seconds=1))])
