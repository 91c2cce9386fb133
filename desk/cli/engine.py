"""`sovang engine`: hand over to the engine's own process, which is the only one that imports Prefect."""

import os
import sys

import typer

app = typer.Typer(invoke_without_command=True)


@app.callback()
def engine() -> None:
    """Chạy engine cho đến khi được dừng (Ctrl-C). Trên SQLite chỉ một engine; cái thứ hai thoát mã 6."""
    os.execv(sys.executable, [sys.executable, "-m", "workflows.engine"])  # noqa: S606  # our own module
