"""Eight writers and a reader at once: no gap, no double, nothing missed, and one winner for every version."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path
from typing import Any

import psycopg
import pytest

from events.envelope import Stored
from events.store.database import Database
from events.store.errors import Conflict, Unavailable
from events.store.keys import KeyFile
from events.store.ledger import Appended, Ledger
from events.store.upgrade import upgrade
from tests import postgres
from tests.store.making import Pen, closed, everything
from tests.store.writer import CLOCK, write_share

WRITERS = 8
Open = Callable[[], Ledger]


def follow(ledger: Ledger, wanted: int, size: int = 7) -> list[Stored]:
    """Read on by position, as a subscriber does, until `wanted` events were seen."""
    seen: list[Stored] = []
    while len(seen) < wanted:
        after = seen[-1].seq if seen else 0
        for page in ledger.pages(after, size=size):
            seen += page
    return seen


def check(ledger: Ledger, seen: Sequence[Stored], streams: Sequence[str], share: int) -> None:
    """Hold what a reader saw, and what is there at the end, against what was written."""
    total = 1 + len(streams) * share
    assert [row.seq for row in seen] == list(range(1, total + 1))
    assert everything(ledger) == list(seen)
    for stream in set(streams):
        versions = [row.version for row in seen if row.stream == stream]
        assert versions == list(range(1, streams.count(stream) * share + 1))
    commands = [row.envelope.command for row in seen[1:]]
    assert sorted(commands) == sorted(f"w{n}-{k}" for n in range(len(streams)) for k in range(share))
    times = [row.envelope.recorded_at for row in seen]
    assert all(earlier <= later for earlier, later in pairwise(times))


def write_at_once(open_ledger: Open, streams: Sequence[str], share: int) -> list[Stored]:
    """Let a thread with connections of its own write to each stream, and another one read along."""
    ledgers = [open_ledger() for _ in range(len(streams) + 1)]
    Pen(ledgers[0]).open()
    start = threading.Barrier(len(ledgers))

    def write(number: int, stream: str) -> int:
        start.wait()
        return write_share(ledgers[number], f"w{number}", stream, share)

    def read() -> list[Stored]:
        start.wait()
        return follow(ledgers[-1], 1 + len(streams) * share)

    with ThreadPoolExecutor(len(ledgers)) as pool:
        reading = pool.submit(read)
        writing = [pool.submit(write, number, stream) for number, stream in enumerate(streams)]
        for done in writing:
            done.result()
        return reading.result()


@pytest.mark.parametrize("streams", [1, WRITERS])
def test_eight_writers_leave_no_gap_and_their_reader_misses_nothing(open_ledger: Open, streams: int) -> None:
    names = [f"unit-{number % streams}" for number in range(WRITERS)]
    seen = write_at_once(open_ledger, names, 3)
    check(open_ledger(), seen, names, 3)


@pytest.mark.slow
@pytest.mark.parametrize("streams", [1, WRITERS])
def test_eight_processes_leave_no_gap_and_their_reader_misses_nothing(
    database_url: str, open_ledger: Open, tmp_path: Path, streams: int
) -> None:
    share = 40
    ledger = open_ledger()
    Pen(ledger).open()
    names = [f"unit-{number % streams}" for number in range(WRITERS)]
    module = [
        sys.executable,
        "-m",
        "tests.store.writer",
        database_url,
        str(tmp_path / "keys" / "subjects.db"),
    ]
    writers = [
        subprocess.Popen(
            [*module, f"w{number}", stream, str(share)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number, stream in enumerate(names)
    ]
    try:
        assert [writer.stdout.readline() for writer in writers if writer.stdout] == ["ready at 1\n"] * WRITERS
        with ThreadPoolExecutor(1 + WRITERS) as pool:
            reading = pool.submit(follow, ledger, 1 + WRITERS * share)
            told = list(pool.map(lambda writer: writer.communicate("go\n", timeout=50)[0], writers))
            seen = reading.result(timeout=50)
    finally:
        for writer in writers:
            writer.kill()
            writer.wait()
    assert [writer.returncode for writer in writers] == [0] * WRITERS
    conflicts = sum(map(int, told))
    assert (conflicts > 0) == (streams == 1)
    check(ledger, seen, names, share)


def race(writers: Sequence[Pen], stream: str, expected: int) -> list[Appended | Conflict]:
    """Let everybody append the same version at the same moment."""
    start = threading.Barrier(len(writers))

    def write(pen: Pen) -> Appended | Conflict:
        start.wait()
        try:
            return pen.write(stream, expected, closed("a"))
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(len(writers)) as pool:
        running: list[Future[Appended | Conflict]] = [pool.submit(write, pen) for pen in writers]
        return [done.result() for done in running]


def test_of_two_writers_of_one_version_one_wins_and_the_other_has_a_conflict(open_ledger: Open) -> None:
    rounds = 12
    one, two = Pen(open_ledger(), "one"), Pen(open_ledger(), "two")
    one.open()
    for version in range(rounds):
        outcomes = race([one, two], "unit-a", version)
        assert sorted(isinstance(outcome, Conflict) for outcome in outcomes) == [False, True]
    assert [row.version for row in one.ledger.stored("unit-a")] == list(range(1, rounds + 1))
    assert one.ledger.head() == rounds + 1


def test_threads_that_share_one_ledger_queue_and_do_not_fail(open_ledger: Open) -> None:
    ledger = open_ledger()
    Pen(ledger).open()
    with ThreadPoolExecutor(WRITERS) as pool:
        shares = [pool.submit(write_share, ledger, f"w{n}", f"unit-{n}", 4) for n in range(WRITERS)]
        assert [done.result() for done in shares] == [0] * WRITERS
    check(ledger, everything(ledger), [f"unit-{n}" for n in range(WRITERS)], 4)


def test_a_thread_that_has_ended_leaves_no_connection_open(open_ledger: Open) -> None:
    ledger = open_ledger()
    Pen(ledger).open()
    connections: list[Any] = []

    def write(number: int) -> None:
        write_share(ledger, f"w{number}", "unit-a", 1)
        connections.append(ledger.database.hot().driver)

    for number in range(20):
        thread = threading.Thread(target=write, args=(number,))
        thread.start()
        thread.join()
    check(ledger, everything(ledger), ["unit-a"] * 20, 1)
    for connection in connections:
        with pytest.raises((sqlite3.Error, psycopg.Error), match="closed"):
            connection.execute("SELECT 1")


@pytest.mark.slow
def test_a_writer_behind_a_stuck_one_is_told_and_does_not_hang(open_ledger: Open) -> None:
    stuck, waiting = open_ledger(), open_ledger()
    Pen(stuck).open()
    stuck.database.hot().begin([])
    try:
        with pytest.raises(Unavailable):
            write_share(waiting, "late", "unit-a", 1)
    finally:
        stuck.database.hot().rollback()
    write_share(waiting, "w0", "unit-a", 1)
    check(waiting, everything(waiting), ["unit-a"], 1)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_a_server_with_another_default_isolation_changes_nothing(
    cluster: postgres.Cluster, tmp_path: Path, isolation: str
) -> None:
    name = cluster.fresh_database()
    with cluster.connect() as connection:
        connection.execute(f"ALTER DATABASE \"{name}\" SET default_transaction_isolation = '{isolation}'")
    opened: list[Ledger] = []

    def open_one() -> Ledger:
        opened.append(Ledger(Database(cluster.url(name)), KeyFile(tmp_path / "keys.db"), CLOCK))
        return opened[-1]

    upgrade(open_one().database)
    names = ["unit-a"] * WRITERS
    try:
        seen = write_at_once(open_one, names, 20)
        check(opened[0], seen, names, 20)
    finally:
        for ledger in opened:
            ledger.database.close()
            ledger.keys.close()
