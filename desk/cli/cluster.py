"""`sovang cluster`: clusters with their year, the ranking, and every act of one."""

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Cụm, khối thi đua.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê cụm, khối."""
    from desk.views import figures
    from desk.views.names import Names

    with reading() as (house, session):
        rows = figures.clusters(session, Names(house.ledger, session))
    columns = (
        ("cluster", "mã"),
        ("name", "tên"),
        ("members", "thành viên"),
        ("year", "năm"),
        ("head", "trưởng"),
        ("scored", "tự chấm"),
        ("verified", "đã thẩm tra"),
        ("ranked", "đã xếp hạng"),
    )
    show_list(rows, columns, as_json=as_json)


@app.command()
def ranking(cluster: str, year: int, as_json: AsJson = False) -> None:
    """Xem bảng điểm và thứ hạng của một năm."""
    from desk.views import figures
    from desk.views.names import Names

    with reading() as (house, session):
        rows = figures.ranking(house, Names(house.ledger, session), cluster, year)
    if rows is None:
        raise Missing(f"không có cụm, khối {cluster}")
    columns = (
        ("rank", "hạng"),
        ("unit", "đơn vị"),
        ("own", "tự chấm"),
        ("cross", "chấm chéo (trung bình)"),
        ("verified", "thẩm tra"),
        ("note", "ghi chú"),
    )
    show_list(rows, columns, as_json=as_json)


add_verbs(app, "cluster")
