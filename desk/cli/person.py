"""`sovang person`: who is on record, in Vietnamese order, looked for with or without marks."""

from typing import Annotated

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Con người: danh sách, tìm theo tên.")


@app.command("list")
def list_(
    unit: Annotated[str | None, typer.Option(help="Chỉ người của đơn vị này (mã).")] = None,
    find: Annotated[
        str | None, typer.Option(help="Tên hay một phần tên; không dấu cũng được: “dang van anh”.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê theo tên, họ, đệm; --find tìm không cần dấu, người đúng dấu đứng trước."""
    from desk.views.names import Names
    from desk.views.people import people

    with reading() as (house, session):
        rows = people(session, Names(house.ledger, session), unit=unit, find=find)
    columns = (("name", "họ và tên"), ("position", "chức vụ"), ("unit", "đơn vị"), ("person", "mã"))
    show_list(rows, columns, as_json=as_json)


add_verbs(app, "person")
