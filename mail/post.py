"""The post: a few lines to one relay, each reused from letter to letter, and what became of each letter."""

import asyncio
import ssl

from mail.line import Line
from mail.relay import Envelope, Patience, Posted, Relay

DEFAULT_PATIENCE = Patience()


class Post:
    """Sends letters over at most `connections` lines; whoever sends more at once waits for a free one."""

    def __init__(
        self,
        relay: Relay,
        *,
        connections: int = 1,
        tls_context: ssl.SSLContext | None = None,
        patience: Patience = DEFAULT_PATIENCE,
    ) -> None:
        self.relay = relay
        self.connections = connections
        self._lines = [Line(relay, patience, tls_context) for _ in range(connections)]
        self._free: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        self._resting: list[Line] = []
        """Lines the relay did not open beside others; they are tried again in the next round."""
        for line in self._lines:
            self._free.put_nowait(line)

    async def open(self) -> Posted | None:
        """Connect one line; gives what is wrong with the relay, or None when it takes letters."""
        while self._resting:
            self._free.put_nowait(self._resting.pop())
        if any(line.is_open for line in self._lines):
            return None
        line = await self._free.get()
        try:
            return await line.open()
        finally:
            self._free.put_nowait(line)

    async def send(self, envelope: Envelope) -> Posted:
        """Send one letter to its one recipient and say what became of it."""
        while True:
            line = await self._free.get()
            posted: Posted | None = None
            try:
                closed = await line.open()
                if closed is None:
                    posted = await line.send(envelope)
            except BaseException:
                line.drop()
                self._free.put_nowait(line)
                raise
            if posted is not None:
                self._free.put_nowait(line)
                return posted
            if closed is not None and not any(other.is_open for other in self._lines):
                self._free.put_nowait(line)
                return closed
            self._resting.append(line)  # a relay that takes fewer lines is not out of order

    async def close(self) -> None:
        """Say goodbye on every line."""
        await asyncio.gather(*(line.close() for line in self._lines))
