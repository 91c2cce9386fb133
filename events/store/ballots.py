"""The sealed slips that must lie in the box, read off the log: received, and not removed since."""

from typing import Any

from sqlalchemy import Connection, text

from events.envelope import Envelope
from events.store.box import tracker_of

_PAGE = 500


class Ballots:
    """Collects trackers while the log is read; a slip that was replaced stays in the box until all are removed."""

    def __init__(self) -> None:
        self._waiting: dict[str, dict[str, int]] = {}

    def follow(self, seq: int, envelope: Envelope, told: Any) -> None:  # noqa: ANN401  # decoded JSON
        """Take the next event and what it tells."""
        if envelope.type == "session.ballot_received" and isinstance(told, dict):
            tracker = told.get("tracker")
            self._waiting.setdefault(envelope.stream, {})[str(tracker)] = seq
        elif envelope.type == "session.ballots_removed":
            self._waiting.pop(envelope.stream, None)

    def lost(self, connection: Connection) -> list[int]:
        """Give the events whose slip is not in the box, or is there with other bytes."""
        waiting = {tracker: seq for slips in self._waiting.values() for tracker, seq in slips.items()}
        if not waiting:
            return []
        asked = text("SELECT tracker, ciphertext FROM slip")
        with connection.execute(asked, execution_options={"yield_per": _PAGE}) as rows:
            for tracker, ciphertext in rows:
                if isinstance(ciphertext, bytes) and tracker_of(ciphertext) == tracker:
                    waiting.pop(tracker, None)
        return sorted(waiting.values())
