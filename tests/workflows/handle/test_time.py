"""When an act may be said to have happened."""

from datetime import UTC, timedelta, timezone

import pytest

from domain.decider import Command
from domain.fund import BudgetFund
from domain.refusal import BackdatingRefused, Malformed, NotAuthorised, Refusal
from events.base import instant_text
from events.envelope import By
from tests.workflows.handle.offices import HOME, INIT, MAI, Office
from workflows.handle import MAY_BACKDATE

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
MINUTE, MOMENT = timedelta(minutes=1), timedelta(microseconds=1)


def refused(office: Office, command: Command, why: type[Refusal]) -> Refusal:
    before = office.ledger.head()
    with pytest.raises(why) as refusal:
        office.do(command, "tried")
    assert office.ledger.head() == before
    assert office.ledger.recorded_command("tried") is None
    return refusal.value


def budget(
    office: Office, *, late: timedelta, role: str = "accountant", reason: str | None = None
) -> BudgetFund:
    said = office.said(role, at=office.clock.now() - late, late_reason=reason)
    return BudgetFund(unit=HOME, year=2024, amount=5, **said)


def test_an_act_may_be_five_minutes_old(office: Office) -> None:
    office.do(budget(office, late=5 * MINUTE))
    refusal = refused(office, budget(office, late=5 * MINUTE + MOMENT), BackdatingRefused)
    assert "lý do" in str(refusal)


def test_an_act_may_be_five_minutes_ahead_of_our_clock_and_no_more(office: Office) -> None:
    refused(office, budget(office, late=-5 * MINUTE - MOMENT), Malformed)
    refused(office, budget(office, late=-5 * MINUTE - MOMENT, reason="Đồng hồ sai."), Malformed)
    office.do(budget(office, late=-5 * MINUTE))


@pytest.mark.parametrize("role", MAY_BACKDATE)
def test_an_older_act_needs_a_reason_and_a_role_that_may_enter_it_late(office: Office, role: str) -> None:
    refused(office, budget(office, late=6 * MINUTE, role=role), BackdatingRefused)
    refused(office, budget(office, late=6 * MINUTE, role=role, reason=""), BackdatingRefused)
    refused(office, budget(office, late=6 * MINUTE, role="authority", reason="Mất điện."), BackdatingRefused)
    late = budget(office, late=timedelta(days=30), role=role, reason="Mất điện.")
    if role not in ("standing_agency", "accountant"):
        refused(office, late, NotAuthorised)
        return
    office.do(late)
    envelope = office.log()[-1].envelope
    assert (envelope.backdated, envelope.at) == ("Mất điện.", instant_text(late.at))
    assert office.log()[-1].recorded_at == office.clock.now()


def test_a_role_that_is_only_claimed_does_not_open_the_past(office: Office) -> None:
    office.do(office.person("anh"))
    stranger = By("person-anh", role="standing_agency", auth="test")
    said = office.said_by(stranger, at=office.clock.now() - timedelta(days=1), late_reason="Mất điện.")
    refused(office, office.unit("a", said=said), NotAuthorised)


def test_the_engine_carries_out_late_what_was_due_before(office: Office) -> None:
    said = office.said_by(INIT, at=office.clock.now() - timedelta(days=3))
    office.do(office.unit("a", said=said))
    assert office.log()[-1].at == office.clock.now() - timedelta(days=3)


def test_an_instant_is_the_same_in_every_zone(office: Office) -> None:
    hanoi = timezone(timedelta(hours=7))
    said = office.said("accountant", at=office.clock.now().astimezone(hanoi))
    office.do(BudgetFund(unit=HOME, year=2024, amount=5, **said))
    assert office.log()[-1].envelope.at == instant_text(office.clock.now().astimezone(UTC))


def test_a_command_that_is_sent_again_much_later_is_not_late(office: Office) -> None:
    command = budget(office, late=timedelta())
    office.do(command, "once")
    office.clock.move_to(office.clock.now() + timedelta(days=400))
    assert office.do(command, "once").status == "repeated"
    assert office.log()[-1].envelope.by.who == MAI
