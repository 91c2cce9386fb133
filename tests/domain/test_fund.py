from dataclasses import replace
from datetime import date

import pytest

from domain.fund import DECIDER, BudgetFund, Fund, FundExceeded, FundFacts, PayList, RecoverMoney
from domain.refusal import Malformed, NotAuthorised, NotFound
from events.base import Citation, NominationId
from events.fund import FundBudgeted, FundEvent, MoneyRecovered, PaymentLine, PaymentListPaid
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


def recover(amount: int, nomination: NominationId = LAN, role: str = "accountant") -> RecoverMoney:
    return RecoverMoney(
        unit=HOME, year=2024, nomination=nomination, amount=amount, on=date(2025, 5, 21), **by(role)
    )


FACTS = FundFacts(standing=every_role(), organisation=HOME, owed=OWED, paid={LAN: 710_000, MINH: 0})
RECOVERED = MoneyRecovered(unit=HOME, nomination=LAN, amount=710_000, left=0, on=date(2025, 5, 21))


def fund(*past: FundEvent, facts: FundFacts = FACTS) -> Given:
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


def test_a_fund_whose_rule_only_warns_says_by_how_much_it_is_over() -> None:
    warning = replace(FACTS, over_budget="warn")
    small = BUDGETED.model_copy(update={"amount": 700_000})
    fund(small, facts=warning).when(pay(line(LAN))).then(
        paid(line(LAN)).model_copy(update={"over_by": 10_000})
    )
    fund(BUDGETED, facts=warning).when(pay(line(LAN))).then(paid(line(LAN)))


def test_a_paid_list_names_the_paper_that_was_signed_and_who_signed_each_line() -> None:
    signed = PaymentLine(nomination=LAN, amount=710_000, signed="proxy")
    command = replace(pay(signed), document=ESTIMATE)
    fund(BUDGETED).when(command).then(paid(signed).model_copy(update={"document": ESTIMATE}))


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_the_bonus_of_a_revoked_award_comes_back_into_the_fund() -> None:
    fund(BUDGETED, paid(line(LAN))).when(recover(710_000)).then(RECOVERED)
    state = DECIDER.fold([BUDGETED, paid(line(LAN)), RECOVERED])
    assert (state.recovered, state.balance) == (710_000, 1_070_000)


def test_no_more_comes_back_than_was_paid_and_nothing_that_was_not() -> None:
    fund(BUDGETED).when(recover(710_001)).refused(Malformed)
    fund(BUDGETED).when(recover(0)).refused(Malformed)
    fund(BUDGETED).when(recover(1, MINH)).nothing()
    fund(BUDGETED).when(recover(1, NominationId("nomination-x"))).refused(NotFound)
    fund(BUDGETED).when(recover(1, role="clerk")).refused(NotAuthorised)


def test_a_clerk_neither_budgets_nor_pays() -> None:
    fund().when(budget(1, "clerk")).refused(NotAuthorised)
    fund(BUDGETED).when(pay(line(LAN), role="clerk")).refused(NotAuthorised)
