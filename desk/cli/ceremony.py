"""`sovang ceremony`: list, show, and every act of a ceremony."""

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Lễ trao tặng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê lễ trao tặng."""
    from desk.views import read
    from desk.web.words import moment

    with reading() as (_house, session):
        columns = (
            ("starts_at", "lúc"),
            ("title", "lễ"),
            ("called", "số người nhận"),
            ("held_on", "đã tổ chức"),
            ("ceremony", "mã"),
        )
        show_list(read.ceremonies(session), columns, as_json=as_json, words={"starts_at": moment})


@app.command()
def show(ceremony_id: str, as_json: AsJson = False) -> None:
    """Xem một lễ: thứ tự gọi, trả lời giấy mời, ai nhận gì, ngày nào, tiền thưởng đã chi chưa."""
    from desk.cli.output import print_json
    from desk.views.ceremonies import ceremony
    from desk.views.names import Names
    from desk.web.words import word

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = ceremony(view, Names(house.ledger, session), ceremony_id)
    if found is None:
        raise Missing(f"không có lễ {ceremony_id}")
    if as_json:
        print_json(found.model_dump(mode="json"))
        return
    columns = (
        ("group", "lượt"), ("subject", "người, tập thể"), ("award", "khen"), ("answer", "trả lời"), ("how", "nhận"),
        ("presented_on", "ngày nhận"), ("paid_on", "ngày chi"),
    )  # fmt: skip
    words = {
        "answer": lambda code: word(code, "answer") if code != "-" else code,
        "how": lambda code: word(code, "hand_over") if code != "-" else code,
    }
    show_list(found.programme, columns, as_json=False, words=words)


add_verbs(app, "ceremony")
