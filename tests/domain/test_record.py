from dataclasses import replace
from datetime import date

import pytest

from domain.record import (
    DECIDER,
    RecogniseInitiative,
    RecordCommand,
    RecordDiscipline,
    RecordFacts,
    RecordGrading,
    RecordPastAward,
)
from domain.refusal import Malformed, NotAuthorised, NotFound
from events.base import Citation, SubjectId
from events.record import (
    DisciplineRecorded,
    Grade,
    GradingRecorded,
    InitiativeRecognised,
    PastAwardRecorded,
    RecordEvent,
)
from tests.spec import HOME, by, every_role, given

LAN = SubjectId("person-lan")
FACTS = RecordFacts(
    standing=every_role(),
    organisation=HOME,
    known=True,
    awards=frozenset({"LDTT"}),
    situations={"under_inspection": "đang thanh tra, kiểm tra"},
)
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
    given(DECIDER, facts=FACTS).when(command).then(event)


@entries
def test_a_fact_on_record_is_not_entered_again(command: RecordCommand, event: RecordEvent) -> None:
    given(DECIDER, event, facts=FACTS).when(command).nothing()


def test_another_grading_of_the_same_year_is_a_new_entry() -> None:
    given(DECIDER, graded("hoan_thanh"), facts=FACTS).when(grading()).then(graded())


def test_the_last_grading_of_a_year_counts() -> None:
    record = DECIDER.fold([graded("hoan_thanh"), graded("hoan_thanh_tot"), graded("hoan_thanh", 2023)])
    assert record.grading(2024) == graded("hoan_thanh_tot")
    assert record.grading(2023) == graded("hoan_thanh", 2023)
    assert record.grading(2022) is None


def test_a_clerk_records_nothing() -> None:
    given(DECIDER, facts=FACTS).when(grading("clerk")).refused(NotAuthorised)


@entries
def test_nothing_is_entered_about_somebody_who_is_not_in_the_book(
    command: RecordCommand, event: RecordEvent
) -> None:
    why = given(DECIDER, facts=replace(FACTS, known=False)).when(command).refused(NotFound)
    assert event.subject in str(why)


def award(code: str = "LDTT", year: int = 2023) -> RecordPastAward:
    return RecordPastAward(subject=LAN, award=code, award_year=year, document=PAPER, **by("standing_agency"))


def discipline(
    kind: str = "canh_cao", since: date = date(2024, 3, 1), until: date | None = None
) -> RecordDiscipline:
    return RecordDiscipline(
        subject=LAN, kind=kind, since=since, until=until, document=PAPER, **by("standing_agency")
    )


@pytest.mark.parametrize(
    ("mistyped", "todo"),
    [
        (award("KHONGCO"), "LDTT"),
        (award(year=1), "từ 1945 đến 2024"),
        (award(year=2025), "từ 1945 đến 2024"),
        (replace(grading(), year=99999), "từ 1945 đến 2024"),
        (discipline("reprimand"), "canh_cao"),
        (discipline("reprimand"), "under_inspection"),
        (discipline(since=date(2024, 12, 25)), "xem lại ngày"),
        (discipline(since=date(1, 1, 1)), "từ 1945 đến 2024"),
        (discipline(until=date(2024, 2, 29)), "xem lại hai ngày"),
    ],
)
def test_a_code_or_a_time_that_cannot_be_is_refused_with_what_can(mistyped: RecordCommand, todo: str) -> None:
    assert todo in str(given(DECIDER, facts=FACTS).when(mistyped).refused(Malformed).todo)
