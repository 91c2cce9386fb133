"""The reactor without Prefect and without mail: everything pending is reacted to, everything due is recorded."""

import asyncio
from datetime import datetime

from tests.workflows.handle.offices import Office
from workflows.batch import Workshop
from workflows.claims import FileClaims
from workflows.reactor import Reactor, run_plainly


def react(office: Office) -> int:
    """React until nothing is pending; gives the number of batches."""
    claims = FileClaims(office.house.settings.data / "engine.lock")
    try:
        return asyncio.run(Reactor(Workshop(office.handler), claims, run_plainly).drain())
    finally:
        claims.close()


def remind(office: Office, moment: datetime) -> None:
    """Put the clock at a moment and record every rung that is due by then."""
    office.clock.move_to(moment)
    claims = FileClaims(office.house.settings.data / "engine.lock")
    try:
        reactor = Reactor(Workshop(office.handler), claims, run_plainly)

        async def all_of_it() -> None:
            while await reactor.remind():
                await reactor.drain()
            await reactor.drain()

        asyncio.run(all_of_it())
    finally:
        claims.close()
