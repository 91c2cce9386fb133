"""The demonstration's data: the cast, the nominations, the votes and the figures, read from `examples/demo-2024`."""

from datetime import date
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from desk.setup.file import read_setup
from domain.ids import derived
from events.base import NominationId, SubjectId
from events.movement import Figure

Flaw = Literal[
    "no_count", "called_a_title_without_minutes", "deed_used_before", "no_birth_date", "no_confirmations"
]


class Data(BaseModel):
    """A frozen record of the demonstration's files."""

    model_config = ConfigDict(frozen=True, extra="forbid")


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
        self.cast = read_setup(folder / "cast.yaml")
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

    @property
    def participants(self) -> list[str]:
        """The keys of the units that take part: all of the organisation's but groups inside a unit."""
        cast = self.cast
        inside = [unit for unit in cast.units if unit.level == "agency" and unit.kind != "group"]
        return [unit.key for unit in inside]

    @property
    def members(self) -> list[str]:
        """The keys of the council's members."""
        return [member.person for member in self.cast.council.members] if self.cast.council else []

    @property
    def tellers(self) -> list[str]:
        """The keys of the tellers."""
        return [role.person for role in self.cast.roles if role.role == "teller"]

    def subject(self, nomination: NominationData) -> SubjectId:
        """Give whom a nomination is for."""
        if nomination.person is not None:
            return SubjectId(self.cast.person(nomination.person))
        return SubjectId(self.cast.unit(nomination.collective or ""))


def _read(file: Path) -> dict[str, dict[str, list[object]]]:
    content: dict[str, dict[str, list[object]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return content


def examples_folder() -> Path:
    """Find the examples: beside the installed package, or at the root of a checkout."""
    installed = Path(__file__).parents[1] / "examples"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "examples"


def nomination_id(key: str) -> NominationId:
    """Give a nomination's id."""
    return NominationId(f"nomination-{derived('demo', 'nomination', key)}")
