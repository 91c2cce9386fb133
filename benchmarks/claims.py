"""What the product says of itself, held against what was just measured; a claim about time never fails a run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.results import Spread, Table

US, THEM = "sovang", "eventsourcing-app"
TIE = 1.2
"""Ratios nearer to 1 than this are noise on a shared machine."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and how it came out."""

    said: str
    backend: str
    ratio: Spread | None
    """Them over us: above 1 we are faster."""
    gates: bool = True
    """False: reported only."""

    @property
    def outcome(self) -> str:
        """Say in a word whether it holds."""
        if self.ratio is None:
            return "not measured"
        if not self.gates:
            return "reported"
        if self.ratio.median <= 1:
            return "does not hold"
        return "holds" if self.ratio.median >= TIE else "holds, nearly a tie"


Tables = Mapping[tuple[str, str], Table]
"""(workload, backend) → table."""


def claims(tables: Tables) -> Iterator[Claim]:
    """Hold every claim against the tables there are."""
    for backend in dict.fromkeys(backend for _, backend in tables):
        batch, one = tables.get(("batch append", backend)), tables.get(("single append", backend))
        yield Claim("our append beats their application in batches", backend, _ratio(batch))
        yield Claim(
            "our append beats their application one by one", backend, _ratio(one), gates=backend == "postgres"
        )
        yield Claim("our load beats their repository", backend, _ratio(tables.get(("load", backend))))
        yield Claim("our partial replay beats their fastest", backend, _fastest_replay(tables, backend))


def _ratio(table: Table | None) -> Spread | None:
    return table.ratio(THEM, US) if table else None


def _fastest_replay(tables: Tables, backend: str) -> Spread | None:
    """Give our replay against the fastest of theirs: store or application, partial or typed."""
    ours = tables.get(("replay", backend))
    if ours is None or US not in ours.series:
        return None
    theirs = [
        series
        for workload in ("replay", "typed replay")
        for name, series in tables[workload, backend].series.items()
        if name.startswith("eventsourcing")
    ]
    if not theirs:
        return None
    return min(theirs, key=lambda series: series.micros.median).against(ours.series[US])


def missed(tables: Tables) -> dict[str, int]:
    """Count by backend what our own tailing reader missed; anything but 0 fails the run."""
    return {
        backend: sum(table.series[US].missed)
        for (workload, backend), table in tables.items()
        if workload == "writers" and US in table.series
    }
