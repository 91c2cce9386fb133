"""Keeps the read tables in step with the log, inside the very transaction that appends."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from domain.commands import DECIDERS
from events.base import Event
from events.catalogue import event_of
from events.envelope import Stored, stream_kind
from events.flow import FlowFinished, FlowParked, FlowRetried
from events.personal import personal_fields
from events.store.hot import Hot
from events.store.ledger import Projector
from projections.rows import rows, table_of
from projections.tables import FlowRow, PendingRow, ReadTable

Keyed = dict[tuple[Any, ...], dict[str, Any]]
SHOW_SEALED = frozenset({"person"})
"""The kinds of stream whose rows hold a sealed field; of the others' personal fields no row tells anything."""


@dataclass(frozen=True, slots=True)
class Change:
    """One stream before and after the events being appended."""

    stream: str
    before: object
    after: object
    events: Sequence[Event]


def keyed(stream: str, state: object) -> dict[type[ReadTable], Keyed]:
    """Give a state's rows by table and primary key."""
    found: dict[type[ReadTable], Keyed] = defaultdict(dict)
    for model, row in rows(stream, state):
        found[model][tuple([row[name] for name in _key_names(model)])] = row
    return found


@cache
def _key_names(model: type[ReadTable]) -> tuple[str, ...]:
    return tuple(column.name for column in table_of(model).primary_key)


def projector(changes: Sequence[Change], reactions: Mapping[str, str]) -> Projector:
    """Make the writer of the rows that `changes` change; `reactions` says which event types a flow reacts to."""
    refolded = {change.stream for change in changes if _shows_sealed(change)}

    def write(hot: Hot, stored: Sequence[Stored]) -> None:
        sealed = _by_stream(stored, refolded) if refolded else {}
        _write_changes(
            hot,
            [_as_stored(change, sealed.get(change.stream, ())) for change in changes] if sealed else changes,
        )
        waiting = [
            {"seq": row.seq, "flow": reactions[row.type], "type": row.type, "parked": False}
            for row in stored
            if row.type in reactions
        ]
        hot.upsert(table_of(PendingRow), waiting)

    return write


def _shows_sealed(change: Change) -> bool:
    """Say whether a row of the stream shows a personal field that the events bring."""
    return stream_kind(change.stream) in SHOW_SEALED and any(
        personal_fields(type(event)) for event in change.events
    )


def _by_stream(stored: Sequence[Stored], streams: AbstractSet[str]) -> Mapping[str, Sequence[Stored]]:
    found: dict[str, list[Stored]] = defaultdict(list)
    for row in stored:
        if row.stream in streams:
            found[row.stream].append(row)
    return found


def _as_stored(change: Change, stored: Sequence[Stored]) -> Change:
    """Fold a change again from what was stored, where its personal fields are sealed."""
    if not stored:
        return change
    return replace(
        change, after=DECIDERS[stream_kind(change.stream)].fold(map(event_of, stored), change.before)
    )


def _write_changes(hot: Hot, changes: Sequence[Change]) -> None:
    """Write the rows of all changes table by table; every stream has rows of its own, so their order is free."""
    fresh: dict[type[ReadTable], list[dict[str, Any]]] = defaultdict(list)
    gone: dict[type[ReadTable], list[dict[str, Any]]] = defaultdict(list)
    for change in changes:
        old, new = keyed(change.stream, change.before), keyed(change.stream, change.after)
        for model in old.keys() | new.keys():
            was, now = old.get(model, {}), new.get(model, {})
            fresh[model] += [row for key, row in now.items() if was.get(key) != row]
            left = [key for key in was if key not in now]
            gone[model] += [dict(zip(_key_names(model), key, strict=True)) for key in left]
    for model, rows_ in fresh.items():
        hot.upsert(table_of(model), rows_)
    for model, keys in gone.items():
        hot.delete(table_of(model), keys)
    for change in changes:
        for event in change.events if stream_kind(change.stream) == "flow" else ():
            if isinstance(event, FlowFinished | FlowParked | FlowRetried):
                write_flow(hot, event)


def write_flow(hot: Hot, event: FlowFinished | FlowParked | FlowRetried) -> None:
    """Take finished work off the queue, set parked work aside, bring retried work back."""
    table = table_of(PendingRow)
    if isinstance(event, FlowFinished):
        hot.delete(table, [{"seq": seq} for seq in event.positions])
    else:
        parked = isinstance(event, FlowParked)
        for seq in event.positions:
            hot.execute(
                f"UPDATE {table.name} SET parked = {hot.mark} WHERE seq = {hot.mark}",
                (parked, seq),
            )
    if not isinstance(event, FlowRetried):
        hot.upsert(table_of(FlowRow), [_run(event)])


def _run(event: FlowFinished | FlowParked) -> dict[str, Any]:
    finished = isinstance(event, FlowFinished)
    return {
        "run": event.run,
        "flow": event.flow,
        "ended": "finished" if finished else "parked",
        "events": len(event.positions),
        "steps": event.steps if isinstance(event, FlowFinished) else 0,
        "refused": len(event.refused) if isinstance(event, FlowFinished) else 0,
    }
