"""`sovang calendar`: the months with their office days and duties, printed or as a file; days announced."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.house import opened, reading
from desk.cli.output import AsJson, print_json, talk
from desk.cli.verbs import add_verbs, said_by
from desk.files import unwritable
from desk.requests import BadRequest
from domain.ids import derived

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
    from desk.views.calendar_days import CalendarDays
    from desk.views.names import Names
    from mail.ics import calendar_file
    from workflows.mailroom.office import letterhead

    if file.suffix.lower() != ".ics":
        raise BadRequest([f"tệp lịch phải có đuôi .ics, ví dụ {file.name}.ics"])
    with reading() as (house, session):
        names = Names(house.ledger, session)
        home = house.ledger.genesis.organisation
        sheet = CalendarDays(session, names, letterhead(house), house.clock.now())
        days = sheet.of_one(unit) if unit else sheet.of_all({home})
        title = f"Thời hạn thi đua, khen thưởng: {names.of(unit or home)}"
    try:
        file.write_bytes(calendar_file(title, days.entries, days.left_out))
    except OSError as fault:
        raise BadRequest([unwritable(file, fault)]) from fault
    talk(f"đã ghi {len(days.entries)} mục vào {file}{f'. {days.left_out}' if days.left_out else ''}")


@app.command()
def plan(  # noqa: PLR0913, PLR0917  # one option a fact
    file: Annotated[Path, typer.Argument(help="Tệp việc trong năm (YAML).")],
    year: Annotated[int, typer.Argument(min=2017, max=2099, help="Năm.")],
    as_role: Annotated[str, typer.Option(help="Vai trò dùng để mở việc.")],
    as_: Annotated[str, typer.Option("--as", help="Mã người thực hiện.")] = "",
    at: Annotated[str, typer.Option(help="Thời điểm (RFC 3339).")] = "",
    late_reason: Annotated[str, typer.Option(help="Lý do ghi chậm.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ mở gì.")] = False,
) -> None:
    """Mở các việc trong năm theo tệp, và hạn trình hồ sơ mà quy định ấn định; việc đã mở không mở lần hai."""
    import domain.unit
    from desk.plans.lawful import lawful
    from desk.plans.yearly import Debtors, openings, read_yearly
    from desk.views.participants import participants

    yearly = read_yearly(file)
    common = {"as_": as_, "as_role": as_role, "behalf": "", "at": at, "late_reason": late_reason}
    opened_now = 0
    with opened() as house:
        home = house.ledger.genesis.organisation
        with house.ledger.database.session() as session:
            debtors = Debtors(home, participants(session, home), participants(session, home, "school"))
            view = house.handler.reading(session, "system:reader")
            level, rules = view.state(home, domain.unit.Unit).level, view.rules(home)
        said = said_by(common, house.clock.now())
        by_law = [*lawful(rules, year, home, level, said)]
        for command in (*openings(yearly, year, debtors, said), *by_law):
            outcome = house.handler.handle(
                str(derived("year", house.ledger.genesis.ledger, command.obligation)),
                command,
                dry_run=dry_run,
            )
            opened_now += outcome.status == "recorded"
    set_by_law = f"; {len(by_law)} hạn do quy định ấn định" if by_law else ""
    talk(f"{'sẽ mở' if dry_run else 'đã mở'} {opened_now} việc của năm {year}: {yearly.title}{set_by_law}")


add_verbs(app, "calendar")
