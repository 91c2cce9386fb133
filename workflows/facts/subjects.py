"""Whether the one an act is about is in the book: a person, a unit or a household."""

from collections.abc import Mapping, Sequence

from domain.decider import Command
from domain.household import Household, RegisterHousehold
from domain.person import Person, RegisterPerson
from domain.unit import EstablishUnit, Unit
from events.envelope import stream_kind
from workflows.reading import Reading

BOOKED: Mapping[str, type] = {"person": Person, "unit": Unit, "household": Household}
"""Kind of stream → the state of one that is in the book."""


def is_known(subject: str, reading: Reading) -> bool:
    """Say whether a subject is in the book, or comes into it by the act that is asked for."""
    kind = BOOKED.get(stream_kind(subject))
    return kind is not None and reading.remembered(
        _name(subject), lambda: reading.maybe(subject, kind) is not None
    )


def expect(commands: Sequence[Command], reading: Reading) -> None:
    """Know those whom some of many commands bring into the book: they are one act, recorded whole or not at all."""
    for command in commands:
        match command:
            case RegisterPerson():
                reading.remember(_name(command.person), answer=True)
            case EstablishUnit():
                reading.remember(_name(command.unit), answer=True)
            case RegisterHousehold():
                reading.remember(_name(command.household), answer=True)


def _name(subject: str) -> str:
    return f"known {subject}"
