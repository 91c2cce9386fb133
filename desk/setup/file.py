"""The set-up file: YAML that names who there is; every id follows from the ledger and the key, so twice is once."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from desk.plans.sentences import sentence
from desk.plans.yaml_tree import BadFile, Fault, read_file
from domain.ids import derived
from events.base import CouncilId, PersonId, UnitId
from events.council import Seat
from events.person import Role
from events.unit import Level, UnitKind

COUNCIL = "council"
"""The scope of a role that is held in the council."""


class Part(BaseModel):
    """A frozen part of the file."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitPart(Part):
    """A unit. Units of level `agency` belong to the organisation unless they name another parent."""

    key: str
    name: str
    kind: UnitKind
    level: Level = "agency"
    parent: str | None = None
    managed_by: str | None = None
    mail: str | None = None
    outside_chain: bool = False


class PersonPart(Part):
    """A person; `since` is the day of recruitment, `clerk_of` the unit whose papers they prepare."""

    key: str
    name: str
    unit: str | None = None
    position: str | None = None
    since: date | None = None
    born: str | None = None
    mail: str | None = None
    clerk_of: str | None = None


class RolePart(Part):
    """A role in a unit, or in the council."""

    person: str
    role: Role
    scope: str
    since: date
    until: date | None = None


class MemberPart(Part):
    """A seat of the council."""

    person: str
    seat: Seat
    secretary: bool = False


class DocumentPart(Part):
    """A paper."""

    number: str
    day: date
    issuer: str | None = None


class CouncilPart(Part):
    """The council."""

    name: str
    document: DocumentPart
    members: tuple[MemberPart, ...]


class RulesPart(Part):
    """The council's own rules: an overlay file beside this one, with the paper that sets them."""

    file: str
    title: str
    document: DocumentPart
    assumed: bool = False


class Setup(Part):
    """Everything a ledger begins with."""

    ledger: str
    title: str
    organisation: str
    administrator: str
    since: date
    """The day from which the first roles are held."""
    units: tuple[UnitPart, ...]
    people: tuple[PersonPart, ...]
    roles: tuple[RolePart, ...] = ()
    council: CouncilPart | None = None
    rules: RulesPart | None = None

    def unit(self, key: str) -> UnitId:
        """Give a unit's id."""
        return UnitId(f"unit-{derived('setup', self.ledger, 'unit', key)}")

    def person(self, key: str) -> PersonId:
        """Give a person's id."""
        return PersonId(f"person-{derived('setup', self.ledger, 'person', key)}")

    @property
    def council_id(self) -> CouncilId:
        """The council's id."""
        return CouncilId(f"council-{derived('setup', self.ledger, 'council')}")

    @property
    def home(self) -> UnitPart:
        """The organisation itself."""
        return next(unit for unit in self.units if unit.key == self.organisation)

    @property
    def first(self) -> PersonPart:
        """The first administrator."""
        return next(person for person in self.people if person.key == self.administrator)

    def scope(self, key: str) -> str:
        """Give the id that a role's scope means."""
        return self.council_id if key == COUNCIL else self.unit(key)


def read_setup(file: Path) -> Setup:
    """Read a set-up file whole; raises `BadFile` with every fault, each with its line."""
    tree = read_file(file)
    try:
        setup = Setup.model_validate(tree.value)
    except ValidationError as invalid:
        errors = invalid.errors(include_url=False, include_input=False)
        raise BadFile(
            [Fault(tree.line(tuple(error["loc"])), sentence(error, {})) for error in errors]
        ) from None
    faults = [Fault(1, f"không có “{key}” trong tệp") for key in _unknown(setup)]
    if faults:
        raise BadFile(faults)
    return setup


def _unknown(setup: Setup) -> list[str]:
    """List the keys that are used and that nothing in the file has."""
    units = {unit.key for unit in setup.units}
    people = {person.key for person in setup.people}
    asked_units = [setup.organisation, *_optional(unit.parent for unit in setup.units)]
    asked_units += _optional(unit.managed_by for unit in setup.units)
    asked_units += _optional(person.unit for person in setup.people)
    asked_units += _optional(person.clerk_of for person in setup.people)
    asked_units += [role.scope for role in setup.roles if role.scope != COUNCIL]
    asked_people = [setup.administrator, *(role.person for role in setup.roles)]
    asked_people += [member.person for member in setup.council.members] if setup.council else []
    return sorted({*asked_units} - units) + sorted({*asked_people} - people)


def _optional(keys: Iterable[str | None]) -> list[str]:
    return [key for key in keys if key is not None]
