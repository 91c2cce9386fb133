"""`sovang doctor`: what is wrong with this deployment, and how to put it right."""

import typer

from desk.cli.errors import UNAVAILABLE
from desk.cli.output import AsJson, show_list

app = typer.Typer(invoke_without_command=True)
STATES = {"ok": "đúng", "note": "để biết", "warning": "cảnh báo", "fault": "sai"}


@app.callback()
def doctor(as_json: AsJson = False) -> None:
    """Khám cấu hình: mỗi mục đúng, cảnh báo hay sai, và cách sửa. Mã thoát 6 nếu có mục sai. Không đối chiếu từng byte: việc đó là của `sovang audit verify`."""
    from desk.checkup import check_names, check_settings, check_up
    from workflows.settings import Settings

    complaints = check_settings() or check_up(Settings())
    complaints += check_names()
    columns = (("check", "mục"), ("state", "tình trạng"), ("finding", "thấy gì"), ("remedy", "cách sửa"))
    show_list(complaints, columns, as_json=as_json, words={"state": STATES.__getitem__})
    if any(complaint.state == "fault" for complaint in complaints):
        raise typer.Exit(UNAVAILABLE)
