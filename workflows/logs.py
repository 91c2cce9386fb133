"""Logs: one JSON line each on standard error; ids only, never a name, an address or a choice."""

import sys
from traceback import extract_tb

import structlog
from structlog.typing import EventDict

FRAMES = 20
"""So many steps of the way to a fault are told, the last ones."""


def configure_logs() -> None:
    """Set the form of the logs for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            where_it_failed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def where_it_failed(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Tell a fault by its class and the places it came through: its words and the values there may be personal."""
    fault = event.pop("exc_info", None)
    if isinstance(fault, BaseException):
        event["fault"] = type(fault).__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in extract_tb(fault.__traceback__)[-FRAMES:]
        ]
    return event
