"""Hồ sơ theo dõi: gradings, initiatives, discipline and past awards of one subject."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, body
from domain.facts import Facts
from events.base import Citation, SubjectId
from events.nomination import MeritType
from events.record import (
    DisciplineRecorded,
    Grade,
    GradingRecorded,
    InitiativeRecognised,
    PastAwardRecorded,
    RecordEvent,
)

GRADES: tuple[Grade, ...] = ("khong_hoan_thanh", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac")
"""From the lowest to the highest."""
REACHES = ("grassroots", "province", "nation")
"""Phạm vi ảnh hưởng of an initiative, from the smallest to the largest; a ministry's is a province's."""
MEASURES = ("khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "buoc_thoi_viec")
"""Hình thức kỷ luật, from the lightest to the heaviest; any other kind on record is a matter being examined."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record about a subject; the last grading of a year counts."""

    gradings: tuple[GradingRecorded, ...] = ()
    initiatives: tuple[InitiativeRecognised, ...] = ()
    disciplines: tuple[DisciplineRecorded, ...] = ()
    past_awards: tuple[PastAwardRecorded, ...] = ()

    def grading(self, year: int) -> GradingRecorded | None:
        """Give the grading of a year."""
        found = [grading for grading in self.gradings if grading.year == year]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordGrading(Command):
    """Enter a yearly grading."""

    subject: SubjectId
    year: int
    grade: Grade
    document: Citation
    checked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecogniseInitiative(Command):
    """Enter a recognised initiative."""

    subject: SubjectId
    year: int
    title: str
    reach: str
    document: Citation
    checked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDiscipline(Command):
    """Enter a disciplinary measure, or a matter still being examined."""

    subject: SubjectId
    kind: str
    since: date
    document: Citation
    until: date | None = None
    checked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPastAward(Command):
    """Enter an award given elsewhere or in an earlier year."""

    subject: SubjectId
    award: str
    award_year: int
    document: Citation
    school_year: bool | None = None
    merit: MeritType | None = None
    checked_by: str | None = None


RecordCommand = RecordGrading | RecogniseInitiative | RecordDiscipline | RecordPastAward


def decide(state: Record, command: RecordCommand, facts: Facts) -> Sequence[RecordEvent]:
    """Decide what goes on record; the same entry twice adds nothing."""
    facts.require_staff(command, ("standing_agency", "secretary"))
    event = _event(command)
    known: tuple[RecordEvent, ...] = (
        *state.gradings, *state.initiatives, *state.disciplines, *state.past_awards,
    )  # fmt: skip
    return () if event in known else (event,)


def _event(command: RecordCommand) -> RecordEvent:
    said = body(command)
    match command:
        case RecordGrading():
            return GradingRecorded(**said)
        case RecogniseInitiative():
            return InitiativeRecognised(**said)
        case RecordDiscipline():
            return DisciplineRecorded(**said)
        case RecordPastAward():
            return PastAwardRecorded(**said)
        case _:
            assert_never(command)


def evolve(state: Record, event: RecordEvent) -> Record:
    """Apply one event."""
    match event:
        case GradingRecorded():
            return replace(state, gradings=(*state.gradings, event))
        case InitiativeRecognised():
            return replace(state, initiatives=(*state.initiatives, event))
        case DisciplineRecorded():
            return replace(state, disciplines=(*state.disciplines, event))
        case PastAwardRecorded():
            return replace(state, past_awards=(*state.past_awards, event))
        case _:
            assert_never(event)


DECIDER: Decider[Record, RecordCommand, RecordEvent, Facts] = Decider("record", Record(), decide, evolve)
