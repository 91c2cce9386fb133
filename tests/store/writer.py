"""`python -m tests.store.writer URL KEYS NAME STREAM HOW_MANY`: says that it is ready, then appends its share."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from events.store.clock import SimulatedClock
from events.store.database import Database
from events.store.errors import Conflict
from events.store.keys import KeyFile
from events.store.ledger import Ledger
from tests.store.making import Pen, closed

CLOCK = SimulatedClock(datetime(2024, 1, 2, 1, tzinfo=UTC))


def write_share(ledger: Ledger, name: str, stream: str, how_many: int) -> int:
    """Append one event after another, loading again after each conflict; gives the conflicts."""
    pen = Pen(ledger, name)
    conflicts = 0
    for number in range(how_many):
        while True:
            expected = len(ledger.load(stream))
            try:
                pen.write(stream, expected, closed(name), command=f"{name}-{number}")
            except Conflict:
                conflicts += 1
            else:
                break
    return conflicts


if __name__ == "__main__":
    url, keys, name, stream, how_many = sys.argv[1:]
    ledger = Ledger(Database(url), KeyFile(Path(keys)), CLOCK)
    sys.stdout.write(f"ready at {ledger.head()}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    sys.stdout.write(f"{write_share(ledger, name, stream, int(how_many))}\n")
