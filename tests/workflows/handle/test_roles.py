"""A role is what an event gave: a row that somebody wrote into a read table gives nothing."""

import pytest
from sqlalchemy import text

from domain.fund import BudgetFund
from domain.person import GrantRole
from domain.refusal import NotAuthorised
from events.base import PersonId
from events.envelope import By
from tests.workflows.handle.offices import EVER, HOME, Office
from workflows.roles import standing

CLERK = PersonId("person-clerk")


def forge(office: Office) -> None:
    with office.ledger.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE r_role SET role = 'authority', scope = :home WHERE person = :who"),
            {"home": HOME, "who": CLERK},
        )


def test_a_forged_row_of_the_read_table_gives_no_authority(office: Office) -> None:
    office.do(office.person("clerk"))
    office.do(GrantRole(person=CLERK, role="clerk", scope=HOME, since=EVER, **office.said()))
    by = office.said_by(By(CLERK, role="authority", auth="test"))
    budget = BudgetFund(unit=HOME, year=2024, amount=1_000_000, **by)
    with pytest.raises(NotAuthorised):
        office.do(budget, "before")
    forge(office)
    with pytest.raises(NotAuthorised):
        office.do(budget, "after")
    with office.ledger.database.session() as session:
        held = standing(office.ledger, session, CLERK).held
    assert [(one.role, one.scope, one.since) for one in held] == [("clerk", HOME, EVER)]
