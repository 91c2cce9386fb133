"""What a command and everything it brings along come to, stream by stream, before anything is written."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError

from domain.acts import brought_along
from domain.commands import BY_CLASS, DECIDERS
from domain.decider import Command
from domain.facts import Beside
from domain.refusal import Refusal
from domain.reservations import claims
from events.base import Event
from events.store.ledger import Reservation, Write
from projections.projector import Change
from workflows.facts.along import act_facts
from workflows.facts.load import facts_for, foresee
from workflows.reading import Reading
from workflows.shape import malformed


class SeveralRefused(Refusal):
    """Một hay nhiều việc trong số các việc ghi cùng nhau bị quy định từ chối; không việc nào được ghi."""

    code = "several_refused"

    def __init__(self, refused: Mapping[int, Refusal]) -> None:
        super().__init__(" ".join(str(refusal) for refusal in refused.values()))
        self.refused = refused
        """The refusal of each refused command, by its place among them."""


@dataclass(slots=True)
class _Stream:
    """A stream within one act: where it stood, and what the act adds."""

    version: int
    before: Any
    state: Any
    events: list[Event] = field(default_factory=list)


class Decided:
    """The streams that one command and everything it brings along touch."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self.streams: dict[str, _Stream] = {}
        self.reserve: list[Reservation] = []
        self.let_go: list[str] = []
        self.events: list[tuple[str, Event]] = []
        self.beside: list[Beside] = []

    def carry_out(self, command: Command, *, along: bool = False) -> None:
        """Decide a command on its stream, then the commands it brings along."""
        for further in self.decide(command, along=along):
            self.carry_out(further, along=True)

    def decide(self, command: Command, *, along: bool = False) -> Sequence[Command]:
        """Decide a command on its stream; gives the commands it brings along."""
        route = BY_CLASS[type(command)]
        name = route.stream(command)
        stream = self._stream(name)
        decider = DECIDERS[route.kind]
        facts = facts_for(route.kind, command, self._reading)
        if along:
            facts = replace(facts, along=True)
        decided = decider.decide(stream.state, command, facts)
        if decided and facts.beside is not None:
            self.beside.append(facts.beside)
        further_facts = act_facts(command, self._reading)
        for event in decided:
            self._claim(name, stream.state, event)
            stream.state = decider.evolve(stream.state, event)
            stream.events.append(event)
            self.events.append((name, event))
        return [*brought_along(command, decided, further_facts)]

    def carry_out_all(self, commands: Sequence[Command]) -> None:
        """Decide commands in their order, each on what those before it did; all that are refused are told together."""
        foresee(commands, self._reading)
        refused: dict[int, Refusal] = {}
        for place, command in enumerate(commands):
            with noted(place, refused):
                self.carry_out(command)
        if refused:
            raise refused[0] if len(commands) == 1 else SeveralRefused(refused)

    @property
    def rules(self) -> str | None:
        """Give the hash of the rules in force."""
        law = self._reading.law
        return law.book.hash if law.layers else None

    def _stream(self, name: str) -> _Stream:
        known = self.streams.get(name)
        if known is None:
            folded = self._reading.stream(name)
            known = self.streams[name] = _Stream(folded.version, folded.state, folded.state)
        return known

    def _claim(self, name: str, before: object, event: Event) -> None:
        claimed = claims(before, event)
        self.reserve += [Reservation(key, name) for key in claimed.taken]
        if claimed.lets_go:
            self.let_go.append(name)

    def writes(self) -> list[Write]:
        """Give the appends, in the order in which streams were first touched."""
        return [
            Write(name, stream.version, stream.events)
            for name, stream in self.streams.items()
            if stream.events
        ]

    def changes(self) -> list[Change]:
        """Give what the read tables must show."""
        return [
            Change(name, stream.before, stream.state, stream.events)
            for name, stream in self.streams.items()
            if stream.events
        ]


@contextmanager
def noted(place: int, refused: dict[int, Refusal]) -> Iterator[None]:
    """Note what a rule, or the shape of an event, refuses."""
    try:
        yield
    except Refusal as refusal:
        refused[place] = refusal
    except ValidationError as fault:
        refused[place] = malformed(fault)


def decide_beside(
    acts: Sequence[Decided], commands: Mapping[int, Command], refused: dict[int, Refusal], reading: Reading
) -> None:
    """Decide commands, each in the act at its place; what is refused is noted by its place.

    What they bring along is decided after all of them, so that each of the two rounds looks up its facts at once.
    """
    foresee([*commands.values()], reading)
    further: dict[int, Sequence[Command]] = {}
    for place, command in commands.items():
        with noted(place, refused):
            further[place] = acts[place].decide(command)
    foresee([command for some in further.values() for command in some], reading)
    for place, some in further.items():
        with noted(place, refused):
            for command in some:
                acts[place].carry_out(command, along=True)
