"""`python -m benchmarks.tick`: one tick over many open duties of which some are due, on either database.

The due duties are opened through the log; the rows of the others are put into the read table as the projector writes
them, since a tick looks at nothing else of a duty that is not due.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import insert, text

from domain.ids import obligation_id
from domain.obligation.commands import OpenObligation
from events.base import SubjectId, UnitId
from events.store.clock import SimulatedClock
from projections import tables as t
from projections.rows import table_of
from tests import postgres
from tests.workflows.handle.offices import START, Office, found_office
from tests.workflows.mailroom.rooms import Alone, at_hour, engine_said
from workflows.batch import Workshop
from workflows.handle import Asked
from workflows.reactor import Reactor, run_plainly

GOAL = 2.0
UNITS = 250
DUE = date(2024, 3, 29)


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tick", description=__doc__)
    parser.add_argument("--open", type=int, default=200_000)
    parser.add_argument("--due", type=int, default=1_000)
    parser.add_argument("--backend", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


@contextmanager
def office(backend: str) -> Iterator[Office]:
    """Found an office on a fresh database."""
    with tempfile.TemporaryDirectory(prefix="sovang-tick-") as folder:
        if backend == "sqlite":
            yield found_office(Path(folder), f"sqlite:///{folder}/ledger.db", SimulatedClock(START))
            return
        with postgres.cluster() as server:
            yield found_office(Path(folder), server.url(server.fresh_database()), SimulatedClock(START))


def open_due(found: Office, count: int) -> None:
    """Open the duties that will be due, of some hundred units with an address each."""
    for number in range(UNITS):
        found.do(found.unit(number, f"Thôn {number}", email=f"thon{number}@vidu.example"))
    said = engine_said(found)
    for start in range(0, count, UNITS):
        asked = []
        for number in range(min(UNITS, count - start)):
            unit, name = UnitId(f"unit-{number}"), f"ky-{start}"
            duty = obligation_id("movement-1", "report_progress", name, unit)
            opening = OpenObligation(
                obligation=duty, duty="report_progress", debtor=SubjectId(unit), about="movement-1", milestone=name,
                title=f"Báo cáo kỳ {start}", due_on=DUE, set_by="văn bản số 01", **said,
            )  # fmt: skip
            asked.append(Asked(f"open-{start}-{number}", opening))
        found.handler.handle_many(asked)


def fill_up(found: Office, count: int) -> None:
    """Put in the rows of open duties whose next rung comes later."""
    table = table_of(t.ObligationRow)
    with found.ledger.database.session() as session:
        pattern = session.exec(text("SELECT * FROM r_obligation LIMIT 1")).mappings().one()  # type: ignore[call-overload]
        later = [(DUE + timedelta(days=30 + number % 300)).isoformat() for number in range(count)]
        for start in range(0, count, 5_000):
            rows = [
                {
                    **pattern,
                    "obligation": f"obligation-later-{number:07}",
                    "due_on": later[number],
                    "due_at": f"{later[number]}T17:00:00.000000Z",
                    "next_rung_at": f"{later[number]}T01:00:00.000000Z",
                }
                for number in range(start, min(start + 5_000, count))
            ]
            session.connection().execute(insert(table), rows)
        session.commit()
        if found.ledger.database.dialect == "postgresql":
            session.connection().execute(text("ANALYZE r_obligation"))
            session.commit()


def main() -> int:
    """Measure one tick."""
    asked = arguments()
    with office(asked.backend) as found:
        open_due(found, asked.due)
        fill_up(found, asked.open - asked.due)
        found.clock.move_to(at_hour(DUE - timedelta(days=14), 8))
        reactor = Reactor(Workshop(found.handler), Alone(), run_plainly)
        head = found.ledger.head()
        started, busy = time.perf_counter(), time.process_time()
        batches = asyncio.run(reactor.remind())
        seconds, busy = time.perf_counter() - started, time.process_time() - busy
        started = time.perf_counter()
        assert asyncio.run(reactor.remind()) == 0
        nothing = time.perf_counter() - started
        recorded = found.ledger.head() - head
        found.house.close()
    assert recorded >= 2 * asked.due, f"{recorded} events"
    print(f"a tick over {asked.open:,} open duties, {asked.due:,} of them due, {asked.backend}")
    print(
        f"  {seconds:.2f} s in {batches} batches, {recorded} events; goal {GOAL} s: {'holds' if seconds <= GOAL else 'does not hold'}"
    )
    print(f"  {busy:.2f} s of it the processor was with this process")
    print(f"  a tick with nothing due {nothing * 1000:.1f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())
