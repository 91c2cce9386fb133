"""Giấy biên nhận: what a unit handed in, when it arrived, and who typed it; a village's papers need no number."""

from collections.abc import Sequence

from sqlmodel import Session

from desk.views.base import View
from desk.views.mask import Mask
from desk.views.names import Names
from domain.calendar import ZONE
from domain.law.book import Rules
from domain.law.rows import DossierItem
from domain.wording import award_name
from events.catalogue import event_of
from events.envelope import Stored
from events.submission import Line, Paper, SubmissionReceived
from projections import tables as t
from workflows.wiring import House

READER = "system:reader"


class ReceiptLine(View):
    """A line of the list."""

    position: int
    subject: str
    award: str
    votes: str | None
    stage: str | None
    """Where the dossier is now."""

    def __str__(self) -> str:
        votes = f"; phiếu đồng ý {self.votes}" if self.votes else ""
        return f"{self.position}. {self.subject}: {self.award}{votes}"


class ReceiptView(View):
    """The receipt of a set."""

    submission: str
    unit: str
    receiver: str
    arrived: str
    """The day the set came, on paper or in the system."""
    entered_at: str
    entered_by: str
    typed_for_unit: bool
    """True when the standing agency typed what came on paper."""
    papers: list[str]
    lines: list[ReceiptLine]

    def __str__(self) -> str:
        how = "nhập thay từ hồ sơ giấy" if self.typed_for_unit else "đơn vị nộp trên hệ thống"
        return "\n".join(
            [
                "GIẤY BIÊN NHẬN HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG",
                f"Nơi nhận: {self.receiver}",
                f"Đơn vị nộp: {self.unit}",
                f"Ngày hồ sơ đến: {_day(self.arrived)}",
                f"Ghi vào sổ: {self.entered_at}, {self.entered_by} ({how})",
                f"Mã bộ hồ sơ: {self.submission}",
                "",
                f"Giấy tờ chung ({len(self.papers)}):",
                *(f"- {paper}" for paper in self.papers),
                "",
                f"Danh sách đề nghị ({len(self.lines)}):",
                *map(str, self.lines),
            ]
        )


def _day(iso: str) -> str:
    year, month, day = iso.split("-")
    return f"{day}/{month}/{year}"


def receipt(house: House, session: Session, submission: str, viewer: str | None = None) -> ReceiptView | None:
    """Make the receipt of a set as it was received; None for what is no received set."""
    found = next(
        (
            (stored, event)
            for stored in house.ledger.stored(submission)
            if isinstance(event := event_of(stored), SubmissionReceived)
        ),
        None,
    )
    if found is None:
        return None
    stored, event = found
    reading = house.handler.looking(session, READER)
    rules = reading.rules(reading.organisation)
    names, mask = Names(house.ledger, session, reading.recall), Mask(reading, viewer)
    return ReceiptView(
        submission=submission,
        unit=names.of(event.unit),
        receiver=names.of(reading.organisation),
        arrived=event.arrived.isoformat(),
        entered_at=f"{stored.recorded_at.astimezone(ZONE):%H:%M %d/%m/%Y}",
        entered_by=names.of(event.typed_by or stored.envelope.by.who),
        typed_for_unit=_typed(stored, event),
        papers=paper_words(event.papers, rules),
        lines=[
            _line(position, line, session.get(t.NominationRow, line.nomination), (names, mask, rules))
            for position, line in enumerate(event.lines, 1)
        ],
    )


def _typed(stored: Stored, event: SubmissionReceived) -> bool:
    return event.typed_by is not None or stored.envelope.by.role == "standing_agency"


def paper_words(papers: Sequence[Paper], rules: Rules) -> list[str]:
    """Name papers as the law's rows do, with number, day and issuer where they have them."""
    rows = [row for layer in rules.layers for row in layer.rows.get(DossierItem, ())]
    names = {row.item: row.name for row in rows if isinstance(row, DossierItem)}
    return [_paper(paper, names.get(paper.kind, paper.kind)) for paper in papers]


def _paper(paper: Paper, name: str) -> str:
    told = [
        name,
        f"số {paper.number}" if paper.number else "",
        f"ngày {paper.day:%d/%m/%Y}" if paper.day else "",
        f"của {paper.issuer}" if paper.issuer else "",
    ]
    return " ".join(part for part in told if part)


def _line(
    position: int, line: Line, row: t.NominationRow | None, by: tuple[Names, Mask, Rules]
) -> ReceiptLine:
    names, mask, rules = by
    counted = f"{line.votes_for}/{line.votes_of}" if line.votes_for is not None else None
    return ReceiptLine(
        position=position,
        subject=names.of(row.subject) if row else line.nomination,
        award=award_name(rules, row.award) if row else "-",
        votes=counted,
        stage=mask.stage(row.nomination, row.stage) if row else None,
    )
