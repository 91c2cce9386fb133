"""`sovang db`: bring the tables forward, rebuild the read tables."""

import json
from typing import Annotated

import typer

from desk.cli.output import AsJson, print_json, talk

app = typer.Typer(no_args_is_help=True, help="Cơ sở dữ liệu.")


@app.command()
def upgrade() -> None:
    """Nâng cấp bảng của sổ; dựng lại bảng đọc nếu hình dạng đã đổi; áp dụng mẫu thư và quy định mới đi kèm."""
    from events.store.errors import NotOpened
    from workflows.opening import adopt_shipped, fill_read_tables, upgrade_tables
    from workflows.settings import Settings
    from workflows.wiring import open_house

    settings = Settings()
    settings.data.mkdir(parents=True, exist_ok=True)
    upgrade_tables(settings)
    house = open_house(settings)
    try:
        fill_read_tables(house)
        try:
            _ = house.ledger.genesis
        except NotOpened:
            talk("bảng đã sẵn sàng; chưa có sổ, hãy chạy `sovang init`")
            return
        adopt_shipped(house)
        talk(f"xong: {house.ledger.head()} sự kiện")
    finally:
        house.close()


@app.command()
def rebuild(as_json: AsJson = False) -> None:
    """Dựng lại mọi bảng đọc từ nhật ký; không gửi thư, không chạy lượt xử lý nào."""
    from projections.rebuild import rebuild as rebuild_tables
    from workflows.lifecycle import LIFECYCLE
    from workflows.settings import Settings
    from workflows.wiring import open_house

    house = open_house(Settings())
    try:
        _ = house.ledger.genesis
        rebuilt = rebuild_tables(house.ledger, house.ledger.database, LIFECYCLE)
    finally:
        house.close()
    if as_json:
        print_json({"events": rebuilt.events, "streams": rebuilt.streams, "rows": rebuilt.rows})
    else:
        talk(f"đã dựng lại: {rebuilt.events} sự kiện, {rebuilt.streams} dòng, {rebuilt.rows} hàng")


@app.command()
def sweep(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ xoá gì.")] = False,
    as_json: AsJson = False,
) -> None:
    """Xoá tệp mà không sự kiện nào nêu, và khoá mà một sự kiện đã xoá: việc dở dang khi máy ngừng."""
    from desk.cli.house import opened
    from events.store.blobs import recorded
    from events.store.sealing import NeededKeys

    with opened() as house:
        removed = house.blobs.sweep(lambda: recorded(house.ledger), dry_run=dry_run)
        needed = NeededKeys(house.ledger.keys)
        for page in house.ledger.pages():
            for row in page:
                needed.follow(row.seq, row.envelope, json.loads(bytes(row.envelope.data)))
        left = needed.left()
        for key in () if dry_run else left:
            house.ledger.keys.destroy(key)
    if as_json:
        print_json({"removed": removed, "keys": left, "dry_run": dry_run})
    else:
        done = "sẽ xoá" if dry_run else "đã xoá"
        talk(f"{done} {len(removed)} tệp không sự kiện nào nêu, {len(left)} khoá đã có sự kiện xoá")
