"""`sovang due`: who owes what by when."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from desk.cli.errors import Missing
from desk.cli.house import reading
from desk.cli.output import AsJson, print_json, show_list, show_one
from desk.cli.verbs import add_verbs
from desk.requests import BadRequest
from events.base import to_utc

app = typer.Typer(invoke_without_command=True)
STATUSES = {"open": "còn phải làm", "met": "đã xong", "lapsed": "đã thôi"}


@app.callback()
def due(  # one option a fact
    context: typer.Context,
    at: Annotated[str, typer.Option(help="Xem theo thời điểm này (RFC 3339); mặc định là bây giờ.")] = "",
    missing: Annotated[
        bool, typer.Option("--missing", help="Danh sách chưa gửi, để dán vào nhóm chat.")
    ] = False,
    within: Annotated[
        int, typer.Option(min=0, help="Với --missing: cả việc còn chừng này ngày mới đến hạn.")
    ] = 7,
    as_json: AsJson = False,
) -> None:
    """Liệt kê nhiệm vụ còn mở, theo ngày đến hạn; xem từng nhiệm vụ, gia hạn, báo qua điện thoại bằng các lệnh bên dưới."""
    if context.invoked_subcommand is not None:
        return
    from contextlib import nullcontext

    from desk.views import deadlines, read
    from desk.views.names import Names
    from projections.past import past
    from workflows.lifecycle import LIFECYCLE

    with reading() as (house, session):
        names = Names(house.ledger, session)
        moment = _last_moment(at) if at else house.clock.now()
        with (
            past(house.ledger, house.ledger.position_at(moment), LIFECYCLE) if at else nullcontext() as then,
            then.session() if then else nullcontext(session) as seen,
        ):
            late = deadlines.missing(seen, names, moment, within) if missing else []
            rows = [] if missing else read.due(seen, names, moment)
    if missing and not as_json:
        typer.echo(deadlines.pasted(late, moment))
        return
    if missing:
        print_json([one.model_dump(mode="json") for one in late])
        return
    columns = (
        ("due_on", "hạn"),
        ("overdue", "quá hạn"),
        ("debtor", "ai"),
        ("title", "việc"),
        ("set_by", "theo"),
        ("obligation", "mã"),
    )
    show_list(rows, columns, as_json=as_json)


@app.command()
def show(obligation: str, as_json: AsJson = False) -> None:
    """Xem một nhiệm vụ: từng hạn đã có và văn bản đặt ra hạn ấy, các bậc nhắc."""
    from desk.views import duties
    from desk.views.names import Names
    from domain.obligation.states import Obligation

    with reading() as (house, session):
        now = house.handler.reading(session, "system:reader")
        duty = now.maybe(obligation, Obligation)
        if duty is None:
            raise Missing(f"không có nhiệm vụ {obligation}")
        view = duties.duty_view(duty, house.ledger.stored(obligation), Names(house.ledger, session))
    titles = (
        ("title", "Việc"), ("debtor", "Ai làm"), ("status", "Tình trạng"), ("due_on", "Hết ngày"), ("hour", "Trước giờ"),
        ("grace_on", "Gia ân đến hết ngày"), ("set_by", "Theo"), ("counted", "Cách tính"), ("met_on", "Đã xong ngày"),
        ("acknowledged_on", "Đã báo biết ngày"), ("dates", "Các hạn đã có"), ("rungs", "Các bậc nhắc"),
    )  # fmt: skip
    show_one(view, titles, as_json=as_json, words={"status": lambda code: STATUSES[code]})


def _last_moment(text: str) -> datetime:
    """Read an instant; of a bare date the last one that is still that day, on which nothing of the day is overdue yet."""
    moment = parse_moment(text)
    return moment - timedelta.resolution if len(text) == len("2024-06-30") else moment


def parse_moment(text: str) -> datetime:
    """Read an instant with its zone; a bare date is the end of that legal day."""
    from datetime import date

    from domain.calendar import end_of_day

    try:
        if len(text) == len("2024-06-30"):
            return end_of_day(date.fromisoformat(text))
        return to_utc(datetime.fromisoformat(text))
    except OverflowError as fault:
        raise BadRequest([f"ngày {text} xa quá, lịch không tính được"]) from fault
    except ValueError as fault:
        raise BadRequest(
            ["thời điểm phải là ngày (2024-06-30) hoặc có múi giờ (2024-06-30T17:00+07:00)"]
        ) from fault


add_verbs(app, "obligation")
