"""`sovang apply FILE.jsonl`: one command a line; all lines are read first, and a malformed one stops everything."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from desk.cli.errors import REFUSED
from desk.cli.house import opened
from desk.cli.output import talk
from desk.cli.verbs import OUTCOMES
from desk.files import unreadable
from desk.requests import BadRequest, command_from, json_from
from domain.decider import Command, Said
from domain.refusal import Refusal
from events.base import to_utc
from events.envelope import By

app = typer.Typer(invoke_without_command=True)
MAX_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A parsed line."""

    number: int
    command_id: str
    command: Command


@app.callback()
def apply(
    file: Annotated[Path, typer.Argument(help="Tệp JSONL: {id, at, by: {person, role}, command, …}.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ ghi gì.")] = False,
) -> None:
    """Thực hiện các lệnh trong tệp. Dòng sai dạng: không chạy gì, mã 2. Lệnh bị quy định từ chối: nêu từng dòng, mã 1."""
    lines = parse(file)
    refused = 0
    with opened() as house:
        for line in lines:
            try:
                outcome = house.handler.handle(line.command_id, line.command, dry_run=dry_run)
            except Refusal as refusal:
                refused += 1
                talk(f"dòng {line.number}: [{refusal.code}] {refusal}")
            else:
                talk(f"dòng {line.number}: {OUTCOMES[outcome.status]}, {len(outcome.events)} sự kiện")
    talk(f"{len(lines)} lệnh, {refused} bị từ chối")
    if refused:
        raise typer.Exit(REFUSED)


def parse(file: Path) -> list[Line]:
    """Read every line; raises `BadRequest` with a sentence for each malformed one."""
    try:
        texts = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise BadRequest([unreadable(file, fault)]) from fault
    lines: list[Line] = []
    faults: list[str] = []
    for number, text in enumerate(texts, 1):
        if not text.strip():
            continue
        try:
            lines.append(_line(number, text))
        except BadRequest as fault:
            faults += [f"dòng {number}: {sentence}" for sentence in fault.sentences]
    if faults:
        raise BadRequest(faults)
    return lines


def _line(number: int, text: str) -> Line:
    if len(text) > MAX_LINE:
        raise BadRequest(["dòng quá dài"])
    said = json_from(text)
    if not isinstance(said, dict):
        raise BadRequest(["mỗi dòng phải là một đối tượng JSON"])
    missing = [name for name in ("id", "at", "by", "command") if name not in said]
    if missing:
        raise BadRequest([f"thiếu {', '.join(missing)}"])
    body = {
        name: value
        for name, value in said.items()
        if name not in ("id", "at", "by", "command", "late_reason")
    }
    return Line(number, str(said["id"]), command_from(str(said["command"]), body, _said(said)))


def _said(said: dict[str, Any]) -> Said:
    by = said["by"]
    if (
        not isinstance(by, dict)
        or not isinstance(by.get("person"), str)
        or not isinstance(by.get("role"), str)
    ):
        raise BadRequest(["“by” cần person và role"])
    if set(by) - {"person", "role", "behalf"} or by["person"].startswith("system:"):
        raise BadRequest(["“by” chỉ gồm person (một người), role, behalf"])
    if not isinstance(by.get("behalf"), str | None):
        raise BadRequest(["“behalf” phải là chữ"])
    try:
        at = to_utc(datetime.fromisoformat(str(said["at"])))
    except ValueError as fault:
        raise BadRequest(["“at” phải là thời điểm có múi giờ"]) from fault
    who = By(by["person"], role=by["role"], behalf=by.get("behalf"), auth="apply")
    reason = said.get("late_reason")
    return Said(at=at, by=who, late_reason=str(reason) if reason else None)
