"""`sovang fund`: the funds and their books; every act of a fund."""

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list, show_one
from desk.cli.verbs import add_verbs

MONEY = dict.fromkeys(("budget", "paid", "recovered", "balance"), lambda amount: f"{amount} đ")
app = typer.Typer(no_args_is_help=True, help="Quỹ thi đua, khen thưởng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê các quỹ: dự toán, đã chi, đã thu hồi, còn lại."""
    from desk.views import funds

    columns = (
        ("year", "năm"), ("unit", "đơn vị"), ("budget", "dự toán"), ("paid", "đã chi"), ("recovered", "đã thu hồi"),
        ("balance", "còn lại"), ("fund", "mã"),
    )  # fmt: skip
    with reading() as (house, session):
        show_list(funds.funds(house.ledger, session), columns, as_json=as_json, words=MONEY)


@app.command()
def show(fund: str, as_json: AsJson = False) -> None:
    """Xem một quỹ: từng danh sách đã chi, ai ký nhận, khoản nào đã thu hồi."""
    from desk.views import funds

    with reading() as (house, session):
        found = funds.fund(house.ledger, session, fund)
    if found is None:
        raise Missing(f"không có quỹ {fund}")
    titles = (
        ("unit", "Đơn vị"), ("year", "Năm"), ("budget", "Dự toán"), ("paid", "Đã chi"), ("recovered", "Đã thu hồi"),
        ("balance", "Còn lại"), ("lists", "Danh sách đã chi"), ("back", "Các khoản thu hồi"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json, words=MONEY)


add_verbs(app, "fund")
