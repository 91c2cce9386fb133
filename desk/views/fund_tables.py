"""What the pages show of the funds, held against the log: budget, payments and what came back, fund by fund."""

from collections.abc import Iterator

from sqlmodel import Session, select

from desk.views import views as v
from desk.views.funds import parts_of
from desk.views.names import Names
from domain.fund import DECIDER, Fund, dong
from events.envelope import stream_kind
from events.store.ledger import Ledger
from projections import tables as t

Sums = tuple[int, int, int]
"""Budget, paid and recovered, in đồng."""


def fund_differences(
    ledger: Ledger, session: Session, names: Names, logged: set[str]
) -> tuple[int, list[v.FundDifferenceView]]:
    """Give how many funds there are, in the log or in the read table, and those of which the two say other sums.

    What differs is looked at once more: somebody may have paid between the two looks.
    """
    funds = sorted(logged | set(session.exec(select(t.FundRow.fund))))
    doubted = [fund for fund in funds if _of_log(ledger, fund) != _shown(session, fund)]
    return len(funds), [found for fund in doubted for found in _difference(ledger, session, names, fund)]


def _difference(ledger: Ledger, session: Session, names: Names, fund: str) -> Iterator[v.FundDifferenceView]:
    shown, logged = _shown(session, fund), _of_log(ledger, fund)
    if shown != logged:
        unit, year = parts_of(fund)
        yield v.FundDifferenceView(
            fund=fund, unit=names.of(unit), year=year, shown=_words(shown), logged=_words(logged)
        )


def _of_log(ledger: Ledger, fund: str) -> Sums | None:
    loaded = ledger.load(fund) if stream_kind(fund) == "fund" else []
    state: Fund = DECIDER.fold(loaded)  # type: ignore[arg-type]  # a fund's stream holds a fund's events
    return (state.budget, state.paid, state.recovered) if loaded else None


def _shown(session: Session, fund: str) -> Sums | None:
    asked = select(t.FundRow.budget, t.FundRow.paid, t.FundRow.recovered).where(t.FundRow.fund == fund)
    return next(((budget, paid, back) for budget, paid, back in session.exec(asked)), None)


def _words(sums: Sums | None) -> str:
    if sums is None:
        return "không có quỹ này"
    budget, paid, recovered = map(dong, sums)
    return f"dự toán {budget}, đã chi {paid}, đã thu hồi {recovered}"
