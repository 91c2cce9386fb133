"""The reactions of a simulated ledger, in this process and without letters: what the engine would do, between two clicks."""

import asyncio
import threading
import time
from datetime import timedelta

from events.store.clock import SimulatedClock
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.reactor import Reactor, run_plainly
from workflows.wiring import House

EVERY = 0.4


def react_now(house: House) -> None:
    """Run every flow that has something to react to."""
    claims = FileClaims(house.settings.data / "engine.lock")
    try:
        asyncio.run(Reactor(Workshop(house.handler), claims, run_plainly).drain())
    finally:
        claims.close()


class Reacting(threading.Thread):
    """Keeps a simulated clock walking beside the real one, and reacts; stops when told."""

    def __init__(self, house: House) -> None:
        super().__init__(name="reacting", daemon=True)
        self._house = house
        self._stopped = threading.Event()

    def run(self) -> None:
        """Go on until stopped."""
        clock = self._house.clock
        if not isinstance(clock, SimulatedClock):
            raise TypeError("only a simulated ledger is driven so")
        began, start = time.monotonic(), clock.now()
        seen = -1
        while not self._stopped.wait(EVERY):
            clock.move_to(start + timedelta(seconds=time.monotonic() - began))
            head = self._house.ledger.head()
            if head != seen:
                react_now(self._house)
                seen = head

    def stop(self) -> None:
        """Stop and wait."""
        self._stopped.set()
        self.join(timeout=10)
