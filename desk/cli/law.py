"""`sovang law`: what holds on a day and why, what is wrong with the tables, what changes; adopt and end rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from desk.cli.errors import Missing, NotVerified
from desk.cli.house import reading
from desk.cli.impact import impact, parse_day
from desk.cli.output import AsJson, show_list, show_told, talk
from desk.cli.overlay_file import overlay_rows
from desk.cli.verbs import add_verbs
from desk.requests import BadRequest
from domain.calendar import local_day
from domain.law.book import NATION, Layer, Rules, parse_tables
from events.store.clock import SystemClock
from events.store.errors import NotOpened

app = typer.Typer(no_args_is_help=True, help="Quy định áp dụng.")
READER = "system:reader"
OF_THE_PROGRAM = "bảng kèm theo chương trình"
Shipped = Annotated[bool, typer.Option("--shipped", help="Bảng kèm theo chương trình, không cần sổ.")]
Unit = Annotated[
    str, typer.Option(help="Nhìn từ đơn vị này: quy định riêng của đơn vị và cấp trên đi trước.")
]
Awards = Annotated[
    list[str] | None, typer.Option("--award", help="Chỉ danh hiệu, hình thức này (nhiều lần được).")
]


@app.command()
def show(
    *,
    at: Annotated[str, typer.Option(help="Ngày (năm-tháng-ngày); mặc định là hôm nay.")] = "",
    award: Awards = None,
    unit: Unit = "",
    shipped: Shipped = False,  # an option
    as_json: AsJson = False,
) -> None:
    """Quy định có hiệu lực vào một ngày: nội dung, căn cứ, mức tin cậy, nguồn và quy định của nơi nào."""
    from desk.views.law import law_line
    from domain.law.answers import ask

    seen = _law(unit, shipped=shipped)
    day = parse_day(at) if at else seen.today
    answers = ask(seen.rules, day, _known(seen.rules, award), general=award is None)
    lines = [law_line(answer, seen.rules, seen.places) for answer in answers]
    show_told(lines, as_json=as_json)


@app.command()
def check(
    file: Annotated[Path | None, typer.Argument(help="Tệp quy định riêng, kiểm trước khi nạp.")] = None,
    *,
    shipped: Shipped = False,  # an option
    shown: Annotated[
        bool, typer.Option("--shown", help="Liệt kê các dòng chỉ để tra cứu, không bước nào làm theo.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Kiểm bảng quy định: chồng lấn, khoảng trống, thiếu căn cứ, mã lạ, dòng không ai đọc, thấp hơn luật."""
    from desk.views.law import law_faults
    from domain.law.checking import check_all, only_shown

    layers = _layers(shipped=shipped)
    if file is not None:
        layers = (
            Layer(file.name, f"tệp {file.name}", "", overlay_rows(file)),
            *(layer for layer in layers if layer.scope == NATION),
        )
    faults = check_all(layers)
    unused = only_shown(layers)
    columns = (
        ("kind", "lỗi"),
        ("layer", "trong"),
        ("table", "bảng"),
        ("rule", "quy định"),
        ("said", "chi tiết"),
    )
    show_list(law_faults([*faults, *(unused if shown else ())]), columns, as_json=as_json)
    if faults:
        raise NotVerified
    rows = sum(len(listed) for layer in layers for listed in layer.rows.values())
    talk(f"không có lỗi trong {rows} dòng của {len(layers)} bộ quy định")
    if unused and not shown:
        talk(f"{len(unused)} dòng chỉ để tra cứu, không bước nào làm theo; liệt kê bằng --shown")


@app.command()
def diff(
    first: str,
    second: str,
    *,
    award: Awards = None,
    unit: Unit = "",
    shipped: Shipped = False,  # an option
    as_json: AsJson = False,
) -> None:
    """Quy định đổi gì giữa hai ngày: nội dung trước và sau, kèm căn cứ."""
    from desk.views.law import law_change
    from domain.law.differences import differences

    rules = _law(unit, shipped=shipped).rules
    found = differences(rules, parse_day(first), parse_day(second), _known(rules, award))
    columns = (
        ("question", "hỏi"),
        ("key", "quy định"),
        ("before", f"ngày {first}"),
        ("after", f"ngày {second}"),
    )
    show_list([law_change(difference) for difference in found], columns, as_json=as_json)


def _known(rules: Rules, awards: list[str] | None) -> list[str] | None:
    from domain.law.answers import catalogue

    known = catalogue(rules)
    for award in awards or ():
        if award not in known:
            raise Missing(f"danh mục không có “{award}”; có: {', '.join(known)}")
    return awards or None


@dataclass(frozen=True, slots=True)
class Seen:
    """The law as a unit sees it, today, and the names of the places whose rules are in it."""

    rules: Rules
    today: date
    places: Mapping[str, str] = field(default_factory=dict)


def _law(unit: str, *, shipped: bool) -> Seen:
    """Read the law from the ledger; without one, from the tables of the program."""
    from desk.views.names import Names
    from projections import queries

    if shipped and unit:
        raise BadRequest(
            [
                "bảng kèm theo chương trình không có quy định riêng của đơn vị nào; hãy bỏ --unit hoặc --shipped"
            ]
        )
    if not shipped:
        try:
            with reading() as (house, session):
                if unit and queries.unit(session, unit) is None:
                    raise Missing(f"không có đơn vị {unit}")
                known = house.handler.reading(session, READER)
                rules = known.rules(unit or known.organisation)
                names = Names(house.ledger, session)
                places = {layer.scope: names.of(layer.scope) for layer in rules.layers}
                return Seen(rules, local_day(house.clock.now()), places)
        except NotOpened:
            talk(f"chưa có sổ: dùng {OF_THE_PROGRAM}")
    return Seen(Rules((_shipped(),)), local_day(SystemClock().now()))


def _layers(*, shipped: bool) -> tuple[Layer, ...]:
    if not shipped:
        try:
            with reading() as (house, session):
                return house.handler.reading(session, READER).law.layers
        except NotOpened:
            talk(f"chưa có sổ: dùng {OF_THE_PROGRAM}")
    return (_shipped(),)


def _shipped() -> Layer:
    from workflows.opening import RULESET, shipped_law

    return Layer(RULESET, NATION, "", parse_tables(shipped_law(), OF_THE_PROGRAM))


app.command()(impact)
add_verbs(app, "law", "policy")
