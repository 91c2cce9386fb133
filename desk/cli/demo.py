"""`sovang demo`: play the year, then say what it came to and what to try next."""

import sys
import time
from pathlib import Path
from typing import Annotated, Any, Self

import typer

from desk.cli.output import talk

app = typer.Typer(invoke_without_command=True)
FOLDER = Path("var/demo")


@app.callback()
def demo(
    folder: Annotated[Path, typer.Option(help="Thư mục của bản diễn; nội dung cũ bị xoá.")] = FOLDER,
    script: Annotated[
        Path | None, typer.Option(help="Thư mục kịch bản (mặc định: examples/demo-2024).")
    ] = None,
    prefect: Annotated[
        bool, typer.Option(help="Chạy luồng bằng Prefect; --no-prefect chạy ngay trong tiến trình.")
    ] = True,
    plant: Annotated[
        bool, typer.Option(help="Cài một tên thứ 16 vào danh sách chi, để đối soát tìm ra.")
    ] = False,
) -> None:
    """Diễn năm thi đua 2024 của một xã: luồng thật, thư qua SMTP thật, đồng hồ mô phỏng."""
    from desk.demo.data import Script, examples_folder
    from desk.demo.play import play
    from desk.demo.telling import tell
    from workflows.logs import configure_logs

    configure_logs()
    began = time.monotonic()
    read = Script(script or examples_folder() / "demo-2024")
    with _Progress() as progress:
        played = play(folder, read, progress.told, with_prefect=prefect, planted=plant)
    tell(folder, played)
    talk(f"Diễn xong sau {time.monotonic() - began:.0f} giây.")


class _Progress:
    """A bar on a terminal; one line a scene elsewhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._task: Any = None

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TextColumn

            self._bar = Progress(
                TextColumn("{task.completed:>3}/{task.total}"),
                BarColumn(),
                TextColumn("{task.description}"),
                console=Console(file=sys.stderr),
            )
            self._bar.start()
            self._task = self._bar.add_task("khởi động engine", total=1)
        else:
            talk("khởi động engine…")
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def told(self, number: int, total: int, title: str) -> None:
        """Show how far the play is."""
        if self._bar is None:
            talk(f"{number:>3}/{total} {title}")
        else:
            self._bar.update(self._task, completed=number, total=total, description=title)
