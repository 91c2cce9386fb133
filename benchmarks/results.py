"""What was measured: for each workload and backend, one series of rounds a contender."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """The median of the rounds, with the least and the most."""

    median: float
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        """Take the spread of at least one value."""
        return cls(median(values), min(values), max(values))


@dataclass(slots=True)
class Series:
    """The rounds of one contender in one workload."""

    each: int
    """How many things a round does."""
    seconds: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)
    """Of every single commit, where they are told apart."""
    missed: list[int] = field(default_factory=list)
    """Events that the tailing reader never saw, by round."""

    @property
    def micros(self) -> Spread:
        """Microseconds for one thing."""
        return Spread.of([second / self.each * 1e6 for second in self.seconds])

    def against(self, other: "Series") -> Spread:
        """Give this over that, round by round: above 1 it is slower."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return Spread.of([(mine / self.each) / (theirs / other.each) for mine, theirs in pairs])

    def percentile(self, share: float) -> float:
        """Give a latency in microseconds; 0 where there are none."""
        ordered = sorted(self.latencies)
        return ordered[int((len(ordered) - 1) * share)] * 1e6 if ordered else 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """One workload on one backend."""

    workload: str
    backend: str
    what: str
    """What one thing is, and how many a round."""
    series: Mapping[str, Series]

    def ratio(self, mine: str, theirs: str) -> Spread | None:
        """Give one contender over another; None when one of them did not run."""
        if mine not in self.series or theirs not in self.series:
            return None
        return self.series[mine].against(self.series[theirs])
