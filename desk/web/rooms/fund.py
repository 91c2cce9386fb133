"""One fund of a year: its budget, the lists paid from it with who signed for what, and what came back."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import Response

from desk.views.fund_book import book_of
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
    paid = [row for row in stored if row.type == LIST]
    book = book_of([*(row for row in stored if row.type != LIST), *paid[-SHOWN:]])
    chosen = next((one for one in book.lists if one.payment_list == ds), None) or _older(paid[:-SHOWN], ds)
    back = book.recovered[: -SHOWN - 1 : -1]
    known = payees(visit.session, (chosen,) if chosen else (), back)
    unit, year = parts_of(fund)
    visit.names.know([unit, *(row.subject for row in known.values())])
    return visit.page(
        "fund.html",
        row=visit.session.get_one(t.FundRow, fund),
        unit=unit,
        year=year,
        book=book,
        lists=book.lists[::-1],
        count=len(paid),
        chosen=chosen,
        back=back,
        payees=known,
        names_of=visit.names.of,
        signing=OPTION_WORDS["signed"],
    )


def _older(paid: Sequence[Stored], code: str) -> PaymentListPaid | None:
    """Find a list that is not among the newest; nothing is read when none is asked for."""
    asked = (book_of([row]).lists[0] for row in paid) if code else ()
    return next((one for one in asked if one.payment_list == code), None)
