"""`sovang flow`: what the engine has still to do, what it set aside."""

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Lượt xử lý tự động.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê sự kiện còn chờ xử lý và lượt đã dừng."""
    from desk.views import read

    with reading() as (_house, session):
        columns = (("seq", "sự kiện"), ("flow", "luồng"), ("type", "loại"), ("parked", "đã dừng"))
        show_list(read.queue(session), columns, as_json=as_json)


add_verbs(app, "flow")
