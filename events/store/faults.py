"""What verification finds: a sentence, and the events that it concerns."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not hold, and from which event to which; 0 when it is no event's fault."""

    first: int
    last: int
    what: str

    def __str__(self) -> str:
        if self.first == self.last == 0:
            return self.what
        where = f"sự kiện {self.first}" if self.first == self.last else f"sự kiện {self.first}-{self.last}"
        return f"{where}: {self.what}"
