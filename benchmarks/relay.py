"""`python -m benchmarks.relay`: an SMTP server on loopback that takes everything and keeps nothing; says its port."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from aiosmtpd.smtp import SMTP, Envelope, Session


class Taker:
    """Takes every letter."""

    async def handle_DATA(self, _server: SMTP, _session: Session, _envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's own name
        return "250 kept"


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Taker()), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


@contextmanager
def relay() -> Iterator[int]:
    """Run one in a process of its own; gives its port."""
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.relay"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert child.stdout is not None
        yield int(child.stdout.readline())
    finally:
        child.communicate()


if __name__ == "__main__":
    asyncio.run(serve())
