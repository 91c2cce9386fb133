"""What the person who sends a list says for all its lines."""

from dataclasses import dataclass
from datetime import date

from events.base import MovementId, UnitId
from events.nomination import MeritType
from events.submission import Paper


@dataclass(frozen=True, slots=True)
class Asked:
    """The ledger, the day of the act, and what lines that are silent on it mean."""

    ledger: str
    day: date
    unit: UnitId | None = None
    award: str | None = None
    merit: MeritType | None = None
    year: int | None = None
    movement: MovementId | None = None
    milestone: str | None = None
    papers: tuple[str, ...] = ()
    set_papers: tuple[Paper, ...] = ()
