"""`sovang honours`: the register of awards, and who could now be proposed for what."""

from typing import Annotated, Any

import typer

from desk.cli import lists, verbs
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list

app = typer.Typer(no_args_is_help=True, help="Sổ khen thưởng: gợi ý đề nghị, nhập thành tích cũ.")


@app.callback()
def root() -> None:
    """Stand between the noun and its acts."""


@app.command()
def suggest(
    year: Annotated[int, typer.Option(help="Năm xét khen thưởng.")],
    at: Annotated[str, typer.Option(help="Theo quy định của ngày này; mặc định hôm nay.")] = "",
    unit: Annotated[str | None, typer.Option(help="Chỉ người và tập thể của đơn vị này (mã).")] = None,
    as_json: AsJson = False,
) -> None:
    """Ai đủ điều kiện đề nghị danh hiệu, hình thức nào; còn thiếu dữ kiện gì."""
    from desk.cli.impact import parse_day
    from desk.views import judgements
    from domain.calendar import local_day
    from events.base import UnitId

    with reading() as (house, session):
        on = parse_day(at) if at else local_day(house.clock.now())
        rows = judgements.suggest(house, session, year, on, UnitId(unit) if unit else None)
    columns = (("award", "danh hiệu"), ("subject", "cho"), ("sure", "chắc chắn"), ("missing", "còn thiếu"))
    show_list(rows, columns, as_json=as_json)


@app.command()
def template(unit: lists.Unit = None) -> None:
    """In ra stdout tệp Excel mẫu để lập danh sách khen thưởng đã có."""
    from desk.intake.template import honour_template

    with reading() as (house, session):
        content = honour_template(house, session, unit)
    lists.write_file(content)


@app.command("import")
@verbs.acting(leave_out=lists.DERIVED)
def import_(  # one option a fact
    file: lists.ListFile,
    unit: lists.Unit = None,
    good_lines: lists.GoodLines = False,
    *,
    common: dict[str, Any],
) -> None:
    """Nhập khen thưởng đã có từ Excel: mọi lỗi nêu một lần kèm địa chỉ ô; đúng hết mới ghi, và ghi cùng lúc."""
    from desk.intake.intake import import_honours

    lists.take_in(import_honours, file, lists.ForAll(unit), common, good_lines=good_lines)
