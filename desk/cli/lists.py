"""Lists from and for spreadsheets on the command line: the empty form out, a filled one in, what it came to."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.errors import REFUSED, USAGE
from desk.cli.house import opened
from desk.cli.output import print_json, talk
from desk.cli.verbs import said_by
from desk.intake.asked import Asked
from desk.intake.cells import BadCell
from desk.intake.intake import Import, Sending
from desk.intake.read import read_sheets
from desk.intake.words import MERITS, one_of
from desk.requests import BadRequest
from desk.views.intake_views import IntakeView
from domain.calendar import local_day
from events.base import MovementId, UnitId
from events.submission import Paper

ListFile = Annotated[
    Path, typer.Argument(help="Tệp .xlsx; biểu riêng của tỉnh cũng được, cột nhận theo tiêu đề.")
]
Unit = Annotated[
    str | None, typer.Option(help="Mã đơn vị đề nghị của cả tệp; không nêu thì cần cột “Đơn vị”.")
]
Award = Annotated[str | None, typer.Option(help="Danh hiệu, hình thức của các dòng không ghi.")]
Merit = Annotated[str | None, typer.Option(help="Loại hình của các dòng không ghi: phong trào, đột xuất…")]
Year = Annotated[int | None, typer.Option(help="Năm xét của các dòng không ghi; mặc định là năm nay.")]
DERIVED = frozenset({"id_"})
"""A list's act is named by what it makes, never by who sends it."""
GoodLines = Annotated[bool, typer.Option("--good-lines", help="Có dòng lỗi vẫn ghi các dòng đúng.")]


@dataclass(frozen=True, slots=True)
class ForAll:
    """What the options say for every line."""

    unit: str | None = None
    award: str | None = None
    merit: str | None = None
    year: int | None = None
    movement: str | None = None
    milestone: str | None = None
    papers: Sequence[str] = ()
    set_papers: Sequence[str] = ()

    def asked(self, ledger: str, at: datetime) -> Asked:
        """Give it as the intake asks for it."""
        try:
            merit = one_of(self.merit, MERITS, "loại hình") if self.merit else None
        except BadCell as bad:
            raise BadRequest([f"--merit: {bad}"]) from bad
        return Asked(
            ledger=ledger,
            day=local_day(at),
            unit=UnitId(self.unit) if self.unit else None,
            award=self.award,
            merit=merit,
            year=self.year,
            movement=MovementId(self.movement) if self.movement else None,
            milestone=self.milestone,
            papers=tuple(self.papers),
            set_papers=tuple(Paper(kind=kind) for kind in self.set_papers),
        )


def write_file(content: bytes) -> None:
    """Write a workbook to stdout, unless that is a terminal."""
    if sys.stdout.isatty():
        raise BadRequest(["kết quả là một tệp; hãy chuyển nó vào tệp: … > mau.xlsx"])
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def take_in(
    importing: Import, file: Path, for_all: ForAll, common: dict[str, Any], *, good_lines: bool
) -> None:
    """Read a list, record it, and say what it came to."""
    sheets = read_sheets(file)
    with opened() as house:
        said = said_by(common, house.clock.now())
        asked = for_all.asked(house.ledger.genesis.ledger, said["at"])
        view = importing(house, sheets, asked, said, Sending(common["dry_run"], good_lines))
    if common["json_"]:
        print_json(view.model_dump(mode="json"))
    else:
        _tell(view, dry_run=common["dry_run"])
    if view.faults:
        raise typer.Exit(REFUSED if view.against_rules else USAGE)


def _tell(view: IntakeView, *, dry_run: bool) -> None:
    for number, sentence in enumerate(view.faults, 1):
        talk(f"lỗi {number}: {sentence}")
    for sentence in view.remarks:
        talk(f"lưu ý: {sentence}")
    done = "sẽ ghi" if dry_run else "đã ghi"
    if not view.events:
        done = "chưa ghi gì"
    talk(
        f"{view.lines} dòng; {done}: {view.made} mục, {view.entered} người hoặc tập thể mới,"
        f" {view.events} sự kiện; {view.already} mục đã có từ trước; {len(view.faults)} lỗi"
    )
