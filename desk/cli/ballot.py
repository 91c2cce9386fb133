"""`sovang session`: the acts with the ballot box, whose secrets are asked for and never stand on the command line."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.errors import Missing
from desk.cli.output import print_json, talk
from desk.cli.verbs import send
from desk.requests import BadRequest

As = Annotated[str, typer.Option("--as", help="Mã người thực hiện; mặc định là SOVANG_ACTOR.")]
Id = Annotated[str, typer.Option("--id", help="Mã lệnh; cùng mã thì chỉ ghi một lần.")]
Keys = Annotated[list[str], typer.Option("--key", help="MÃ NGƯỜI=TỆP KHOÁ, hai lần, cho hai người mở.")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả bằng JSON.")]


def add_ballot_acts(app: typer.Typer) -> None:
    """Add the verbs that need somebody's secret."""
    app.command("teller-key")(teller_key)
    app.command("cast-sealed")(cast_sealed)
    app.command("open-box")(open_box)
    app.command("rewrap-box")(rewrap_box)
    app.command("open-list")(open_list)


def teller_key(file: Path) -> None:
    """Tạo tệp khoá của một thành viên tổ kiểm phiếu, trên máy của người đó; in ra khoá công khai để nộp."""
    from desk.teller_key import make

    passphrase = _secret(f"Mật khẩu cho {file.name}: ")
    if passphrase != _secret("Nhập lại mật khẩu: "):
        raise BadRequest(["hai lần nhập mật khẩu không giống nhau"])
    try:
        typer.echo(make(file, passphrase))
    except FileExistsError as fault:
        raise BadRequest([f"{file.name} đã có; không ghi đè một tệp khoá"]) from fault
    talk("Nộp khoá công khai này bằng `sovang session give-teller-key`; giữ tệp và mật khẩu cho riêng mình.")


def cast_sealed(
    session: str,
    as_: As = "",
    ballot: Annotated[str, typer.Option(help="Lần bỏ phiếu; để trống là gửi trước phiên họp.")] = "",
    id_: Id = "",
    as_json: AsJson = False,
) -> None:
    """Bỏ một phiếu kín; ý kiến đọc từ đầu vào chuẩn (JSON: mã hồ sơ → for, against, abstain, invalid)."""
    from desk.cli.house import opened
    from desk.ids import new_id
    from domain.commands import ROUTES
    from events.catalogue import event_of
    from events.session import BallotReceived

    try:
        choices: dict[str, Any] = json.loads(sys.stdin.read())
    except json.JSONDecodeError:
        raise BadRequest(["đầu vào không phải JSON hợp lệ"]) from None
    command_id = id_ or new_id()
    member = _who(as_)
    body = {"session": session, "member": member, "choices": choices, "ballot": ballot or None}
    body = {key: value for key, value in body.items() if value is not None}
    send(ROUTES["session.cast_sealed"], body, _common(as_, "member", command_id))
    with opened() as house:
        known = house.ledger.recorded_command(command_id)
        stored = house.ledger.at_position(known.first_seq) if known else None
        event = event_of(stored) if stored else None
    if isinstance(event, BallotReceived):
        print_json({"tracker": event.tracker}) if as_json else typer.echo(event.tracker)


def open_box(
    session: str, ballot: str, *, key: Keys, as_: As = "", id_: Id = "", as_json: AsJson = False
) -> None:
    """Hai thành viên tổ kiểm phiếu cùng mở hòm; lần sau, bằng cặp khác, là mở lại để đối chiếu."""
    _with_keys("open", session, ballot, key, (as_, id_), as_json=as_json)


def rewrap_box(session: str, *, key: Keys, as_: As = "", id_: Id = "", as_json: AsJson = False) -> None:
    """Sau khi thay thành viên tổ kiểm phiếu: hai người còn lại chia lại khoá hòm phiếu."""
    _with_keys("share_again", session, None, key, (as_, id_), as_json=as_json)


def _with_keys(
    act: str, session: str, ballot: str | None, keys: list[str], who: tuple[str, str], *, as_json: bool
) -> None:
    from desk.cli.house import opened
    from desk.cli.verbs import said_by
    from desk.ids import new_id
    from events.base import SessionId
    from events.catalogue import wire_name
    from workflows.ballot_office import BallotOffice

    pair = _pair(keys)
    as_, id_ = who
    with opened() as house:
        office = BallotOffice(house.handler)
        said = said_by(_common(as_ or pair[0].person, "teller", id_), house.clock.now())
        command_id = id_ or new_id()
        if ballot is not None and act == "open":
            outcome = office.open(command_id, SessionId(session), ballot, pair, said)
        else:
            outcome = office.share_again(command_id, SessionId(session), pair, said)
    types = [wire_name(type(event)) for _, event in outcome.events]
    if as_json:
        print_json({"status": outcome.status, "events": types})
    else:
        talk(", ".join(types) or "không có gì mới để ghi")


def _pair(keys: list[str]) -> Any:  # noqa: ANN401  # two openers; their module is loaded only here
    from desk.teller_key import BadTellerKey, read
    from events.base import PersonId
    from workflows.ballot_office import Opener

    told = [one.partition("=") for one in keys]
    if len(told) != 2 or not all(person and file for person, _, file in told):  # noqa: PLR2004  # a pair
        raise BadRequest(["cần đúng hai --key, mỗi cái dạng MÃ NGƯỜI=TỆP KHOÁ"])
    try:
        return tuple(
            Opener(PersonId(person), read(Path(file), _secret(f"Mật khẩu của {Path(file).name}: ")))
            for person, _, file in told
        )
    except BadTellerKey as fault:
        raise BadRequest([str(fault)]) from None


def open_list(  # noqa: PLR0913  # the options of one act
    session: str,
    award: str,
    *,
    ballot: Annotated[str, typer.Option(help="Mã lần biểu quyết; mặc định là mã danh hiệu.")] = "",
    apart: Annotated[list[str], typer.Option("--except", help="Tách hồ sơ này ra biểu quyết riêng.")] = [],  # noqa: B006  # typer reads the default
    presiding: Annotated[str, typer.Option(help="Người chủ trì phần này.")] = "",
    as_: As = "",
    as_role: Annotated[str, typer.Option("--as-role", help="Vai trò dùng để thực hiện.")] = "chair",
) -> None:
    """Mở biểu quyết theo danh sách cho mọi hồ sơ của một danh hiệu; hồ sơ tách ra (--except) chưa mở."""
    from desk.cli.house import reading
    from desk.views.meetings import agenda_rows, meeting_of
    from desk.views.names import Names
    from domain.commands import ROUTES

    with reading() as (house, db):
        view = house.handler.reading(db, "system:reader")
        meeting = meeting_of(view, session)
        if meeting is None:
            raise Missing(f"không có phiên họp {session}")
        rows = agenda_rows(view, Names(house.ledger, db), meeting)
        lines = [
            line
            for line, row in rows.items()
            if row.award == award and line in meeting.open_to_vote and line not in apart
        ]
    if not lines:
        raise Missing(f"không còn hồ sơ {award} nào chưa biểu quyết")
    body: dict[str, Any] = {"session": session, "ballot": ballot or award, "lines": lines}
    if presiding:
        body["presiding"] = presiding
    send(ROUTES["session.open_ballot"], body, _common(as_, as_role, ""))


def _who(as_: str) -> str:
    import os

    return as_ or os.environ.get("SOVANG_ACTOR", "")


def _common(as_: str, role: str, command_id: str) -> dict[str, Any]:
    return {
        "as_": as_, "as_role": role, "behalf": "", "at": "", "late_reason": "", "id_": command_id, "dry_run": False,
        "json_": False,
    }  # fmt: skip


def _secret(prompt: str) -> str:
    """Ask without echo; without a terminal, read a line."""
    from getpass import getpass

    return getpass(prompt) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
