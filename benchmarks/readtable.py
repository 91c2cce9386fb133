"""The read table that every replay fills: how many dossiers of each award stand at each stage."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from benchmarks.facts import STAGES

Counts = dict[tuple[str, str], int]
"""(award, stage) → dossiers."""


@dataclass(slots=True)
class ReadTable:
    """Award and stage of every dossier seen so far."""

    awards: dict[Hashable, str] = field(default_factory=dict)
    stages: dict[Hashable, str] = field(default_factory=dict)

    def take(self, stream: Hashable, name: str, event: Any) -> None:  # noqa: ANN401  # any contender's
        """Fold one decoded event; `name` is its name on disk."""
        stage = STAGES.get(name)
        if stage is not None:
            self.stages[stream] = stage
            if stage == "draft":
                self.awards[stream] = event.award

    def counts(self) -> Counts:
        """Give the table."""
        return dict(Counter((self.awards[stream], stage) for stream, stage in self.stages.items()))
