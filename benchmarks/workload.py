"""The work every contender is given, and how much of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from statistics import mean, median
from uuid import UUID

from benchmarks.facts import ENCODER, LIFE, Fact
from benchmarks.life import Life

STEPS = len(LIFE)


@dataclass(frozen=True, slots=True)
class Act:
    """One fact, and where it goes: the stream and its version there, from 1."""

    stream: UUID
    version: int
    fact: Fact


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything a run does."""

    single_rounds: int
    lives_a_round: int
    """Twelve single appends to a life, each a commit."""
    rounds: int
    batches: int
    streams_a_batch: int
    events_a_stream: int
    loads: int
    writer_rounds: int
    commits: int
    """By each writer beside the tailing reader."""


DEFAULT = Sizes(
    single_rounds=24,
    lives_a_round=8,
    rounds=5,
    batches=24,
    streams_a_batch=100,
    events_a_stream=10,
    loads=500,
    writer_rounds=3,
    commits=240,
)
QUICK = Sizes(
    single_rounds=5,
    lives_a_round=4,
    rounds=2,
    batches=4,
    streams_a_batch=100,
    events_a_stream=10,
    loads=100,
    writer_rounds=1,
    commits=48,
)


def life(seed: str, which: int = 0) -> list[Act]:
    """Tell one whole life; the same seed and number tell the same one."""
    told = Life(seed, which)
    return [Act(told.stream, version, fact) for version, fact in enumerate(told.facts(), 1)]


def lives(seed: str, number: int) -> list[list[Act]]:
    """Tell many lives."""
    return [life(seed, which) for which in range(number)]


def batches(seed: str, sizes: Sizes) -> list[list[Act]]:
    """Tell many dossiers that move side by side: some events of each a batch, a fresh one where one has ended.

    The last ones stop half-way, so that a replay finds dossiers at several stages.
    """
    desks = [_endless(f"{seed}/{desk}") for desk in range(sizes.streams_a_batch)]
    return [
        [next(desk) for desk in desks for _ in range(sizes.events_a_stream)] for _ in range(sizes.batches)
    ]


def _endless(seed: str) -> Iterator[Act]:
    for which in count():
        yield from life(seed, which)


def event_bytes() -> dict[str, float]:
    """Say how long the facts are as JSON."""
    lengths = [len(ENCODER.encode(act.fact)) for act in chain.from_iterable(lives("bytes", 100))]
    return {
        "least": min(lengths),
        "median": median(lengths),
        "mean": round(mean(lengths), 1),
        "most": max(lengths),
    }
