"""`sovang record`: what is known of people and units: gradings, initiatives, discipline, matters, absence, past awards."""

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Hồ sơ theo dõi.")


@app.command()
def show(subject: str, as_json: AsJson = False) -> None:
    """Xem hồ sơ theo dõi của một người, tập thể, hộ: mỗi mục với văn bản và người kiểm chứng."""
    from desk.views.records import entries

    with reading() as (house, session):
        rows = entries(house, session, subject)
    columns = (
        ("kind", "loại"), ("when", "năm, thời gian"), ("what", "nội dung"), ("document", "văn bản"),
        ("checked_by", "kiểm chứng"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


add_verbs(app, "record", "collection")
