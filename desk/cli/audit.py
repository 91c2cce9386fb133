"""`sovang audit`: the log, the past, and the proof that nothing was changed."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.due import parse_moment
from desk.cli.errors import Missing, NotVerified
from desk.cli.house import opened, opened_to_verify, reading, viewer
from desk.cli.output import AsJson, show_one, talk
from desk.ids import new_id
from desk.requests import BadRequest, command_from
from domain.decider import Said
from events.catalogue import CLASSES
from events.envelope import By, Stored
from events.store.database import Database
from events.store.ledger import Ledger
from events.store.note import BadNote, Verifier
from workflows.wiring import House

app = typer.Typer(no_args_is_help=True, help="Kiểm toán.")
READ_TABLES = {
    "held": "đã đối chiếu với nhật ký",
    "not_asked": "không đối chiếu",
    "not_current": "chưa đối chiếu: hình dạng cũ; chạy `sovang db upgrade` rồi kiểm chứng lại",
    "log_at_fault": "chưa đối chiếu: nhật ký đã sai, hãy xử lý nhật ký trước",
}
"""What became of the read tables in a verification, in words."""


@app.command()
def log(  # noqa: PLR0913, PLR0917  # one option a filter, and who takes a copy
    stream: Annotated[str | None, typer.Option(help="Chỉ dòng sự kiện này.")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Chỉ loại sự kiện này.")] = None,
    after: Annotated[int, typer.Option(min=0, help="Từ sau vị trí này.")] = 0,
    limit: Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu dòng.")] = 100,
    as_json: AsJson = False,
    leaf: Annotated[bool, typer.Option("--leaf", help="In nguyên văn từng byte đã ký.")] = False,
    as_: Annotated[
        str, typer.Option("--as", help="Với --leaf: mã người mang bản sao đi; mặc định là SOVANG_ACTOR.")
    ] = "",
    as_role: Annotated[str, typer.Option("--as-role", help="Với --leaf: vai trò của người ấy.")] = "auditor",
) -> None:
    """In nhật ký sự kiện theo thứ tự ghi; --json và --leaf mỗi sự kiện một dòng.

    --leaf là mang bản sao ra khỏi sổ: nói ai lấy (--as) thì sổ ghi lại việc đó, như nút tải ở trang kiểm toán.
    """
    from desk.views.history import happened
    from desk.views.mask import Mask
    from desk.views.names import Names

    if kind is not None and kind not in CLASSES:
        raise BadRequest(
            [f"--type: không có loại sự kiện “{kind}”; xem các loại bằng `sovang schema events`"]
        )
    with reading() as (house, session):
        taker = as_ or viewer()
        Mask(house.handler.reading(session, "system:reader"), taker).nothing_between()
        if leaf:
            _note_copy(house, taker, as_role)
        names = Names(house.ledger, session)
        shown = 0
        pages = house.ledger.pages(after) if stream is None else iter([_stream(house.ledger, stream)])
        for page in pages:
            for row in page:
                if row.seq <= after or (kind is not None and row.type != kind):
                    continue
                if shown >= limit:
                    talk(f"còn nữa; xem tiếp bằng --after {row.seq - 1}")
                    return
                shown += 1
                if leaf:
                    sys.stdout.buffer.write(row.leaf + b"\n")
                    continue
                view = happened(row, names)
                typer.echo(json.dumps(view.model_dump(), ensure_ascii=False) if as_json else str(view))


def _note_copy(house: House, taker: str | None, role: str) -> None:
    """Put on record who carries a copy away; a copy of the ledger that takes no writes is read without a name."""
    if not taker:
        talk(
            "lần lấy bản sao này chưa ghi vào sổ vì chưa nói ai lấy; hãy thêm --as NGƯỜI (--as-role auditor)"
        )
        return
    said = Said(at=house.clock.now(), by=By(taker, role=role, auth="command line"), late_reason=None)
    taken = command_from("ledger.take_export", {"what": "log", "through": house.ledger.head()}, said)
    house.handler.handle(new_id(), taken)


def _stream(ledger: Ledger, stream: str) -> list[Stored]:
    found = ledger.stored(stream)
    if not found:
        raise Missing(f"không có dòng sự kiện {stream}")
    return found


@app.command()
def replay(
    at: Annotated[str, typer.Option(help="Ngày (hết ngày đó) hoặc thời điểm có múi giờ.")],
    as_json: AsJson = False,
) -> None:
    """Xem lại sổ như đã đứng vào một thời điểm: dựng lại từ nhật ký, không gửi gì, không chạy gì."""
    from desk.views import read

    moment = parse_moment(at)
    with opened() as house:
        view = read.replay(house, moment, viewer())
    titles = (
        ("as_of", "Vào lúc"), ("events", "Số sự kiện"), ("targets", "Chỉ tiêu được giao"),
        ("targets_met", "Đã đạt"), ("targets_running", "Đang thực hiện"), ("late_reports", "Báo cáo trễ"),
        ("nominations", "Hồ sơ"), ("open_duties", "Nhiệm vụ còn mở"), ("letters", "Thư"),
    )  # fmt: skip
    show_one(view, titles, as_json=as_json)


@app.command()
def verify(
    vkey: Annotated[
        Path | None, typer.Option(help="Khoá kiểm tra (mặc định: khoá giữ cạnh điểm chốt).")
    ] = None,
    kept: Annotated[Path | None, typer.Option(help="Thư mục điểm chốt giữ ngoài sổ.")] = None,
    read_tables: Annotated[
        bool, typer.Option("--read-tables/--no-read-tables", help="Đối chiếu cả bảng đọc với nhật ký.")
    ] = True,
    without_keys: Annotated[
        bool, typer.Option("--without-keys", help="Bản sao giao cho kiểm toán, không kèm thư mục khoá.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Kiểm chứng từng byte của sổ với các điểm chốt đã ký. Mã thoát 5 nếu có gì sai, nêu rõ sự kiện."""
    from desk.views.verifying import verify_view
    from events.store.checkpoint import Kept
    from events.store.errors import NotOpened
    from events.store.verify import verify as verify_ledger
    from workflows.settings import Settings
    from workflows.wiring import hold_gone

    folder = Kept(kept or Settings().kept_folder)
    try:
        with opened_to_verify(keyless=without_keys) as (house, gone):
            verifier = _verifier(house.ledger.database, vkey or folder.verifier_file)
            keys = None if without_keys or gone else house.ledger.keys
            report = verify_ledger(house.ledger, verifier, folder, house.blobs, keys)
            view = verify_view(house.ledger, report, read_tables=read_tables, gone=gone)
    except NotOpened:
        hold_gone(folder)
        raise
    titles = (
        ("ok", "Nguyên vẹn"), ("events", "Số sự kiện"), ("checkpoints", "Số điểm chốt"), ("files", "Tệp đính kèm"),
        ("read_tables", "Bảng đọc"), ("signed", "Đã ký đến"), ("unsigned", "Chưa ký"), ("root", "Gốc"),
        ("faults", "Sai lệch"),
    )  # fmt: skip
    show_one(view, titles, as_json=as_json, words={"read_tables": READ_TABLES.__getitem__})
    if not view.ok:
        raise NotVerified


def _verifier(database: Database, file: Path) -> Verifier:
    """Read the key that checks the checkpoints; where it is gone, say whether there was one."""
    from events.store.checkpoint import KEPT_GONE, was_signed
    from events.store.errors import Tampered

    try:
        return Verifier.read(file)
    except FileNotFoundError as fault:
        if was_signed(database):
            raise Tampered(f"{KEPT_GONE}: không có {file}; hãy lấy lại từ bản sao lưu") from fault
        raise Missing(f"không có khoá kiểm tra {file}; sổ chưa được ký lần nào") from fault
    except BadNote as fault:
        raise BadRequest([f"{file} không phải tệp khoá kiểm tra; hãy lấy lại từ bản sao lưu"]) from fault


@app.command()
def reconcile(as_json: AsJson = False) -> None:
    """Đối soát biên bản, quyết định, sổ khen thưởng, chi thưởng, trao tặng, đọc từ chính nhật ký. Mã thoát 5 nếu có sai lệch, nêu từng tên.

    Số tiền của từng quỹ trên các trang cũng được so với nhật ký; các bảng đọc khác do `sovang audit verify` đối chiếu.
    """
    from desk.views import reconcile as view_of
    from desk.views.names import Names

    with reading() as (house, session):
        view = view_of.reconcile(house, session, Names(house.ledger, session))
    titles = (
        ("ok", "Khớp"), ("minutes", "Biên bản đề nghị"), ("decisions", "Quyết định"), ("entries", "Sổ khen thưởng"),
        ("payments", "Chi thưởng"), ("hand_overs", "Trao tặng"), ("funds", "Quỹ"), ("differences", "Sai lệch"), ("fund_differences", "Quỹ sai lệch"),
    )  # fmt: skip
    show_one(view, titles, as_json=as_json)
    if not view.ok:
        raise NotVerified
