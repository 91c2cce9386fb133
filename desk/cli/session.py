"""`sovang session`: list, show, and every act of a meeting."""

from typing import Annotated

import typer

from desk.cli.ballot import add_ballot_acts
from desk.cli.council_rules import add_rules_acts
from desk.cli.errors import Missing
from desk.cli.house import reading, viewer
from desk.cli.output import AsJson, show_list, show_one, talk
from desk.cli.verbs import add_verbs

app = typer.Typer(no_args_is_help=True, help="Phiên họp Hội đồng.")


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """Liệt kê phiên họp."""
    from desk.views import read
    from desk.web.words import moment, word

    with reading() as (_house, session):
        columns = (
            ("starts_at", "lúc"),
            ("agenda", "số hồ sơ"),
            ("present", "có mặt"),
            ("stage", "bước"),
            ("session", "mã"),
        )
        words = {"starts_at": moment, "stage": lambda stage: word(stage, "session_stage")}
        show_list(read.sessions(session), columns, as_json=as_json, words=words)


@app.command()
def show(session_id: str, as_json: AsJson = False) -> None:
    """Xem một phiên họp và kết quả từng hồ sơ."""
    from desk.views import read
    from desk.views.mask import Mask
    from desk.views.names import Names
    from desk.web.words import moment, word

    with reading() as (house, session):
        mask = Mask(house.handler.reading(session, "system:reader"), viewer())
        found = read.session_detail(session, Names(house.ledger, session), mask, session_id)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("starts_at", "Lúc"),
        ("place", "Tại"),
        ("present", "Có mặt"),
        ("stage", "Bước"),
        ("lines", "Kết quả"),
    )
    words = {"starts_at": moment, "stage": lambda stage: word(stage, "session_stage")}
    show_one(found, titles, as_json=as_json, words=words)


@app.command()
def preflight(session_id: str, as_json: AsJson = False) -> None:
    """Trước phiên họp: mọi thành viên đã được báo chưa, bằng cách nào; còn người chưa được báo thì thoát mã 1."""
    from desk.views.names import Names
    from desk.views.preflight import preflight as look

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = look(session, Names(house.ledger, session), view, session_id)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("by_mail", "Qua thư điện tử"),
        ("told", "Báo cách khác"),
        ("not_reached", "Chưa báo được"),
        ("shape", "Lưu ý về cơ cấu Hội đồng"),
        ("members", "Thành viên"),
    )
    show_one(found, titles, as_json=as_json)
    if found.not_reached:
        talk(
            "Còn thành viên chưa được báo: hãy sửa địa chỉ rồi gửi lại, hoặc báo và ghi lại (letters deliver-notice)."
        )
        raise typer.Exit(1)


@app.command()
def summary(session_id: str, as_json: AsJson = False) -> None:
    """Bảng tóm tắt của phiên họp: mỗi hồ sơ ba dòng, ý kiến cơ quan thường trực, và có còn đạt được tỷ lệ không."""
    from desk.views.mask import Mask
    from desk.views.meetings import summary as look
    from desk.views.names import Names
    from desk.web.words import moment

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = look(view, Names(house.ledger, session), Mask(view, viewer()), session_id, viewer())
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("starts_at", "Lúc"),
        ("due_at", "Hạn gửi ý kiến"),
        ("tellers", "Tổ kiểm phiếu"),
        ("lines", "Hồ sơ"),
    )
    show_one(found, titles, as_json=as_json, words={"starts_at": moment, "due_at": moment})


@app.command()
def interests(
    session_id: str,
    member: Annotated[str, typer.Option(help="Mã thành viên; mặc định là SOVANG_ACTOR.")] = "",
    as_json: AsJson = False,
) -> None:
    """Trang danh sách tên để một thành viên xác nhận về xung đột lợi ích."""
    from desk.views.meetings import interests as look
    from desk.views.names import Names

    who = member or viewer()
    if who is None:
        raise typer.BadParameter("cần --member hoặc SOVANG_ACTOR")
    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = look(view, Names(house.ledger, session), session_id, who)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    show_one(
        found, (("member", "Thành viên"), ("confirmed", "Đã xác nhận"), ("lines", "Hồ sơ")), as_json=as_json
    )


@app.command()
def minutes(session_id: str, as_json: AsJson = False) -> None:
    """Biên bản họp và biên bản kiểm phiếu; chưa có khi chưa kiểm phiếu xong."""
    from desk.views.mask import Mask
    from desk.views.minutes import minutes as look
    from desk.views.names import Names

    with reading() as (house, session):
        view = house.handler.reading(session, "system:reader")
        found = look(view, Names(house.ledger, session), Mask(view, viewer()), session_id)
    if found is None:
        raise Missing(f"không có phiên họp {session_id}")
    titles = (
        ("council", "Hội đồng"), ("number", "Biên bản họp số"), ("count_number", "Biên bản kiểm phiếu số"), ("day", "Ngày"),
        ("place", "Tại"), ("late_lines", "Bổ sung vào chương trình"), ("carried", "Chuyển phiên bổ sung"),
        ("interruptions", "Tạm dừng"), ("members", "Thành viên"), ("present", "Có mặt"), ("wrote", "Gửi ý kiến, phiếu trước"), ("absent", "Vắng"), ("proxies", "Dự thay"),
        ("tellers", "Tổ kiểm phiếu"), ("ballots", "Kiểm phiếu"), ("lines", "Kết quả"), ("signed", "Người ký"),
    )  # fmt: skip
    show_one(found, titles, as_json=as_json)


@app.command()
def receipt(tracker: str, as_json: AsJson = False) -> None:
    """Phiếu kín có mã này còn nằm nguyên vẹn trong hòm không; không cho biết phiếu ghi gì."""
    from desk.views.meetings import receipt as look

    with reading() as (house, session):
        found = look(house.handler.reading(session, "system:reader"), tracker)
    if found is None:
        raise Missing("không có phiếu nào mang mã này")
    titles = (
        ("state", "Phiếu"),
        ("session", "Phiên họp"),
        ("ballot", "Lần bỏ phiếu"),
        ("received_at", "Nhận lúc"),
    )
    show_one(found, titles, as_json=as_json)


add_ballot_acts(app)
add_rules_acts(app)
add_verbs(app, "session", "council", leave_out=frozenset({"session.cast_sealed", "council.adopt_rules"}))
