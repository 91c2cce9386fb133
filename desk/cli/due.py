"""`sovang due`: who owes what by when."""

from datetime import datetime
from typing import Annotated

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.requests import BadRequest
from events.base import to_utc

app = typer.Typer(invoke_without_command=True)


@app.callback()
def due(
    at: Annotated[str, typer.Option(help="Xem theo thời điểm này (RFC 3339); mặc định là bây giờ.")] = "",
    as_json: AsJson = False,
) -> None:
    """Liệt kê nhiệm vụ còn mở, theo ngày đến hạn."""
    from desk.views import read
    from desk.views.names import Names
    from projections.past import past
    from workflows.lifecycle import LIFECYCLE

    with reading() as (house, session):
        names = Names(house.ledger, session)
        if not at:
            rows = read.due(session, names, house.clock.now())
        else:
            moment = parse_moment(at)
            with (
                past(house.ledger, house.ledger.position_at(moment), LIFECYCLE) as then,
                then.session() as old,
            ):
                rows = read.due(old, names, moment)
    columns = (
        ("due_on", "hạn"),
        ("overdue", "quá hạn"),
        ("debtor", "ai"),
        ("title", "việc"),
        ("set_by", "theo"),
    )
    show_list(rows, columns, as_json=as_json)


def parse_moment(text: str) -> datetime:
    """Read an instant with its zone; a bare date is the end of that legal day."""
    from datetime import date

    from domain.calendar import end_of_day

    try:
        if len(text) == len("2024-06-30"):
            return end_of_day(date.fromisoformat(text))
        return to_utc(datetime.fromisoformat(text))
    except ValueError as fault:
        raise BadRequest(
            ["thời điểm phải là ngày (2024-06-30) hoặc có múi giờ (2024-06-30T17:00+07:00)"]
        ) from fault
