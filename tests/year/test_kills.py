"""The engine is killed in the middle of its flows, started again, and finishes the same year."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from pydantic import BaseModel

from desk.demo.play import Played
from domain.commands import DECIDERS
from events.catalogue import event_of
from events.envelope import stream_kind
from events.personal import Clear, Sealed
from events.store.ledger import Ledger
from tests.year.conftest import reopened
from tests.year.killed import KilledYear, play_killed
from workflows.lifecycle import FLOWS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


KILLS = dict.fromkeys(FLOWS, 2) | {
    "period": 8, "nomination": 7, "council_review": 7, "approval": 4, "ceremony": 4, "reminders": 8,
}  # fmt: skip
"""At most so many kills in each flow: forty and more, of which some fall beside the mark."""


DRAWN = re.compile(r"[0-9a-f]{64}")
"""A key, a slip's tracker or the hash of a sealed file: drawn anew in every play."""
OF_CHANCE = frozenset({"box", "slips", "teller_keys", "received", "early", "files"})
"""The fields of states that hold what is drawn."""


def field_names(value: Any) -> tuple[str, ...]:
    """List the fields of a state; anything else has none."""
    if isinstance(value, Struct):
        return value.__struct_fields__
    if is_dataclass(value):
        return tuple(field.name for field in fields(value))
    return ()


def veiled(value: Any) -> Any:
    """Give a value with what is drawn in it left out, and its shape kept."""
    match value:
        case str():
            return "drawn" if DRAWN.fullmatch(value) else value
        case dict():
            return {key: veiled(item) for key, item in value.items()}
        case list() | tuple():
            return [veiled(item) for item in value]
        case frozenset() | set():
            return sorted(str(veiled(item)) for item in value)
        case _ if names := field_names(value):
            return {name: veiled(getattr(value, name)) for name in names}
        case _:
            return value


def opened(value: Any, ledger: Ledger) -> Any:  # the states of nineteen kinds
    """Give a state with its sealed fields opened, so that two ledgers can be compared."""
    match value:
        case Sealed() | Clear():
            return ledger.open_field(value)
        case BaseModel():
            return {name: opened(getattr(value, name), ledger) for name in type(value).model_fields}
        case dict():
            return {key: opened(item, ledger) for key, item in value.items()}
        case list() | tuple():
            return [opened(item, ledger) for item in value]
        case _ if names := field_names(value):
            return {
                name: veiled(getattr(value, name))
                if name in OF_CHANCE
                else opened(getattr(value, name), ledger)
                for name in names
            }
        case _:
            return value


def folded(ledger: Ledger) -> dict[str, Any]:
    """Fold every stream but the flows' own, whose ids are Prefect's."""
    streams: dict[str, list[Any]] = {}
    for page in ledger.pages():
        for row in page:
            if not row.stream.startswith("flow-"):
                streams.setdefault(row.stream, []).append(event_of(row))
    return {
        name: opened(DECIDERS[stream_kind(name)].fold(events), ledger)
        for name, events in streams.items()
        if name not in ("ledger", "law")
    }


def message_ids(folder: Path) -> set[str]:
    return set((folder / "mail" / "received.log").read_text(encoding="utf-8").splitlines())


def test_three_kills_fell_between_a_claim_and_its_end_in_three_flows(killed_year: KilledYear) -> None:
    assert Counter(killed_year.kills.values()) == {"period": 1, "nomination": 1, "council_review": 1}


def test_the_killed_year_comes_to_the_same_end(killed_year: KilledYear, year: Played) -> None:
    assert killed_year.summary["nominations"] == year.summary["nominations"]
    with reopened(year) as whole:
        assert folded(killed_year.stage.house.ledger) == folded(whole.ledger)


def test_the_same_letters_were_received(killed_year: KilledYear, year: Played) -> None:
    killed, whole = killed_year.stage.house.settings.data, year.stage.house.settings.data
    assert message_ids(killed) == message_ids(whole)


def test_every_reaction_carries_a_flow_run_that_prefect_knows(killed_year: KilledYear) -> None:
    known = {run["id"] for run in killed_year.runs}
    reactions = [
        row.envelope
        for page in killed_year.stage.house.ledger.pages()
        for row in page
        if row.envelope.by.who == "system:reactor"
    ]
    assert len(reactions) > 1000
    assert {envelope.flow_run for envelope in reactions} <= known


def test_a_killed_run_does_not_stay_running(killed_year: KilledYear) -> None:
    states = {run["id"]: run["state_type"] for run in killed_year.runs}
    assert {states[run] for run in killed_year.kills} == {"CRASHED"}


def test_a_flow_run_is_tagged_with_its_events(killed_year: KilledYear) -> None:
    tagged = [tag for run in killed_year.runs for tag in run["tags"]]
    launched = next(
        row.seq
        for page in killed_year.stage.house.ledger.pages()
        for row in page
        if row.type == "movement.launched"
    )
    assert f"event:{launched}" in tagged


@pytest.mark.chaos
@pytest.mark.timeout(1800)
def test_thirty_kills_change_nothing(tmp_path: Path, play_with: Callable[..., Played]) -> None:
    whole = play_with()
    for killed in play_killed(tmp_path, lambda flow, so_far: so_far[flow] < KILLS[flow]):
        assert len(killed.kills) >= 30
        assert len(set(killed.kills.values())) >= 3
        with reopened(whole) as house:
            assert folded(killed.stage.house.ledger) == folded(house.ledger)
        assert message_ids(tmp_path) == message_ids(whole.stage.house.settings.data)
