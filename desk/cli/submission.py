"""`sovang submission`: a unit's set, its papers, its receipt; lists sent on; and every act on them."""

from pathlib import Path
from typing import Annotated

import typer

from desk.cli import uploads, verbs
from desk.cli.house import reading
from desk.cli.output import AsJson
from desk.cli.verbs import add_verbs
from events.base import SubmissionId

app = typer.Typer(no_args_is_help=True, help="Bộ hồ sơ của đơn vị và danh sách trình lên.")


@app.command()
def attach(  # noqa: PLR0913, PLR0917  # one option a fact
    submission: str,
    file: Annotated[Path, typer.Argument(help="Tệp cần đính kèm (PDF, JPEG, PNG, .docx, .xlsx).")],
    kind: uploads.Kind,
    title: uploads.Title = None,
    number: uploads.Number = None,
    day: uploads.Day = None,
    issuer: uploads.Issuer = None,
    as_: verbs.As = "",
    as_role: verbs.AsRole = "",
    behalf: verbs.Behalf = "",
    at: verbs.At = "",
    late_reason: verbs.LateReason = "",
    id_: verbs.Id = "",
    dry_run: verbs.DryRun = False,
    json_: verbs.Json = False,
) -> None:
    """Đính kèm bản quét một giấy tờ chung của bộ hồ sơ (tờ trình, biên bản, danh sách)."""
    from desk.uploads.attach import attach_to_submission

    common = verbs.common(as_, as_role, behalf, at, late_reason, id_, dry_run=dry_run, json_=json_)
    told = uploads.read(file, kind, title, number, day, issuer)
    uploads.send(attach_to_submission, SubmissionId(submission), told, common)


@app.command()
def papers(submission: str, as_json: AsJson = False) -> None:
    """Liệt kê giấy tờ chung của bộ hồ sơ."""
    from desk.views import papers as views

    with reading() as (house, session):
        rows = views.of_submission(house, session, submission)
    uploads.show_papers(rows, as_json=as_json)


@app.command()
def paper(submission: str, hash_: Annotated[str, typer.Argument(metavar="HASH")]) -> None:
    """In nội dung một tệp đính kèm ra stdout; HASH là vài ký tự đầu của mã băm (ít nhất tám)."""
    from desk.views import papers as views

    with reading() as (house, session):
        uploads.print_file(house, views.of_submission(house, session, submission), hash_)


add_verbs(app, "submission", leave_out=frozenset({"submission.attach"}))
