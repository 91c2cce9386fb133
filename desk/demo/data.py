"""The demonstration's data: the cast, the nominations, the votes and the figures, read from `examples/demo-2024`."""

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from domain.ids import derived
from events.base import NominationId, PersonId, SubjectId, UnitId
from events.movement import Figure
from events.unit import Level, UnitKind

Flaw = Literal[
    "no_count", "called_a_title_without_minutes", "deed_used_before", "no_birth_date", "no_confirmations"
]


class Data(BaseModel):
    """A frozen record of the demonstration's files."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class UnitData(Data):
    """A unit of the cast."""

    key: str
    name: str
    kind: UnitKind
    level: Level = "agency"
    parent: str = ""
    managed_by: str | None = None
    mail: str | None = None
    outside_chain: bool = False
    participates: bool = False


class PersonData(Data):
    """A person of the cast."""

    key: str
    name: str
    unit: str
    position: str | None = None
    since: date | None = None
    born: str | None = None
    mail: str | None = None


class MemberData(Data):
    """A seat of the council."""

    person: str
    seat: Literal["chair", "vice_chair", "standing_member", "member"]
    secretary: bool = False


class CouncilData(Data):
    """The council."""

    name: str
    number: str
    day: date
    members: tuple[MemberData, ...]
    tellers: tuple[str, ...]


class Cast(Data):
    """Everybody."""

    organisation: str
    units: tuple[UnitData, ...]
    people: tuple[PersonData, ...]
    clerks: dict[str, str]
    council: CouncilData

    @property
    def participants(self) -> list[str]:
        """The keys of the units that take part in the movement."""
        return [unit.key for unit in self.units if unit.participates]


class NominationData(Data):
    """A nomination as its unit prepares it."""

    key: str = ""
    award: str
    unit: str
    person: str | None = None
    collective: str | None = None
    deed: str | None = None
    happened: date | None = None
    flaw: Flaw | None = None
    repair: str | None = None
    withdrawn: str | None = None
    late: date | None = None


class DocumentData(Data):
    """A paper."""

    number: str
    day: date
    issuer: str


class GradingData(Data):
    """The year's gradings."""

    document: DocumentData
    excellent: tuple[str, ...]
    good: tuple[str, ...]


class NominationsData(Data):
    """All nominations of the year."""

    december: tuple[NominationData, ...]
    september: tuple[NominationData, ...]
    at_the_door: tuple[NominationData, ...]
    gradings: GradingData


class SameUnit(Data):
    """A conflict that is declared and does not keep from voting."""

    member: str
    line: str


class MeetingData(Data):
    """Who was absent, wrote, and voted against what."""

    absent: tuple[str, ...]
    written: tuple[str, ...] = ()
    against: dict[str, tuple[str, ...]]
    same_unit_declared: tuple[SameUnit, ...] = ()


class VotesData(Data):
    """The two meetings."""

    september: MeetingData
    december: MeetingData


class Script:
    """All data of the demonstration, from one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cast = Cast.model_validate(_read(folder / "cast.yaml"))
        self.nominations = NominationsData.model_validate(_read(folder / "nominations.yaml"))
        self.votes = VotesData.model_validate(_read(folder / "votes.yaml"))
        figures = _read(folder / "figures.yaml")
        closing = figures.pop("closing")
        self.closing = [Figure.model_validate(figure) for figure in closing]
        self.progress = {
            milestone: {
                unit: [Figure.model_validate(figure) for figure in told] for unit, told in units.items()
            }
            for milestone, units in figures.items()
        }


def _read(file: Path) -> dict[str, dict[str, list[object]]]:
    content: dict[str, dict[str, list[object]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def examples_folder() -> Path:
    """Find the examples: beside the installed package, or at the root of a checkout."""
    installed = Path(__file__).parents[1] / "examples"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "examples"


def unit_id(key: str) -> UnitId:
    """Give a unit's id."""
    return UnitId(f"unit-{derived('demo', 'unit', key)}")


def person_id(key: str) -> PersonId:
    """Give a person's id."""
    return PersonId(f"person-{derived('demo', 'person', key)}")


def nomination_id(key: str) -> NominationId:
    """Give a nomination's id."""
    return NominationId(f"nomination-{derived('demo', 'nomination', key)}")


def subject_id(nomination: NominationData) -> SubjectId:
    """Give whom a nomination is for."""
    if nomination.person is not None:
        return SubjectId(person_id(nomination.person))
    return SubjectId(unit_id(nomination.collective or ""))
