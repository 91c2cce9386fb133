"""Quỹ thi đua, khen thưởng of one unit for one year: its budget and the lists paid from it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from events.base import Citation, Code, Count, Dong, Event, Fact, NominationId, UnitId


class PaymentLine(Fact):
    """One name on the list of payments."""

    nomination: NominationId
    amount: Dong


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


FundEvent = Annotated[FundBudgeted | PaymentListPaid, Field(discriminator="type")]
