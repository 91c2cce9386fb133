"""The clock: one tick of APScheduler, in one process at a time, by a time that has proved itself.

APScheduler holds one job in memory and no store; what is due follows from the log. Whoever holds the lead ticks, the
others ask for it every time, so that a killed one is followed within a tick.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from domain.calendar import ZONE_NAME
from domain.ids import derived
from domain.ledger import NoteClockJump
from events.base import instant_text
from events.envelope import By
from events.store.clock import Clock
from events.store.errors import StoreError, Tampered
from workflows.claims import Claims
from workflows.handle import Handler

TICK_SECONDS = 20
"""A tick is one indexed question; three a minute let another process take over within half a minute."""
NOTICED = timedelta(minutes=1)
"""What the machine's clock may gain or lose between two looks without a word."""
PROOF = timedelta(minutes=10)
"""How long a clock that sprang forward must have stood by it before anybody is written to."""
CLOCK = By("system:clock", auth="engine")
JOB = "tick"
log = structlog.get_logger("clock")


def boot_seconds() -> float:
    """Give the seconds since the machine started, sleep included; nobody can set them."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


@dataclass(frozen=True, slots=True)
class Jump:
    """The machine's clock moved by so much more, or less, than time has passed."""

    seconds: int
    noticed_at: datetime


class ClockWatch:
    """Holds the wall clock against the steady one."""

    def __init__(self, clock: Clock, steady: Callable[[], float] = boot_seconds) -> None:
        self._clock = clock
        self._steady = steady
        self._anchor = clock.now(), steady()
        self._suspect_since: float | None = None

    @property
    def believed(self) -> bool:
        """Say whether what the clock shows may be acted on."""
        return self._suspect_since is None

    def look(self) -> Jump | None:
        """Compare the clocks; gives a jump when it is first seen, and believes one forward only after a while."""
        now, steady = self._clock.now(), self._steady()
        then, was = self._anchor
        gained = now - then - timedelta(seconds=steady - was)
        if abs(gained) <= NOTICED:
            self._anchor, self._suspect_since = (now, steady), None
            return None
        if gained < timedelta(0):
            self._anchor, self._suspect_since = (now, steady), None
        elif self._suspect_since is None:
            self._suspect_since = steady
        else:
            if steady - self._suspect_since >= PROOF.total_seconds():
                self._anchor, self._suspect_since = (now, steady), None
            return None
        return Jump(round(gained.total_seconds()), now)


class Beat(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Every so many seconds from now on; APScheduler's own triggers count through every beat that a jump passed over."""

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        """Give the next whole beat after `now`."""
        past = now.timestamp() % TICK_SECONDS
        return now + timedelta(seconds=TICK_SECONDS - past)


class Clockwork:
    """The tick of one process."""

    def __init__(
        self,
        handler: Handler,
        claims: Claims,
        tick: Callable[[], Awaitable[None]],
        steady: Callable[[], float] = boot_seconds,
    ) -> None:
        self._handler = handler
        self._claims = claims
        self._tick = tick
        self.watch = ClockWatch(handler.ledger.clock, steady)
        self.scheduler = AsyncIOScheduler(timezone=ZONE_NAME)
        self.scheduler.add_job(
            self.tick, Beat(), id=JOB, coalesce=True, max_instances=1, misfire_grace_time=None
        )

    async def tick(self) -> bool:
        """Let the ladders speak, if this process leads and its clock is believed; says whether it did."""
        try:
            if not self.watch.believed or not await asyncio.to_thread(self._claims.lead):
                return False
            await self._tick()
        except Tampered:
            raise
        except StoreError as fault:
            log.warning("tick_put_off", error=type(fault).__name__)
            return False
        return True

    async def look(self) -> bool:
        """Look for a jump of the clock, put it on record, and wind the scheduler; says whether the clock is believed."""
        jump = self.watch.look()
        if jump is not None:
            log.warning("clock_jumped", seconds=jump.seconds)
            self._rewind()
            await asyncio.to_thread(self._note, jump)
        return self.watch.believed

    def _rewind(self) -> None:
        """Bring the next tick near: after a step back the scheduler would wait for the old hour to come again."""
        if self.scheduler.running:
            self.scheduler.modify_job(JOB, next_run_time=self._handler.ledger.clock.now())

    def _note(self, jump: Jump) -> None:
        identity = str(derived("clock jump", instant_text(jump.noticed_at), jump.seconds))
        command = NoteClockJump(seconds=jump.seconds, at=jump.noticed_at, by=CLOCK)
        try:
            self._handler.handle(identity, command)
        except StoreError as fault:
            log.warning("jump_not_recorded", error=type(fault).__name__)
