"""What other agencies said of a dossier (hiệp y): asked, agreed, objected, or silent past their time."""

from collections.abc import Mapping
from datetime import date

from sqlmodel import col, select

from desk.views.base import View
from desk.views.names import Names
from projections import tables as t
from workflows.reading import Reading

ANSWERS: Mapping[str, str] = {
    "asked": "chờ trả lời",
    "agrees": "đồng ý",
    "objects": "không đồng ý",
    "silent": "hết hạn không trả lời",
}


class ConsultedView(View):
    """How one agency stands to a dossier."""

    consultation: str
    agency: str
    number: str
    asked_on: str
    answer: str
    waiting: bool
    due_on: str | None
    """While it is waited for, where a rule or the letter says by when."""
    answered_on: str | None
    answer_number: str | None

    def __str__(self) -> str:
        paper = f" (công văn hỏi số {self.number} ngày {_day(self.asked_on)}"
        paper += (
            f", trả lời số {self.answer_number} ngày {_day(self.answered_on)}" if self.answer_number else ""
        )
        due = f", hạn {_day(self.due_on)}" if self.due_on else ""
        return f"{self.agency}: {self.answer}{due}{paper})"


def consulted(reading: Reading, names: Names, nomination: str) -> list[ConsultedView]:
    """Give how each agency that was asked stands to a dossier, in the order of asking."""
    rows = reading.session.exec(
        select(t.ConsultedRow)
        .where(t.ConsultedRow.nomination == nomination)
        .order_by(t.ConsultedRow.asked_on, t.ConsultedRow.consultation)
    ).all()
    names.know(row.agency for row in rows)
    dates = _due(reading, [row.consultation for row in rows if row.stage == "asked"])
    return [
        ConsultedView(
            consultation=row.consultation,
            agency=names.of(row.agency),
            number=row.number,
            asked_on=row.asked_on,
            answer=ANSWERS[row.stage],
            waiting=row.answer_number is None,
            due_on=dates.get(row.consultation),
            answered_on=row.answered_on,
            answer_number=row.answer_number,
        )
        for row in rows
    ]


def _due(reading: Reading, consultations: list[str]) -> dict[str, str]:
    """Give by when each open question is to be answered."""
    rows = reading.session.exec(
        select(t.ObligationRow).where(
            col(t.ObligationRow.about).in_(consultations), t.ObligationRow.status == "open"
        )
    ).all()
    return {str(row.about): row.due_on for row in rows}


def _day(text: str | None) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}" if text else ""
