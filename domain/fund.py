"""Quỹ thi đua, khen thưởng: a budget for the year and the lists paid from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.refusal import Malformed, Refusal
from events.base import Citation, NominationId, UnitId
from events.fund import FundBudgeted, FundEvent, PaymentLine, PaymentListPaid


class FundExceeded(Refusal):
    """Vượt dự toán quỹ khen thưởng."""

    code = "fund_exceeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts(Facts):
    """What is owed for each award named on a list."""

    owed: Mapping[NominationId, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fund:
    """Budget and payments of a year."""

    budget: int = 0
    paid: int = 0
    lists: tuple[str, ...] = ()

    @property
    def balance(self) -> int:
        """What is left, in đồng."""
        return self.budget - self.paid


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetFund(Command):
    """Set the year's budget."""

    unit: UnitId
    year: int
    amount: int
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayList(Command):
    """Pay a signed list; every amount must be the one owed."""

    unit: UnitId
    year: int
    payment_list: str
    lines: tuple[PaymentLine, ...]
    on: date


FundCommand = BudgetFund | PayList


def decide(state: Fund, command: FundCommand, facts: FundFacts) -> Sequence[FundEvent]:
    """Decide what happens to the fund."""
    match command:
        case BudgetFund():
            facts.require(command, ("authority", "accountant", "standing_agency"), command.unit)
            if state.budget == command.amount:
                return ()
            return (
                FundBudgeted(
                    unit=command.unit, year=command.year, amount=command.amount, document=command.document
                ),
            )
        case PayList():
            return _pay(state, command, facts)
        case _:
            assert_never(command)


def _pay(state: Fund, command: PayList, facts: FundFacts) -> Sequence[FundEvent]:
    facts.require(command, ("accountant", "standing_agency"), command.unit)
    if command.payment_list in state.lists:
        return ()
    if len({line.nomination for line in command.lines}) < len(command.lines):
        raise Malformed("Danh sách có hồ sơ ghi hai lần.", todo="Mỗi hồ sơ chỉ ghi một dòng.")
    for line in command.lines:
        owed = facts.owed.get(line.nomination)
        if owed != line.amount:
            raise Malformed(
                f"Số tiền trong danh sách ({line.amount:,} đ) khác số phải chi ({owed or 0:,} đ).".replace(
                    ",", "."
                ),
                todo="Hãy lập lại danh sách từ quyết định đã công bố.",
            )
    total = sum(line.amount for line in command.lines)
    if total > state.balance:
        raise FundExceeded(
            f"Danh sách cần {total:,} đ, quỹ còn {state.balance:,} đ.".replace(",", "."),
            todo="Hãy đề nghị bổ sung dự toán rồi chi.",
        )
    return (
        PaymentListPaid(
            unit=command.unit, payment_list=command.payment_list, lines=command.lines, on=command.on
        ),
    )


def evolve(state: Fund, event: FundEvent) -> Fund:
    """Apply one event."""
    match event:
        case FundBudgeted():
            return replace(state, budget=event.amount)
        case PaymentListPaid():
            total = sum(line.amount for line in event.lines)
            return replace(state, paid=state.paid + total, lists=(*state.lists, event.payment_list))
        case _:
            assert_never(event)


DECIDER: Decider[Fund, FundCommand, FundEvent, FundFacts] = Decider("fund", Fund(), decide, evolve)
