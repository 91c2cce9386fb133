"""The engine: reacts to events, ticks the clock, sends letters, signs checkpoints. `python -m workflows.engine`.

With a real clock it runs until it is told to stop. With a simulated one it is driven over standard input, one JSON
line a command: `{"until": "<instant>"}` moves the clock from due instant to due instant up to then, and answers
`{"idle": "<instant>"}` when nothing is pending and no letter may be tried.
"""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from domain.law.book import BrokenLaw
from events.base import instant_text, parse_instant
from events.store.checkpoint import Notary
from events.store.clock import SimulatedClock
from events.store.errors import StoreError, Tampered
from projections import queries
from workflows.ballot_office import BallotOffice
from workflows.batch import Workshop
from workflows.claims import LOCK, Claims, EngineRunning, FileClaims, PostgresClaims
from workflows.clockwork import Clockwork
from workflows.lifecycle import NOTARISED
from workflows.logs import configure_logs
from workflows.mailroom.begun import FOLDER, Begun
from workflows.mailroom.bounces import Postmaster
from workflows.mailroom.office import letterhead, mail_rules, open_post
from workflows.mailroom.room import Mailroom
from workflows.mailroom.thread import MailThread
from workflows.opening import shipped_law
from workflows.prefect_server import attach_or_start, prefect_environment, stop
from workflows.reactor import Reactor
from workflows.settings import Settings
from workflows.wiring import House, open_house
from workflows.with_parent import end_with

IDLE_SECONDS = 0.5
QUIET_SIGNING = timedelta(minutes=15)
EXIT_UNAVAILABLE = 6
EXIT_TAMPERED = 5
log = structlog.get_logger("engine")


class Stalled(RuntimeError):
    """Work is pending and does not get done; the simulated clock must not run away from it."""


class Engine:
    """One engine on one ledger."""

    def __init__(
        self,
        house: House,
        reactor: Reactor,
        mailroom: Mailroom | None,
        notary: Notary,
        postmaster: Postmaster | None = None,
    ) -> None:
        self.house = house
        self.postmaster = postmaster
        self.reactor = reactor
        self.mailroom = mailroom
        self.notary = notary
        self._looked_at = 0
        self._signed_at: datetime | None = None

    async def turn(self) -> bool:
        """React to what is pending and try the letters; says whether anything was done."""
        batches = await self.reactor.drain()
        letters = await self.mailroom.deliver() if self.mailroom else 0
        reports = await self._collect()
        await asyncio.to_thread(self._notarise)
        return bool(batches or letters or reports)

    async def tick(self) -> None:
        """Let every ladder speak that is due; the clock's one job."""
        if batches := await self.reactor.remind():
            log.info("reminded", batches=batches)

    async def _collect(self) -> int:
        """Read the mailbox of delivery reports, if there is one."""
        return (await asyncio.to_thread(self.postmaster.collect)).reports if self.postmaster else 0

    def _notarise(self) -> None:
        """Sign the head after a legally meaningful act, and at times when the log has grown."""
        ledger = self.house.ledger
        head = ledger.head()
        if head == self._looked_at:
            return
        meaningful = any(
            row.type in NOTARISED for page in ledger.pages(self._looked_at, head) for row in page
        )
        now = ledger.clock.now()
        quiet = self._signed_at is not None and now - self._signed_at < QUIET_SIGNING
        if meaningful or not quiet:
            self.notary.sign()
            self._signed_at = now
            self._looked_at = head

    async def live(self, stopping: asyncio.Event) -> None:
        """Run by the real clock until told to stop; a relay that keeps the mailroom waiting keeps nothing else."""
        clockwork = Clockwork(self.house.handler, self.reactor.claims, self.tick)
        clockwork.scheduler.start()
        thread = MailThread()

        async def react() -> bool:
            believed = await clockwork.look()
            batches = await self.reactor.drain() if believed else 0
            await asyncio.to_thread(self._notarise)
            return bool(batches)

        async def post() -> bool:
            if self.mailroom is None or not clockwork.watch.believed:
                return False
            reports = await self._collect()
            tried = await thread.run(self.mailroom.deliver_some())
            return bool(reports or (tried and not self.mailroom.halted))

        try:
            await clockwork.tick()
            await asyncio.gather(_keep_on(react, stopping), _keep_on(post, stopping))
        finally:
            stopping.set()
            clockwork.scheduler.shutdown(wait=False)
            if self.mailroom is not None:
                await thread.run(self.mailroom.sender.close())
            thread.close()

    async def simulate_until(self, target: datetime) -> None:
        """Move a simulated clock to `target`, stopping at every instant at which something is due."""
        clock = self.house.clock
        if not isinstance(clock, SimulatedClock):
            raise TypeError("only a simulated clock is moved")
        while True:
            await self._settle()
            upcoming = await asyncio.to_thread(self._next_instant)
            if upcoming is not None and upcoming <= clock.now():
                await self.tick()
            elif upcoming is None or upcoming > target:
                break
            else:
                clock.move_to(upcoming)
        clock.move_to(target)

    async def _settle(self) -> None:
        while await self.turn():
            continue
        if await asyncio.to_thread(self._pending):
            raise Stalled("còn việc chờ xử lý mà không tiến triển")

    def _pending(self) -> bool:
        with self.house.ledger.database.session() as session:
            return bool(queries.pending(session, 1))

    def _next_instant(self) -> datetime | None:
        """Give the next instant at which a ladder speaks or a letter may be tried."""
        with self.house.ledger.database.session() as session:
            rung, attempt = (
                queries.next_rung(session),
                queries.next_attempt(session) if self.mailroom else None,
            )
        instants = [parse_instant(rung)] if rung else []
        if attempt is not None and self.mailroom is not None:
            wanted = parse_instant(attempt) if attempt else self.house.clock.now()
            instants.append(self.mailroom.rules.lifts(wanted))
        return min(instants, default=None)


async def _keep_on(work: Callable[[], Awaitable[bool]], stopping: asyncio.Event) -> None:
    """Work, and rest a moment when there was nothing to do or the store does not answer; a tampered log ends it."""
    while not stopping.is_set():
        try:
            busy = await work()
        except Tampered:
            stopping.set()
            raise
        except StoreError as fault:
            log.warning("store_unavailable", error=type(fault).__name__)
            busy = False
        if not busy:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), IDLE_SECONDS)


def claims_for(house: House) -> Claims:
    """Take this ledger for one engine, or, on PostgreSQL, open the session whose locks share it out."""
    if house.ledger.database.dialect == "postgresql":
        return PostgresClaims(house.ledger.database)
    return FileClaims(house.settings.data / LOCK, wait=house.settings.standby)


def open_postmaster(house: House) -> Postmaster | None:
    """Give the reader of delivery reports, if a mailbox is set."""
    folder = house.settings.bounces
    return Postmaster(house.handler, folder, house.settings.message_domain) if folder else None


async def serve(house: House, claims: Claims) -> None:
    """Build the engine and run it in the way of its clock."""
    from workflows.flows.run import run_with_prefect  # noqa: PLC0415  # Prefect reads its settings when imported
    from workflows.flows.zombies import end_zombies  # noqa: PLC0415  # the same

    if isinstance(claims, FileClaims):
        await end_zombies()
    BallotOffice(house.handler).sweep()
    workshop = Workshop(house.handler)
    post = open_post(house)
    rules = mail_rules(house)
    begun = Begun(house.settings.data / FOLDER, rules.connections)
    mailroom = Mailroom(house.handler, post, letterhead(house), claims, rules, begun=begun) if post else None
    reactor = Reactor(workshop, claims, run_with_prefect)
    engine = Engine(house, reactor, mailroom, house.notary(), open_postmaster(house))
    try:
        if house.clock.simulated:
            await _driven(engine)
        else:
            await engine.live(_stop_on_signals())
    finally:
        begun.close()
        if post is not None and house.clock.simulated:
            await post.close()


def _stop_on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    return stopping


async def _driven(engine: Engine) -> None:
    """Obey the lines of standard input, and say so on standard output."""
    _say(ready=instant_text(engine.house.clock.now()))
    while line := await asyncio.to_thread(sys.stdin.readline):
        target = parse_instant(json.loads(line)["until"])
        await engine.simulate_until(target)
        _say(idle=instant_text(engine.house.clock.now()))


def _say(**said: Any) -> None:  # noqa: ANN401  # one JSON object
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


def main(beside: int | None = None) -> int:
    """Run the engine with the settings of the environment, until the process `beside` ends; gives the exit code."""
    configure_logs()
    if beside is not None:
        end_with(beside)
    settings = Settings()
    home = settings.data / "prefect"
    try:
        shipped_law()
        house = open_house(settings)
        if isinstance(house.clock, SimulatedClock):
            last = house.ledger.last_recorded_at()
            if last is not None:
                house.clock.move_to(last)
        _ = house.ledger.genesis
        claims = claims_for(house)
    except EngineRunning as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_UNAVAILABLE
    except (StoreError, BrokenLaw) as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_UNAVAILABLE
    url = settings.prefect_api_url or attach_or_start(home).url
    os.environ.update(prefect_environment(home, url))
    try:
        asyncio.run(serve(house, claims))
    except Tampered as fault:
        sys.stderr.write(f"{fault}\n")
        return EXIT_TAMPERED
    finally:
        claims.close()
        house.close()
        if settings.prefect_api_url is None:
            stop(home)
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
