"""Five hundred lines with thirty seeded errors: all thirty at once, each with its cell; mended, no doubles."""

from datetime import date
from pathlib import Path

from desk.intake.asked import Asked
from desk.intake.intake import Sending, import_nominations
from desk.intake.read import read_sheets
from desk.intake.sheets import column_name
from desk.views.intake_views import IntakeView
from events.catalogue import event_of
from events.nomination import NominationDrafted
from tests.desk.intake.books import HEADING, Value, book
from tests.domain.vietnamese.words import names
from tests.workflows.handle.offices import Office

LINES, UNITS = 500, 10
ERRORS: tuple[tuple[int, Value], ...] = (
    (1, None),
    (2, "30/02/1980"),
    (3, "Thôn Không Có"),
    (4, "Huân chương"),
    (5, "tuỳ ý"),
)
"""Column and what is wrong there, five ways, six times."""
SPOILT = {7 + 16 * at: ERRORS[at % len(ERRORS)] for at in range(30)}


def lines() -> list[list[Value]]:
    return [
        [
            float(at + 1),
            name,
            f"05/03/{1950 + at % 50}",
            f"Thôn {at % UNITS}",
            "Giấy khen",
            "phong trào",
            "ao cá",
        ]
        for at, name in enumerate(names(LINES))
    ]


def spoilt() -> list[list[Value]]:
    told = lines()
    for at, (column, value) in SPOILT.items():
        told[at][column] = value
    return told


def send(office: Office, folder: Path, told: list[list[Value]]) -> IntakeView:
    sheets = read_sheets(book(folder / "a.xlsx", [HEADING, *told]))
    asked = Asked(ledger="so-thu", day=date(2024, 1, 2), year=2024)
    return import_nominations(office.house, sheets, asked, office.said("standing_agency"), Sending())


def test_all_thirty_at_once_then_mended_then_sent_again(office: Office, tmp_path: Path) -> None:
    for number in range(UNITS):
        office.do(office.unit(number, f"Thôn {number}"))
    head = office.ledger.head()
    told = "\n".join(send(office, tmp_path, spoilt()).faults)
    wrong = {f"ô {column_name(column)}{at + 2}" for at, (column, _) in SPOILT.items()}
    shown = {cell for cell in wrong if f"{cell}:" in told or f"{cell}," in told}
    assert (len(wrong), shown) == (30, wrong)
    assert office.ledger.head() == head
    assert (send(office, tmp_path, lines()).made, send(office, tmp_path, lines()).already) == (LINES, LINES)
    drafted = [event for event in map(event_of, office.log()) if isinstance(event, NominationDrafted)]
    assert len({(one.subject, one.award) for one in drafted}) == len(drafted) == LINES
