"""The log's own tables that follow from its events, made again: which command has run, and the inner tree."""

from collections.abc import Sequence
from typing import Any

from events.envelope import Stored, leaf_hash
from events.store.hot import Hot
from events.store.tables import CommandRow, TreeNodeRow
from events.store.tree import Frontier

_COMMAND = CommandRow.metadata.tables["command"]
_NODE = TreeNodeRow.metadata.tables["tree_node"]


class DerivedTables:
    """Takes the events in order, page by page, inside the transaction of whoever rebuilds."""

    def __init__(self, hot: Hot) -> None:
        self._hot = hot
        self._frontier = Frontier()
        self._open: dict[str, Any] = {}
        for table in (_COMMAND, _NODE):
            hot.execute(f"DELETE FROM {table.name}", ())
        found = hot.execute("SELECT max(size) FROM checkpoint", ())
        self._signed = found[0][0] or 0

    def add(self, page: Sequence[Stored]) -> None:
        """Take the next events."""
        nodes = [
            {"level": level, "idx": index, "hash": made}
            for row in page
            for level, index, made in self._frontier.add(leaf_hash(row.leaf))
            if (index + 1) << level <= self._signed
        ]
        self._hot.upsert(_NODE, nodes)
        done = []
        for row in page:
            if row.envelope.command != self._open.get("id"):
                done.append(self._open)
                self._open = {"id": row.envelope.command, "digest": row.envelope.digest, "first_seq": row.seq}
            self._open["last_seq"] = row.seq
        self._hot.upsert(_COMMAND, [command for command in done if command])

    def end(self) -> None:
        """Write the command of the last events."""
        self._hot.upsert(_COMMAND, [self._open] if self._open else [])
