"""A value that cannot be recorded is named by its field and never repeated."""

import traceback
from datetime import timedelta
from typing import Any

import pytest

from domain.decider import Command
from domain.fund import BudgetFund
from domain.person import GrantRole
from domain.record import RecogniseInitiative
from domain.refusal import Malformed
from events.base import Citation, SubjectId
from events.envelope import By
from tests.workflows.handle.offices import EVER, HOME, MAI, Office

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
SECRET = "mật khẩu 123456"


def malformed(office: Office, command: Command) -> Malformed:
    before = office.ledger.head()
    with pytest.raises(Malformed) as refusal:
        office.do(command, "tried")
    assert office.ledger.head() == before
    assert office.ledger.recorded_command("tried") is None
    told = "".join(traceback.format_exception(refusal.value))
    assert SECRET not in told
    assert "12345" not in told
    return refusal.value


def wrongly_typed(**values: Any) -> Any:
    """Give values whose types the type checker would not let pass."""
    return values


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": SECRET}, "kind"),
        ({"level": SECRET}, "level"),
        ({"name": SECRET * 2000}, "name"),
        ({"name": "   "}, "name"),
        ({"name": 12345}, "name"),
        ({"since": SECRET}, "since"),
        ({"outside_chain": SECRET}, "outside_chain"),
    ],
)
def test_the_field_is_named_and_its_value_is_not(office: Office, values: dict[str, Any], field: str) -> None:
    command = office.unit("a")
    for name, value in values.items():
        object.__setattr__(command, name, value)
    refusal = malformed(office, command)
    assert field in refusal.message
    assert refusal.code == "malformed"
    assert "kiểm tra" in str(refusal)


def test_every_wrong_field_is_named_once(office: Office) -> None:
    command = RecogniseInitiative(
        subject=SubjectId(HOME), year=2024, title="", reach=SECRET, checked_by="",
        document=Citation(number="1", day=EVER), **office.said("standing_agency"),
    )  # fmt: skip
    message = malformed(office, command).message
    assert [message.count(name) for name in ("checked_by", "title", "reach")] == [1, 1, 1]
    assert "document" not in message


def test_numbers_that_another_reader_would_not_keep_are_refused(office: Office) -> None:
    for amount in (-1, 2**53, 12345.5):
        said = wrongly_typed(amount=amount)
        command = BudgetFund(unit=HOME, year=2024, **said, **office.said("accountant"))
        assert "amount" in malformed(office, command).message


def test_a_role_that_does_not_exist_is_refused(office: Office) -> None:
    said = wrongly_typed(role=SECRET)
    command = GrantRole(person=MAI, scope=HOME, since=EVER, **said, **office.said())
    assert "role" in malformed(office, command).message


def test_what_is_well_formed_goes_through_after_a_refusal(office: Office) -> None:
    command = office.unit("a")
    object.__setattr__(command, "kind", SECRET)
    malformed(office, command)
    office.clock.move_to(office.clock.now() + timedelta(minutes=1))
    assert office.do(office.unit("a"), "tried").status == "recorded"


def test_who_acts_is_written_as_text_or_nothing_is_written(office: Office) -> None:
    wrong: Any = 7
    by = By(MAI, role="administrator", behalf=wrong, auth="test")
    head = office.ledger.head()
    with pytest.raises(Malformed):
        office.do(office.unit("tried", said=office.said_by(by)))
    assert office.ledger.head() == head
