"""The desk as `sovang up` serves it, in processes of their own behind one port, with the yardstick beside it."""

import multiprocessing
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from socket import socket

import uvicorn
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from sqlmodel import select
from starlette.types import Receive, Scope, Send

from benchmarks.desk_ledger import Large
from desk.web.app import create_app, warmed
from desk.web.listening import listening, one_each
from desk.web.pages import environment
from projections import tables as t
from workflows.wiring import House

YARDSTICK = "/thuoc-do"
SETTLED = 5.0
"""Seconds after which every process has opened its ledger, when the first has answered."""


@dataclass(frozen=True, slots=True)
class Served:
    """Where the desk is, and the processes that make its pages."""

    port: int
    processes: Sequence[int]


def yardstick(house: House) -> FastAPI:
    """Make the page of one row."""
    app = FastAPI(openapi_url=None)
    template = environment().from_string(
        "<!doctype html><title>{{ row.name }}</title><h1>{{ row.name }}</h1>"
    )
    with house.ledger.database.session() as session:
        unit = session.exec(select(t.UnitRow.unit)).first()

    @app.get(YARDSTICK)
    def one() -> HTMLResponse:
        with house.ledger.database.session() as session:
            return HTMLResponse(template.render(row=session.get_one(t.UnitRow, unit)))

    return app


def serve(found: Large, door_way: socket) -> None:
    """Serve the application, and the yardstick beside it, until stopped."""
    with found.opened() as house, found.door() as door:
        desk, one_row = warmed(create_app(house, door)), yardstick(house)

        async def both(scope: Scope, receive: Receive, send: Send) -> None:
            await (one_row if scope.get("path") == YARDSTICK else desk)(scope, receive, send)

        config = uvicorn.Config(both, log_level="error", server_header=False)
        uvicorn.Server(config).run(sockets=[door_way])


@contextmanager
def served(found: Large, workers: int) -> Iterator[Served]:
    """Serve in processes of their own behind one port, as `sovang up` does."""
    with listening("127.0.0.1", 0) as door_way, one_each(door_way, workers) as own:
        port = door_way.getsockname()[1]
        spawn = multiprocessing.get_context("spawn")
        processes = [
            spawn.Process(target=serve, args=(found, own[at % len(own)]), daemon=True)
            for at in range(workers)
        ]
        for process in processes:
            process.start()
        try:
            _wait(port)
            yield Served(port, [process.pid or 0 for process in processes])
        finally:
            for process in processes:
                process.terminate()
                process.join()


def _wait(port: int) -> None:
    asked = HTTPConnection("127.0.0.1", port, timeout=60)
    asked.request("GET", "/dang-nhap")
    asked.getresponse().read()
    time.sleep(SETTLED)
