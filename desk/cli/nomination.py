"""`sovang nomination`: list, show, why, papers; and every act on a dossier."""

from typing import Annotated, Any

import typer

from desk.cli import lists, uploads, verbs
from desk.cli.errors import Missing
from desk.cli.house import reading, viewer
from desk.cli.output import AsJson, print_json, show_list, show_one, talk
from desk.cli.verbs import add_verbs
from desk.uploads.attach import attach_to_nomination
from events.base import NominationId

app = typer.Typer(no_args_is_help=True, help="Hồ sơ đề nghị khen thưởng.")


@app.command("list")
def list_(
    stage: Annotated[str | None, typer.Option(help="Chỉ hồ sơ ở bước này.")] = None,
    award: Annotated[str | None, typer.Option(help="Chỉ danh hiệu, hình thức này.")] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê hồ sơ."""
    from desk.views import read
    from desk.views.mask import Mask
    from desk.views.names import Names

    with reading() as (house, session):
        mask = Mask(house.handler.reading(session, "system:reader"), viewer())
        rows = read.nominations(session, Names(house.ledger, session), mask, stage, award)
    columns = (
        ("award", "danh hiệu"), ("subject", "cho"), ("unit", "đơn vị"), ("stage", "bước"), ("bonus", "thưởng (đ)"),
        ("nomination", "mã"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


@app.command()
def show(nomination: str, as_json: AsJson = False) -> None:
    """Xem một hồ sơ: ở bước nào, từng quy định đã xét, và lịch sử."""
    from desk.views import read

    with reading() as (house, session):
        found = read.nomination(house, session, nomination, viewer())
    if found is None:
        raise Missing(f"không có hồ sơ {nomination}")
    titles = (
        ("subject", "Cho"), ("award", "Danh hiệu"), ("unit", "Đơn vị"), ("stage", "Bước"), ("outcome", "Kết quả"),
        ("reasons", "Quy định đã xét"), ("history", "Lịch sử"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json)


@app.command()
def why(nomination: str) -> None:
    """Vì sao hồ sơ có kết quả như vậy: một câu, có số và điều khoản."""
    from desk.views import read

    with reading() as (house, session):
        found = read.nomination(house, session, nomination, viewer())
    if found is None:
        raise Missing(f"không có hồ sơ {nomination}")
    typer.echo(f"{found.subject}: {found.outcome}")
    for reason in found.reasons:
        talk(f"  {reason}")
    for note in found.notes:
        talk(f"  ghi chú: {note}")


@app.command()
def check(nomination: str, as_json: AsJson = False) -> None:
    """Thẩm tra thử một hồ sơ ngay bây giờ, không ghi gì: từng quy định, căn cứ, dữ kiện."""
    from desk.views import judgements
    from domain.calendar import local_day

    with reading() as (house, session):
        today = local_day(house.clock.now())
        found = judgements.check(house, session, nomination, today)
    if found is None:
        raise Missing(f"không có hồ sơ {nomination} đang trên đường xét")
    titles = (
        ("subject", "Cho"), ("award", "Danh hiệu"), ("rules_of", "Theo quy định ngày"), ("outcome", "Kết quả"),
        ("rules", "Từng quy định"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json)


@app.command()
def diff(nomination: str, as_json: AsJson = False) -> None:
    """Các lần nộp khác nhau ở đâu: mục nào, từ gì thành gì, ai sửa, lúc nào; và ai yêu cầu sửa mục nào."""
    from desk.views.versions import changes

    with reading() as (house, session):
        if not house.ledger.stored(nomination):
            raise Missing(f"không có hồ sơ {nomination}")
        found = changes(house, session, nomination)
    if as_json:
        print_json([change.model_dump(mode="json") for change in found])
        return
    for change in found:
        typer.echo(str(change))
    talk(f"{len(found)} thay đổi sau lần nộp đầu")


@app.command()
def papers(nomination: str, as_json: AsJson = False) -> None:
    """Liệt kê giấy tờ của hồ sơ và của bộ hồ sơ mà nó thuộc về."""
    from desk.views import papers as views

    with reading() as (house, session):
        rows = views.of_nomination(house, session, nomination)
    uploads.show_papers(rows, as_json=as_json)


@app.command()
def paper(nomination: str, hash_: Annotated[str, typer.Argument(metavar="HASH")]) -> None:
    """In nội dung một tệp đính kèm ra stdout; HASH là vài ký tự đầu của mã băm (ít nhất tám)."""
    from desk.views import papers as views

    with reading() as (house, session):
        uploads.print_file(house, views.of_nomination(house, session, nomination), hash_)


@app.command()
def duplicates(
    year: Annotated[int | None, typer.Option(help="Chỉ hồ sơ của năm xét này.")] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê các cặp hồ sơ có vẻ của cùng một người viết hai cách, ở hai đơn vị, cho cùng khen thưởng."""
    from desk.views.doubles import nomination_doubles

    with reading() as (house, session):
        rows = nomination_doubles(house, session, year)
    columns = (
        ("award", "danh hiệu"), ("year", "năm"), ("one_name", "người"), ("one_unit", "đơn vị"), ("other_name", "và"),
        ("other_unit", "đơn vị"), ("how", "vì"), ("one", "hồ sơ"), ("other", "hồ sơ"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


@app.command()
def template(award: lists.Award = None, unit: lists.Unit = None) -> None:
    """In ra stdout tệp Excel mẫu để lập danh sách đề nghị: tiêu đề, danh sách chọn, trang hướng dẫn."""
    from desk.intake.template import nomination_template

    with reading() as (house, session):
        content = nomination_template(house, session, award, unit)
    lists.write_file(content)


@app.command("import")
@verbs.acting(leave_out=lists.DERIVED)
def import_(  # noqa: PLR0913, PLR0917  # one option a fact
    file: lists.ListFile,
    award: lists.Award = None,
    unit: lists.Unit = None,
    merit: lists.Merit = None,
    year: lists.Year = None,
    movement: Annotated[str | None, typer.Option(help="Mã phong trào của cả tệp.")] = None,
    milestone: Annotated[str | None, typer.Option(help="Mã kỳ nộp hồ sơ của phong trào.")] = None,
    paper: Annotated[list[str] | None, typer.Option(help="Giấy tờ mà hồ sơ nào cũng có: bao_cao…")] = None,
    set_paper: Annotated[
        list[str] | None, typer.Option(help="Giấy tờ chung của bộ: to_trinh, bien_ban…")
    ] = None,
    good_lines: lists.GoodLines = False,
    *,
    common: dict[str, Any],
) -> None:
    """Nhập danh sách đề nghị từ Excel: mọi lỗi nêu một lần kèm địa chỉ ô; đúng hết mới ghi, và ghi cùng lúc."""
    from desk.intake.intake import import_nominations

    for_all = lists.ForAll(unit, award, merit, year, movement, milestone, paper or (), set_paper or ())
    lists.take_in(import_nominations, file, for_all, common, good_lines=good_lines)


uploads.add_attach(
    app, "HỒ_SƠ", attach_to_nomination, NominationId,
    "Đính kèm một tệp vào hồ sơ: nhận dạng theo nội dung, niêm phong, cất vào kho, rồi mới ghi sổ.",
)  # fmt: skip
add_verbs(app, "nomination", leave_out=frozenset({"nomination.attach"}))
