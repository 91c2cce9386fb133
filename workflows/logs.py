"""Logs: one JSON line each on standard error; ids only, never a name, an address or a choice."""

import sys

import structlog


def configure_logs() -> None:
    """Set the form of the logs for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
