"""A process that makes pages beside others: it opens the ledger that the settings name, and the door, for itself."""

import atexit
from contextlib import ExitStack

from fastapi import FastAPI

from desk.web.app import create_app, warmed
from desk.web.serve import door_of, opened
from workflows.logs import configure_logs
from workflows.settings import Settings


def application() -> FastAPI:
    """Make the application of one process; what it opened is closed when the process ends."""
    configure_logs()
    settings, closing = Settings(), ExitStack()
    house = closing.enter_context(opened(settings))
    door = door_of(settings)
    closing.callback(door.database.close)
    atexit.register(closing.close)
    return warmed(create_app(house, door))
