"""`sovang movement`: launch from a plan file, look, and every act of a movement."""

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli import uploads
from desk.cli.errors import Missing
from desk.cli.house import opened, reading
from desk.cli.output import AsJson, show_list, show_one, talk
from desk.cli.verbs import acting, add_verbs, said_by
from desk.ids import new_id
from desk.uploads.attach import Proved, attach_to_report
from events.base import MovementId, UnitId

app = typer.Typer(no_args_is_help=True, help="Phong trào thi đua.")
REGISTRATIONS = {"sent": "đã gửi, chờ duyệt", "approved": "đã duyệt", "refused": "đã trả"}


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê phong trào."""
    from desk.views import read

    with reading() as (_house, session):
        columns = (("movement", "mã"), ("title", "tên"), ("number", "số"), ("registered", "đã đăng ký"))
        show_list(read.movements(session), columns, as_json=as_json)


@app.command()
def show(movement: str, as_json: AsJson = False) -> None:
    """Xem một phong trào: đợt, mốc thời hạn, chỉ tiêu, phong trào cấp trên và cấp dưới, điển hình."""
    from desk.views import movements
    from desk.views.names import Names

    with reading() as (house, session):
        found = movements.whole(house, Names(house.ledger, session), session, movement)
    if found is None:
        raise Missing(f"không có phong trào {movement}")
    titles = (
        ("title", "Phong trào"), ("number", "Số"), ("starts", "Từ"), ("ends", "Đến"),
        ("forms", "Hình thức tổ chức"), ("rounds", "Các đợt"), ("milestones", "Mốc thời hạn"), ("targets", "Chỉ tiêu"),
        ("parents", "Hưởng ứng phong trào"), ("children", "Phong trào cấp dưới hưởng ứng"), ("examples", "Điển hình tiên tiến"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json)


@app.command()
def progress(
    movement: str,
    target: Annotated[str | None, typer.Option(help="Chỉ một chỉ tiêu (mã).")] = None,
    as_json: AsJson = False,
) -> None:
    """Xem chuỗi số liệu của từng chỉ tiêu: báo khi nào, ai báo, nói thế nào."""
    from desk.views import figures
    from desk.views.names import Names

    with reading() as (house, session):
        found = figures.series(house, Names(house.ledger, session), session, movement)
    if found is None:
        raise Missing(f"không có phong trào {movement}")
    rows = [one for one in found if target in (None, one.target)]
    columns = (
        ("target", "mã"), ("name", "chỉ tiêu"), ("unit", "đơn vị tính"), ("goals", "mức giao"),
        ("responsible", "phụ trách"), ("points", "đã báo"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


@app.command()
def registrations(movement: str, as_json: AsJson = False) -> None:
    """Xem đăng ký của từng đơn vị: danh hiệu, công trình, đã duyệt hay trả lại."""
    from desk.views import figures
    from desk.views.names import Names

    with reading() as (house, session):
        rows = figures.registrations(house, Names(house.ledger, session), session, movement)
    if rows is None:
        raise Missing(f"không có phong trào {movement}")
    columns = (
        ("milestone", "mốc"), ("unit", "đơn vị"), ("titles", "danh hiệu"), ("works", "công trình, phần việc"),
        ("status", "tình trạng"), ("reason", "lý do"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json, words={"status": lambda code: REGISTRATIONS[code]})


@app.command()
def check(
    plan: Annotated[Path, typer.Argument(help="Tệp kế hoạch (YAML).")],
    overlay: Annotated[list[Path] | None, typer.Option(help="Tệp bổ sung.")] = None,
) -> None:
    """Kiểm tra tệp kế hoạch: mỗi lỗi một dòng, có số dòng."""
    from desk.plans.reader import read_plan
    from domain.movement.launch import launch_gaps

    read = read_plan(plan, overlay or ())
    talk(f"tệp hợp lệ: {len(read.targets)} chỉ tiêu, {len(read.milestones)} mốc thời hạn")
    gaps = launch_gaps(read)
    if gaps:
        talk(f"chưa phát động được vì còn thiếu: {', '.join(gaps)}")


@app.command()
def launch(  # noqa: PLR0913, PLR0917  # one option a fact
    plan: Annotated[Path, typer.Argument(help="Tệp kế hoạch (YAML).")],
    as_role: Annotated[str, typer.Option(help="Vai trò dùng để phát động.")],
    overlay: Annotated[list[Path] | None, typer.Option(help="Tệp bổ sung.")] = None,
    organisation: Annotated[str, typer.Option(help="Mã cơ quan phát động; mặc định là cơ quan giữ sổ.")] = "",
    as_: Annotated[str, typer.Option("--as", help="Mã người phát động.")] = "",
    at: Annotated[str, typer.Option(help="Thời điểm (RFC 3339).")] = "",
    late_reason: Annotated[str, typer.Option(help="Lý do ghi chậm.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ ghi gì.")] = False,
) -> None:
    """Phát động phong trào theo tệp kế hoạch; đơn vị tham gia là các đơn vị của cơ quan."""
    from desk.plans.reader import read_plan
    from desk.views.participants import participants
    from domain.ids import derived
    from domain.movement.commands import LaunchMovement
    from projections import queries

    read = read_plan(plan, overlay or ())
    common: dict[str, Any] = {
        "as_": as_,
        "as_role": as_role,
        "behalf": "",
        "at": at,
        "late_reason": late_reason,
    }
    with opened() as house:
        genesis = house.ledger.genesis
        home = UnitId(organisation) if organisation else genesis.organisation
        with house.ledger.database.session() as session:
            if queries.unit(session, home) is None:
                raise Missing(f"không có đơn vị {home}")
            units = participants(session, home)
        named = (genesis.ledger, read.id) if home == genesis.organisation else (genesis.ledger, home, read.id)
        movement = MovementId(f"movement-{derived('movement', *named)}")
        outcome = house.handler.handle(
            new_id(),
            LaunchMovement(
                movement=movement,
                organisation=home,
                plan=read,
                participants=units,
                **said_by(common, house.clock.now()),
            ),
            dry_run=dry_run,
        )
    talk(f"{'sẽ phát động' if dry_run else 'đã phát động'} {movement}: {len(outcome.events)} sự kiện")


@app.command(
    "attach", help="Đính kèm tài liệu chứng minh của một báo cáo tiến độ, hoặc của một chỉ tiêu trong đó."
)
@acting()
def attach(  # noqa: PLR0913, PLR0917  # one option a fact
    movement: Annotated[str, typer.Argument(help="Mã phong trào.")],
    file: Annotated[Path, typer.Argument(help="Tệp cần đính kèm (PDF, JPEG, PNG, .docx, .xlsx).")],
    milestone: Annotated[str, typer.Option(help="Mốc đã báo cáo.")],
    unit: Annotated[str, typer.Option(help="Đơn vị báo cáo.")],
    target: Annotated[str | None, typer.Option(help="Chỉ tiêu (mã); bỏ trống: cả báo cáo.")] = None,
    title: uploads.Title = None,
    *,
    common: dict[str, Any],
) -> None:
    """Attach a file to a report."""
    to = Proved(movement=MovementId(movement), milestone=milestone, unit=UnitId(unit), target=target)
    uploads.send(attach_to_report, to, uploads.read(file, "minh_chung", title, None, None, None), common)


add_verbs(app, "movement", leave_out=frozenset({"movement.launch", "movement.attach_evidence"}))
