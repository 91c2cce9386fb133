"""Open matters and absence: from when, until when, by which paper, and who has checked it."""

from dataclasses import replace
from datetime import date

import pytest

from domain.record import DECIDER, CloseMatter, RecordAbsence, RecordFacts, RecordSituation
from domain.refusal import Malformed, NotAuthorised, NotFound
from events.base import Citation, SubjectId
from events.record import AbsenceRecorded, DisciplineRecorded, MatterClosed
from tests.spec import HOME, by, every_role, given

LAN = SubjectId("person-lan")
OPENED = Citation(number="7/TB-UBKT", day=date(2024, 5, 2))
CLOSED = Citation(number="19/KL-UBKT", day=date(2024, 9, 20))
FACTS = RecordFacts(
    standing=every_role(),
    organisation=HOME,
    known=True,
    situations={"under_inspection": "đang thanh tra, kiểm tra"},
)
OPEN = DisciplineRecorded(subject=LAN, kind="under_inspection", since=date(2024, 5, 2), document=OPENED)
ENDED = MatterClosed(
    subject=LAN, kind="under_inspection", since=date(2024, 5, 2), until=date(2024, 9, 20), document=CLOSED
)
AWAY = AbsenceRecorded(subject=LAN, year=2024, kind="unpaid", days=45, document=OPENED)


def situation(kind: str = "under_inspection", role: str = "standing_agency") -> RecordSituation:
    return RecordSituation(subject=LAN, kind=kind, since=date(2024, 5, 2), document=OPENED, **by(role))


def close() -> CloseMatter:
    return CloseMatter(
        subject=LAN, kind="under_inspection", since=date(2024, 5, 2), until=date(2024, 9, 20), document=CLOSED,
        **by("secretary"),
    )  # fmt: skip


def absence() -> RecordAbsence:
    return RecordAbsence(
        subject=LAN, year=2024, kind="unpaid", days=45, document=OPENED, **by("standing_agency")
    )


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ4")
def test_a_matter_is_entered_by_the_code_that_the_law_gives_it() -> None:
    given(DECIDER, facts=FACTS).when(situation()).then(OPEN)
    given(DECIDER, OPEN, facts=FACTS).when(situation()).nothing()
    why = given(DECIDER, facts=FACTS).when(situation("gossip")).refused(Malformed)
    assert "under_inspection" in str(why.todo)
    given(DECIDER, facts=FACTS).when(situation(role="clerk")).refused(NotAuthorised)


def test_a_matter_is_closed_once_and_stays_closed() -> None:
    given(DECIDER, OPEN, facts=FACTS).when(close()).then(ENDED)
    given(DECIDER, OPEN, ENDED, facts=FACTS).when(close()).nothing()
    given(DECIDER, OPEN, ENDED, facts=FACTS).when(situation()).nothing()
    (matter,) = DECIDER.fold([OPEN, ENDED]).disciplines
    assert matter.until == date(2024, 9, 20)


def test_only_what_is_on_record_is_closed_and_not_before_it_began() -> None:
    given(DECIDER, facts=FACTS).when(close()).refused(NotFound)
    given(DECIDER, OPEN, facts=FACTS).when(replace(close(), until=date(2024, 5, 1))).refused(Malformed)


def test_days_away_add_up_by_kind_and_year() -> None:
    given(DECIDER, facts=FACTS).when(absence()).then(AWAY)
    given(DECIDER, AWAY, facts=FACTS).when(absence()).nothing()
    more = AWAY.model_copy(update={"days": 5, "document": CLOSED})
    sick = AWAY.model_copy(update={"kind": "sick", "days": 3})
    last_year = AWAY.model_copy(update={"year": 2023})
    record = DECIDER.fold([AWAY, more, sick, last_year])
    assert record.absent(2024) == {"unpaid": 50, "sick": 3}
    assert record.absent(2022) == {}
