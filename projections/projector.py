"""Keeps the read tables in step with the log, inside the very transaction that appends."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.commands import DECIDERS
from events.base import Event
from events.catalogue import event_of
from events.envelope import Stored, stream_kind
from events.flow import FlowFinished, FlowParked, FlowRetried
from events.personal import has_personal
from events.store.hot import Hot
from events.store.ledger import Projector
from projections.rows import rows, table_of
from projections.tables import FlowRow, PendingRow, ReadTable

Keyed = dict[tuple[Any, ...], dict[str, Any]]


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
        key = tuple(row[column.name] for column in table_of(model).primary_key)
        found[model][key] = row
    return found


def projector(changes: Sequence[Change], reactions: Mapping[str, str]) -> Projector:
    """Make the writer of the rows that `changes` change; `reactions` says which event types a flow reacts to."""

    def write(hot: Hot, stored: Sequence[Stored]) -> None:
        for change in changes:
            _write_change(hot, _as_stored(change, stored))
        waiting = [
            {"seq": row.seq, "flow": reactions[row.type], "type": row.type, "parked": False}
            for row in stored
            if row.type in reactions
        ]
        hot.upsert(table_of(PendingRow), waiting)

    return write


def _as_stored(change: Change, stored: Sequence[Stored]) -> Change:
    """Fold a change with personal fields again from what was stored, where they are sealed."""
    if not any(has_personal(type(event)) for event in change.events):
        return change
    decider = DECIDERS[stream_kind(change.stream)]
    sealed = [event_of(row) for row in stored if row.stream == change.stream]
    return replace(change, after=decider.fold(sealed, change.before))


def _write_change(hot: Hot, change: Change) -> None:
    old, new = keyed(change.stream, change.before), keyed(change.stream, change.after)
    for model in old.keys() | new.keys():
        was, now = old.get(model, {}), new.get(model, {})
        hot.upsert(table_of(model), [row for key, row in now.items() if was.get(key) != row])
        gone = [key for key in was if key not in now]
        names = [column.name for column in table_of(model).primary_key]
        hot.delete(table_of(model), [dict(zip(names, key, strict=True)) for key in gone])
    for event in change.events:
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
