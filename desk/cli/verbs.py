"""The write verbs of a noun, made from the domain's own commands: one option a field, checked like any request."""

import inspect
import os
from collections.abc import Callable
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import wraps
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import typer

from desk.cli.output import print_json, talk
from desk.cli.words import label_of, title_of
from desk.files import unreadable
from desk.ids import new_id
from desk.requests import BadRequest, command_from, json_from
from domain.commands import INTERNAL, ROUTES, Route
from domain.decider import ENVELOPE, Said
from events.base import to_utc
from events.catalogue import wire_name
from events.envelope import By
from workflows.handle import Outcome

As = Annotated[str, typer.Option("--as", help="Mã người thực hiện; mặc định là SOVANG_ACTOR.")]
AsRole = Annotated[str, typer.Option("--as-role", help="Vai trò dùng để thực hiện.")]
Behalf = Annotated[str, typer.Option("--behalf", help="Làm thay cho đơn vị nào.")]
At = Annotated[str, typer.Option("--at", help="Thời điểm xảy ra (RFC 3339); mặc định là bây giờ.")]
LateReason = Annotated[str, typer.Option("--late-reason", help="Lý do ghi chậm.")]
Id = Annotated[str, typer.Option("--id", help="Mã lệnh; cùng mã thì chỉ ghi một lần.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Chỉ cho biết sẽ ghi gì.")]
Json = Annotated[bool, typer.Option("--json", help="In kết quả bằng JSON.")]
COMMON = (
    ("as_", As, ""), ("as_role", AsRole, ""), ("behalf", Behalf, ""), ("at", At, ""),
    ("late_reason", LateReason, ""), ("id_", Id, ""), ("dry_run", DryRun, False), ("json_", Json, False),
)  # fmt: skip
"""The options of every write: name, type, default."""
JSON_FORM = "JSON, hoặc @tệp.json"
FORMS = {str: "", int: "số", Decimal: "số", bool: "true hoặc false", date: "năm-tháng-ngày"}
"""Type of a field → how its value is written."""
OUTCOMES = {
    "recorded": "đã ghi",
    "nothing": "không có gì mới để ghi",
    "repeated": "lệnh này đã ghi từ trước",
}
"""What a write came to, in words."""


def add_verbs(app: typer.Typer, *kinds: str, leave_out: frozenset[str] = frozenset()) -> None:
    """Add a verb for every command of these kinds that a person may send."""
    for route in ROUTES.values():
        if route.kind in kinds and route.name not in INTERNAL and route.name not in leave_out:
            add_verb(app, route, name=route.name.partition(".")[2].replace("_", "-"))


def add_verb(app: typer.Typer, route: Route, name: str) -> None:
    """Add one verb."""
    names = [field.name for field in fields(route.command) if field.name not in ENVELOPE]

    def verb(**values: Any) -> None:  # noqa: ANN401  # typer hands over what the options say
        common = {key: values.pop(key) for key, _type, _default in COMMON}
        send(route, {key: _parsed(key, values[key]) for key in names if values[key] is not None}, common)

    verb.__doc__ = f"{title_of(route.name)}."
    parameters = [*_options(route), *(_common(*one) for one in COMMON)]
    verb.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    verb.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    app.command(name)(verb)


def _common(name: str, annotation: Any, default: object) -> inspect.Parameter:  # noqa: ANN401  # a typing construct
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _options(route: Route) -> list[inspect.Parameter]:
    hints = get_type_hints(route.command)
    found = []
    for field in fields(route.command):
        if field.name in ENVELOPE:
            continue
        required = field.default is MISSING and field.default_factory is MISSING
        form = form_of(hints[field.name])
        help_line = f"{label_of(route.name, field.name)}{f': {form}' if form else ''}."
        option = typer.Option(help=help_line)
        annotation: Any = Annotated[str, option] if required else Annotated[str | None, option]
        default = inspect.Parameter.empty if required else None
        found.append(
            inspect.Parameter(
                field.name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation
            )
        )
    return found


def form_of(hint: Any) -> str:  # noqa: ANN401  # a typing construct
    """Say how a value of this type is written on a command line; nothing of plain text."""
    plain = getattr(hint, "__supertype__", hint)
    if get_origin(plain) is Annotated:
        return form_of(get_args(plain)[0])
    if get_origin(plain) in (Union, UnionType):
        given = [one for one in get_args(plain) if one is not NoneType]
        return form_of(given[0]) if len(given) == 1 else JSON_FORM
    if get_origin(plain) is Literal:
        return f"một trong {', '.join(map(str, get_args(plain)))}"
    return FORMS.get(plain, JSON_FORM)


def _parsed(name: str, text: str) -> object:
    """Read an option: text, or JSON when it looks like a list or an object; @FILE reads the file."""
    option = f"--{name.replace('_', '-')}"
    if text.startswith("@"):
        try:
            text = Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as fault:
            raise BadRequest([f"{option}: {unreadable(Path(text[1:]), fault)}"]) from fault
    if text[:1] in ("[", "{"):
        try:
            return json_from(text)
        except BadRequest as fault:
            raise BadRequest([f"{option}: {sentence}" for sentence in fault.sentences]) from fault
    return text


def acting(
    *, leave_out: frozenset[str] = frozenset()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a write with a function of its own the common options; the function is handed them as `common`."""
    kept = [one for one in COMMON if one[0] not in leave_out]

    def with_options(act: Callable[..., None]) -> Callable[..., None]:
        own = [one for one in inspect.signature(act).parameters.values() if one.name != "common"]

        @wraps(act)
        def verb(**values: Any) -> None:  # noqa: ANN401  # typer hands over what the options say
            common = {key: values.pop(key, default) for key, _type, default in COMMON}
            act(**values, common=common)

        hints = get_type_hints(act, include_extras=True)
        own = [one.replace(annotation=hints[one.name], kind=inspect.Parameter.KEYWORD_ONLY) for one in own]
        parameters = [*own, *(_common(*one) for one in kept)]
        verb.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        verb.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return verb

    return with_options


def said_by(common: dict[str, Any], now: datetime) -> Said:
    """Give when and who, from a write's common options."""
    who = common["as_"] or os.environ.get("SOVANG_ACTOR", "")
    if not who or not common["as_role"]:
        raise BadRequest(["cần --as (hoặc SOVANG_ACTOR) và --as-role: ai làm, với vai trò gì"])
    if who.startswith("system:"):
        raise BadRequest(["người thực hiện phải là một người"])
    at = now
    if common["at"]:
        try:
            at = to_utc(datetime.fromisoformat(common["at"]))
        except ValueError as fault:
            raise BadRequest(["--at phải là thời điểm có múi giờ, ví dụ 2024-12-24T14:00+07:00"]) from fault
    by = By(who, role=common["as_role"], behalf=common["behalf"] or None, auth="command line")
    return Said(at=at.astimezone(UTC), by=by, late_reason=common["late_reason"] or None)


def send(route: Route, body: dict[str, Any], common: dict[str, Any]) -> None:
    """Send one command and say what it came to."""
    from desk.cli.house import opened

    with opened() as house:
        command = command_from(route.name, body, said_by(common, house.clock.now()))
        outcome = house.handler.handle(common["id_"] or new_id(), command, dry_run=common["dry_run"])
    tell(outcome, common)


def tell(outcome: Outcome, common: dict[str, Any]) -> None:
    """Say what a write came to."""
    events = [{"stream": stream, "type": wire_name(type(event))} for stream, event in outcome.events]
    if common["json_"]:
        print_json({"status": outcome.status, "first": outcome.first, "last": outcome.last, "events": events})
        return
    talk("sẽ ghi" if common["dry_run"] and events else OUTCOMES[outcome.status])
    for event in events:
        talk(f"  {event['type']}  {event['stream']}")
