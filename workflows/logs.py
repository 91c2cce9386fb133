"""Logs: one JSON line each on standard error; ids only, never a name, an address or a choice."""

import logging
import sys
from traceback import extract_tb

import structlog
from structlog.typing import EventDict, Processor

FRAMES = 20
"""So many steps of the way to a fault are told, the last ones."""


def configure_logs() -> None:
    """Set the form of the logs for this process, of ours and of the server that makes pages."""
    told: list[Processor] = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        where_it_failed,
    ]
    line = structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(processors=[*told, line], logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))
    theirs = logging.StreamHandler(sys.stderr)
    theirs.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=told,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, line],
        )
    )
    server = logging.getLogger("uvicorn")
    server.handlers, server.propagate = [theirs], False


def where_it_failed(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Tell a fault by its class and the places it came through: its words and the values there may be personal."""
    fault = event.pop("exc_info", None)
    if isinstance(fault, tuple):
        fault = fault[1]
    if isinstance(fault, BaseException):
        event["fault"] = type(fault).__name__
        event["frames"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in extract_tb(fault.__traceback__)[-FRAMES:]
        ]
    return event
