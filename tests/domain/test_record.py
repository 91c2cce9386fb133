from datetime import date

import pytest

from domain.record import (
    DECIDER,
    RecogniseInitiative,
    RecordCommand,
    RecordDiscipline,
    RecordGrading,
    RecordPastAward,
)
from domain.refusal import NotAuthorised
from events.base import Citation, SubjectId
from events.record import (
    DisciplineRecorded,
    Grade,
    GradingRecorded,
    InitiativeRecognised,
    PastAwardRecorded,
    RecordEvent,
)
from tests.spec import by, given

LAN = SubjectId("person-lan")
PAPER = Citation(number="45/QĐ-UBND", day=date(2024, 12, 10))


def graded(grade: Grade = "hoan_thanh_tot", year: int = 2024) -> GradingRecorded:
    return GradingRecorded(subject=LAN, year=year, grade=grade, document=PAPER, checked_by="Lê Văn Tám")


def grading(role: str = "standing_agency") -> RecordGrading:
    return RecordGrading(
        subject=LAN, year=2024, grade="hoan_thanh_tot", document=PAPER, checked_by="Lê Văn Tám", **by(role)
    )


ENTRIES: list[tuple[RecordCommand, RecordEvent]] = [
    (grading(), graded()),
    (
        RecogniseInitiative(
            subject=LAN, year=2024, title="Tổ học nhóm", reach="grassroots", document=PAPER, **by("secretary")
        ),
        InitiativeRecognised(subject=LAN, year=2024, title="Tổ học nhóm", reach="grassroots", document=PAPER),
    ),
    (
        RecordDiscipline(
            subject=LAN,
            kind="canh_cao",
            since=date(2024, 3, 1),
            until=date(2025, 2, 28),
            document=PAPER,
            **by("standing_agency"),
        ),
        DisciplineRecorded(
            subject=LAN, kind="canh_cao", since=date(2024, 3, 1), until=date(2025, 2, 28), document=PAPER
        ),
    ),
    (
        RecordPastAward(subject=LAN, award="LDTT", award_year=2023, document=PAPER, **by("standing_agency")),
        PastAwardRecorded(subject=LAN, award="LDTT", award_year=2023, document=PAPER),
    ),
]
entries = pytest.mark.parametrize(
    ("command", "event"), ENTRIES, ids=["grading", "initiative", "discipline", "award"]
)


@entries
def test_a_fact_goes_on_record(command: RecordCommand, event: RecordEvent) -> None:
    given(DECIDER).when(command).then(event)


@entries
def test_a_fact_on_record_is_not_entered_again(command: RecordCommand, event: RecordEvent) -> None:
    given(DECIDER, event).when(command).nothing()


def test_another_grading_of_the_same_year_is_a_new_entry() -> None:
    given(DECIDER, graded("hoan_thanh")).when(grading()).then(graded())


def test_the_last_grading_of_a_year_counts() -> None:
    record = DECIDER.fold([graded("hoan_thanh"), graded("hoan_thanh_tot"), graded("hoan_thanh", 2023)])
    assert record.grading(2024) == graded("hoan_thanh_tot")
    assert record.grading(2023) == graded("hoan_thanh", 2023)
    assert record.grading(2022) is None


def test_a_clerk_records_nothing() -> None:
    given(DECIDER).when(grading("clerk")).refused(NotAuthorised)
