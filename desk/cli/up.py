"""`sovang up`: the desk in a browser, with everything it needs on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli.output import talk

app = typer.Typer(invoke_without_command=True)
DEMO = Path("var/demo")


@app.callback()
def up(
    host: Annotated[str, typer.Option(help="Địa chỉ lắng nghe; mặc định chỉ máy này.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Cổng.")] = 8320,
    engine: Annotated[bool, typer.Option(help="Chạy cả engine (luồng, nhắc việc, thư).")] = True,
    workers: Annotated[
        int,
        typer.Option(min=1, max=32, help="Số tiến trình dựng trang; mỗi bộ xử lý một tiến trình là vừa."),
    ] = 2,
) -> None:
    """Mở trang làm việc; chưa có sổ của mình mà đã diễn `sovang demo` thì mở sổ minh hoạ."""
    from desk.web.serve import Deployment, serve

    deployment = Deployment.found(DEMO)

    def ready() -> None:
        if deployment.demo:
            from desk.demo.accounts import PASSWORD, PEOPLE

            talk(f"Sổ minh hoạ; mật khẩu của mọi tài khoản dưới đây: {PASSWORD}")
            for login, duty in PEOPLE.items():
                talk(f"  {login:<14} {duty}")
        talk(f"Mở http://{host}:{port}/ bằng trình duyệt; Ctrl-C để dừng.")

    serve(deployment, (host, port), workers=workers, with_engine=engine, ready=ready)
