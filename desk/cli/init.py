"""`sovang init SETUP.yaml`: open a ledger and enter who there is."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.output import talk

app = typer.Typer(invoke_without_command=True)


@app.callback()
def init(
    setup: Annotated[
        Path, typer.Argument(help="Tệp thiết lập (YAML): cơ quan, đơn vị, con người, Hội đồng.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ kiểm tra tệp.")] = False,
) -> None:
    """Mở sổ mới từ tệp thiết lập; chạy lại thì chỉ ghi phần chưa có."""
    from desk.setup.enter import enter
    from desk.setup.file import read_setup
    from workflows.opening import fill_read_tables, hold_lost, upgrade_tables
    from workflows.settings import Settings
    from workflows.wiring import open_house

    read = read_setup(setup)
    if dry_run:
        talk(f"tệp hợp lệ: {len(read.units)} đơn vị, {len(read.people)} người")
        return
    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    hold_lost(settings)
    upgrade_tables(settings)
    house = open_house(settings)
    try:
        fill_read_tables(house)
        enter(house, read, setup.parent)
        checkpoint = house.notary().sign()
        talk(f"đã mở sổ {read.ledger}: {checkpoint.size} sự kiện, thư mục dữ liệu {settings.data}")
        talk(f"quản trị: {read.person(read.administrator)}")
    finally:
        house.close()
