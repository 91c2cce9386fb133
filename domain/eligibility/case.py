"""The case: everything an assessment looks at, frozen; nothing of it is personal text."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from events.base import NominationId, SubjectId, UnitId
from events.judgement import Reason, UsedFact, Verdict
from events.nomination import AwardKind, MeritType, Procedure, SubjectKind
from events.record import DisciplineRecorded, Grade, GradingRecorded, InitiativeRecognised

UNCHECKED = "chưa kiểm chứng"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """An award somebody has, or is proposed for: of which award year, by which type of commendation, on which paper."""

    award: str
    year: int
    merit: str | None = None
    school_year: bool = False
    document: str | None = None
    checked_by: str | None = None
    pending: NominationId | None = None
    """The dossier still on its way to a decision; what rests on it is conditional."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a nominated collective at the end of the award year."""

    subject: SubjectId
    holdings: tuple[Holding, ...] = ()
    grade: Grade | None = None
    disciplines: tuple[DisciplineRecorded, ...] = ()


@dataclass(frozen=True, slots=True)
class Served:
    """A post and the day it began; it ends when the next begins."""

    unit: UnitId
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One dossier with the facts of its subject, as they stood at one position of the log."""

    award: str
    stated_kind: AwardKind
    subject_kind: SubjectKind
    merit: MeritType
    award_year: int
    on: date
    """The day whose rules are pinned to the dossier."""
    school_year: bool = False
    """True when the award year is a school year; it is named by the year it ends in."""
    unit_kind: str | None = None
    procedure: Procedure | None = None
    papers: frozenset[str] = frozenset()
    set_papers: frozenset[str] = frozenset()
    line_facts: frozenset[str] = frozenset()
    """What the set's line tells: `so_phieu` when it gives the count of votes."""
    subject_facts: frozenset[str] = frozenset()
    """What is known of the subject: `ngay_sinh` when the birth date is on record."""
    recruited_on: date | None = None
    died_on: date | None = None
    posts: tuple[Served, ...] = ()
    gradings: tuple[GradingRecorded, ...] = ()
    initiatives: tuple[InitiativeRecognised, ...] = ()
    disciplines: tuple[DisciplineRecorded, ...] = ()
    absences: Mapping[str, int] = field(default_factory=dict)
    """Working days away in the award year, by kind of absence."""
    holdings: tuple[Holding, ...] = ()
    """Awards of the subject, decided or still on their way."""
    members: tuple[Member, ...] = ()
    """Of a collective."""
    nominated: Mapping[str, int] = field(default_factory=dict)
    """How many of each award this round has, this dossier included."""
    set_aside: Mapping[str, str] = field(default_factory=dict)
    """Rules that a recorded human act has set aside for this dossier, with its paper."""
    same_achievement: tuple[NominationId, ...] = ()
    doubles: tuple[NominationId, ...] = ()
    """Dossiers of what looks like the same subject under another spelling or in another unit."""

    def grading(self, year: int) -> GradingRecorded | None:
        """Give the last grading of a year."""
        found = [grading for grading in self.gradings if grading.year == year]
        return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What one condition says of a case, with the facts it looked at."""

    verdict: Verdict
    facts: tuple[UsedFact, ...] = ()
    conditional: tuple[NominationId, ...] = ()
    """The dossiers, still on their way, without which a pass would be none."""


UNKNOWN = Answer("unknown")


def unknown(name: str, what: str) -> Answer:
    """Say which fact is missing."""
    return Answer("unknown", (UsedFact(name=name, value=what),))


def used(name: str, value: str, document: str | None = None, checked_by: str | None = None) -> UsedFact:
    """Name a fact of the record with its paper; one that nobody checked says so."""
    return UsedFact(name=name, value=value, document=document, checked_by=checked_by or UNCHECKED)


def failed(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """Give the reasons that speak against."""
    return tuple(reason for reason in reasons if reason.verdict == "fail")
