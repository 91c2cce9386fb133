"""`python -m benchmarks.intake`: a list of 5,000 lines from Excel, newcomers and dossiers, recorded as one act.

Two yardsticks in the same run: python-calamine reading the same file, and our own append of the very same events.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path
from typing import cast

import xlsxwriter
from python_calamine import CalamineWorkbook

from benchmarks.__main__ import BACKENDS, ground
from benchmarks.asks import NOW, OFFICE, STAFF_SAID
from benchmarks.contender_handle import Handle, house_at
from benchmarks.place import Backend, Ground, Place
from benchmarks.results import Series, Spread
from benchmarks.rounds import timed
from desk.intake.asked import Asked
from desk.intake.intake import Sending, import_nominations
from desk.intake.read import read_sheets
from desk.views.intake_views import IntakeView
from domain.commands import DECIDERS
from domain.unit import EstablishUnit
from events.base import Event, UnitId
from events.catalogue import event_of
from events.envelope import stream_kind
from events.personal import Clear, PersonalClass, Sealed
from events.store.ledger import Meta, Write
from projections.projector import Change, projector
from tests import postgres
from tests.domain.vietnamese.words import names
from workflows.lifecycle import LIFECYCLE
from workflows.wiring import House

UNITS = 50
HEADING = ("STT", "Họ và tên", "Ngày sinh", "Chức vụ", "Đơn vị", "Danh hiệu, hình thức", "Loại hình", "Thành tích",
           "Số phiếu")  # fmt: skip
ASKED = Asked(ledger="bench", day=NOW.date(), year=NOW.year, papers=("bao_cao",))


def write_list(file: Path, lines: int) -> None:
    """Write the list as an office would."""
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("Danh sách")
        sheet.write_row(0, 0, HEADING)
        for number, name in enumerate(names(lines), 1):
            told = (f"05/03/{1950 + number % 50}", "hội viên", f"Thôn {number % UNITS}", "Giấy khen", "phong trào",
                    "mô hình ao cá liên kết, giúp đỡ mười hộ trong thôn", "9/10")  # fmt: skip
            sheet.write_row(number, 0, (number, name, *told))


def village(place: Place) -> House:
    """Open a fresh deployment with its units."""
    Handle.create(place)
    house = house_at(place)
    for number in range(UNITS):
        command = EstablishUnit(
            unit=UnitId(f"unit-{number}"), name=f"Thôn {number}", kind="village", level="agency",
            parent=OFFICE, managed_by=OFFICE, **STAFF_SAID,
        )  # fmt: skip
        house.handler.handle(f"unit-{number}", command)
    place.settle()
    return house


def take_in(house: House, file: Path) -> IntakeView:
    """Read the list and record it."""
    return import_nominations(house, read_sheets(file), ASKED, STAFF_SAID, Sending())


def read_alone(file: Path) -> int:
    """Read the file with the library alone."""
    with CalamineWorkbook.from_path(file) as book:
        return len(book.get_sheet_by_index(0).to_python())


def append_alone(house: House, told: dict[str, list[Event]]) -> None:
    """Append the same events with their read tables, nothing decided."""
    changes = [
        Change(stream, decider.initial, decider.fold(events), events)
        for stream, events in told.items()
        for decider in (DECIDERS[stream_kind(stream)],)
    ]
    meta = Meta(at=NOW, by=STAFF_SAID["by"], command="alone", digest="0" * 64, correlation="alone")
    writes = [Write(stream, 0, events) for stream, events in told.items()]
    house.ledger.append(writes, meta, projector=projector(changes, LIFECYCLE))


def loaded(house: House, before: int) -> dict[str, list[Event]]:
    """Give the events behind a position by stream, their personal fields clear again as before an append."""
    told: dict[str, list[Event]] = {}
    for page in house.ledger.pages(before):
        for stored in page:
            event = event_of(stored)
            fields = {name: _clear(house, getattr(event, name)) for name in type(event).model_fields}
            told.setdefault(stored.stream, []).append(event.model_copy(update=fields))
    return told


def _clear(house: House, value: object) -> object:
    if not isinstance(value, Sealed):
        return value
    subject, _, of = value.ref.rpartition("/")
    return Clear(subject, cast("PersonalClass", of), house.ledger.open_field(value) or "")


def one_round(ground: Ground, file: Path, lines: int, series: dict[str, Series]) -> None:
    """Take the list in once on a fresh ledger, and do both yardsticks' work beside it."""
    with ground.place() as place, ground.place() as beside:
        house, other = village(place), village(beside)
        before = house.ledger.head()
        seconds, rows = timed(lambda: read_alone(file))
        assert rows == lines + 1
        series["python-calamine"].seconds.append(seconds)
        seconds, view = timed(lambda: take_in(house, file))
        assert (view.made, view.entered, view.recorded) == (lines, lines, True), view.faults[:3]
        series["sovang import"].seconds.append(seconds)
        told = loaded(house, before)
        seconds, _ = timed(lambda: append_alone(other, told))
        assert other.ledger.head() - before == view.events
        series["sovang append"].seconds.append(seconds)
        house.close()
        other.close()


def measured(backend: Backend, lines: int, rounds: int) -> dict[str, Series]:
    """Measure on one backend."""
    series = {name: Series(lines) for name in ("sovang import", "sovang append", "python-calamine")}
    with ground(backend) as places:
        file = Path(tempfile.mkdtemp(prefix="sovang-bench-")) / "list.xlsx"
        write_list(file, lines)
        for _ in range(rounds):
            one_round(places, file, lines, series)
    shutil.rmtree(file.parent)
    return series


def report(backend: Backend, lines: int, series: dict[str, Series]) -> str:
    """Tell the figure and its ratios."""
    ours = series["sovang import"]
    seconds = Spread.of(ours.seconds)
    ratios = ", ".join(
        f"{spread.median:.1f} x ({spread.least:.1f}-{spread.most:.1f}) {what}"
        for name, what in (
            ("sovang append", "our append of the same events"),
            ("python-calamine", "the library reading"),
        )
        for spread in (ours.against(series[name]),)
    )
    return f"intake, {backend}: {lines:,} lines in {seconds.median:.2f} s ({seconds.least:.2f}-{seconds.most:.2f}); {ratios}"


def main() -> int:
    """Measure and report."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.intake", description=__doc__)
    parser.add_argument("--lines", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--backend", choices=BACKENDS, help="one database only")
    asked = parser.parse_args()
    for backend in BACKENDS:
        if asked.backend not in (None, backend) or (backend == "postgres" and not postgres.available()):
            continue
        print(report(backend, asked.lines, measured(backend, asked.lines, asked.rounds)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
