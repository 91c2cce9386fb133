"""One round of the mailroom: some letters on their way over the lines of one sender."""

import asyncio
from collections.abc import Sequence
from typing import Protocol

from events.base import LetterId
from mail.relay import Envelope, Posted
from workflows.mailroom.begun import Begun
from workflows.mailroom.group_commit import GroupCommit
from workflows.mailroom.rules import MailRules
from workflows.mailroom.scribe import Made, Scribe, warn_of

AT_ONCE = 32
"""So many letters are read in one go, while others are on their way."""


class Sender(Protocol):
    """Takes one letter to its one recipient; several at once where it has lines for them."""

    async def open(self) -> Posted | None:
        """Connect; gives what is wrong with the relay, or None when it takes letters."""

    async def send(self, envelope: Envelope) -> Posted:
        """Send, and say what became of it."""

    async def close(self) -> None:
        """Say goodbye."""


class Round:
    """Some letters on their way over the lines of one sender."""

    def __init__(self, scribe: Scribe, sender: Sender, rules: MailRules, begun: Begun | None) -> None:
        self._scribe = scribe
        self._sender = sender
        self._rules = rules
        self._begun = begun
        self._ready: asyncio.Queue[Made | None] = asyncio.Queue(AT_ONCE)
        self._commit = GroupCommit(scribe.handler, enough=max(1, rules.connections // 2))
        self._left: list[LetterId] = []
        self._fault: Exception | None = None
        self.halted: Posted | None = None

    async def run(self, letters: Sequence[LetterId]) -> list[LetterId]:
        """Send the letters; gives those that were not tried because the relay fell out of order."""
        lines = self._rules.connections
        await asyncio.gather(self._make(letters, lines), *(self._send(line) for line in range(lines)))
        if self._fault is not None:
            raise self._fault
        return self._left

    async def _make(self, letters: Sequence[LetterId], lines: int) -> None:
        try:
            for start in range(0, len(letters), AT_ONCE):
                some = letters[start : start + AT_ONCE]
                if self._rules.quiet_at(self._scribe.now):
                    break
                if self.halted is not None or self._fault is not None:
                    self._left += some
                    continue
                for made in self._scribe.make(some):
                    await self._ready.put(made)
                    await asyncio.sleep(0)  # what the relay has answered goes first, or it stands still
        except Exception as fault:  # noqa: BLE001  # raised again when the letters on their way have arrived
            self._fault = fault
        for _ in range(lines):
            await self._ready.put(None)

    async def _send(self, line: int) -> None:
        """Send one letter after another; the next one only when what became of the last one is on record."""
        begun = self._begun
        while (made := await self._ready.get()) is not None:
            if self.halted is not None or self._fault is not None:
                self._left.append(made.letter)
                continue
            try:
                if begun is not None:
                    begun.begin(line, made.letter, made.read.version)
                posted = await self._sender.send(made.envelope)
                if posted.kind == "halt":
                    self.halted = posted
                    self._left.append(made.letter)
                else:
                    warn_of(await self._commit.record(self._scribe.outcome(made, posted)))
                if begun is not None:
                    begun.done(line)
            except Exception as fault:  # noqa: BLE001  # the same
                self._fault = fault
