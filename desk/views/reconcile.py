"""The five books side by side, each difference with the name of whom it concerns, and the funds as pages show them."""

from sqlmodel import Session

from desk.views import views as v
from desk.views.fund_tables import fund_differences
from desk.views.names import Names
from domain.reconcile import Difference, differences
from domain.wording import award_name
from projections import tables as t
from workflows.reading import Reading
from workflows.reconciling import read_books
from workflows.wiring import House


def reconcile(house: House, session: Session, names: Names) -> v.ReconcileView:
    """Compare the books of the whole log."""
    reading = house.handler.looking(session, "system:reader")
    books = read_books(house.ledger, reading)
    found = differences(books)
    funds, wrong = fund_differences(house.ledger, session, names, set(books.funds))
    return v.ReconcileView(
        ok=not found and not wrong,
        minutes=len(books.passed),
        decisions=sum(len(decision.lines) for decision in books.decisions),
        entries=len(books.entries),
        payments=len(books.payments),
        hand_overs=len(books.presented),
        funds=funds,
        fund_differences=wrong,
        differences=[_named(one, session, names, reading) for one in found],
    )


def _named(one: Difference, session: Session, names: Names, reading: Reading) -> v.DifferenceView:
    row = session.get(t.NominationRow, one.nomination)
    award = award_name(reading.rules(reading.organisation), row.award) if row else "?"
    return v.DifferenceView(
        kind=one.kind,
        nomination=one.nomination,
        subject=names.of(row.subject) if row else one.nomination,
        award=award,
        words=one.words,
    )
