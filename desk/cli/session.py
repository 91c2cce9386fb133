"""`sovang session`: list, show, and every act of a meeting."""

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list, show_one
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Phiên họp Hội đồng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê phiên họp."""
    from desk.views import read

    with reading() as (_house, session):
        columns = (
            ("starts_at", "lúc"),
            ("agenda", "số hồ sơ"),
            ("present", "có mặt"),
            ("stage", "bước"),
            ("session", "mã"),
        )
        show_list(read.sessions(session), columns, as_json=as_json)


@app.command()
def show(session_id: str, as_json: AsJson = False) -> None:
    """Xem một phiên họp và kết quả từng hồ sơ."""
    from desk.views import read
    from desk.views.names import Names

    with reading() as (house, session):
        found = read.session_detail(session, Names(house.ledger, session), session_id)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("starts_at", "Lúc"),
        ("place", "Tại"),
        ("present", "Có mặt"),
        ("stage", "Bước"),
        ("lines", "Kết quả"),
    )
    show_one(found, titles, as_json=as_json)


add_verbs(app, "session", "council")
