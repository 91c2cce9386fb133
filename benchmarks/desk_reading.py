"""People at browsers, as a program: each on a connection of its own, the next page as soon as the last one is there."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

SLOWEST = 60.0
"""Seconds after which an answer counts as none."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who has signed in, with what they read: (path of the route, address), in order."""

    cookie: str
    reads: Sequence[tuple[str, str]]


@dataclass(slots=True)
class Read:
    """How one page was answered."""

    seconds: list[float] = field(default_factory=list)
    largest: int = 0

    def percentile(self, share: float) -> float:
        """Give a time in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[int((len(ordered) - 1) * share)] * 1000 if ordered else 0.0


class Line:
    """One connection that is kept open."""

    def __init__(self, port: int, cookie: str) -> None:
        self._port = port
        self._cookie = cookie
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, address: str) -> tuple[int, int]:
        """Read a page; gives its status and its size."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(
            f"GET {address} HTTP/1.1\r\nhost: 127.0.0.1:{self._port}\r\ncookie: {self._cookie}\r\n\r\n".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        told = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        size = int(told["content-length"])
        await reader.readexactly(size)
        return int(head[0].split()[1]), size

    async def close(self) -> None:
        """Hang up."""
        if self._streams is not None:
            self._streams[1].close()


async def openable(port: int, cookie: str, addresses: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Try each address once; gives those that are a page for this reader, by route."""
    line = Line(port, cookie)
    found: dict[str, list[str]] = defaultdict(list)
    for path, tried in addresses.items():
        for address in tried:
            status, _ = await asyncio.wait_for(line.get(address), SLOWEST)
            if status == 200:
                found[path].append(address)
            elif status != 404:
                raise RuntimeError(f"{address} is answered with {status}")
    await line.close()
    return found


async def read_all(port: int, readers: Sequence[Reader], pause: float = 0.0) -> dict[str, Read]:
    """Let everybody read at once, waiting `pause` seconds after each page; gives the times by route."""
    found: dict[str, Read] = defaultdict(Read)

    async def one(reader: Reader, late: float) -> None:
        line = Line(port, reader.cookie)
        await asyncio.sleep(late)
        for path, address in reader.reads:
            started = time.perf_counter()
            status, size = await asyncio.wait_for(line.get(address), SLOWEST)
            assert status == 200, (address, status)
            found[path].seconds.append(time.perf_counter() - started)
            found[path].largest = max(found[path].largest, size)
            if pause:
                await asyncio.sleep(pause)
        await line.close()

    await asyncio.gather(*(one(reader, pause * at / len(readers)) for at, reader in enumerate(readers)))
    return found
