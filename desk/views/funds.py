"""The views of the funds: of each year what was budgeted, paid, taken back and is left; each list with who signed for what."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from desk.views.base import View
from desk.views.fund_book import book_of
from desk.views.names import Names
from domain.fund import dong
from events.base import NominationId
from events.fund import MoneyRecovered, PaymentListPaid
from events.store.ledger import Ledger
from projections import tables as t

SIGNED: Mapping[str, str] = {
    "recipient": "người được khen ký",
    "proxy": "người nhận thay ký",
    "family": "gia đình ký",
    "transfer": "chuyển khoản",
}


class FundView(View):
    """A fund of a year."""

    fund: str
    unit: str
    year: int
    budget: int
    paid: int
    recovered: int
    balance: int


class PaidLine(View):
    """Who was paid how much, and who signed for it."""

    nomination: str
    subject: str
    award: str
    amount: int
    signed: str | None

    def __str__(self) -> str:
        return f"{self.subject} ({self.award}) {dong(self.amount)}, ký nhận: {SIGNED.get(self.signed or '', 'chưa ghi')}"


class PaidListView(View):
    """A list that was paid."""

    payment_list: str
    on: str
    document: str | None
    total: int
    over_by: int | None
    lines: list[PaidLine]

    def __str__(self) -> str:
        paper = f", danh sách đã ký số {self.document}" if self.document else ""
        head = f"{self.payment_list}, chi ngày {self.on}{paper}: {dong(self.total)}"
        return "\n    ".join([head, *map(str, self.lines)])


class RecoveredView(View):
    """Money of a cancelled award that came back."""

    nomination: str
    subject: str
    amount: int
    left: int
    on: str

    def __str__(self) -> str:
        left = f", còn phải thu {dong(self.left)}" if self.left else ""
        return f"{self.subject}: {dong(self.amount)} ngày {self.on}{left}"


class FundDetail(FundView):
    """A fund with its lists and what came back."""

    lists: list[PaidListView]
    back: list[RecoveredView]


def parts_of(fund: str) -> tuple[str, str]:
    """Give the unit and the year of a fund."""
    unit, _, year = fund.removeprefix("fund-").rpartition("-")
    return unit, year


def funds(ledger: Ledger, session: Session) -> list[FundView]:
    """List the funds, the newest first."""
    rows = session.exec(select(t.FundRow).order_by(col(t.FundRow.fund).desc())).all()
    names = Names(ledger, session)
    return [FundView.model_validate(_sums(row, names)) for row in rows]


def _sums(row: t.FundRow, names: Names) -> dict[str, object]:
    unit, year = parts_of(row.fund)
    return {
        "fund": row.fund,
        "unit": names.of(unit),
        "year": int(year),
        "budget": row.budget,
        "paid": row.paid,
        "recovered": row.recovered,
        "balance": row.budget - row.paid + row.recovered,
    }


def fund(ledger: Ledger, session: Session, fund_id: str) -> FundDetail | None:
    """Give a fund with everything that was paid from it and came back; None when there is none."""
    row = session.get(t.FundRow, fund_id)
    if row is None:
        return None
    book, names = book_of(ledger.stored(fund_id)), Names(ledger, session)
    known = payees(session, book.lists, book.recovered)
    names.know(one.subject for one in known.values())
    return FundDetail.model_validate(
        {
            **_sums(row, names),
            "lists": [_list(paid, known, names) for paid in book.lists],
            "back": [
                RecoveredView(
                    nomination=one.nomination,
                    subject=_subject(one.nomination, known, names),
                    amount=one.amount,
                    left=one.left,
                    on=one.on.isoformat(),
                )
                for one in book.recovered
            ],
        }
    )


def payees(
    session: Session, lists: Sequence[PaymentListPaid], recovered: Sequence[MoneyRecovered]
) -> dict[str, t.NominationRow]:
    """Give the dossiers that lists and recoveries name, a thousand a question."""
    wanted = sorted(
        {line.nomination for paid in lists for line in paid.lines} | {one.nomination for one in recovered}
    )
    found: dict[str, t.NominationRow] = {}
    for start in range(0, len(wanted), 1000):
        chunk = col(t.NominationRow.nomination).in_(wanted[start : start + 1000])
        found.update({row.nomination: row for row in session.exec(select(t.NominationRow).where(chunk))})
    return found


def _list(paid: PaymentListPaid, known: Mapping[str, t.NominationRow], names: Names) -> PaidListView:
    return PaidListView(
        payment_list=paid.payment_list,
        on=paid.on.isoformat(),
        document=paid.document.number if paid.document else None,
        total=sum(line.amount for line in paid.lines),
        over_by=paid.over_by,
        lines=[
            PaidLine(
                nomination=line.nomination,
                subject=_subject(line.nomination, known, names),
                award=known[line.nomination].award if line.nomination in known else "",
                amount=line.amount,
                signed=line.signed,
            )
            for line in paid.lines
        ],
    )


def _subject(nomination: NominationId, known: Mapping[str, t.NominationRow], names: Names) -> str:
    row = known.get(nomination)
    return names.of(row.subject) if row else "không có trong sổ"
