"""`python -m benchmarks`: everything once, side by side; only missed events make it fail, never a time."""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import report, surroundings
from benchmarks.claims import Tables, claims, missed
from benchmarks.contender import Contender
from benchmarks.contender_application import WholeApplication
from benchmarks.contender_eventsourcing import EventStore
from benchmarks.contender_handle import Handle
from benchmarks.contender_raw import Raw, RawPostgres, RawSqlite
from benchmarks.contender_sovang import Sovang
from benchmarks.place import Backend, Ground
from benchmarks.results import Table
from benchmarks.rounds import single, whole
from benchmarks.workload import DEFAULT, QUICK, Sizes, event_bytes
from benchmarks.writers import writers
from tests import postgres

BACKENDS: tuple[Backend, ...] = ("sqlite", "postgres")
NAMES = (EventStore.name, WholeApplication.name, Sovang.name, Handle.name)
PEER_POOL = "psycopg_pool"
"""What eventsourcing needs on PostgreSQL, and asks for only with its extra `postgres`."""


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="under a minute; the figures are rough")
    parser.add_argument(
        "--only", nargs="+", choices=NAMES, default=list(NAMES), help=f"beside {Raw.name}, the yardstick"
    )
    parser.add_argument("--backend", choices=BACKENDS, help="one database only")
    parser.add_argument("--out", type=Path, default=Path("var/bench.json"), help="the file with every round")
    return parser.parse_args(given)


@contextmanager
def ground(backend: Backend) -> Iterator[Ground]:
    """Give a folder and, for PostgreSQL, a server of our own."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sovang-bench-")))
        server = stack.enter_context(postgres.cluster()) if backend == "postgres" else None
        yield Ground(backend, folder, server)


def contenders(backend: Backend, wanted: Sequence[str]) -> list[type[Contender[Any]]]:
    """List who takes part on a backend, the yardstick first."""
    kinds: list[type[Contender[Any]]] = [EventStore, WholeApplication, Sovang]
    if backend == "postgres" and find_spec(PEER_POOL) is None:
        print(f"{PEER_POOL} is not installed: eventsourcing is left out on PostgreSQL", flush=True)
        kinds = [Sovang]
    yardstick: type[Contender[Any]] = RawSqlite if backend == "sqlite" else RawPostgres
    return [yardstick, *(kind for kind in kinds if kind.name in wanted)]


def measured(where: Ground, wanted: Sequence[str], sizes: Sizes) -> Iterator[Table]:
    """Run every workload on one backend."""
    kinds = contenders(where.backend, wanted)
    alone = [Handle] if Handle.name in wanted else []
    yield single(where, [*kinds, *alone], sizes)
    yield from whole(where, kinds, sizes)
    yield writers(where, kinds, sizes)


def run(backends: Sequence[Backend], wanted: Sequence[str], sizes: Sizes) -> tuple[Tables, dict[str, Any]]:
    """Measure on every backend, printing each table when it is there; gives also the settings."""
    tables: dict[tuple[str, str], Table] = {}
    settings: dict[str, Any] = {}
    for backend in backends:
        with ground(backend) as where:
            with where.place() as place:
                settings[backend] = surroundings.settings(place)
            for table in measured(where, wanted, sizes):
                tables[table.workload, backend] = table
                print("\n".join(report.lines(table)), end="\n\n", flush=True)
    return tables, settings


def main() -> int:
    """Measure, print, write, and judge."""
    asked = arguments()
    backends = [backend for backend in BACKENDS if asked.backend in (None, backend)]
    if "postgres" in backends and not postgres.available():
        print("PostgreSQL's programs are not on the path: it is left out", flush=True)
        backends.remove("postgres")
    sizes = QUICK if asked.quick else DEFAULT
    started = time.monotonic()
    tables, settings = run(backends, asked.only, sizes)
    held = list(claims(tables))
    lost = missed(tables)
    print("\n".join(report.claim_lines(held, lost)))
    about = {
        "versions": surroundings.versions(),
        "machine": surroundings.machine(),
        "settings": settings,
        "sizes": asdict(sizes),
        "event_bytes": event_bytes(),
        "missed": lost,
        "seconds": round(time.monotonic() - started, 1),
    }
    report.write(asked.out, tables.values(), held, about)
    print(f"{about['seconds']} s; every round is in {asked.out}")
    return 1 if any(lost.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
