"""Files on the command line: read with a limit, sent, listed, printed."""

import stat
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Protocol, TypeVar

import typer

from desk.cli.errors import Missing
from desk.cli.house import opened
from desk.cli.output import show_list, talk
from desk.cli.verbs import acting, said_by, tell
from desk.files import unreadable
from desk.ids import new_id
from desk.requests import BadRequest
from desk.uploads.attach import Upload
from desk.views.views import PaperView
from domain.decider import Said
from domain.refusal import Refusal
from events.store.errors import Tampered
from events.submission import Paper
from workflows.handle import Outcome
from workflows.wiring import House

Kind = Annotated[str, typer.Option(help="Loại giấy tờ: bao_cao, to_trinh, bien_ban, danh_sach, …")]
Title = Annotated[str | None, typer.Option(help="Tên giấy tờ, như trên trang đầu.")]
Number = Annotated[str | None, typer.Option(help="Số, ký hiệu; giấy tờ của thôn, tổ không cần.")]
Day = Annotated[str | None, typer.Option(help="Ngày của giấy tờ (năm-tháng-ngày).")]
Issuer = Annotated[str | None, typer.Option(help="Nơi ban hành.")]
MOST = 64 * 1024 * 1024
"""How many bytes are read from a file at most; what is accepted is said by the policy."""
SHORTEST_HASH = 8
To = TypeVar("To")
To_contra = TypeVar("To_contra", contravariant=True)


class Attaching(Protocol[To_contra]):
    """What sends an upload to a dossier or a set."""

    def __call__(
        self, house: House, to: To_contra, upload: Upload, said: Said, /, *, command_id: str, dry_run: bool
    ) -> Outcome:
        """Attach and give the outcome."""
        ...


def read(  # noqa: PLR0917  # one option a fact
    file: Path, kind: str, title: str | None, number: str | None, day: str | None, issuer: str | None
) -> Upload:
    """Read a file and what is said of it; a pipe, a device or a folder is no file."""
    try:
        with file.open("rb") as opened_file:
            if not stat.S_ISREG(file.stat().st_mode):
                raise BadRequest([f"{file} không phải một tệp"])
            content = opened_file.read(MOST + 1)
        on = date.fromisoformat(day) if day else None
    except OSError as fault:
        raise BadRequest([unreadable(file, fault)]) from fault
    except ValueError as fault:
        raise BadRequest(["--day phải là một ngày, ví dụ 2024-12-06"]) from fault
    try:
        paper = Paper(kind=kind, number=number, day=on, issuer=issuer)
    except ValueError as fault:
        raise BadRequest(["--kind là mã ngắn không dấu, ví dụ bao_cao"]) from fault
    return Upload(content=content, name=file.name, paper=paper, title=title)


def add_attach(
    app: typer.Typer, of: str, attaching: Attaching[To], named: Callable[[str], To], help_line: str
) -> None:
    """Add the verb that attaches a file to a dossier or a set."""

    @app.command("attach", help=help_line)
    @acting()
    def attach(  # noqa: PLR0913, PLR0917  # one option a fact
        to: Annotated[str, typer.Argument(metavar=of, help="Mã của hồ sơ hoặc bộ hồ sơ nhận tệp.")],
        file: Annotated[Path, typer.Argument(help="Tệp cần đính kèm (PDF, JPEG, PNG, .docx, .xlsx).")],
        kind: Kind,
        title: Title = None,
        number: Number = None,
        day: Day = None,
        issuer: Issuer = None,
        *,
        common: dict[str, Any],
    ) -> None:
        send(attaching, named(to), read(file, kind, title, number, day, issuer), common)


def send(attaching: Attaching[To], to: To, upload: Upload, common: dict[str, Any]) -> None:
    """Attach and say what it came to."""
    with opened() as house:
        said = said_by(common, house.clock.now())
        outcome = attaching(
            house, to, upload, said, command_id=common["id_"] or new_id(), dry_run=common["dry_run"]
        )
    tell(outcome, common)


def show_papers(rows: Sequence[PaperView], *, as_json: bool) -> None:
    """List papers."""
    columns = (
        ("kind", "loại"), ("number", "số"), ("title", "tên"), ("media", "dạng tệp"), ("size", "byte"),
        ("short", "mã băm"), ("by", "người đính kèm"), ("at", "lúc"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


def print_file(house: House, rows: Sequence[PaperView], hash_: str) -> None:
    """Write a file to stdout after holding it against its hash."""
    found = {row.sha256: row for row in rows if row.sha256 and row.sha256.startswith(hash_.lower())}
    if len(hash_) < SHORTEST_HASH or len(found) != 1:
        raise Missing(f"không có đúng một tệp có mã băm bắt đầu bằng {hash_}")
    row = next(iter(found.values()))
    content = house.ledger.keys.open_file(str(row.key), house.blobs.get(str(row.sha256)))
    if content is None:
        raise Erased("Khoá của tệp này đã bị xoá; nội dung không đọc được nữa.")
    if len(content) != row.size:
        raise Tampered(f"tệp đính kèm {row.short}… dài khác với khi ghi")
    sys.stdout.buffer.write(content)
    talk(f"{row.name or row.kind}: {row.media}, {row.size} byte")


class Erased(Refusal):
    """Thông tin này đã bị xoá theo yêu cầu."""

    code = "erased"
