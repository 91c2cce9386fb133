"""`sovang ceremony`: list, and every act of a ceremony."""

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Lễ trao tặng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê lễ trao tặng."""
    from desk.views import read

    with reading() as (_house, session):
        columns = (
            ("starts_at", "lúc"),
            ("title", "lễ"),
            ("called", "số người nhận"),
            ("held_on", "đã tổ chức"),
            ("ceremony", "mã"),
        )
        show_list(read.ceremonies(session), columns, as_json=as_json)


add_verbs(app, "ceremony")
