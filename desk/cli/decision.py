"""`sovang decision`: list, and every act on a decision."""

import typer

from desk.cli.house import reading, viewer
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Quyết định khen thưởng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê quyết định."""
    from desk.views import read
    from desk.views.mask import Mask
    from desk.views.names import Names

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        rows = read.decisions(view, Names(house.ledger, session), Mask(view, viewer()))
    columns = (
        ("number", "số"),
        ("signed_on", "ngày ký"),
        ("award", "danh hiệu"),
        ("authority", "cấp"),
        ("lines", "số hồ sơ"),
        ("stage", "bước"),
        ("decision", "mã"),
    )
    show_list(rows, columns, as_json=as_json)


add_verbs(app, "decision")
