"""Help in Vietnamese: the library's own commands and groups, with every heading, placeholder and standard option in words."""

from collections.abc import Iterator
from typing import Any

import typer
from typer import _click
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption
from typing_extensions import override

USAGE, ARGUMENTS, OPTIONS, COMMANDS = "Cách dùng: ", "Tham số", "Tuỳ chọn", "Lệnh"
STANDARD = {
    "help": "In trợ giúp này.",
    "install_completion": "Cài việc gợi ý bằng phím Tab cho shell này.",
    "show_completion": "In đoạn mã gợi ý bằng phím Tab, để tự cài.",
}
"""What the library's own options do."""
_PLACEHOLDERS = {"int": "SỐ", "float": "SỐ", "Path": "TỆP"}
_LONGEST = 400


def _usage(ctx: _click.Context, command: _click.Command, *, group: bool) -> str:
    arguments = [one for one in command.get_params(ctx) if isinstance(one, TyperArgument)]
    names = [_name(one) if one.required else f"[{_name(one)}]" for one in arguments]
    return " ".join(["[TUỲ CHỌN]", *names, *(["LỆNH …"] if group else [])])


def _name(argument: TyperArgument) -> str:
    return argument.display_name_raw.upper()


def _write(command: _click.Command, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
    formatter.write_usage(ctx.command_path, _usage(ctx, command, group=_commands(command, ctx) != []), USAGE)
    command.format_help_text(ctx, formatter)
    parameters = command.get_params(ctx)
    for heading, rows in (
        (ARGUMENTS, [_argument(one) for one in parameters if isinstance(one, TyperArgument)]),
        (
            OPTIONS,
            [_option(one, ctx) for one in parameters if isinstance(one, TyperOption) and not one.hidden],
        ),
        (COMMANDS, _commands(command, ctx)),
    ):
        if rows:
            with formatter.section(heading):
                formatter.write_dl(rows)


def _commands(command: _click.Command, ctx: _click.Context) -> list[tuple[str, str]]:
    if not isinstance(command, TyperGroup):
        return []
    found = ((name, command.get_command(ctx, name)) for name in command.list_commands(ctx))
    return [(name, one.get_short_help_str(_LONGEST)) for name, one in found if one is not None]


def _argument(argument: TyperArgument) -> tuple[str, str]:
    return _name(argument), _told(argument, () if argument.required else ("có thể bỏ qua",))


def _option(option: TyperOption, ctx: _click.Context) -> tuple[str, str]:
    names = ", ".join(option.opts)
    if option.secondary_opts:
        names += f" / {', '.join(option.secondary_opts)}"
    if not option.is_flag:
        names += f" {_PLACEHOLDERS.get(option.bare_type(), 'CHỮ')}"
    return names, _told(option, tuple(_asides(option, ctx)))


def _asides(option: TyperOption, ctx: _click.Context) -> Iterator[str]:
    if option.required:
        yield "bắt buộc"
    default = option.get_default(ctx)
    if not option.is_flag and default not in (None, "", ()) and not callable(default):
        yield f"mặc định {default}"


def _told(parameter: TyperArgument | TyperOption, asides: tuple[str, ...]) -> str:
    name = parameter.name or ""
    said = STANDARD.get(name) or parameter.help or _word(name)
    return f"{said} ({', '.join(asides)})" if asides else said


def _word(name: str) -> str:
    """Give what a field of that name asks; most arguments are called like the field they fill."""
    from desk.cli.words import label_of

    return label_of("", name)


class Command(TyperCommand):
    """A verb."""

    @override
    def format_help(self, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
        _write(self, ctx, formatter)


class Group(TyperGroup):
    """A noun with its verbs."""

    @override
    def format_help(self, ctx: _click.Context, formatter: _click.HelpFormatter) -> None:
        _write(self, ctx, formatter)


def in_words(app: typer.Typer) -> Any:  # noqa: ANN401  # a command or a group of the library
    """Make a noun's command, which speaks Vietnamese whatever its module has said of classes."""
    app._add_completion = False  # noqa: SLF001  # the root has it
    app.info.cls = Group
    if app.registered_callback is not None:
        app.registered_callback.cls = Group
    for verb in app.registered_commands:
        verb.cls = Command
    return typer.main.get_command(app)
