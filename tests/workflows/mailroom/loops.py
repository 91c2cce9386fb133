"""The tests of the post run on the loop on which an engine's mailroom runs."""

import asyncio
from collections.abc import Iterator

import pytest

from workflows.mailroom.thread import mail_loop


class MailLoops(asyncio.DefaultEventLoopPolicy):
    """Gives the mailroom's kind of loop."""

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        return mail_loop()


@pytest.fixture(autouse=True)
def letters_leave_quickly() -> Iterator[None]:
    """Let `asyncio.run` begin such a loop."""
    asyncio.set_event_loop_policy(MailLoops())
    yield
    asyncio.set_event_loop_policy(None)
