"""`sovang law impact`: which open dossiers another rule, or the rules of another day, would judge otherwise."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.house import reading
from desk.cli.output import AsJson, show_list
from desk.cli.overlay_file import overlay_rows
from desk.requests import BadRequest


def impact(
    overlay: Annotated[
        Path | None, typer.Argument(help="Tệp TOML của quy định riêng định áp dụng (chưa áp dụng gì).")
    ] = None,
    at: Annotated[str, typer.Option(help="Xét theo quy định của ngày này, năm-tháng-ngày.")] = "",
    name: Annotated[
        str, typer.Option(help="Tên quy định riêng mà tệp sẽ thay thế, nếu đã có.")
    ] = "quy-che-hoi-dong",
    as_json: AsJson = False,
) -> None:
    """Xét lại mọi hồ sơ đang đi theo quy định khác; liệt kê hồ sơ sẽ đổi kết quả, vì điều khoản nào."""
    from desk.views import judgements
    from domain.law.book import Layer
    from workflows.prospects import with_overlay

    if overlay is None and not at:
        raise BadRequest(["Hãy nêu tệp quy định riêng, hoặc một ngày bằng --at."])
    on = parse_day(at) if at else None
    with reading() as (house, session):
        seen = house.handler.reading(session, "system:reader")
        book = None
        if overlay is not None:
            layer = Layer(name, str(seen.organisation), "", overlay_rows(overlay))
            book = with_overlay(seen.law.book, layer)
        rows = judgements.impact(house, session, book, on)
    columns = (
        ("subject", "cho"), ("award", "danh hiệu"), ("before", "hiện nay"), ("after", "sẽ là"), ("because", "vì"),
        ("nomination", "mã"),
    )  # fmt: skip
    show_list(rows, columns, as_json=as_json)


def parse_day(text: str) -> date:
    """Read a day; raises `BadRequest` for what is none."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadRequest(
            [f"“{text}” không phải là ngày; hãy viết năm-tháng-ngày, ví dụ 2024-12-24."]
        ) from fault
