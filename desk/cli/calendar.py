"""`sovang calendar`: the months with their office days and duties, printed or as a file; days announced."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, print_json, talk
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Lịch: ngày làm việc, ngày nghỉ, thời hạn.")
Unit = Annotated[str | None, typer.Option(help="Chỉ thời hạn của đơn vị này (mã).")]


@app.command()
def show(
    year: Annotated[int, typer.Argument(min=2017, max=2099, help="Năm.")],
    month: Annotated[int | None, typer.Option(min=1, max=12, help="Chỉ một tháng.")] = None,
    unit: Unit = None,
    as_json: AsJson = False,
) -> None:
    """In lịch từng tháng: “-” là ngày nghỉ, “+” là ngày làm bù, “!” là ngày có việc đến hạn."""
    from desk.views import deadlines

    with reading() as (house, session):
        calendar = house.handler.reading(session, "system:reader").calendar
        drawn = deadlines.months(session, calendar, year, month, unit)
        special = deadlines.announced(calendar, year)
    if as_json:
        print_json([one.model_dump(mode="json") for one in drawn])
        return
    typer.echo("\n\n".join(str(one) for one in drawn))
    if month is None:
        typer.echo("\n" + "\n".join(special))


@app.command()
def ics(
    file: Annotated[Path, typer.Argument(help="Tệp .ics sẽ ghi.")],
    unit: Unit = None,
) -> None:
    """Ghi các thời hạn còn mở thành một tệp lịch, mở được trên điện thoại."""
    from desk.views import deadlines
    from desk.views.names import Names
    from mail.calendar_file import calendar_file

    with reading() as (house, session):
        names = Names(house.ledger, session)
        days = list(deadlines.days_of(session, names, unit, house.clock.now()))
        title = f"Thời hạn thi đua, khen thưởng: {names.of(unit or house.ledger.genesis.organisation)}"
    file.write_bytes(calendar_file(title, days))
    talk(f"đã ghi {len(days)} thời hạn vào {file}")


add_verbs(app, "calendar")
