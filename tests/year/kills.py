"""Kills a running engine with -9 in the middle of flows, and proves from the log that it was the middle."""

import os
import signal
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from desk.demo.engines import EngineProcess
from events.catalogue import event_of
from events.envelope import decode
from events.flow import FlowFinished
from events.store.ledger import Ledger
from workflows.lifecycle import CLOCKED, LIFECYCLE

POLL_SECONDS = 0.001


@dataclass(slots=True)
class Killer:
    """Watches the log from outside and kills at the first event of a run of a wanted flow."""

    database: Path
    engine: EngineProcess
    wanted: Callable[[str, Counter[str]], bool]
    """Given a flow and the kills so far by flow: kill now?"""
    killed: dict[str, str] = field(default_factory=dict)
    """Run → flow."""
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join()

    def _watch(self) -> None:
        connection = sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)
        types: dict[int, str] = {}
        seen: set[str] = set()
        last = 0
        while not self._stop.is_set():
            rows = connection.execute(
                "SELECT seq, type, leaf FROM event WHERE seq > ? ORDER BY seq", (last,)
            ).fetchall()
            for seq, kind, leaf in rows:
                last = seq
                types[seq] = kind
                envelope = decode(leaf)
                run = envelope.flow_run
                if run is None or run in seen:
                    continue
                seen.add(run)
                flow = LIFECYCLE.get(types.get(envelope.causation or 0, ""), CLOCKED)
                if not kind.startswith("flow.") and self.wanted(flow, Counter(self.killed.values())):
                    os.kill(self.engine.child.pid, signal.SIGKILL)
                    self.killed[run] = flow
            if not rows:
                time.sleep(POLL_SECONDS)
        connection.close()


def proved(ledger: Ledger, killed: dict[str, str]) -> dict[str, str]:
    """Give the kills that the log proves: the run did something, never finished, and another run finished its events."""
    finished: dict[str, set[int]] = {}
    caused: dict[str, set[int]] = {}
    for page in ledger.pages():
        for row in page:
            envelope = row.envelope
            if envelope.flow_run is None:
                continue
            event = event_of(row)
            if isinstance(event, FlowFinished):
                finished[event.run] = set(event.positions)
            elif envelope.causation is not None:
                caused.setdefault(envelope.flow_run, set()).add(envelope.causation)
    done_by_others = set().union(*finished.values()) if finished else set()
    return {
        run: flow
        for run, flow in killed.items()
        if run not in finished and caused.get(run) and (flow == CLOCKED or caused[run] <= done_by_others)
    }
