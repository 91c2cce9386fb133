"""`sovang session`: list, show, and every act of a meeting."""

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list, show_one, talk
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


@app.command()
def preflight(session_id: str, as_json: AsJson = False) -> None:
    """Trước phiên họp: mọi thành viên đã được báo chưa, bằng cách nào; còn người chưa được báo thì thoát mã 1."""
    from desk.views.names import Names
    from desk.views.preflight import preflight as look

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = look(session, Names(house.ledger, session), view, session_id)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("by_mail", "Qua thư điện tử"),
        ("told", "Báo cách khác"),
        ("not_reached", "Chưa báo được"),
        ("members", "Thành viên"),
    )
    show_one(found, titles, as_json=as_json)
    if found.not_reached:
        talk(
            "Còn thành viên chưa được báo: hãy sửa địa chỉ rồi gửi lại, hoặc báo và ghi lại (letters deliver-notice)."
        )
        raise typer.Exit(1)


add_verbs(app, "session", "council")
