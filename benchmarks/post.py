"""`python -m benchmarks.post`: our mailroom beside aiosmtplib alone, on as many lines to the same relay, in one run.

aiosmtplib alone sends messages that are ready as bytes. The mailroom asks the log which letters wait, claims them,
asks of each whether it is still true, makes it from its template, sends it, and makes what became of it durable
before that line takes the next letter. Both run on the loop on which an engine's mailroom runs. The processor's time in
this process is told beside: of what others do on the machine it knows nothing.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import aiosmtplib

from benchmarks.relay import relay
from benchmarks.results import Spread
from domain.calendar import local_day
from domain.letter.commands import QueueLetter
from events.base import LetterId, SubjectId
from events.store.clock import SimulatedClock
from mail.post import Post
from mail.relay import Envelope, Relay
from projections import queries
from tests import postgres
from tests.workflows.handle.offices import START, Office, found_office
from tests.workflows.mailroom.rooms import HEAD, engine_said
from workflows.claims import Claims, FileClaims, PostgresClaims
from workflows.handle import Asked
from workflows.mailroom.begun import FOLDER, Begun
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules
from workflows.mailroom.thread import MailThread

READERS = 200
GOAL = 0.6
MOST_LINES = 50
"""As many as the settings allow, and as Postfix lets one client have unless it is told otherwise."""
FACTS = {
    "title": "Báo cáo kết quả thực hiện phong trào thi đua quý I",
    "due_on": "2024-03-29",
    "reason": "đã có công văn mới của cơ quan thường trực",
}


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.post", description=__doc__)
    parser.add_argument("--letters", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--lines", type=int, default=MOST_LINES)
    parser.add_argument("--backend", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


@contextmanager
def office(backend: str) -> Iterator[Office]:
    """Found an office with readers on a fresh database."""
    with tempfile.TemporaryDirectory(prefix="sovang-post-") as folder:
        if backend == "sqlite":
            yield _with_readers(Path(folder), f"sqlite:///{folder}/ledger.db")
            return
        with postgres.cluster() as server:
            yield _with_readers(Path(folder), server.url(server.fresh_database()))


def _with_readers(folder: Path, url: str) -> Office:
    found = found_office(folder, url, SimulatedClock(START))
    for number in range(READERS):
        found.do(found.person(number, f"Nguyễn Ví Dụ {number}", email=f"nguoi{number}@vidu.example"))
    return found


def queue(found: Office, which: int, count: int) -> None:
    """Queue letters, as a reaction does."""
    said = engine_said(found)
    asked = [
        Asked(
            f"queue-{which}-{number}",
            QueueLetter(
                letter=LetterId(f"letter-{which}-{number:06}"),
                recipient=SubjectId(f"person-{number % READERS}"),
                template="cancelled",
                facts=FACTS,
                speaks_from=local_day(said["at"]),
                **said,
            ),
        )
        for number in range(count)
    ]
    for start in range(0, count, 500):
        found.handler.handle_many(asked[start : start + 500])


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds by the clock, and of this process on a processor."""

    clock: float
    processor: float

    @classmethod
    @contextmanager
    def measured(cls) -> Iterator[list["Took"]]:
        """Measure what is done within; the figures are there at its end."""
        took: list[Took] = []
        clock, processor = time.perf_counter(), time.process_time()
        yield took
        took.append(cls(time.perf_counter() - clock, time.process_time() - processor))


async def alone(port: int, letters: Sequence[Envelope], lines: int) -> Took:
    """Send ready letters with aiosmtplib over so many connections."""
    clients = [aiosmtplib.SMTP(hostname="127.0.0.1", port=port) for _ in range(lines)]
    for client in clients:
        await client.connect()
    waiting = iter(letters)

    async def send(client: aiosmtplib.SMTP) -> None:
        for letter in waiting:
            await client.sendmail(letter.sender, [letter.recipient], letter.content)

    with Took.measured() as took:
        await asyncio.gather(*(send(client) for client in clients))
    for client in clients:
        await client.quit()
    return took[0]


async def ours(room: Mailroom, expected: int) -> Took:
    """Deliver everything that waits."""
    with Took.measured() as took:
        done = await room.deliver()
    assert done == expected, f"{done} letters instead of {expected}"
    return took[0]


async def measure(found: Office, asked: argparse.Namespace, port: int) -> tuple[list[Took], list[Took]]:
    """Take turns: so many letters with aiosmtplib alone, as many with the mailroom."""
    count = asked.letters // asked.rounds
    database = found.ledger.database
    claims: Claims = (
        PostgresClaims(database)
        if database.dialect == "postgresql"
        else FileClaims(found.house.settings.data / "lock")
    )
    post = Post(Relay("127.0.0.1", port), connections=asked.lines)
    begun = Begun(found.house.settings.data / FOLDER, asked.lines)
    room = Mailroom(found.handler, post, HEAD, claims, MailRules(connections=asked.lines), begun=begun)
    raw, mine = [], []
    for which in range(asked.rounds):
        queue(found, which, count)
        with database.session() as session:
            waiting = [LetterId(letter) for letter in queries.letters_to_try(session, "9", count)]
        ready = [made.envelope for made in room.scribe.make(waiting)]
        assert len(ready) == count
        if which % 2:
            mine.append(await ours(room, count))
            raw.append(await alone(port, ready, asked.lines))
        else:
            raw.append(await alone(port, ready, asked.lines))
            mine.append(await ours(room, count))
    await post.close()
    begun.close()
    claims.close()
    return raw, mine


def main() -> int:
    """Measure and judge."""
    asked = arguments()
    with relay() as port, office(asked.backend) as found:
        thread = MailThread()
        raw, mine = asyncio.run(thread.run(measure(found, asked, port)))
        thread.close()
        found.house.close()
    count = asked.letters // asked.rounds
    share = Spread.of([theirs.clock / ours_.clock for theirs, ours_ in zip(raw, mine, strict=True)])
    print(f"{asked.letters} letters in {asked.rounds} rounds over {asked.lines} lines, {asked.backend}")
    for name, took in (("aiosmtplib alone", raw), ("the mailroom", mine)):
        rate = count / Spread.of([one.clock for one in took]).median
        each = Spread.of([one.processor for one in took]).median / count
        print(f"  {name:16}  {rate:8,.0f} letters/s {each * 1e6:8,.0f} µs of the processor each")
    held = "holds" if share.median >= GOAL else "does not hold"
    print(f"  share {share.median:.2f} ({share.least:.2f}-{share.most:.2f}), goal {GOAL}: {held}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
