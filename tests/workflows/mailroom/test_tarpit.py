"""A relay that answers nothing holds up a few lines of the mailroom, and nobody's work."""

import asyncio
import time

from mail.post import Post
from mail.relay import Patience, Relay
from tests.conftest import Figure
from tests.mail.misbehaving import misbehaving, well
from tests.workflows.handle.offices import Office
from tests.workflows.mailroom.rooms import (
    HEAD,
    Alone,
    add_readers,
    queue_letters,
    reactor,
    states,
    until,
)
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules
from workflows.mailroom.thread import MailThread

LETTERS, READERS, LINES, ACTS = 1_000, 20, 4, 40
WORST = 0.5
"""Seconds; the 95th of a hundred acts, on a machine shared with whatever else it does."""


def percentile(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def acts(office: Office, begin: int) -> list[float]:
    """Have somebody act again and again; gives the seconds of each act."""
    taken = []
    for number in range(begin, begin + ACTS):
        started = time.perf_counter()
        office.do(office.unit(f"new-{number}", f"Đơn vị mới {number}"))
        taken.append(time.perf_counter() - started)
    return taken


def test_acts_are_as_quick_while_every_line_hangs_in_a_tarpit(office: Office, figure: Figure) -> None:
    add_readers(office, READERS)
    queue_letters(office, LETTERS, READERS)
    before = acts(office, 0)

    async def run() -> tuple[list[float], int]:
        thread = MailThread()
        async with misbehaving(lambda stage, said: None if stage == "rcpt" else well(stage, said)) as relay:
            post = Post(Relay("127.0.0.1", relay.port), connections=LINES, patience=Patience(command=60))
            room = Mailroom(office.handler, post, HEAD, Alone(), MailRules(connections=LINES))
            hanging = asyncio.ensure_future(thread.run(room.deliver_some()))
            await until(lambda: relay.stages["rcpt"] == LINES)
            during = await asyncio.to_thread(acts, office, ACTS)
            still = not hanging.done()
            assert still
            most = relay.most
        await asyncio.gather(hanging, return_exceptions=True)
        await thread.run(post.close())
        thread.close()
        return during, most

    during, lines = asyncio.run(run())
    assert lines == LINES
    figure("letters_waiting", LETTERS)
    figure("p95_ms_before", round(percentile(before) * 1000, 1))
    figure("p95_ms_in_the_tarpit", round(percentile(during) * 1000, 1))
    assert percentile(during) < max(WORST, 5 * percentile(before))


def test_reactions_go_on_while_the_mailroom_waits(office: Office) -> None:
    """What hangs in the mailroom's own thread keeps neither the clock nor the reactor waiting."""
    add_readers(office, 1)
    queue_letters(office, 1)

    async def run() -> int:
        thread = MailThread()
        async with misbehaving(lambda stage, said: None if stage == "mail" else well(stage, said)) as relay:
            post = Post(Relay("127.0.0.1", relay.port), patience=Patience(command=60))
            room = Mailroom(office.handler, post, HEAD, Alone())
            hanging = asyncio.ensure_future(thread.run(room.deliver_some()))
            await until(lambda: relay.stages["mail"] == 1)
            done = await reactor(office).remind() + await reactor(office).drain()
            assert not hanging.done()
        await asyncio.gather(hanging, return_exceptions=True)
        thread.close()
        return done

    assert asyncio.run(run()) >= 0
    assert set(states(office).values()) == {"deferred"}
