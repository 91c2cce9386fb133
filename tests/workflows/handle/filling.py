"""`python -m tests.workflows.handle.filling FOLDER URL`: acts until the disk gives no more room, then with room again.

The room is a limit on the size of the files that this process may write, which needs no rights. Tells in JSON which act
found no room, what was said each time, how much could be read then, and how it went on.
"""

import json
import resource
import sys
from itertools import count
from pathlib import Path
from typing import Any

from events.store.clock import SimulatedClock
from events.store.errors import Unavailable
from tests.workflows.handle.offices import START, Office, enter_office

ROOM = 150_000


def register(office: Office, number: int) -> str | None:
    """Register a person under a command of the same number; gives what is said when there is no room."""
    person = office.person(f"p{number}", f"Người thứ {number}", email=f"p{number}@vidu.example")
    try:
        office.do(person, f"filling-{number}")
    except Unavailable as fault:
        return str(fault)
    return None


def main(folder: Path, url: str) -> dict[str, Any]:
    office = enter_office(folder, url, SimulatedClock(START))
    office.do(office.unit("before"), "before")
    largest = max(file.stat().st_size for file in folder.iterdir())
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest + ROOM, hard))
    numbers = count()
    full = next(number for number in numbers if register(office, number))
    said = [register(office, full), register(office, full)]
    readable = len(office.log())
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    return {"full": full, "said": said, "readable": readable, "after": register(office, full)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
