"""Writes a large ledger quickly: real events through the real append and projectors, many acts in one commit."""

import contextlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from domain.commands import DECIDERS
from domain.ids import derived
from domain.reservations import claims
from events.base import Event
from events.envelope import By, Stored, stream_kind
from events.flow import FlowFinished
from events.store.clock import SimulatedClock
from events.store.hot import Hot
from events.store.ledger import Act, Meta, Projector, Reservation, Write
from projections.projector import Change, projector
from workflows.lifecycle import LIFECYCLE
from workflows.wiring import House

BATCH = 500
"""So many events are claimed by one run of a flow at most."""


@dataclass
class Writer:
    """Appends events to streams as one act each, and remembers how the streams in hand stand."""

    house: House
    clock: SimulatedClock
    states: dict[str, tuple[int, Any]] = field(default_factory=dict)
    waiting: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Flow → positions that it has to react to."""
    acts: list[tuple[Act, Sequence[Change]]] = field(default_factory=list)
    number: int = 0

    def go_on(self, by: timedelta) -> None:
        """Let time pass."""
        self.flush()
        self.clock.move_to(self.clock.now() + by)

    def now(self) -> datetime:
        """Give the ledger's present."""
        return self.clock.now()

    def act(self, by: By, told: Mapping[str, Sequence[Event]]) -> None:
        """Put down one act: events by stream."""
        changes, writes, reserve, let_go = [], [], [], []
        for stream, events in told.items():
            decider = DECIDERS[stream_kind(stream)]
            version, before = self.states.get(stream, (0, decider.initial))
            state = before
            for event in events:
                taken = claims(state, event)
                reserve += [Reservation(key, stream) for key in taken.taken]
                let_go += [stream] if taken.lets_go else []
                state = decider.evolve(state, event)
            changes.append(Change(stream, before, state, events))
            writes.append(Write(stream, version, events))
            self.states[stream] = version + len(events), state
        self.number += 1
        name = str(derived("large ledger", self.number))
        meta = Meta(at=self.now(), by=by, command=name, digest="0" * 64, correlation=name)
        self.acts.append((Act(writes, meta, reserve, let_go), changes))

    def _noting(self, write: Projector) -> Projector:
        def noted(hot: Hot, stored: Sequence[Stored]) -> None:
            write(hot, stored)
            for row in stored:
                if row.type in LIFECYCLE:
                    self.waiting[LIFECYCLE[row.type]].append(row.seq)

        return noted

    def flush(self) -> None:
        """Append what was put down, in one commit; acts on one stream follow each other in commits of their own."""
        while self.acts:
            touched: set[str] = set()
            beside = 0
            for act, _ in self.acts:
                streams = {write.stream for write in act.writes}
                if not touched.isdisjoint(streams):
                    break
                touched |= streams
                beside += 1
            changes = [change for _, changed in self.acts[:beside] for change in changed]
            self.house.ledger.append_all(
                [act for act, _ in self.acts[:beside]], projector=self._noting(projector(changes, LIFECYCLE))
            )
            del self.acts[:beside]

    def react(self) -> None:
        """Finish the runs of the flows that what was written set going."""
        self.flush()
        by = By("system:reactor", auth="engine")
        for flow, positions in self.waiting.items():
            for start in range(0, len(positions), BATCH):
                self.number += 1
                run = f"run-{self.number}"
                done = FlowFinished(
                    flow=flow, run=run, positions=tuple(positions[start : start + BATCH]), steps=BATCH
                )
                self.act(by, {f"flow-{flow}-{run}": [done]})
        self.waiting.clear()
        self.flush()

    @contextlib.contextmanager
    def wave(self) -> Iterator[None]:
        """Forget the streams that were begun in between: their lives are over."""
        known = set(self.states)
        yield
        self.react()
        for stream in self.states.keys() - known:
            if stream_kind(stream) not in {"registry", "fund", "person"}:
                del self.states[stream]
