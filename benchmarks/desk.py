"""`python -m benchmarks.desk`: twenty people at once read every list and every dossier page of a large ledger.

The ledger is made by the product's own append and projectors and kept in a folder for the next run. The real
application is served by uvicorn on loopback in a process of its own. The yardstick is a page of the same framework
that reads one row of the same database, asked for by as many at once in the same run.
"""

import argparse
import asyncio
import multiprocessing
import os
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from socket import socket

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from fastapi.testclient import TestClient
from sqlmodel import select
from starlette.types import Receive, Scope, Send

from benchmarks.desk_ledger import Large, Size, large
from benchmarks.desk_pages import addresses, known, pages
from benchmarks.desk_reading import Read, Reader, openable, read_all
from desk.demo.accounts import PASSWORD
from desk.door.welcome import Place, Welcome
from desk.web.app import create_app, warmed
from desk.web.middleware import DEVICE_COOKIE, SESSION_COOKIE
from desk.web.pages import environment
from desk.web.serve import listening
from domain.decider import Said
from events.envelope import By
from projections import tables as t
from tests import postgres
from tests.desk.web.questions import questions
from workflows.wiring import House

GOAL_MS, GOAL_BYTES = 150.0, 100 * 1024
SMALL = 200
SOME = 2
"""A page may ask a question more where there is something to ask about; one for each row would be many more."""
TRIED = 3
"""At so many addresses of a page questions are counted: a meeting that is not counted yet has no minutes, which asks little."""
YARDSTICK = "/thuoc-do"
ASIDE: Mapping[str, str] = {
    "/kiem-toan/luc": "replays the ledger, or says that it is too long for a page",
    "/quan-tri/suc-khoe": "makes every check of `sovang doctor`",
}
"""Pages that are neither a list nor a dossier: nobody reads them meanwhile."""
DEVICE = "thiet-bi-de-do-toc-do"
SETTLED = 5.0
"""Seconds after which every process has opened its ledger, when the first has answered."""


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk", description=__doc__)
    parser.add_argument("--nominations", type=int, default=100_000)
    parser.add_argument("--backend", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--users", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=6, help="so often everybody reads each of their pages")
    parser.add_argument(
        "--pause", type=float, default=0.0, help="seconds between two pages of one reader; none: without end"
    )
    parser.add_argument("--workers", type=int, default=2, help="processes that make pages")
    parser.add_argument("--folder", type=Path, default=Path("var/bench-desk"), help="where ledgers are kept")
    parser.add_argument("--quick", action="store_true", help="2,000 dossiers, two rounds")
    asked = parser.parse_args()
    if asked.quick:
        asked.nominations, asked.rounds = 2_000, 2
    return asked


@dataclass(frozen=True, slots=True)
class Served:
    """Where the desk is, and the processes that make its pages."""

    port: int
    processes: Sequence[int]

    def cpu_seconds(self) -> float:
        """Give how long all of them have worked, in user code and in the kernel."""
        ticks = 0
        for process in self.processes:
            told = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            ticks += int(told[11]) + int(told[12])
        return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def made(asked: argparse.Namespace, nominations: int) -> Iterator[Large]:
    """Give a ledger of a size on the backend, made if it is not kept yet."""
    folder = (asked.folder / f"{asked.backend}-{nominations}").resolve()
    kept = postgres.cluster(folder / "server") if asked.backend == "postgres" else nullcontext(None)
    with kept as server:
        url = server.url(server.kept_database("large")) if server else None
        yield large(folder, url, Size(nominations))


def yardstick(house: House) -> FastAPI:
    """Make the page of one row."""
    app = FastAPI(openapi_url=None)
    template = environment().from_string(
        "<!doctype html><title>{{ row.name }}</title><h1>{{ row.name }}</h1>"
    )
    with house.ledger.database.session() as session:
        unit = session.exec(select(t.UnitRow.unit)).first()

    @app.get(YARDSTICK)
    def one() -> HTMLResponse:
        with house.ledger.database.session() as session:
            return HTMLResponse(template.render(row=session.get_one(t.UnitRow, unit)))

    return app


def serve(found: Large, door_way: socket) -> None:
    """Serve the application, and the yardstick beside it, until stopped."""
    with found.opened() as house, found.door() as door:
        desk, one_row = warmed(create_app(house, door)), yardstick(house)

        async def both(scope: Scope, receive: Receive, send: Send) -> None:
            await (one_row if scope.get("path") == YARDSTICK else desk)(scope, receive, send)

        config = uvicorn.Config(both, log_level="error", server_header=False)
        uvicorn.Server(config).run(sockets=[door_way])


@contextmanager
def served(found: Large, workers: int) -> Iterator[Served]:
    """Serve in processes of their own behind one port, as `sovang up` does."""
    with listening("127.0.0.1", 0) as door_way:
        port = door_way.getsockname()[1]
        spawn = multiprocessing.get_context("spawn")
        processes = [spawn.Process(target=serve, args=(found, door_way), daemon=True) for _ in range(workers)]
        for process in processes:
            process.start()
        try:
            _wait(port)
            yield Served(port, [process.pid or 0 for process in processes])
        finally:
            for process in processes:
                process.terminate()
                process.join()


def _wait(port: int) -> None:
    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request("GET", "/dang-nhap")
    asked.getresponse().read()
    time.sleep(SETTLED)


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


@dataclass(frozen=True, slots=True)
class Page:
    """What a page costs a reader."""

    questions: int
    bytes: int


Costs = Mapping[str, Mapping[str, Page]]
"""Path → reader → what it costs."""


def asked_of(found: Large, cookies: Sequence[tuple[str, str]], tried: int = 1) -> Costs:
    """Count the questions that each page puts to the database when nothing is remembered, and its size, at some addresses."""
    counted: dict[str, dict[str, Page]] = defaultdict(dict)
    with found.opened() as house, found.door() as door:
        client = TestClient(create_app(house, door), follow_redirects=False)
        with house.ledger.database.session() as session:
            values = {person: known(session, person, 50) for person, _ in dict(cookies).items()}
        for person, cookie in dict(cookies).items():
            for path in pages():
                for address in addresses(path, values[person], Random(1), tried):
                    client.get(address, headers={"cookie": cookie})
                    house.handler.recalling().recall.forget()
                    with questions(house.ledger.database) as noted:
                        answer = client.get(address, headers={"cookie": cookie})
                    if answer.status_code == 200:
                        known_ = counted[path].get(person, Page(0, 0))
                        counted[path][person] = Page(
                            max(known_.questions, len(noted)), max(known_.bytes, len(answer.content))
                        )
        client.close()
    return counted


@dataclass(frozen=True, slots=True)
class Row:
    """What is told of one page."""

    path: str
    read: Read
    few: Mapping[str, Page]
    many: Mapping[str, Page]

    @property
    def faults(self) -> list[str]:
        """Name each goal that does not hold."""
        return [
            words
            for words, broken in (
                (f"p95 over {GOAL_MS:.0f} ms", self.read.percentile(0.95) > GOAL_MS),
                ("over 100 KB", self.read.largest > GOAL_BYTES),
                ("more questions of a larger ledger", more_questions(self.few, self.many) > SOME),
            )
            if broken
        ]


def more_questions(few: Mapping[str, Page], many: Mapping[str, Page]) -> int:
    """Say how many questions more a page puts to the larger ledger, at most, for a reader who reads it in both."""
    both = few.keys() & many.keys()
    return max((many[who].questions - few[who].questions for who in both), default=0)


def most_questions(pages: Mapping[str, Page]) -> int:
    """Say how many questions a page puts for whoever of its readers it puts the most."""
    return max((page.questions for page in pages.values()), default=0)


def report(rows: Sequence[Row], one_row: Read) -> int:
    """Print the table; gives how many pages miss a goal."""
    print(f"{'page':44}{'p50 ms':>8}{'p95 ms':>8}{'x':>7}{'KB':>7}{'questions':>11}{'read':>6}")
    base = one_row.percentile(0.5)
    missed = 0
    for row in sorted(rows, key=lambda row: -row.read.percentile(0.95)):
        p50, p95 = row.read.percentile(0.5), row.read.percentile(0.95)
        asked = f"{most_questions(row.few)}/{most_questions(row.many)}"
        told = "; ".join(row.faults)
        missed += bool(row.faults)
        print(
            f"{row.path:44}{p50:8.1f}{p95:8.1f}{p50 / base:7.1f}{row.read.largest / 1024:7.1f}{asked:>11}"
            f"{len(row.read.seconds):6} {told}"
        )
    print(f"{'yardstick: a page of one row':44}{base:8.1f}{one_row.percentile(0.95):8.1f}{1:7.1f}")
    return missed


def main() -> int:
    """Measure and judge."""
    asked = arguments()
    with made(asked, SMALL) as small:
        few = asked_of(small, signed_in(small, asked.users), TRIED)
    with made(asked, asked.nominations) as found:
        print(
            f"{found.nominations:,} dossiers, {found.events:,} events, {asked.backend}, {asked.users} at once"
        )
        cookies = signed_in(found, asked.users)
        many = asked_of(found, cookies, TRIED)
        with served(found, asked.workers) as desk:
            readers = asyncio.run(readers_of(found, desk.port, cookies, asked.rounds))
            started, worked = time.perf_counter(), desk.cpu_seconds()
            read = asyncio.run(read_all(desk.port, readers, asked.pause))
            seconds, worked = time.perf_counter() - started, desk.cpu_seconds() - worked
            yard = [Reader("", [(YARDSTICK, YARDSTICK)] * 50) for _ in range(asked.users)]
            one_row = asyncio.run(read_all(desk.port, yard, 0.0))[YARDSTICK]
    answered = sum(len(page.seconds) for page in read.values())
    print(
        f"{answered:,} pages in {seconds:.1f} s, {answered / seconds:.0f} a second,"
        f" {worked / answered * 1000:.1f} ms of the desk's processors each"
    )
    missed = report(
        [Row(path, page, few.get(path, {}), many.get(path, {})) for path, page in read.items()], one_row
    )
    unread = [path for path in pages() if path not in read]
    print(f"not read, since nobody may or nothing is there: {', '.join(unread) or 'none'}")
    print(
        f"goals: p95 {GOAL_MS:.0f} ms, 100 KB, as many questions as of {SMALL} dossiers: {missed} pages miss one"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
