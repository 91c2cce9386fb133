"""One fund of a year: its budget, the lists paid from it with who signed for what, and what came back."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from desk.views.fund_book import FundBook, PaidInShort, book_of, in_short
from desk.views.funds import parts_of, payees
from desk.web.guard import Room, guarded
from desk.web.labels import OPTION_WORDS
from desk.web.policy import reads_funds
from desk.web.visit import Visit
from events.envelope import Stored
from events.fund import PaymentListPaid
from projections import tables as t

router = APIRouter(route_class=Room)
LIST = "fund.payment_list_paid"
SHOWN = 50
"""So many lists, and so many recoveries, the newest."""


def fund_there(visit: Visit) -> bool:
    """A fund that is there, for those who read funds."""
    return reads_funds(visit) and visit.session.get(t.FundRow, visit.path["fund"]) is not None


@router.get("/quy/{fund}")
def one(fund: str, ds: str = "", visit: Visit = guarded(fund_there)) -> Response:
    """Show a fund, and the lines of one of its lists."""
    stored = visit.reading.history(fund)
    lists, rest = visit.reading.recalled(("in short", fund), [fund], lambda: _in_short(stored))
    chosen = _called(ds, stored) if ds else None
    back = rest.recovered[: -SHOWN - 1 : -1]
    known = payees(visit.session, (chosen,) if chosen else (), back)
    unit, year = parts_of(fund)
    visit.names.know([unit, *(row.subject for row in known.values())])
    return visit.page(
        "fund.html",
        row=visit.session.get_one(t.FundRow, fund),
        unit=unit,
        year=year,
        book=rest,
        lists=lists[::-1],
        count=sum(row.type == LIST for row in stored),
        chosen=chosen,
        back=back,
        payees=known,
        names_of=visit.names.of,
        signing=OPTION_WORDS["signed"],
    )


def _in_short(stored: Sequence[Stored]) -> tuple[Sequence[PaidInShort], FundBook]:
    """Sum up the newest lists, and read what else stands in the book."""
    paid = [row for row in stored if row.type == LIST][-SHOWN:]
    return [*map(in_short, book_of(paid).lists)], book_of(row for row in stored if row.type != LIST)


def _called(code: str, stored: Sequence[Stored]) -> PaymentListPaid | None:
    """Find a list, the newest first."""
    asked = (book_of([row]).lists[0] for row in reversed(stored) if row.type == LIST)
    return next((one for one in asked if one.payment_list == code), None)
