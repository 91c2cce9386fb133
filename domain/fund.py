"""Quỹ thi đua, khen thưởng: a budget for the year and the lists paid from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, assert_never

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.refusal import Malformed, NotFound, Refusal
from events.base import Citation, NominationId, UnitId
from events.fund import FundBudgeted, FundEvent, MoneyRecovered, PaymentLine, PaymentListPaid


class FundExceeded(Refusal):
    """Vượt dự toán quỹ khen thưởng."""

    code = "fund_exceeded"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundFacts(Facts):
    """What is owed for each award named on a list, what may be taken back, and the rule for the budget."""

    owed: Mapping[NominationId, int] = field(default_factory=dict)
    paid: Mapping[NominationId, int] = field(default_factory=dict)
    """What was paid for a revoked award and has not come back."""
    over_budget: Literal["refuse", "warn"] = "refuse"


@dataclass(frozen=True, slots=True)
class Fund:
    """Budget and payments of a year."""

    budget: int = 0
    paid: int = 0
    lists: tuple[str, ...] = ()
    recovered: int = 0

    @property
    def balance(self) -> int:
        """What is left, in đồng."""
        return self.budget - self.paid + self.recovered


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
    document: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverMoney(Command):
    """Record that the bonus of a revoked award has come back into the fund, whole or in part."""

    unit: UnitId
    year: int
    nomination: NominationId
    amount: int
    on: date
    document: Citation | None = None


FundCommand = BudgetFund | PayList | RecoverMoney


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
        case RecoverMoney():
            return _recover(command, facts)
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
                f"Số tiền trong danh sách ({dong(line.amount)}) khác số phải chi ({dong(owed or 0)}).",
                todo="Hãy lập lại danh sách từ quyết định đã công bố.",
            )
    total = sum(line.amount for line in command.lines)
    over = total - state.balance
    if over > 0 and facts.over_budget == "refuse":
        raise FundExceeded(
            f"Danh sách cần {dong(total)}, quỹ còn {dong(state.balance)}.",
            todo="Hãy đề nghị bổ sung dự toán rồi chi.",
        )
    return (
        PaymentListPaid(
            unit=command.unit,
            payment_list=command.payment_list,
            lines=command.lines,
            on=command.on,
            document=command.document,
            over_by=over if over > 0 else None,
        ),
    )


def _recover(command: RecoverMoney, facts: FundFacts) -> Sequence[FundEvent]:
    """Take back no more than was paid; who has given everything back gives no more."""
    facts.require(command, ("accountant", "standing_agency"), command.unit)
    left = facts.paid.get(command.nomination)
    if left is None:
        raise NotFound(
            "Chưa chi tiền thưởng, hoặc khen thưởng này không bị huỷ bỏ.",
            todo="Chỉ thu hồi tiền đã chi cho khen thưởng đã bị huỷ bỏ; hãy xem lại hồ sơ.",
        )
    if left == 0:
        return ()
    if not 0 < command.amount <= left:
        raise Malformed(f"Số tiền thu hồi phải từ 1 đ đến {dong(left)}.")
    return (
        MoneyRecovered(
            unit=command.unit,
            nomination=command.nomination,
            amount=command.amount,
            left=left - command.amount,
            on=command.on,
            document=command.document,
        ),
    )


def dong(amount: int) -> str:
    """Write an amount of money as papers do."""
    return f"{amount:,} đ".replace(",", ".")


def evolve(state: Fund, event: FundEvent) -> Fund:
    """Apply one event."""
    match event:
        case FundBudgeted():
            return replace(state, budget=event.amount)
        case PaymentListPaid():
            total = sum(line.amount for line in event.lines)
            return replace(state, paid=state.paid + total, lists=(*state.lists, event.payment_list))
        case MoneyRecovered():
            return replace(state, recovered=state.recovered + event.amount)
        case _:
            assert_never(event)


DECIDER: Decider[Fund, FundCommand, FundEvent, FundFacts] = Decider("fund", Fund(), decide, evolve)
