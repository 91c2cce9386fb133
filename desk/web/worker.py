"""A process that makes pages beside others: it opens the ledger that the settings name, and the door, for itself."""

import atexit
import multiprocessing
from contextlib import ExitStack

from fastapi import FastAPI

from desk.web.app import create_app, warmed
from desk.web.serve import door_of, opened
from workflows.logs import configure_logs
from workflows.settings import Settings
from workflows.with_parent import end_with


def application() -> FastAPI:
    """Make the application of one process, which ends with its parent; what it opened is closed then."""
    configure_logs()
    parent = multiprocessing.parent_process()
    if parent is not None and parent.pid is not None:
        end_with(parent.pid)
    settings, closing = Settings(), ExitStack()
    house = closing.enter_context(opened(settings))
    door = door_of(settings)
    closing.callback(door.database.close)
    atexit.register(closing.close)
    return warmed(create_app(house, door))
