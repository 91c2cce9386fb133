"""`python -m tests.workflows.mailroom.worker FOLDER URL PORT DIES_AFTER`: a clock and a mailroom in a process of their own.

Obeys lines of standard input, each an instant to move its clock to, and answers `done`. Writes to its diary which
letters it offered to the relay and which of them are on record; kills itself with SIGKILL between the relay's 250
and the record once it has sent `DIES_AFTER` letters (0: never).
"""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from events.base import parse_instant
from events.store.clock import SimulatedClock
from mail.post import Post
from mail.relay import Envelope, Posted, Relay
from tests.workflows.handle.offices import START, enter_office
from tests.workflows.mailroom.rooms import HEAD, begun
from workflows.batch import Workshop
from workflows.claims import PostgresClaims
from workflows.handle import Asked
from workflows.mailroom.group_commit import Answer, GroupCommit
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules
from workflows.reactor import Reactor, run_plainly

LINES = 4


class Diary:
    """What happened to which letter, in a file that outlives the process."""

    def __init__(self, folder: Path) -> None:
        self._file = (folder / f"diary-{os.getpid()}.log").open("a", encoding="utf-8", buffering=1)

    def note(self, what: str, letter: str | None) -> None:
        self._file.write(f"{what} {letter}\n")


class Mortal:
    """A post whose process dies at the worst moment."""

    def __init__(self, post: Post, diary: Diary, dies_after: int) -> None:
        self._post = post
        self._diary = diary
        self._left = dies_after

    async def open(self) -> Posted | None:
        return await self._post.open()

    async def close(self) -> None:
        await self._post.close()

    async def send(self, envelope: Envelope) -> Posted:
        self._diary.note("offered", envelope.mark)
        posted = await self._post.send(envelope)
        self._left -= 1
        if self._left == 0:
            self._diary.note("dies", envelope.mark)
            os.kill(os.getpid(), signal.SIGKILL)
        return posted


def keep_diary(diary: Diary) -> None:
    """Note every letter whose outcome is durable."""
    record = GroupCommit.record

    async def noted(self: GroupCommit, asked: Asked) -> Answer:
        answer = await record(self, asked)
        diary.note("recorded", str(getattr(asked.command, "letter", "")))
        return answer

    GroupCommit.record = noted  # type: ignore[method-assign]


async def work(folder: Path, url: str, port: int, dies_after: int) -> None:
    clock = SimulatedClock(START)
    office = enter_office(folder, url, clock)
    diary = Diary(folder)
    keep_diary(diary)
    claims = PostgresClaims(office.ledger.database)
    reactor = Reactor(Workshop(office.handler), claims, run_plainly)
    sender = Mortal(Post(Relay("127.0.0.1", port), connections=LINES), diary, dies_after)
    room = Mailroom(
        office.handler, sender, HEAD, claims, MailRules(connections=LINES), begun=begun(office, LINES)
    )
    while line := await asyncio.to_thread(sys.stdin.readline):
        clock.move_to(parse_instant(line.strip()))
        if claims.lead():
            await reactor.remind()
        await reactor.drain()
        await room.deliver()
        sys.stdout.write("done\n")
        sys.stdout.flush()


def main(arguments: Sequence[str]) -> None:
    folder, url, port, dies_after = arguments
    asyncio.run(work(Path(folder), url, int(port), int(dies_after)))


if __name__ == "__main__":
    main(sys.argv[1:])
