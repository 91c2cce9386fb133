from datetime import date

from domain.fund import DECIDER, BudgetFund, Fund, FundExceeded, FundFacts, PayList
from domain.refusal import Malformed, NotAuthorised
from events.base import Citation, NominationId
from events.fund import FundBudgeted, FundEvent, PaymentLine, PaymentListPaid
from tests.spec import HOME, Given, by, every_role, given

ESTIMATE = Citation(number="90/QĐ-UBND", day=date(2024, 1, 10))
LAN, MINH = NominationId("nomination-lan"), NominationId("nomination-minh")
OWED = {LAN: 710_000, MINH: 360_000}
BUDGETED = FundBudgeted(unit=HOME, year=2024, amount=1_070_000, document=ESTIMATE)


def line(nomination: NominationId, amount: int | None = None) -> PaymentLine:
    return PaymentLine(nomination=nomination, amount=amount or OWED[nomination])


def paid(*lines: PaymentLine, name: str = "ds-1") -> PaymentListPaid:
    return PaymentListPaid(unit=HOME, payment_list=name, lines=lines, on=date(2024, 12, 30))


def pay(*lines: PaymentLine, name: str = "ds-1", role: str = "accountant") -> PayList:
    return PayList(unit=HOME, year=2024, payment_list=name, lines=lines, on=date(2024, 12, 30), **by(role))


def budget(amount: int, role: str = "accountant") -> BudgetFund:
    return BudgetFund(unit=HOME, year=2024, amount=amount, document=ESTIMATE, **by(role))


def fund(*past: FundEvent) -> Given:
    facts = FundFacts(standing=every_role(), organisation=HOME, owed=OWED)
    return given(DECIDER, *past, facts=facts)


def test_the_year_has_a_budget() -> None:
    fund().when(budget(1_070_000)).then(BUDGETED)


def test_the_same_budget_again_adds_nothing() -> None:
    fund(BUDGETED).when(budget(1_070_000)).nothing()


def test_a_budget_may_be_raised() -> None:
    raised = BUDGETED.model_copy(update={"amount": 5_000_000})
    fund(BUDGETED).when(budget(5_000_000, "authority")).then(raised)


def test_a_list_is_paid_to_the_last_dong() -> None:
    fund(BUDGETED).when(pay(line(LAN), line(MINH))).then(paid(line(LAN), line(MINH)))


def test_a_list_is_paid_once() -> None:
    fund(BUDGETED, paid(line(LAN))).when(pay(line(LAN))).nothing()


def test_an_amount_that_is_not_the_one_owed_is_refused() -> None:
    why = fund(BUDGETED).when(pay(line(LAN, 720_000))).refused(Malformed)
    assert "720.000" in why.message
    assert "710.000" in why.message


def test_an_award_that_nothing_is_owed_for_is_not_paid() -> None:
    stranger = PaymentLine(nomination=NominationId("nomination-x"), amount=1)
    fund(BUDGETED).when(pay(stranger)).refused(Malformed)


def test_no_list_is_paid_beyond_what_is_left() -> None:
    first = paid(line(LAN))
    why = (
        fund(BUDGETED.model_copy(update={"amount": 1_069_999}), first)
        .when(pay(line(MINH), name="ds-2"))
        .refused(FundExceeded)
    )
    assert "360.000" in why.message
    assert "359.999" in why.message


def test_what_is_left_is_the_budget_less_the_lists_paid() -> None:
    state = DECIDER.fold([BUDGETED, paid(line(LAN)), paid(line(MINH), name="ds-2")])
    assert state == Fund(budget=1_070_000, paid=1_070_000, lists=("ds-1", "ds-2"))
    assert state.balance == 0


def test_a_clerk_neither_budgets_nor_pays() -> None:
    fund().when(budget(1, "clerk")).refused(NotAuthorised)
    fund(BUDGETED).when(pay(line(LAN), role="clerk")).refused(NotAuthorised)
