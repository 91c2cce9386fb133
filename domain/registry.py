"""Sổ khen thưởng: one authority's honour book for a year; an entry's number is its version, so it has no gaps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.decider import Command, Decider
from domain.facts import Facts
from domain.standing import require_system
from events.base import DecisionId, NominationId, SubjectId, UnitId
from events.registry import EntryMade, RegistryEvent


@dataclass(frozen=True, slots=True)
class Registry:
    """The entries so far, in order."""

    entries: tuple[EntryMade, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterAward(Command):
    """Enter an award in the book of its authority and year."""

    authority: UnitId
    year: int
    nomination: NominationId
    subject: SubjectId
    award: str
    decision: DecisionId


RegistryCommand = EnterAward


def decide(state: Registry, command: RegistryCommand, _facts: Facts) -> Sequence[RegistryEvent]:
    """Enter each award once."""
    require_system(command, "reactor")
    if any(entry.nomination == command.nomination for entry in state.entries):
        return ()
    return (
        EntryMade(
            nomination=command.nomination,
            subject=command.subject,
            award=command.award,
            decision=command.decision,
        ),
    )


def evolve(state: Registry, event: RegistryEvent) -> Registry:
    """Apply one event."""
    return replace(state, entries=(*state.entries, event))


DECIDER: Decider[Registry, RegistryCommand, RegistryEvent, Facts] = Decider(
    "registry", Registry(), decide, evolve
)
