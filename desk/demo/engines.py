"""The engine as the demonstration drives it: the real one in a process of its own, or its plain parts in this one."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys
from datetime import datetime
from typing import Protocol

from events.base import instant_text, parse_instant
from mail.post import Post
from mail.relay import Relay
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.engine import Engine
from workflows.mailroom.begun import FOLDER, Begun
from workflows.mailroom.office import letterhead
from workflows.mailroom.room import Mailroom
from workflows.reactor import Reactor, run_plainly
from workflows.settings import Settings
from workflows.wiring import House

MAX_RESTARTS = 60
KILLED = -9


class EngineFailed(RuntimeError):
    """Engine không chạy tiếp được."""


class Driven(Protocol):
    """An engine that moves a simulated clock when told to."""

    def until(self, moment: datetime) -> None:
        """Do everything that is due up to `moment`."""

    def close(self) -> None:
        """Stop."""


class PlainEngine:
    """The engine's own parts in this process, its flows run without Prefect: for tests of the year's logic."""

    def __init__(self, house: House, smtp_url: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._post = Post(Relay.parse(smtp_url))
        claims = FileClaims(house.settings.data / "engine.lock")
        self._claims = claims
        self._begun = Begun(house.settings.data / FOLDER, 1)
        mailroom = Mailroom(house.handler, self._post, letterhead(house), claims, begun=self._begun)
        reactor = Reactor(Workshop(house.handler), claims, run_plainly)
        self._engine = Engine(house, reactor, mailroom, house.notary())

    def until(self, moment: datetime) -> None:
        """Do everything that is due up to `moment`."""
        self._loop.run_until_complete(self._engine.simulate_until(moment))

    def close(self) -> None:
        """Stop."""
        self._loop.run_until_complete(self._post.close())
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()
        self._begun.close()
        self._claims.close()


class EngineProcess:
    """`python -m workflows.engine` on the same ledger; killed, it is started again and told again."""

    def __init__(self, settings: Settings, smtp_url: str) -> None:
        self._environment = {
            **os.environ,
            "SOVANG_DATA": str(settings.data),
            "SOVANG_DATABASE_URL": settings.ledger_url,
            "SOVANG_SIMULATED": "true",
            "SOVANG_SMTP_URL": smtp_url,
            "SOVANG_MAIL_FROM": settings.mail_from,
            "SOVANG_MAIL_NAME": settings.mail_name,
            "SOVANG_MESSAGE_DOMAIN": settings.message_domain,
        }
        self._log = (settings.data / "engine.log").open("ab")
        self.restarts = 0
        self.child = self._start()

    def _start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # our own module
            [sys.executable, "-m", "workflows.engine"],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )

    def wait_ready(self) -> None:
        """Wait until the engine, with its Prefect server, answers."""
        if not self._answer():
            raise EngineFailed("engine không khởi động được; xem engine.log")

    def until(self, moment: datetime) -> None:
        """Tell the engine, and tell it again if it was killed meanwhile."""
        while not self._ask(moment):
            self.restarts += 1
            if self.child.wait() != KILLED or self.restarts > MAX_RESTARTS:
                raise EngineFailed("engine dừng giữa chừng; xem engine.log")
            self._close_pipes()
            self.child = self._start()
            self.wait_ready()

    def _ask(self, moment: datetime) -> bool:
        stdin = self.child.stdin
        if stdin is None:
            return False
        try:
            stdin.write(json.dumps({"until": instant_text(moment)}) + "\n")
            stdin.flush()
        except BrokenPipeError:
            return False
        answer = self._answer()
        return "idle" in answer and parse_instant(answer["idle"]) >= moment

    def _answer(self) -> dict[str, str]:
        line = self.child.stdout.readline() if self.child.stdout else ""
        answer: dict[str, str] = json.loads(line) if line else {}
        return answer

    def _close_pipes(self) -> None:
        for pipe in (self.child.stdin, self.child.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()

    def close(self) -> None:
        """Close its input; it stops by itself, and its Prefect server with it."""
        if self.child.stdin is not None:
            with contextlib.suppress(BrokenPipeError):
                self.child.stdin.close()
        try:
            self.child.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.child.terminate()
            self.child.wait(timeout=30)
        self._close_pipes()
        self._log.close()
