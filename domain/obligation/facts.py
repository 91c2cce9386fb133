"""What the decider of a duty is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.calendar import WorkingCalendar
from domain.facts import Facts
from events.base import SubjectId
from events.policy import Rung


@dataclass(frozen=True, slots=True, kw_only=True)
class ObligationFacts(Facts):
    """The calendar and ladder of the day, and who stands behind each audience at this moment."""

    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    rungs: tuple[Rung, ...] = ()
    audiences: Mapping[str, tuple[SubjectId, ...]] = field(default_factory=dict)
    over: str | None = None
    """Why the debtor of the duty to be reminded of owes it no more, if so: it ends instead."""
