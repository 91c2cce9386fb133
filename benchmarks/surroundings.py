"""What the figures depend on: versions, machine and settings, without naming the machine."""

import os
import platform
import sqlite3
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import psycopg

from benchmarks.place import Place

PACKAGES = (
    "eventsourcing", "msgspec", "pydantic", "pydantic-core", "sqlmodel", "sqlalchemy", "psycopg", "psycopg-binary",
    "psycopg-pool", "cryptography",
)  # fmt: skip
SQLITE = {"journal_mode": "WAL", "synchronous": "FULL"}
POSTGRES = (
    "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers",
    "wal_buffers", "max_wal_size", "checkpoint_timeout", "autovacuum", "max_connections",
)  # fmt: skip


def versions() -> dict[str, str]:
    """Name the versions of everything that takes part."""
    return {
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{package: _version(package) for package in PACKAGES},
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def machine() -> dict[str, Any]:
    """Say what kind of machine it is."""
    return {
        "cpus": os.cpu_count(),
        "architecture": platform.machine(),
        "system": f"{platform.system()} {platform.release()}",
    }


def settings(place: Place) -> dict[str, str]:
    """Give the settings that matter for durability and speed: SQLite's as every contender has them, or the server's."""
    if place.backend == "sqlite":
        return SQLITE
    with place.connect_postgres() as server:
        return {name: _setting(server, name) for name in POSTGRES}


def _setting(server: psycopg.Connection[tuple[Any, ...]], name: str) -> str:
    row = server.execute("SELECT current_setting(%s)", (name,)).fetchone()
    return str(row[0]) if row else ""
