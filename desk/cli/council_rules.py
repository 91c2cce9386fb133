"""`sovang session`: a council's own rules of work, recorded with their scan, listed, and given back."""

from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli import uploads, verbs
from desk.cli.house import reading
from desk.cli.output import AsJson
from events.base import CouncilId

PAPER = "quy_che"


def add_rules_acts(app: typer.Typer) -> None:
    """Add the verbs on a council's rules."""
    app.command("adopt-rules")(adopt_rules)
    app.command("rules")(rules)
    app.command("rules-file")(rules_file)


@verbs.acting()
def adopt_rules(  # noqa: PLR0913, PLR0917  # one option a fact
    council: str,
    overlay: Annotated[str, typer.Option(help="Mã quy chế đã nạp bằng `sovang law adopt-overlay`.")],
    number: Annotated[str, typer.Option(help="Số, ký hiệu của quyết định ban hành quy chế.")],
    day: Annotated[str, typer.Option(help="Ngày ban hành (năm-tháng-ngày).")],
    file: Annotated[Path | None, typer.Option(help="Bản quét quy chế (PDF, ảnh).")] = None,
    issuer: uploads.Issuer = None,
    *,
    common: dict[str, Any],
) -> None:
    """Ghi quy chế làm việc của Hội đồng: số, ngày, quy định riêng kèm theo, bản quét được niêm phong."""
    from desk.uploads.attach import adopt_council_rules
    from domain.commands import ROUTES

    if file is None:
        document = {"number": number, "day": day, **({"issuer": issuer} if issuer else {})}
        verbs.send(
            ROUTES["council.adopt_rules"],
            {"council": council, "overlay": overlay, "document": document},
            common,
        )
        return
    told = uploads.read(file, PAPER, None, number, day, issuer)
    uploads.send(adopt_council_rules, (CouncilId(council), overlay), told, common)


def rules(council: str, as_json: AsJson = False) -> None:
    """Liệt kê quy chế của Hội đồng: số, ngày, nơi ban hành, mã băm của bản quét."""
    from desk.views import papers

    with reading() as (house, session):
        rows = papers.of_council(house, session, council)
    uploads.show_papers(rows, as_json=as_json)


def rules_file(council: str, hash_: Annotated[str, typer.Argument(metavar="HASH")]) -> None:
    """In bản quét quy chế ra stdout; HASH là vài ký tự đầu của mã băm (ít nhất tám)."""
    from desk.views import papers

    with reading() as (house, session):
        uploads.print_file(house, papers.of_council(house, session, council), hash_)
