"""`sovang letters`: what was sent, waits, failed; how it reads before it is sent; the standing agency's acts on letters."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.errors import Missing
from desk.cli.house import opened, reading
from desk.cli.output import AsJson, Words, print_json, show_list, show_one, talk
from desk.cli.verbs import add_verbs
from desk.files import unreadable
from desk.requests import BadRequest, json_from

app = typer.Typer(no_args_is_help=True, help="Thư.")


@app.command("list")
def list_(
    state: Annotated[
        str | None,
        typer.Option(
            help="Chỉ thư ở tình trạng này: queued, deferred, held, sent, failed, bounced, unknown, superseded, to_print, phone, printed"
        ),
    ] = None,
    to: Annotated[
        str | None, typer.Option(help="Chỉ thư gửi người, đơn vị này: mã, hoặc một phần tên, không cần dấu.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê thư."""
    from desk.views import letters
    from desk.views.names import Names
    from desk.web.words import LETTER_STATES

    if state is not None and state not in LETTER_STATES:
        raise BadRequest(
            [f"--state: không có tình trạng “{state}”; chọn một trong {', '.join(LETTER_STATES)}"]
        )
    with reading() as (house, session):
        rows = letters.letters(session, Names(house.ledger, session), state, to)
    columns = (
        ("day", "ngày"),
        ("recipient", "gửi"),
        ("template", "mẫu"),
        ("state", "tình trạng"),
        ("attempts", "số lần thử"),
        ("letter", "mã"),
    )
    show_list(rows, columns, as_json=as_json, words=_words())


def _words() -> Words:
    from desk.web.words import word

    return {"state": lambda text: word(text, "letter_state"), "template": lambda text: word(text, "template")}


@app.command()
def show(letter: str, as_json: AsJson = False) -> None:
    """Xem nội dung một lá thư, lập lại từ mẫu và dữ kiện, và mọi việc đã xảy ra với nó."""
    from desk.views import letters

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = letters.letter(house, session, view, letter)
    if found is None:
        raise Missing(f"không có thư {letter}")
    if not as_json:
        talk(f"Gửi: {found.recipient}\nTiêu đề: {found.subject}\n")
        typer.echo(found.text)
    show_one(
        found,
        (("state", "Tình trạng"), ("dates", "Lịch kèm thư"), ("history", "Nhật ký")),
        as_json=as_json,
        words=_words(),
    )


@app.command()
def failures(as_json: AsJson = False) -> None:
    """Liệt kê thư không đến được người nhận mà chưa gửi lại hay báo bằng cách khác."""
    from desk.views import letters
    from desk.views.names import Names

    with reading() as (house, session):
        rows = letters.failures(session, Names(house.ledger, session), house.ledger)
    columns = (
        ("since", "từ lúc"),
        ("recipient", "gửi"),
        ("template", "mẫu"),
        ("why", "vì sao"),
        ("letter", "mã"),
    )
    show_list(rows, columns, as_json=as_json, words=_words())


@app.command()
def preview(
    template: Annotated[str, typer.Argument(help="Tên mẫu; bỏ trống: mọi mẫu.")] = "",
    facts: Annotated[str, typer.Option(help="Dữ kiện, JSON hoặc @tệp.json; bỏ trống: dữ kiện ví dụ.")] = "",
    folder: Annotated[
        Path | None, typer.Option("--templates", help="Thư mục mẫu chưa ban hành (vi/, en/, layout.html).")
    ] = None,
    english: Annotated[bool, typer.Option(help="Kèm bản tiếng Anh.")] = False,
    as_json: AsJson = False,
) -> None:
    """Xem thư trước khi gửi: thiếu một giá trị thì báo tên giá trị ấy và thoát mã 1."""
    from desk import letter_preview

    if folder is not None:
        templates = letter_preview.templates_in(folder)
    else:
        with opened() as house, house.ledger.database.session() as session:
            policy = house.handler.reading(session, "system:reader").policy
            templates = dict(policy.templates.get(policy.current_templates or "", {}))
    if template and template not in letter_preview.names_of(templates):
        raise Missing(f"không có mẫu {template}; có: {', '.join(letter_preview.names_of(templates))}")
    given = _facts(facts) if facts else letter_preview.samples()
    rendered = (
        [letter_preview.preview(templates, template, given, english=english)]
        if template
        else list(letter_preview.previews(templates))
    )
    if as_json:
        print_json([one.model_dump(mode="json") for one in rendered])
    for one in rendered if not as_json else ():
        talk(f"{one.template}: {one.fault or one.subject}")
        if template and one.text:
            typer.echo(one.text)
    if any(one.fault for one in rendered):
        raise typer.Exit(1)


def _facts(text: str) -> dict[str, str]:
    try:
        if text.startswith("@"):
            text = Path(text[1:]).read_text(encoding="utf-8")
        given = json_from(text)
    except (OSError, UnicodeDecodeError) as fault:
        raise BadRequest([f"--facts: {unreadable(Path(text[1:]), fault)}"]) from fault
    if not isinstance(given, dict):
        raise BadRequest(["--facts phải là một đối tượng JSON: tên → giá trị"])
    return {str(name): str(value) for name, value in given.items()}


add_verbs(app, "letter")
