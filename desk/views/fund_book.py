"""The book of a fund: what was budgeted, each list that was paid with who signed for what, and what came back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from events.catalogue import event_of
from events.envelope import Stored
from events.fund import FundBudgeted, MoneyRecovered, PaymentListPaid


@dataclass(frozen=True, slots=True)
class PaidInShort:
    """A list that was paid, without its lines: how many they are, and what they come to."""

    payment_list: str
    on: date
    lines: int
    total: int
    document: str | None
    over_by: int | None


def in_short(paid: PaymentListPaid) -> PaidInShort:
    """Sum a list up."""
    return PaidInShort(
        paid.payment_list,
        paid.on,
        len(paid.lines),
        sum(line.amount for line in paid.lines),
        paid.document.number if paid.document else None,
        paid.over_by,
    )


@dataclass(frozen=True, slots=True)
class FundBook:
    """A fund's events in order, by kind."""

    budgets: tuple[FundBudgeted, ...]
    lists: tuple[PaymentListPaid, ...]
    recovered: tuple[MoneyRecovered, ...]


def book_of(stored: Iterable[Stored]) -> FundBook:
    """Read a fund's stream."""
    events = [event_of(row) for row in stored]
    return FundBook(
        tuple(event for event in events if isinstance(event, FundBudgeted)),
        tuple(event for event in events if isinstance(event, PaymentListPaid)),
        tuple(event for event in events if isinstance(event, MoneyRecovered)),
    )
