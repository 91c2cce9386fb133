"""Single appends, batches, loads and replays: every contender once a round, in rotated order, side by side."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import chain
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from benchmarks.contender import Appending, Contender
from benchmarks.facts import wire_name
from benchmarks.place import Ground, Place
from benchmarks.readtable import Counts, ReadTable
from benchmarks.results import Series, Table
from benchmarks.workload import STEPS, Act, Sizes, batches, lives

T = TypeVar("T")


def rotated(items: Sequence[T], which: int) -> list[T]:
    """Give the order of a round: each begins in turn, and every other round goes backwards."""
    start = which % len(items)
    order = [*items[start:], *items[:start]]
    return order[::-1] if which % 2 else order


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the garbage collector out of a timed stretch."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Run once and give the seconds and the answer."""
    with quiet():
        started = time.perf_counter()
        answer = work()
        return time.perf_counter() - started, answer


class _Entered:
    """A contender open for single appends, with its prepared work."""

    def __init__(
        self, kind: type[Appending[Any]], place: Place, work: Sequence[Act], warm_up: Sequence[Act]
    ) -> None:
        kind.create(place)
        self.open = kind(place)
        for act in warm_up:
            self.open.append(kind.prepare(act))
        self.work = [kind.prepare(act) for act in work]
        place.settle()
        self.latencies: list[float] = []

    def run(self, start: int, end: int) -> float:
        """Append a stretch of the work, commit by commit."""
        append, now, keep = self.open.append, time.perf_counter, self.latencies.append
        with quiet():
            begun = now()
            for prepared in self.work[start:end]:
                before = now()
                append(prepared)
                keep(now() - before)
            return now() - begun


def single(ground: Ground, kinds: Sequence[type[Appending[Any]]], sizes: Sizes) -> Table:
    """Commit one act at a time; all contenders are open at once and take turns."""
    each = sizes.lives_a_round * STEPS
    work = list(chain.from_iterable(lives("single", sizes.single_rounds * sizes.lives_a_round)))
    warm_up = list(chain.from_iterable(lives("warm-up", 2)))
    series = {kind.name: Series(each) for kind in kinds}
    with ExitStack() as stack:
        entered = [_Entered(kind, stack.enter_context(ground.place()), work, warm_up) for kind in kinds]
        gc.freeze()
        for which in range(sizes.single_rounds):
            for one in rotated(entered, which):
                series[one.open.name].seconds.append(one.run(which * each, (which + 1) * each))
        for one in entered:
            series[one.open.name].latencies = one.latencies
            one.open.close()
        gc.unfreeze()
    what = f"one act a commit, {each} commits a round, {sizes.single_rounds} rounds"
    return Table("single append", ground.backend, what, series)


def whole(ground: Ground, kinds: Sequence[type[Contender[Any]]], sizes: Sizes) -> list[Table]:
    """Fill a fresh log in batches, load dossiers from it, and replay it."""
    told = batches("batch", sizes)
    acts = list(chain.from_iterable(told))
    ended = [act.stream for act in acts if act.version == STEPS]
    wanted = Random("loads").sample(ended, min(sizes.loads, len(ended)))
    expected = counts_of(acts)
    each = {"batch append": len(acts), "load": len(wanted), "replay": len(acts), "typed replay": len(acts)}
    series = {workload: {kind.name: Series(number) for kind in kinds} for workload, number in each.items()}
    prepared = {kind: [[kind.prepare(act) for act in batch] for batch in told] for kind in kinds}
    gc.freeze()
    for which in range(sizes.rounds):
        for kind in rotated(kinds, which):
            with ground.place() as place:
                run = _Round(kind, place)
                for workload, seconds in run.all(prepared[kind], wanted, expected):
                    series[workload][kind.name].seconds.append(seconds)
    gc.unfreeze()
    a_batch = len(told[0])
    what = {
        "batch append": f"{len(acts)} events in commits of {a_batch}, {sizes.rounds} rounds",
        "load": f"{len(wanted)} dossiers of {STEPS} events, {sizes.rounds} rounds",
        "replay": f"{len(acts)} events, decoding only what the read table needs, {sizes.rounds} rounds",
        "typed replay": f"{len(acts)} events, every one decoded into its type, {sizes.rounds} rounds",
    }
    return [Table(workload, ground.backend, what[workload], rows) for workload, rows in series.items()]


def counts_of(acts: Sequence[Act]) -> Counts:
    """Say what every replay must find."""
    table = ReadTable()
    for act in acts:
        table.take(act.stream, wire_name(type(act.fact)), act.fact)
    return table.counts()


class _Round:
    """One contender's turn in one round, on a place of its own."""

    def __init__(self, kind: type[Contender[Any]], place: Place) -> None:
        kind.create(place)
        self._open = kind(place)
        self._place = place

    def all(
        self, prepared: Sequence[Sequence[Any]], wanted: Sequence[UUID], expected: Counts
    ) -> Iterator[tuple[str, float]]:
        """Time one workload after the other."""
        name = self._open.name
        self._place.settle()
        yield "batch append", timed(lambda: self._append(prepared))[0]
        self._place.settle()
        self._load(wanted[:20])
        seconds, loaded = timed(lambda: self._load(wanted))
        assert set(loaded) == {(STEPS, "awarded")}, f"{name} loads something else"
        yield "load", seconds
        for workload, replay in (("replay", self._open.replay), ("typed replay", self._open.replay_typed)):
            seconds, counts = timed(replay)
            assert counts == expected, f"{name} counts something else in its {workload}"
            yield workload, seconds
        self._open.close()

    def _append(self, prepared: Sequence[Sequence[Any]]) -> None:
        for batch in prepared:
            self._open.append_batch(batch)

    def _load(self, wanted: Sequence[UUID]) -> list[tuple[int, str]]:
        load = self._open.load
        return [load(stream) for stream in wanted]
