"""The log's own derived tables held against the events: the inner tree, and which command has run."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Result, text

from events.envelope import Envelope
from events.store.faults import Fault

_PAGE = 2_000


def stored_nodes(connection: Connection) -> Result[Any]:
    """Read the inner nodes in the order in which the events complete them."""
    by_completion = text("SELECT level, idx, hash FROM tree_node ORDER BY (idx + 1) << level, level")
    return connection.execute(by_completion, execution_options={"yield_per": _PAGE})


class HeldNodes:
    """The stored inner nodes up to the last checkpoint, read beside the events in the order they became complete."""

    def __init__(self, stored: Iterator[Any], size: int) -> None:
        self._size = size
        self._good = True
        self._stored = stored

    def follow(self, made: list[tuple[int, int, bytes]]) -> None:
        """Hold what one event has completed."""
        for node in made:
            level, index, _ = node
            if self._good and (index + 1) << level <= self._size:
                self._good = tuple(next(self._stored, ())) == node

    def held(self) -> bool:
        """Say whether every node was there, as it should be, and no other."""
        return self._good and next(self._stored, None) is None


def stored_commands(connection: Connection) -> Result[Any]:
    """Read the commands in the order of their events."""
    by_place = text("SELECT id, digest, first_seq, last_seq FROM command ORDER BY first_seq, id")
    return connection.execute(by_place, execution_options={"yield_per": _PAGE})


class HeldCommands:
    """The stored commands, read beside the events that they have produced."""

    def __init__(self, stored: Iterator[Any]) -> None:
        self._stored = stored
        self._open: tuple[str, str, int, int] | None = None
        self._first: Fault | None = None

    def follow(self, seq: int, envelope: Envelope) -> None:
        """Take the next event; the one before a new command was the last of its own."""
        if self._open is not None and self._open[0] == envelope.command:
            self._open = (*self._open[:3], seq)
            return
        self._hold()
        self._open = (envelope.command, envelope.digest, seq, seq)

    def difference(self) -> Fault | None:
        """Give the first difference between the log and the table, at the log's end."""
        self._hold()
        more = None if self._first else next(self._stored, None)
        if more is not None:
            return Fault(0, 0, f"bảng lệnh có lệnh {more[0]} mà nhật ký không có")
        return self._first

    def _hold(self) -> None:
        if self._open is None or self._first is not None:
            return
        if tuple(next(self._stored, ())) != self._open:
            name, _, first, last = self._open
            self._first = Fault(
                first, last, f"bảng lệnh không có lệnh {name} đã ghi sự kiện này, hoặc ghi khác"
            )
