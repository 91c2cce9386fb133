"""A mailroom killed while it sends: nothing is lost, and a letter goes twice only where the relay had it."""

import asyncio
import os
import signal
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread
from typing import NoReturn

import pytest

from desk.views import letters
from desk.views.names import Names
from events.letter import LetterOutcomeUnknown, LetterSent
from events.store.clock import SimulatedClock
from mail.post import Post
from mail.relay import Envelope, Posted, Relay
from tests.conftest import Figure
from tests.mail.misbehaving import Misbehaving, Say, misbehaving, well
from tests.workflows.handle.offices import START, Office, enter_office, found_office
from tests.workflows.mailroom.rooms import (
    HEAD,
    Alone,
    add_readers,
    begun,
    delivered,
    events,
    queue_letters,
    states,
)
from workflows.mailroom.room import Mailroom
from workflows.mailroom.rules import MailRules

AT_THE_RELAY = {"after RCPT": "data", "after the text, before 250": "sent"}
"""The moments that the relay sees: what it hears next."""
BY_ITSELF = ("before it connects", "after 250, before the record")
TAKEN = {"after the text, before 250", "after 250, before the record"}
"""Where the relay has the letter when the mailroom dies."""


def dies(_: object = None) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("killed")


class Mortal:
    """A post that dies before it opens, or between the relay's 250 and the record."""

    def __init__(self, post: Post, moment: str) -> None:
        self._post = post
        self._moment = moment

    async def open(self) -> Posted | None:
        if self._moment == "before it connects":
            dies()
        return await self._post.open()

    async def close(self) -> None:
        await self._post.close()

    async def send(self, envelope: Envelope) -> Posted:
        posted = await self._post.send(envelope)
        if self._moment == "after 250, before the record":
            dies(posted)
        return posted


class RelayBeside:
    """A relay in a thread of its own, which may have to kill whoever speaks to it."""

    def __init__(self, say: Say) -> None:
        self._up, self._over = Event(), asyncio.Event()
        self._thread = Thread(target=lambda: asyncio.run(self._serve(say)))
        self._thread.start()
        self._up.wait()

    async def _serve(self, say: Say) -> None:
        self._loop = asyncio.get_running_loop()
        async with misbehaving(say) as self.relay:
            self._up.set()
            await self._over.wait()

    def close(self) -> Misbehaving:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join()
        return self.relay


def killed_at(moment: str, folder: Path, url: str) -> Misbehaving:
    """Let a mailroom in a process of its own deliver, and die at a moment; gives the relay it spoke to."""
    children: list[int] = []

    def say(stage: str, said: str) -> str | None:
        if stage == AT_THE_RELAY.get(moment):
            os.kill(children[0], signal.SIGKILL)
            return None
        return well(stage, said)

    beside = RelayBeside(say)
    child = os.fork()
    if child == 0:
        try:
            office = enter_office(folder, url, SimulatedClock(START))
            post = Mortal(Post(Relay("127.0.0.1", beside.relay.port)), moment)
            room = Mailroom(
                office.handler, post, HEAD, Alone(), MailRules(connections=1), begun=begun(office, 1)
            )
            asyncio.run(room.deliver())
        finally:
            os._exit(1)
    children.append(child)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the mailroom did not live to be killed"
    return beside.close()


def told_of(office: Office) -> list[object]:
    """Give what the list and the letter itself tell of its attempts."""
    with office.ledger.database.session() as session:
        reading = office.handler.reading(session, "system:reader")
        [listed] = letters.letters(session, Names(office.ledger, session), None)
        shown = letters.letter(office.house, session, reading, listed.letter)
        assert shown is not None
        return [listed.repeated, [entry.what for entry in shown.history]]


def told(*, unknown: bool) -> list[object]:
    taken = letters.SAID["letter.sent"]
    cut_off = [letters.CUT_OFF, f"{taken} · {letters.SAME_AGAIN}"]
    return [unknown, [letters.SAID["letter.queued"], *(cut_off if unknown else [taken])]]


@pytest.mark.parametrize("moment", [*BY_ITSELF, *AT_THE_RELAY])
def test_a_mailroom_killed_while_it_sends_loses_nothing_and_repeats_only_what_the_relay_had(
    moment: str, tmp_path: Path, figure: Figure
) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    office = found_office(tmp_path, url, SimulatedClock(START))
    add_readers(office, 1)
    queue_letters(office, 1)
    office.house.close()
    first = killed_at(moment, tmp_path, url)
    office = enter_office(tmp_path, url, SimulatedClock(START))
    second = delivered(office)
    assert set(states(office).values()) == {"sent"}
    assert len(events(office, LetterSent)) == 1
    unknown = events(office, LetterOutcomeUnknown)
    assert [event.interrupted for event in unknown] == ([] if moment == "before it connects" else [True])
    assert told_of(office) == told(unknown=bool(unknown))
    assert delivered(office).letters == []
    office.house.close()
    went = [*first.letters, *second.letters]
    assert len(went) == (2 if moment in TAKEN else 1)
    assert {message_from_bytes(letter)["Message-ID"] for letter in went} == {"<letter-00000@so.vidu.example>"}
    assert len(set(went)) == 1
    figure("lost", 1 - len(second.letters))
    figure("doubled", len(went) - 1)
