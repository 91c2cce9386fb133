import inspect
from dataclasses import fields, is_dataclass

import pytest

from domain.commands import BY_CLASS, DECIDERS, ROUTES
from domain.decider import Command
from events.catalogue import STREAMS
from events.envelope import stream_kind
from tests.domain.test_flow import park
from tests.domain.test_fund import budget
from tests.domain.test_lawbook import end
from tests.domain.test_ledger import opening
from tests.domain.test_record import grading
from tests.domain.test_registry import enter
from tests.domain.test_unit import establish


def leaves(kind: type[Command]) -> set[str]:
    """Name every command class there is; by name, since a slotted class leaves its draft behind."""
    children = [child for child in kind.__subclasses__() if child.__module__.startswith("domain.")]
    return set().union(*map(leaves, children)) if children else {named(kind)}


def named(command: type[Command]) -> str:
    return f"{command.__module__}.{command.__qualname__}"


def test_every_kind_of_stream_has_its_rules() -> None:
    assert set(DECIDERS) == set(STREAMS)
    assert all(kind == decider.kind for kind, decider in DECIDERS.items())


def test_every_command_can_be_asked_for_by_one_name() -> None:
    assert set(map(named, BY_CLASS)) == leaves(Command)
    assert len(ROUTES) == len(BY_CLASS)
    assert {route.command for route in ROUTES.values()} == set(BY_CLASS)


def test_a_commands_name_begins_with_the_kind_of_its_stream() -> None:
    assert all(name == route.name for name, route in ROUTES.items())
    assert all(route.name.split(".")[0] == route.kind for route in ROUTES.values())
    assert {route.kind for route in ROUTES.values()} == set(DECIDERS)


@pytest.mark.parametrize(
    ("command", "stream"),
    [
        (opening(), "ledger"),
        (establish(), "unit-thon-1"),
        (grading(), "record-person-lan"),
        (end(), "law"),
        (enter(), "registry-unit-home-2024"),
        (budget(1), "fund-unit-home-2024"),
        (park(), "flow-run-1"),
    ],
)
def test_a_command_says_which_stream_it_concerns(command: Command, stream: str) -> None:
    route = BY_CLASS[type(command)]
    assert route.stream(command) == stream
    assert stream_kind(stream) == route.kind


def test_every_command_is_frozen_has_no_positional_field_and_says_what_it_is() -> None:
    for command in BY_CLASS:
        assert is_dataclass(command)
        assert command.__dataclass_params__.frozen, command  # type: ignore[attr-defined]
        assert all(field.kw_only for field in fields(command)), command
        assert inspect.cleandoc(command.__doc__ or "").endswith("."), command
        assert not (command.__doc__ or "").startswith(f"{command.__name__}("), command
