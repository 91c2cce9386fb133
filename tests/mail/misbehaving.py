"""A relay over plain sockets that misbehaves as it is told: too many lines, silence at a stage, a closed connection."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = str | None
"""What is said to a command; None: nothing is said, ever."""
Say = Callable[[str, str], Answer]
"""Given the stage (connect, ehlo, helo, mail, rcpt, data, sent) and what came with it: the answer."""
CLOSE = "close"


def well(stage: str, _said: str) -> Answer:
    return {"connect": "220 relay", "data": "354 go on"}.get(stage, "250 OK")


@dataclass(slots=True)
class Misbehaving:
    """What it did and saw."""

    say: Say = well
    port: int = 0
    lines: int = 0
    most: int = 0
    opened: int = 0
    letters: list[bytes] = field(default_factory=list)
    stages: Counter[str] = field(default_factory=Counter)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.lines += 1
        self.opened += 1
        self.most = max(self.most, self.lines)
        try:
            if await self._answer("connect", str(self.lines), writer):
                while line := await reader.readline():
                    if not await self._obey(line.decode().strip(), reader, writer):
                        break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            return
        finally:
            self.lines -= 1
            writer.close()

    async def _obey(self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        match line.partition(" ")[0].upper():
            case "RSET" | "NOOP":
                writer.write(b"250 OK\r\n")
                return True
            case "QUIT":
                writer.write(b"221 bye\r\n")
                return False
            case "DATA":
                if not await self._answer("data", line, writer):
                    return False
                content = await reader.readuntil(b"\r\n.\r\n")
                self.letters.append(content)
                return await self._answer("sent", content.decode(), writer)
            case verb:
                return await self._answer(verb.lower(), line, writer)

    async def _answer(self, stage: str, said: str, writer: asyncio.StreamWriter) -> bool:
        """Answer; says whether the connection stays."""
        self.stages[stage] += 1
        answer = self.say(stage, said)
        if answer is None:
            await asyncio.Event().wait()
        if answer == CLOSE:
            writer.transport.abort()
            return False
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()
        return not str(answer).startswith("421")


@asynccontextmanager
async def misbehaving(say: Say = well) -> AsyncIterator[Misbehaving]:
    relay = Misbehaving(say)
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            tasks.add(task)
        await relay.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    relay.port = server.sockets[0].getsockname()[1]
    try:
        yield relay
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
