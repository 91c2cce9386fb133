"""What became of a dossier is told to whoever reads for its unit when the letter leaves."""

from datetime import timedelta

import pytest

from domain.person import EndRole, GrantRole
from domain.session.commands import ReceiveWrittenOpinion, TallyBallot
from events.base import PersonId
from events.letter import LetterQueued, LetterSuperseded
from events.person import Role
from tests.ballots.chamber import DAY, Chamber
from tests.ballots.test_slip_duties import LINES, SESSION, asked, letters
from tests.workflows.handle.offices import HOME, MAI
from tests.workflows.mailroom.rooms import at_hour, delivered, events, reactor_runs
from workflows.mailroom.still_true import why_untrue

__all__ = ["asked"]
NEW = PersonId("person-moi")
READERS: tuple[Role, ...] = ("clerk", "head")


def turned_down(chamber: Chamber) -> None:
    """Let the council vote every dossier down, by slips."""
    for member in chamber.members:
        chamber.confirm(SESSION, member)
        chamber.do(
            ReceiveWrittenOpinion(
                session=SESSION, member=member, choices={}, rest="against", **chamber.said("member", member)
            )
        )
    chamber.open(SESSION, "b1", LINES)
    chamber.close(SESSION, "b1")
    chamber.do(TallyBallot(session=SESSION, ballot="b1", **chamber.said("secretary")))
    reactor_runs(chamber.office)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_of_two_outcomes_of_one_dossier_that_wait_only_the_one_that_stands_may_go(asked: Chamber) -> None:
    turned_down(asked)
    declined = letters(asked, "declined")[0]
    awarded = declined.model_copy(update={"template": "awarded"})
    office = asked.office
    with office.ledger.database.session() as db:
        reading = office.handler.reading(db, "system:test")
        found = [why_untrue(one, reading, office.clock.now()) for one in (declined, awarded)]
    assert found == [None, "state_changed"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_clerk_who_left_gets_no_outcome_and_whoever_reads_for_the_unit_now_gets_it_once(
    asked: Chamber,
) -> None:
    office = asked.office
    office.do(office.person("moi", "Lê Thị Mới", email="moi@vidu.example"))
    turned_down(asked)
    assert sum(queued.recipient == str(MAI) for queued in letters(asked, "declined")) == len(LINES)
    for role in READERS:
        office.do(EndRole(person=MAI, role=role, scope=HOME, on=DAY, **office.said()))
        office.do(
            GrantRole(person=NEW, role=role, scope=HOME, since=DAY + timedelta(days=1), **office.said())
        )
    office.clock.move_to(at_hour(DAY + timedelta(days=1), 9))
    delivered(office, rounds=2)
    put_aside = {event.letter: event.reason for event in events(office, LetterSuperseded)}
    aside = [queued for queued in letters(asked, "declined") if put_aside.get(queued.letter) == "role_ended"]
    assert [str(queued.recipient) for queued in aside] == [MAI] * len(LINES)
    told = [queued for queued in events(office, LetterQueued) if queued.recipient == str(NEW)]
    assert sorted(queued.facts["about"] for queued in told) == sorted(LINES)
    assert {queued.replaces for queued in told} == {queued.letter for queued in aside}
