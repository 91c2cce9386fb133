"""One clock leads, another follows it when it dies; a clock that jumps loses nothing and doubles nothing."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from events.ledger import ClockJumped
from events.letter import LetterQueued
from events.obligation import ReminderRecorded
from events.store.database import Database
from tests import postgres
from tests.conftest import Figure
from tests.workflows.handle.offices import Office
from tests.workflows.mailroom.rooms import (
    Alone,
    at_hour,
    delivered,
    events,
    open_duties,
    reactor,
    tick,
    until,
)
from workflows.claims import FileClaims, PostgresClaims, engine_works
from workflows.clockwork import JOB, PROOF, TICK_SECONDS, Beat, ClockWatch, Clockwork

DUE = date(2024, 3, 29)
TAKEOVER = 30
START = datetime(2024, 3, 15, 1).astimezone()


class Machine:
    """A wall clock that can be set, and a steady one that cannot."""

    simulated = True

    def __init__(self) -> None:
        self.wall = START
        self.steady = 1000.0

    def now(self) -> datetime:
        return self.wall

    def run(self, span: timedelta) -> None:
        self.wall += span
        self.steady += span.total_seconds()

    def set(self, by: timedelta) -> None:
        self.wall += by


def watched(machine: Machine) -> ClockWatch:
    return ClockWatch(machine, lambda: machine.steady)


def test_a_clock_that_runs_is_believed() -> None:
    machine = Machine()
    watch = watched(machine)
    for _ in range(100):
        machine.run(timedelta(hours=1))
        machine.set(timedelta(seconds=2))  # it gains two seconds an hour
        assert watch.look() is None
        assert watch.believed


def test_a_clock_set_back_is_told_once_and_believed() -> None:
    machine = Machine()
    watch = watched(machine)
    machine.set(timedelta(days=-1))
    jump = watch.look()
    assert jump is not None
    assert jump.seconds == -86_400
    assert watch.look() is None
    assert watch.believed


@pytest.mark.parametrize("by", [timedelta(hours=2), timedelta(days=5_000)], ids=["two hours", "2038"])
def test_a_clock_that_springs_forward_is_not_believed_before_it_has_stood_by_it(by: timedelta) -> None:
    machine = Machine()
    watch = watched(machine)
    machine.set(by)
    jump = watch.look()
    assert jump is not None
    assert jump.seconds == by.total_seconds()
    machine.run(PROOF - timedelta(seconds=1))
    assert watch.look() is None
    assert not watch.believed
    machine.run(timedelta(seconds=1))
    assert watch.look() is None
    assert watch.believed


def test_a_clock_put_right_again_is_believed_at_once() -> None:
    machine = Machine()
    watch = watched(machine)
    machine.set(timedelta(hours=2))
    watch.look()
    machine.run(timedelta(minutes=1))
    machine.set(timedelta(hours=-2))
    watch.look()
    assert watch.believed


class Settable:
    """The office's clock as a machine's: it may go back."""

    simulated = True

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def move_to(self, moment: datetime) -> None:
        self.at = moment


def test_a_clock_that_jumps_about_reminds_once_of_every_rung(office: Office, figure: Figure) -> None:
    open_duties(office, DUE, 3)
    clock = Settable(office.clock.now())
    office.ledger.clock = clock
    jumps = [
        at_hour(date(2024, 3, 15), 8), at_hour(date(2024, 3, 15), 6), at_hour(date(2024, 3, 14), 8),
        at_hour(date(2024, 3, 26), 10), at_hour(date(2024, 3, 25), 8), at_hour(date(2024, 3, 26), 8),
        at_hour(date(2024, 4, 1), 8), at_hour(date(2024, 3, 26), 9), at_hour(date(2024, 4, 1), 9),
    ]  # fmt: skip
    office.clock = clock  # type: ignore[assignment]
    for moment in jumps:
        clock.move_to(moment)
        tick(office)
        delivered(office)
    recorded = Counter((event.obligation, event.rung) for event in events(office, ReminderRecorded))
    assert set(recorded.values()) == {1}
    assert {rung for _, rung in recorded} == {"truoc-14", "truoc-3", "sau-1"}
    assert len(recorded) == 9
    assert len(events(office, LetterQueued)) >= 9
    figure("jumps", len(jumps))
    figure("rungs_lost", 9 - len(recorded))
    figure("rungs_doubled", sum(times - 1 for times in recorded.values()))
    positions = [row.recorded_at for row in office.log()]
    assert positions == sorted(positions)


def clockwork(office: Office, machine: Machine, ticks: list[datetime]) -> Clockwork:
    async def count() -> None:
        ticks.append(machine.now())

    return Clockwork(office.handler, Alone(), count, lambda: machine.steady)


def test_a_jump_is_on_record_and_nothing_is_ticked_meanwhile(office: Office) -> None:
    machine, ticks = Machine(), list[datetime]()
    office.ledger.clock = machine
    work = clockwork(office, machine, ticks)

    async def run() -> list[bool]:
        machine.set(timedelta(hours=2))
        believed = [await work.look(), await work.tick()]
        machine.run(PROOF)
        return [*believed, await work.look(), await work.tick()]

    assert asyncio.run(run()) == [False, False, True, True]
    assert [event.seconds for event in events(office, ClockJumped)] == [7200]
    assert len(ticks) == 1


def test_after_a_step_back_the_scheduler_does_not_wait_for_the_old_hour(office: Office) -> None:
    machine, ticks = Machine(), list[datetime]()
    office.ledger.clock = machine
    work = clockwork(office, machine, ticks)

    async def run() -> None:
        work.scheduler.start()
        far = datetime.now(work.scheduler.timezone) + timedelta(days=1)  # noqa: TID251  # what a step back leaves behind
        work.scheduler.modify_job(JOB, next_run_time=far)
        machine.set(timedelta(days=-1))
        await work.look()
        await until(lambda: bool(ticks))
        work.scheduler.shutdown(wait=False)

    asyncio.run(run())
    assert ticks


def test_a_spring_to_2038_is_one_beat_and_not_every_beat_until_then() -> None:
    then = datetime(2038, 1, 19, 3, 14, 7).astimezone()
    assert timedelta(0) < Beat().get_next_fire_time(START, then) - then <= timedelta(seconds=20)


def test_two_clocks_over_a_day_record_every_rung_once(enter: Callable[[], Office], figure: Figure) -> None:
    first, second = enter(), enter()
    open_duties(first, DUE, 20)
    begin = at_hour(date(2024, 3, 15), 0)

    async def day() -> None:
        reactors = [reactor(first), reactor(second)]
        for minutes in range(0, 24 * 60, 30):
            for office in (first, second):
                office.clock.move_to(begin + timedelta(minutes=minutes))
            await asyncio.gather(*(one.remind() for one in reactors))

    asyncio.run(day())
    recorded = Counter((event.obligation, event.rung) for event in events(first, ReminderRecorded))
    assert Counter(recorded.values()) == {1: 20}
    figure("records_of_a_rung", max(recorded.values()))
    assert len(events(first, LetterQueued)) == 20


HOLDER = """
import sys, time
from pathlib import Path
from events.store.database import Database
from workflows.claims import FileClaims, PostgresClaims
claims = PostgresClaims(Database(sys.argv[2])) if sys.argv[1] == "postgres" else FileClaims(Path(sys.argv[2]))
assert claims.lead()
print("leads", flush=True)
time.sleep(600)
"""


def holder(kind: str, where: object) -> subprocess.Popen[str]:
    """Start a process that holds the lead."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, kind, str(where)], stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "leads\n"
    return child


def killed(child: subprocess.Popen[str]) -> float:
    """Kill it; gives the moment."""
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    if child.stdout is not None:
        child.stdout.close()
    return time.monotonic()


@pytest.mark.slow
@pytest.mark.postgres
def test_the_lead_passes_to_another_process_when_its_holder_is_killed(
    cluster: postgres.Cluster, figure: Figure
) -> None:
    url = cluster.url(cluster.fresh_database())
    seen = Database(url)
    assert not engine_works(seen, Path())
    child = holder("postgres", url)
    claims = PostgresClaims(seen)
    try:
        assert not claims.lead()
        assert not claims.lead()
        assert engine_works(seen, Path())
        since = killed(child)
        asyncio.run(until(claims.lead))
        taken = time.monotonic() - since
        assert claims.lead()
    finally:
        claims.close()
        seen.close()
    figure("lead_passes_after_seconds", round(taken, 3))
    figure("takeover_seconds_at_most", round(taken + TICK_SECONDS, 3))
    assert taken + TICK_SECONDS < TAKEOVER  # whoever follows asks for the lead at every tick


@pytest.mark.slow
def test_an_engine_on_standby_takes_over_an_sqlite_ledger_when_the_running_one_is_killed(
    tmp_path: Path,
) -> None:
    child = holder("sqlite", tmp_path / "engine.lock")

    async def follow() -> float:
        waiting = asyncio.create_task(
            asyncio.to_thread(lambda: FileClaims(tmp_path / "engine.lock", wait=True))
        )
        await asyncio.sleep(0)
        assert not waiting.done()
        since = killed(child)
        (await waiting).close()
        return time.monotonic() - since

    assert asyncio.run(follow()) < TAKEOVER


@pytest.mark.slow
@pytest.mark.postgres
def test_a_leader_whose_session_was_ended_leads_no_more_until_it_has_asked_again(
    cluster: postgres.Cluster,
) -> None:
    url = cluster.url(cluster.fresh_database())
    one, other = PostgresClaims(Database(url)), PostgresClaims(Database(url))
    try:
        assert one.lead()
        with cluster.connect() as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 8"
            )
        asyncio.run(until(other.lead))
        with pytest.raises(Exception, match="không trả lời"):
            one.lead()
        assert not one.lead()
    finally:
        one.close()
        other.close()
