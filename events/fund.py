"""Quỹ thi đua, khen thưởng of one unit for one year: its budget and the lists paid from it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Dong, Event, Fact, NominationId, UnitId


class PaymentLine(Fact):
    """One name on the list of payments."""

    nomination: NominationId
    amount: Dong
    signed: Literal["recipient", "proxy", "family", "transfer"] | None = None
    """Who signed for it, or that it went by transfer."""


class FundBudgeted(Event):
    """Giao dự toán quỹ khen thưởng trong năm."""

    type: Literal["fund.budgeted"] = "fund.budgeted"
    unit: UnitId
    year: Count
    amount: Dong
    document: Citation | None = None


class PaymentListPaid(Event):
    """Chi thưởng theo danh sách ký nhận."""

    type: Literal["fund.payment_list_paid"] = "fund.payment_list_paid"
    unit: UnitId
    payment_list: Code
    lines: Annotated[tuple[PaymentLine, ...], Field(min_length=1)]
    on: date
    document: Citation | None = None
    """The signed list as paper."""
    over_by: Dong | None = None
    """How far it goes beyond the budget, where the fund's own rule lets it with a warning."""


class MoneyRecovered(Event):
    """Thu hồi tiền thưởng vào quỹ, sau khi huỷ bỏ quyết định."""

    type: Literal["fund.money_recovered"] = "fund.money_recovered"
    unit: UnitId
    nomination: NominationId
    amount: Dong
    left: Dong
    """What is still to come back."""
    on: date
    document: Citation | None = None


FundEvent = Annotated[FundBudgeted | PaymentListPaid | MoneyRecovered, Field(discriminator="type")]
