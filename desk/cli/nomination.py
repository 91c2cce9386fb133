"""`sovang nomination`: list, show, why; and every act on a dossier or a unit's set."""

from typing import Annotated

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, show_list, show_one, talk
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Hồ sơ đề nghị khen thưởng.")


@app.command("list")
def list_(
    stage: Annotated[str | None, typer.Option(help="Chỉ hồ sơ ở bước này.")] = None,
    award: Annotated[str | None, typer.Option(help="Chỉ danh hiệu, hình thức này.")] = None,
    as_json: AsJson = False,
) -> None:
    """Liệt kê hồ sơ."""
    from desk.views import read
    from desk.views.names import Names

    with reading() as (house, session):
        rows = read.nominations(session, Names(house.ledger, session), stage, award)
    columns = (
        ("award", "danh hiệu"), ("subject", "cho"), ("unit", "đơn vị"), ("stage", "bước"), ("bonus", "thưởng (đ)"),
        ("nomination", "mã"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


@app.command()
def show(nomination: str, as_json: AsJson = False) -> None:
    """Xem một hồ sơ: ở bước nào, từng quy định đã xét, và lịch sử."""
    from desk.views import read

    with reading() as (house, session):
        found = read.nomination(house, session, nomination)
    if found is None:
        raise Missing(f"không có hồ sơ {nomination}")
    titles = (
        ("subject", "Cho"), ("award", "Danh hiệu"), ("unit", "Đơn vị"), ("stage", "Bước"), ("outcome", "Kết quả"),
        ("reasons", "Quy định đã xét"), ("history", "Lịch sử"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json)


@app.command()
def why(nomination: str) -> None:
    """Vì sao hồ sơ có kết quả như vậy: một câu, có số và điều khoản."""
    from desk.views import read

    with reading() as (house, session):
        found = read.nomination(house, session, nomination)
    if found is None:
        raise Missing(f"không có hồ sơ {nomination}")
    typer.echo(f"{found.subject}: {found.outcome}")
    for reason in found.reasons:
        talk(f"  {reason}")


add_verbs(app, "nomination", "submission")
