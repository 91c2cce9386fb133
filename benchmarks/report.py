"""The report: a table a workload for people, and one JSON file with every round for programs."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks.claims import Claim
from benchmarks.contender_raw import Raw
from benchmarks.results import Series, Spread, Table

HEADINGS = ("contender", "per s", "µs each", "p50 µs", "p99 µs", "x raw", "least-most", "missed")
WIDTHS = (20, 10, 10, 9, 9, 8, 14, 12)


def lines(table: Table) -> Iterator[str]:
    """Write one table, the fastest first."""
    yield f"{table.workload}, {table.backend}: {table.what}"
    yield _line(HEADINGS)
    for name, series in sorted(table.series.items(), key=lambda item: item[1].micros.median):
        yield _line(_cells(name, series, table.ratio(name, Raw.name)))


def _cells(name: str, series: Series, ratio: Spread | None) -> Sequence[str]:
    micros = series.micros.median
    return (
        name,
        f"{1e6 / micros:,.0f}",
        f"{micros:,.1f}",
        f"{series.percentile(0.5):,.0f}" if series.latencies else "",
        f"{series.percentile(0.99):,.0f}" if series.latencies else "",
        f"{ratio.median:.2f}" if ratio else "",
        f"{ratio.least:.2f}-{ratio.most:.2f}" if ratio else "",
        " ".join(map(str, series.missed)),
    )


def _line(cells: Sequence[str]) -> str:
    first, *rest = (
        cell.ljust(width) if at == 0 else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, WIDTHS, strict=True))
    )
    return "  " + "".join([first, *rest]).rstrip()


def claim_lines(held: Iterable[Claim], missed: Mapping[str, int]) -> Iterator[str]:
    """Write the claims with the ratio of them to us, and what a reader beside our writers missed."""
    yield "claims (how many times as long they take: median of the rounds, least-most)"
    for claim in held:
        ratio = claim.ratio
        figure = f"{ratio.median:.2f} ({ratio.least:.2f}-{ratio.most:.2f})" if ratio else ""
        yield f"  {claim.said + ', ' + claim.backend:<62}{figure:<20}{claim.outcome}"
    for backend, number in missed.items():
        said = f"a reader tailing beside our writers misses nothing, {backend}"
        yield f"  {said:<62}{f'{number} missed':<20}{'does not hold' if number else 'holds'}"


def write(file: Path, tables: Iterable[Table], held: Iterable[Claim], about: Mapping[str, Any]) -> None:
    """Write everything that was measured."""
    told = {
        **about,
        "tables": [_told(table) for table in tables],
        "claims": [{**asdict(claim), "outcome": claim.outcome} for claim in held],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _told(table: Table) -> dict[str, Any]:
    return {
        "workload": table.workload,
        "backend": table.backend,
        "what": table.what,
        "contenders": {name: _series(table, name, series) for name, series in table.series.items()},
    }


def _series(table: Table, name: str, series: Series) -> dict[str, Any]:
    ratio = table.ratio(name, Raw.name)
    return {
        "each": series.each,
        "seconds": series.seconds,
        "micros": asdict(series.micros),
        "x_raw": asdict(ratio) if ratio else None,
        "latency_micros": {f"p{share}": series.percentile(share / 100) for share in (50, 90, 99)},
        "missed": series.missed,
    }
