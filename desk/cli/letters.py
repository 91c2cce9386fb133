"""`sovang letters`: what was sent, waits, failed; and the acts of the standing agency on letters."""

from typing import Annotated

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list, talk
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Thư.")


@app.command("list")
def list_(
    state: Annotated[
        str | None, typer.Option(help="queued, deferred, sent, failed, unknown, superseded, to_print…")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê thư."""
    from desk.views import read
    from desk.views.names import Names

    with reading() as (house, session):
        rows = read.letters(session, Names(house.ledger, session), state)
    columns = (
        ("day", "ngày"),
        ("recipient", "gửi"),
        ("template", "mẫu"),
        ("state", "tình trạng"),
        ("attempts", "số lần thử"),
        ("letter", "mã"),
    )
    show_list(rows, columns, as_json=as_json)


@app.command()
def show(letter: str) -> None:
    """Xem nội dung một lá thư, lập lại từ mẫu và dữ kiện."""
    from domain.letter import NoLetter
    from workflows.letter_office import letterhead
    from workflows.letter_writing import written

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        state = view.stream(letter).state
        if isinstance(state, NoLetter):
            raise Missing(f"không có thư {letter}")
        message = written(view, state.queued, house.ledger.stored(letter)[0].recorded_at, letterhead(house))
    talk(f"Gửi: {message['To']}\nTiêu đề: {message['Subject']}\n")
    body = message.get_body(("plain",))
    typer.echo(body.get_content() if body else "")


add_verbs(app, "letter", "obligation")
