"""A step of a reaction: one command whose id follows from the event, the step's name and its subject."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime

from domain.calendar import local_day
from domain.decider import Command, Said
from domain.ids import derived, letter_id
from domain.letter.commands import QueueLetter
from events.base import Event, ObligationId, SubjectId
from events.envelope import By, Stored
from events.letter import CalendarItem
from workflows.handle import Handler
from workflows.reading import Reading

REACTOR = By("system:reactor", auth="engine")


@dataclass(frozen=True, slots=True)
class Trigger:
    """An event that a flow reacts to."""

    stored: Stored
    event: Event

    @property
    def seq(self) -> int:
        """Its position."""
        return self.stored.seq

    @property
    def identity(self) -> tuple[str, int]:
        """Its stream and version: what it is, wherever in the log it stands."""
        return self.stored.stream, self.stored.version

    @property
    def correlation(self) -> str:
        """What it belongs to."""
        return self.stored.envelope.correlation


@dataclass(frozen=True, slots=True)
class Step:
    """One command to handle because of one event; done twice, it is done once."""

    trigger: Trigger
    name: str
    subject: str
    command: Command

    @property
    def command_id(self) -> str:
        """The id that belongs to this event, step and subject."""
        return str(derived(*self.trigger.identity, self.name, self.subject))


Steps = Iterator[Sequence[Step]]
"""Chunks of steps; what a later chunk is made of may depend on what an earlier one did."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where reactions are worked out: the ledger's handler and the moment."""

    handler: Handler
    now: datetime

    @property
    def today(self) -> date:
        """The legal day."""
        return local_day(self.now)

    @property
    def said(self) -> Said:
        """When and who, for every command of a reaction."""
        return Said(at=self.now, by=REACTOR, late_reason=None)

    @contextmanager
    def reading(self) -> Iterator[Reading]:
        """Open a fresh view of the ledger."""
        with self.handler.ledger.database.session() as session:
            yield self.handler.reading(session, REACTOR.who)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to be queued: to whom, in which words."""

    recipient: SubjectId
    template: str
    facts: Mapping[str, str]
    names: Mapping[str, SubjectId] = field(default_factory=dict)
    item: CalendarItem | None = None
    obligation: ObligationId | None = None


def letter_step(bench: Bench, trigger: Trigger, letter: Letter) -> Step:
    """Make the step that queues a letter; its id follows from the event, the template and the recipient."""
    about = letter.facts.get("about", "")
    letter_of = letter_id(*trigger.identity, letter.template, letter.recipient, about)
    command = QueueLetter(
        letter=letter_of,
        recipient=letter.recipient,
        template=letter.template,
        facts=letter.facts,
        names=letter.names,
        speaks_from=bench.today,
        obligation=letter.obligation,
        item=letter.item,
        **bench.said,
    )
    return Step(trigger, f"letter.{letter.template}", f"{letter.recipient}/{about}", command)


def chunks(steps: Sequence[Step], size: int) -> Steps:
    """Cut steps into chunks."""
    for start in range(0, len(steps), size):
        yield steps[start : start + size]
