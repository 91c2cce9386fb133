"""`python -m benchmarks.desk`: twenty people at once read every list and every dossier page of a large ledger.

The ledger is made by the product's own append and projectors and kept in a folder for the next run. The real
application is served by uvicorn on loopback in processes of its own; this one is the readers. A second's pause between
two pages is how people read (`--pause 1`); none is how programs do, and says what the machine makes. The yardstick is a
page of the same framework that reads one row of the same database, asked for by as many at once in the same run.
"""

import argparse
import asyncio
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from random import Random

from sqlmodel import select

from benchmarks.desk_costs import asked_of
from benchmarks.desk_ledger import Large, Size, large
from benchmarks.desk_pages import addresses, known, pages
from benchmarks.desk_reading import Read, Reader, openable, read_all
from benchmarks.desk_serving import YARDSTICK, Served, served
from benchmarks.desk_table import GOAL_MS, Reading, Row, table
from benchmarks.processors import Worked
from desk.demo.accounts import PASSWORD
from desk.door.welcome import Place, Welcome
from desk.web.middleware import DEVICE_COOKIE, SESSION_COOKIE
from domain.decider import Said
from events.envelope import By
from projections import tables as t
from tests import postgres

SMALL = 200
TRIED = 3
"""At so many addresses of a page questions are counted: a meeting that is not counted yet has no minutes, which asks little."""
ASIDE: Mapping[str, str] = {
    "/kiem-toan/luc": "replays the ledger, or says that it is too long for a page",
    "/quan-tri/suc-khoe": "makes every check of `sovang doctor`",
}
"""Pages that are neither a list nor a dossier: nobody reads them meanwhile."""
DEVICE = "thiet-bi-de-do-toc-do"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--nominations", type=int, default=100_000)
    parser.add_argument("--backend", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=6, help="so often everybody reads each of their pages")
    parser.add_argument(
        "--pause",
        type=float,
        nargs="+",
        default=[1.0, 0.0],
        help="seconds between two pages of one reader, a table for each; 0: without end",
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that make pages")
    parser.add_argument("--folder", type=Path, default=Path("var/bench-desk"), help="where ledgers are kept")
    parser.add_argument("--quick", action="store_true", help="2,000 dossiers, two rounds")
    asked = parser.parse_args()
    if asked.quick:
        asked.nominations, asked.rounds = 2_000, 2
    return asked


@contextmanager
def made(asked: argparse.Namespace, nominations: int) -> Iterator[Large]:
    """Give a ledger of a size on the backend, made if it is not kept yet."""
    folder = (asked.folder / f"{asked.backend}-{nominations}").resolve()
    kept = postgres.cluster(folder / "server") if asked.backend == "postgres" else nullcontext(None)
    with kept as server:
        url = server.url(server.kept_database("large")) if server else None
        yield large(folder, url, Size(nominations))


def signed_in(found: Large, users: int) -> list[tuple[str, str]]:
    """Sign people in; gives who, and the cookie of the browser."""
    with found.opened() as house, found.door() as door:
        welcome = Welcome(house, door)
        with house.ledger.database.session() as session:
            mai = session.exec(select(t.RoleRow.person).where(t.RoleRow.role == "administrator")).first()
        said = Said(at=house.clock.now(), by=By(str(mai), role="administrator"), late_reason=None)
        cookies = []
        for number in range(users):
            person = found.readers[number % len(found.readers)]
            if door.account(person) is None:
                welcome.open_account(person, person, said)
                door.set_password(person, PASSWORD, must_change=False)
            account = door.account(person)
            assert account is not None
            entered = welcome.sign_in(account.login, PASSWORD, Place("127.0.0.1", DEVICE))
            cookies.append((person, f"{SESSION_COOKIE}={entered.key}; {DEVICE_COOKIE}={DEVICE}"))
        return cookies


async def readers_of(
    found: Large, port: int, cookies: Sequence[tuple[str, str]], rounds: int
) -> list[Reader]:
    """Find what each may open, and lay it before them in an order of their own."""
    made_up = []
    with found.opened() as house, house.ledger.database.session() as session:
        for number, (person, cookie) in enumerate(cookies):
            chosen = Random(number)
            values = known(session, person, 200)
            tried = {path: addresses(path, values, chosen, rounds) for path in pages() if path not in ASIDE}
            open_ = await openable(port, cookie, tried)
            reads = []
            for at in range(rounds):
                once = [(path, listed[at % len(listed)]) for path, listed in open_.items()]
                chosen.shuffle(once)
                reads += once
            made_up.append(Reader(cookie, reads))
    return made_up


async def read(desk: Served, readers: Sequence[Reader], pause: float) -> Reading:
    """Let everybody read at once, and note whose work it was."""
    before = Worked.look(desk.processes)
    pages_ = await read_all(desk.port, readers, pause)
    return Reading(pause, len(readers), pages_, Worked.look(desk.processes).since(before), os.getloadavg()[0])


async def read_alone(desk: Served, readers: Sequence[Reader], rounds: int) -> Mapping[str, Read]:
    """Let one after the other read their pages once, with nobody beside them."""
    found: dict[str, Read] = defaultdict(Read)
    for reader in readers:
        once = Reader(reader.cookie, reader.reads[: len(reader.reads) // rounds])
        for path, page in (await read_all(desk.port, [once])).items():
            found[path].seconds += page.seconds
    return found


def main() -> int:
    """Measure and judge."""
    asked = arguments()
    with made(asked, SMALL) as small:
        few = asked_of(small, signed_in(small, asked.users), TRIED)
    with made(asked, asked.nominations) as found:
        print(f"{found.nominations:,} dossiers, {found.events:,} events, {asked.backend}")
        cookies = signed_in(found, asked.users)
        many = asked_of(found, cookies, TRIED)
        with served(found, asked.workers) as desk:
            readers = asyncio.run(readers_of(found, desk.port, cookies, asked.rounds))
            alone = asyncio.run(read_alone(desk, readers, asked.rounds))
            readings = [asyncio.run(read(desk, readers, pause)) for pause in asked.pause]
            yard = [Reader("", [(YARDSTICK, YARDSTICK)] * 50) for _ in range(asked.users)]
            one_row = asyncio.run(read_all(desk.port, yard))[YARDSTICK]
    for reading in readings:
        print(reading)
        rows = [
            Row(path, page, alone[path], few.get(path, {}), many.get(path, {}))
            for path, page in reading.pages.items()
        ]
        missed = table(rows, one_row)
        print(
            f"goals: p95 {GOAL_MS:.0f} ms, 100 KB, as many questions as of {SMALL} dossiers: {missed} pages miss one"
        )
    unread = [path for path in pages() if path not in alone]
    print(f"not read, since nobody may or nothing is there: {', '.join(unread) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
