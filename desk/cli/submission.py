"""`sovang submission`: a unit's set, its papers, its receipt; lists sent on; and every act on them."""

from typing import Annotated, Any, Literal

import typer

from desk.cli import uploads, verbs
from desk.cli.errors import Missing
from desk.cli.house import reading, viewer
from desk.cli.output import AsJson, print_json, show_list
from desk.cli.verbs import add_verbs
from desk.ids import new_id
from desk.uploads.attach import attach_to_submission
from domain.ids import derived
from events.base import SubmissionId

app = typer.Typer(no_args_is_help=True, help="Bộ hồ sơ của đơn vị và danh sách trình lên.")


@app.command()
def papers(submission: str, as_json: AsJson = False) -> None:
    """Liệt kê giấy tờ chung của bộ hồ sơ."""
    from desk.views import papers as views

    with reading() as (house, session):
        rows = views.of_submission(house, session, submission)
    uploads.show_papers(rows, as_json=as_json)


@app.command()
def paper(submission: str, hash_: Annotated[str, typer.Argument(metavar="HASH")]) -> None:
    """In nội dung một tệp đính kèm ra stdout; HASH là vài ký tự đầu của mã băm (ít nhất tám)."""
    from desk.views import papers as views

    with reading() as (house, session):
        uploads.print_file(house, views.of_submission(house, session, submission), hash_)


@app.command("list")
def list_(
    stage: Annotated[
        Literal["draft", "received", "withdrawn", "forwarded", "acknowledged"] | None,
        typer.Option(help="Chỉ bộ hồ sơ ở bước này."),
    ] = None,
    unit: Annotated[str | None, typer.Option(help="Chỉ bộ hồ sơ của đơn vị này (mã).")] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê bộ hồ sơ: đang soạn, đã tiếp nhận, đã rút; và danh sách đã trình."""
    from desk.views import lists
    from desk.views.mask import Mask
    from desk.views.names import Names

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        rows = lists.submissions(view, Names(house.ledger, session), Mask(view, viewer()), stage, unit)
    columns = (
        ("unit", "đơn vị"), ("stage", "bước"), ("lines", "hồ sơ"), ("to_unit", "trình"), ("number", "số"),
        ("submission", "mã"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


@app.command()
def receipt(submission: str, as_json: AsJson = False) -> None:
    """In giấy biên nhận: đơn vị, ngày đến, ai nhập, giấy tờ và danh sách."""
    from desk.views.receipts import receipt as receipt_of

    with reading() as (house, session):
        found = receipt_of(house, session, submission, viewer())
    if found is None:
        raise Missing(f"không có bộ hồ sơ đã tiếp nhận nào mã {submission}")
    if as_json:
        print_json(found.model_dump(mode="json"))
    else:
        typer.echo(str(found))


@app.command()
@verbs.acting()
def consolidate(  # noqa: PLR0913, PLR0917  # one option a fact
    award: Annotated[str, typer.Option(help="Mã danh hiệu, hình thức: mỗi danh sách một loại.")],
    to_unit: Annotated[str, typer.Option(help="Cấp nhận danh sách.")],
    signed_on: Annotated[str, typer.Option(help="Ngày tờ trình (năm-tháng-ngày).")],
    number: Annotated[str | None, typer.Option(help="Số tờ trình, từ sổ văn thư.")] = None,
    from_unit: Annotated[str | None, typer.Option(help="Cấp trình; mặc định là cơ quan giữ sổ.")] = None,
    sets: Annotated[list[str] | None, typer.Option("--set", help="Chỉ hồ sơ của bộ này (nhiều lần).")] = None,
    *,
    common: dict[str, Any],
) -> None:
    """Tổng hợp một danh sách của một danh hiệu, hình thức từ nhiều bộ hồ sơ, theo thứ tự, và trình lên."""
    from desk.requests import command_from
    from desk.views.lists import proposed

    with reading() as (house, session):
        home = str(house.ledger.genesis.organisation)
        sender = from_unit or home
        listed, sources = proposed(house, session, award, sets or (), None if sender == home else sender)
        if not listed:
            raise Missing(f"chưa có hồ sơ “{award}” nào được Hội đồng đề nghị mà chưa trình")
        body = {
            "submission": f"submission-{derived('list', sender, to_unit, award, number, signed_on)}",
            "from_unit": sender, "to_unit": to_unit, "signed_on": signed_on, "nominations": listed,
            "number": number, "award": award, "sources": sources,
        }  # fmt: skip
        command = command_from("submission.forward", body, verbs.said_by(common, house.clock.now()))
        outcome = house.handler.handle(common["id_"] or new_id(), command, dry_run=common["dry_run"])
    verbs.tell(outcome, common)


uploads.add_attach(
    app, "BỘ_HỒ_SƠ", attach_to_submission, SubmissionId,
    "Đính kèm bản quét một giấy tờ chung của bộ hồ sơ (tờ trình, biên bản, danh sách).",
)  # fmt: skip
add_verbs(app, "submission", leave_out=frozenset({"submission.attach"}))
