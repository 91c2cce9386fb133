from datetime import UTC, date, datetime

from domain.daysoff import AnnounceDayOff, AnnounceWorkingDay
from domain.obligation.commands import OpenObligation
from domain.obligation.states import Obligation
from events.base import Citation, ObligationId, SubjectId
from events.catalogue import event_of
from events.letter import LetterQueued
from events.obligation import Counting, ObligationRescheduled
from tests.workflows.handle.offices import Office
from tests.workflows.reactions.engine import react
from workflows.opening import adopt_shipped

DOCUMENT = Citation(number="1/TB-UBND", day=date(2024, 1, 2), issuer="UBND tỉnh")
COUNTED, NAMED = ObligationId("obligation-dem"), ObligationId("obligation-ngay")


def owe(office: Office) -> None:
    """A village owes an answer in ten working days, and a report on a named Wednesday."""
    office.do(office.unit("thon", email="thon@vidu.example"))
    office.do(
        OpenObligation(
            obligation=COUNTED,
            title="Trả lời hiệp y",
            counting=Counting(since=date(2024, 1, 10), count=10, unit="working_day"),
            set_by="quy chế",
            duty="follow_up",
            debtor=SubjectId("unit-thon"),
            about="unit-thon",
            told=True,
            **office.said("standing_agency"),
        )
    )
    office.do(
        OpenObligation(
            obligation=NAMED,
            title="Báo cáo",
            due_on=date(2024, 1, 31),
            set_by="công văn số 7",
            duty="follow_up",
            debtor=SubjectId("unit-thon"),
            about="unit-thon",
            told=True,
            **office.said("standing_agency"),
        )
    )
    react(office)


def day_off(office: Office, day: date) -> None:
    office.do(AnnounceDayOff(day=day, document=DOCUMENT, **office.said("standing_agency")))


def due(office: Office, duty: ObligationId) -> Obligation:
    with office.ledger.database.session() as session:
        return office.handler.reading(session, "system:test").state(duty, Obligation)


def letters(office: Office) -> list[LetterQueued]:
    return [event for row in office.log() for event in (event_of(row),) if isinstance(event, LetterQueued)]


def test_a_day_off_announced_late_moves_counted_dates_and_tells_their_debtors_with_a_new_entry(
    office: Office,
) -> None:
    owe(office)
    day_off(office, date(2024, 1, 17))
    react(office)
    moved = due(office, COUNTED)
    assert (moved.due.on, moved.sequence) == (date(2024, 1, 25), 1)
    (letter,) = letters(office)
    assert (letter.template, letter.recipient, letter.channel) == ("rescheduled", "unit-thon", "mail")
    assert (letter.facts["was_due_on"], letter.facts["due_on"]) == ("2024-01-24", "2024-01-25")
    assert "1/TB-UBND" in letter.facts["set_by"]
    assert letter.item is not None
    assert (letter.item.sequence, letter.item.day) == (1, date(2024, 1, 25))


def test_a_date_that_a_text_names_stays_its_reminder_moves_and_nobody_is_written_to(office: Office) -> None:
    owe(office)
    before = due(office, NAMED)
    day_off(office, date(2024, 1, 26))
    react(office)
    after = due(office, NAMED)
    assert (after.due.on, after.sequence) == (date(2024, 1, 31), 0)
    assert before.due.rungs[1].at.day == 26
    assert after.due.rungs[1].at.day == 25
    assert letters(office) == []


def test_a_swap_that_leaves_the_date_where_it_was_moves_only_its_reminder(
    office: Office,
) -> None:
    owe(office)
    day_off(office, date(2024, 1, 17))
    office.do(AnnounceWorkingDay(day=date(2024, 1, 20), document=DOCUMENT, **office.said("standing_agency")))
    react(office)
    moved = due(office, COUNTED)
    assert (moved.due.on, moved.sequence) == (date(2024, 1, 24), 0)
    assert moved.due.rungs[1].at.day == 20
    assert letters(office) == []


def test_what_has_been_done_once_is_not_done_again(office: Office) -> None:
    owe(office)
    day_off(office, date(2024, 1, 17))
    react(office)
    before = office.ledger.head()
    assert react(office) == 0
    assert office.ledger.head() == before
    day_off(office, date(2024, 3, 1))
    react(office)
    moves = [event_of(row) for row in office.log() if row.stream == COUNTED]
    assert len([event for event in moves if isinstance(event, ObligationRescheduled)]) == 1
    assert len(letters(office)) == 1


def test_a_day_that_the_house_entered_otherwise_since_is_left_alone_by_the_next_upgrade(
    office: Office,
) -> None:
    friday = date(2026, 1, 2)
    office.clock.move_to(datetime(2026, 3, 2, 1, tzinfo=UTC))

    def works() -> bool:
        with office.ledger.database.session() as session:
            return office.handler.reading(session, "system:test").calendar.is_working(friday)

    assert works()
    adopt_shipped(office.house)
    assert not works()
    office.do(AnnounceWorkingDay(day=friday, document=DOCUMENT, **office.said("standing_agency")))
    adopt_shipped(office.house)
    assert works()
