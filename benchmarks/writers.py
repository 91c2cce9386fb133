"""Many writers at once, each a process with its own streams, and a reader that pages by position all the while."""

import multiprocessing
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from multiprocessing.context import ForkServerContext
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier, Event
from threading import BrokenBarrierError
from typing import Any, TypeVar

from benchmarks.contender import Contender
from benchmarks.place import Ground, Place
from benchmarks.results import Series, Table
from benchmarks.rounds import rotated
from benchmarks.workload import STEPS, Sizes, lives

WRITERS = {"postgres": 8, "sqlite": 4}
"""A file has one writer at a time; four already queue."""
PATIENCE = 120.0
PAUSE = 0.001

Kind = type[Contender[Any]]
R = TypeVar("R")


class WritersFailed(RuntimeError):
    """A writer or the reader ended with an error; its traceback is the message."""


@dataclass(frozen=True, slots=True)
class _Wrote:
    """A writer's report."""

    started: float
    ended: float
    latencies: list[float]


@dataclass(frozen=True, slots=True)
class _Saw:
    """The reader's report."""

    seen: int
    total: int


@dataclass(frozen=True, slots=True)
class _Meeting:
    """What the processes of one turn share."""

    start: Barrier
    done: Event
    told: "Queue[object]"
    """A `_Wrote` or a `_Saw`; a traceback is told as text."""

    def fail(self) -> None:
        """Tell what went wrong, and let nobody wait for the one it happened to."""
        self.start.abort()
        self.told.put(traceback.format_exc())


def writers(ground: Ground, kinds: Sequence[Kind], sizes: Sizes) -> Table:
    """Let a crowd of writers commit one act at a time beside a tailing reader."""
    number = WRITERS[ground.backend]
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([kind.__module__ for kind in kinds])
    series = {kind.name: Series(number * sizes.commits) for kind in kinds}
    for which in range(sizes.writer_rounds):
        for kind in rotated(kinds, which):
            with ground.place() as place:
                kind.create(place)
                place.settle()
                _Turn(context, kind, place, sizes.commits).run(number, series[kind.name])
    what = (
        f"{number} processes, {sizes.commits} commits each, a reader alongside, {sizes.writer_rounds} rounds"
    )
    return Table("writers", ground.backend, what, series)


class _Turn:
    """One contender's turn: so many writers and a reader."""

    def __init__(self, context: ForkServerContext, kind: Kind, place: Place, commits: int) -> None:
        self._context = context
        self._kind = kind
        self._place = place
        self._commits = commits

    def run(self, number: int, series: Series) -> None:
        """Run to the end and add a round to the series."""
        context = self._context
        meeting = _Meeting(context.Barrier(number + 1), context.Event(), context.Queue())
        said = self._kind, self._place, meeting
        processes = [context.Process(target=_read, args=said)]
        processes += [
            context.Process(target=_write, args=(*said, self._commits, f"writer-{which}"))
            for which in range(number)
        ]
        for process in processes:
            process.start()
        try:
            wrote = [_answer(meeting, _Wrote) for _ in range(number)]
            meeting.done.set()
            saw = _answer(meeting, _Saw)
        finally:
            meeting.done.set()
            for process in processes:
                process.join(timeout=5)
                process.terminate()
        series.seconds.append(max(one.ended for one in wrote) - min(one.started for one in wrote))
        series.latencies += chain.from_iterable(one.latencies for one in wrote)
        series.missed.append(saw.total - saw.seen)


def _answer(meeting: _Meeting, kind: type[R]) -> R:
    told = meeting.told.get(timeout=PATIENCE)
    if isinstance(told, kind):
        return told
    raise WritersFailed(told)


def _write(kind: Kind, place: Place, meeting: _Meeting, commits: int, seed: str) -> None:
    """Commit one life to get warm, wait for everybody, then commit the rest."""
    try:
        contender = kind(place)
        acts = chain.from_iterable(lives(seed, commits // STEPS + 1))
        prepared = [kind.prepare(act) for act in acts]
        for one in prepared[:STEPS]:
            contender.append(one)
        meeting.start.wait(PATIENCE)
        latencies, started = [], time.perf_counter()
        for one in prepared[STEPS:]:
            before = time.perf_counter()
            contender.append(one)
            latencies.append(time.perf_counter() - before)
        meeting.told.put(_Wrote(started, time.perf_counter(), latencies))
        contender.close()
    except BrokenBarrierError:
        return
    except Exception:  # noqa: BLE001  # whatever it was, the parent process tells it
        meeting.fail()


def _read(kind: Kind, place: Place, meeting: _Meeting) -> None:
    """Page by position until the writers are done and nothing more comes."""
    try:
        contender = kind(place)
        meeting.start.wait(PATIENCE)
        seen = after = 0
        while True:
            ended = meeting.done.is_set()
            page = contender.tail(after)
            if page:
                seen, after = seen + len(page), page[-1]
            elif ended:
                break
            else:
                time.sleep(PAUSE)
        meeting.told.put(_Saw(seen, contender.total()))
        contender.close()
    except BrokenBarrierError:
        return
    except Exception:  # noqa: BLE001  # the same
        meeting.fail()
