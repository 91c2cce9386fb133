"""Hồ sơ theo dõi: gradings, initiatives, discipline, open matters, absence and past awards of one subject."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import assert_never

from domain.decider import Command, Decider, body
from domain.facts import Facts
from domain.refusal import Malformed, NotFound
from events.base import Citation, SubjectId
from events.nomination import MeritType
from events.record import (
    AbsenceRecorded,
    DisciplineRecorded,
    Grade,
    GradingRecorded,
    InitiativeRecognised,
    MatterClosed,
    PastAwardRecorded,
    RecordEvent,
)

GRADES: tuple[Grade, ...] = ("khong_hoan_thanh", "hoan_thanh", "hoan_thanh_tot", "hoan_thanh_xuat_sac")
"""From the lowest to the highest."""
REACHES = ("grassroots", "province", "nation")
"""Phạm vi ảnh hưởng of an initiative, from the smallest to the largest; a ministry's is a province's."""
FIRST_YEAR = 1945
"""What is on record was given by this State."""
MEASURES = ("khien_trach", "canh_cao", "ha_bac_luong", "giang_chuc", "cach_chuc", "buoc_thoi_viec")
"""Hình thức kỷ luật, from the lightest to the heaviest; any other kind on record is a matter being examined."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is on record about a subject; the last grading of a year counts."""

    gradings: tuple[GradingRecorded, ...] = ()
    initiatives: tuple[InitiativeRecognised, ...] = ()
    disciplines: tuple[DisciplineRecorded, ...] = ()
    past_awards: tuple[PastAwardRecorded, ...] = ()
    absences: tuple[AbsenceRecorded, ...] = ()
    closed: tuple[MatterClosed, ...] = ()

    def absent(self, year: int) -> dict[str, int]:
        """Give the working days away in a year, by kind."""
        found: dict[str, int] = {}
        for absence in self.absences:
            if absence.year == year:
                found[absence.kind] = found.get(absence.kind, 0) + absence.days
        return found

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSituation(Command):
    """Enter a matter under which nobody is proposed, by its code in the law's rows; open until it is closed."""

    subject: SubjectId
    kind: str
    since: date
    document: Citation
    checked_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseMatter(Command):
    """End a matter, or a measure, on its last day."""

    subject: SubjectId
    kind: str
    since: date
    until: date
    document: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAbsence(Command):
    """Enter the working days somebody was away in a year, by kind."""

    subject: SubjectId
    year: int
    kind: str
    days: int
    document: Citation
    checked_by: str | None = None


RecordCommand = (
    RecordGrading | RecogniseInitiative | RecordDiscipline | RecordSituation | CloseMatter | RecordAbsence
    | RecordPastAward
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFacts(Facts):
    """Whether the subject is in the book, and what the law's rows name."""

    known: bool = False
    situations: Mapping[str, str] = field(default_factory=dict)
    """Those of the day of the act: code → name."""
    awards: frozenset[str] = frozenset()
    """The codes of every award there ever was."""


def decide(state: Record, command: RecordCommand, facts: RecordFacts) -> Sequence[RecordEvent]:
    """Decide what goes on record; the same entry twice adds nothing."""
    facts.require_staff(command, ("standing_agency", "secretary"))
    if not facts.known:
        raise NotFound(
            f"Trong sổ chưa có người, tập thể hay hộ gia đình nào mang mã “{command.subject}”.",
            todo="Hãy tìm mã đúng ở trang Con người, Đơn vị, hoặc bằng `sovang person list --find TÊN`.",
        )
    _check(command, facts)
    event = _close(state, command) if isinstance(command, CloseMatter) else _event(command)
    known: tuple[RecordEvent, ...] = (
        *state.gradings, *state.initiatives, *state.disciplines, *state.past_awards, *state.absences, *state.closed,
    )  # fmt: skip
    if event in known or (isinstance(event, DisciplineRecorded) and _was_entered(state, event)):
        return ()
    return (event,)


def _check(command: RecordCommand, facts: RecordFacts) -> None:
    """Refuse a code that no rule knows, and a time that cannot be."""
    match command:
        case RecordSituation():
            _one_of(command.kind, facts.situations, "Quy định không có trường hợp nào")
        case RecordDiscipline():
            _one_of(
                command.kind, {*MEASURES, *facts.situations}, "Không có hình thức kỷ luật hay trường hợp nào"
            )
        case RecordPastAward():
            _one_of(command.award, facts.awards, "Chưa từng có danh hiệu, hình thức nào")
            _has_come(command.award_year, command)
        case RecordGrading() | RecogniseInitiative() | RecordAbsence():
            _has_come(command.year, command)
        case CloseMatter():
            pass
        case _:
            assert_never(command)
    if isinstance(command, RecordSituation | RecordDiscipline):
        _has_come(command.since.year, command)
        if command.since > command.legal_day:
            raise Malformed("Ngày bắt đầu chưa đến.", todo="Hãy xem lại ngày, hoặc ghi khi việc đã bắt đầu.")
    if isinstance(command, CloseMatter | RecordDiscipline) and (command.until or date.max) < command.since:
        raise Malformed("Ngày kết thúc trước ngày bắt đầu.", todo="Hãy xem lại hai ngày rồi ghi lại.")


def _one_of(code: str, known: Collection[str], none: str) -> None:
    if code not in known:
        raise Malformed(
            f"{none} mã “{code}”.", todo=f"Các mã đang có: {', '.join(sorted(known)) or 'chưa có'}."
        )


def _has_come(year: int, command: Command) -> None:
    if not FIRST_YEAR <= year <= command.legal_day.year:
        raise Malformed(
            f"Năm {year} không thể có trong hồ sơ theo dõi.",
            todo=f"Hãy ghi một năm từ {FIRST_YEAR} đến {command.legal_day.year}.",
        )


def _was_entered(state: Record, event: DisciplineRecorded) -> bool:
    """Say whether a matter was entered before and closed since."""
    return any(
        (closed.kind, closed.since) == (event.kind, event.since) and event.until is None
        for closed in state.closed
    )


def _close(state: Record, command: CloseMatter) -> MatterClosed:
    known = [
        matter for matter in state.disciplines if (matter.kind, matter.since) == (command.kind, command.since)
    ]
    if not known:
        raise NotFound("Không có việc này trong hồ sơ theo dõi.", todo="Hãy xem bằng `sovang record show`.")
    return MatterClosed(**body(command))


def _event(
    command: RecordGrading
    | RecogniseInitiative
    | RecordDiscipline
    | RecordSituation
    | RecordAbsence
    | RecordPastAward,
) -> RecordEvent:
    said = body(command)
    match command:
        case RecordSituation():
            return DisciplineRecorded(**said)
        case RecordAbsence():
            return AbsenceRecorded(**said)
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
        case AbsenceRecorded():
            return replace(state, absences=(*state.absences, event))
        case MatterClosed():
            matters = tuple(_ended(matter, event) for matter in state.disciplines)
            return replace(state, disciplines=matters, closed=(*state.closed, event))
        case _:
            assert_never(event)


def _ended(matter: DisciplineRecorded, event: MatterClosed) -> DisciplineRecorded:
    same = (matter.kind, matter.since) == (event.kind, event.since)
    return matter.model_copy(update={"until": event.until}) if same else matter


DECIDER: Decider[Record, RecordCommand, RecordEvent, RecordFacts] = Decider(
    "record", Record(), decide, evolve
)
