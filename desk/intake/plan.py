"""What a list would record: its commands in order, each with the row it comes from."""

from dataclasses import dataclass, field

from desk.intake.row import Row
from domain.decider import Command


@dataclass(frozen=True, slots=True)
class Origin:
    """A command and the row it comes from; a set comes from all rows of its unit."""

    command: Command
    row: Row | None = None
    rows: tuple[Row, ...] = ()


@dataclass(slots=True)
class Plan:
    """The commands, what they make, and what is on record already."""

    origins: list[Origin] = field(default_factory=list)
    makes: list[str] = field(default_factory=list)
    """What the act would make, told without a name: its id follows from this."""
    already: int = 0
    entered: int = 0
