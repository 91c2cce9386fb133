"""`sovang account`: open an account and give the one-time code that opens it for the first time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from desk.cli.errors import Missing
from desk.cli.house import opened
from desk.cli.output import talk
from desk.door.welcome import Welcome
from desk.requests import BadRequest
from domain.decider import Said
from events.envelope import By

app = typer.Typer(no_args_is_help=True, help="Tài khoản.")
As = Annotated[str, typer.Option("--as", help="Mã người thực hiện; mặc định là SOVANG_ACTOR.")]
AsRole = Annotated[str, typer.Option("--as-role", help="Vai trò dùng để thực hiện.")]


@contextmanager
def _welcome(who: str, role: str) -> Iterator[tuple[Welcome, Said]]:
    from desk.web.serve import door_of

    actor = who or os.environ.get("SOVANG_ACTOR", "")
    if not actor:
        raise BadRequest(["cần --as (hoặc SOVANG_ACTOR): ai mở tài khoản"])
    with opened() as house:
        door = door_of(house.settings)
        try:
            by = By(actor, role=role, auth="command line")
            yield Welcome(house, door), Said(at=house.clock.now(), by=by, late_reason=None)
        finally:
            door.database.close()


@app.command("open")
def open_(person: str, login: str, as_: As = "", as_role: AsRole = "administrator") -> None:
    """Mở tài khoản cho một người và in mã dùng một lần; vào rồi thì đặt mật khẩu."""
    with _welcome(as_, as_role) as (welcome, said):
        welcome.open_account(person, login, said)
        given = welcome.give_code(person, said)
    talk(f"đã mở tài khoản “{login}”; mã dùng một lần, trong 24 giờ:")
    typer.echo(given.digits)


@app.command()
def code(person: str, as_: As = "", as_role: AsRole = "administrator") -> None:
    """Cấp mã dùng một lần cho người đã có tài khoản."""
    with _welcome(as_, as_role) as (welcome, said):
        if welcome.door.account(person) is None:
            raise Missing(f"{person} chưa có tài khoản")
        given = welcome.give_code(person, said)
    typer.echo(given.digits)


@app.command()
def close(person: str, reason: str, as_: As = "", as_role: AsRole = "administrator") -> None:
    """Đóng tài khoản và mọi phiên đăng nhập của nó."""
    with _welcome(as_, as_role) as (welcome, said):
        welcome.close_account(person, reason, said)
    talk("đã đóng tài khoản")
