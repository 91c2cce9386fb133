"""Counts the questions that something puts to a database, on both of its ways in: SQLAlchemy's and the hot one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from events.store.database import Database

HOT = frozenset({"load", "load_all", "at", "page", "page_bytes", "head_seq", "execute", "begin"})


class Counted:
    """A held connection that notes each question."""

    def __init__(self, hot: Any, noted: list[str]) -> None:
        self._hot = hot
        self._noted = noted

    def __getattr__(self, name: str) -> Any:
        if name in HOT:
            self._noted.append(f"hot {name}")
        return getattr(self._hot, name)


@contextmanager
def questions(database: Database) -> Iterator[list[str]]:
    """Note every question while it lasts."""
    noted: list[str] = []
    hot = database.hot

    def note(*told: Any) -> None:
        noted.append(str(told[2]))

    def counted() -> Any:
        return Counted(hot(), noted)

    event.listen(database.engine, "before_cursor_execute", note)
    database.hot = counted  # type: ignore[method-assign]
    try:
        yield noted
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
        database.hot = hot  # type: ignore[method-assign]
