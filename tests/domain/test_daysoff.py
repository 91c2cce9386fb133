from datetime import date

from domain.calendar import WorkingCalendar
from domain.daysoff import DECIDER, AdoptPrintedCalendar, AnnounceDayOff, AnnounceWorkingDay
from domain.refusal import NotAuthorised
from events.base import Citation
from events.calendar import CalendarPrinted, DayOffAnnounced, WorkingDayAnnounced
from tests.spec import by, given

NOTICE = Citation(number="1570/TB-BLĐTBXH", day=date(2024, 4, 12))
MONDAY, SATURDAY = date(2024, 4, 29), date(2024, 5, 4)
OFF = DayOffAnnounced(day=MONDAY, document=NOTICE)
MADE_UP = WorkingDayAnnounced(day=SATURDAY, document=NOTICE)


def off(day: date = MONDAY, role: str = "standing_agency") -> AnnounceDayOff:
    return AnnounceDayOff(day=day, document=NOTICE, **by(role))


def working(day: date = SATURDAY) -> AnnounceWorkingDay:
    return AnnounceWorkingDay(day=day, document=NOTICE, **by("standing_agency"))


def test_a_day_off_is_announced_once() -> None:
    given(DECIDER).when(off()).then(OFF)
    given(DECIDER, OFF).when(off()).nothing()


def test_a_day_that_makes_up_for_it_is_announced_once() -> None:
    given(DECIDER).when(working()).then(MADE_UP)
    given(DECIDER, MADE_UP).when(working()).nothing()


def test_the_announcements_lie_over_the_printed_calendar() -> None:
    printed = WorkingCalendar(frozenset({date(2024, 4, 30)}))
    calendar = DECIDER.fold([OFF, MADE_UP]).over(printed)
    assert not calendar.is_working(MONDAY)
    assert not calendar.is_working(date(2024, 4, 30))
    assert calendar.is_working(SATURDAY)


def test_the_later_announcement_of_a_day_wins() -> None:
    worked = WorkingDayAnnounced(day=MONDAY, document=NOTICE)
    assert DECIDER.fold([OFF, worked]).over(WorkingCalendar()).is_working(MONDAY)
    assert not DECIDER.fold([worked, OFF]).over(WorkingCalendar()).is_working(MONDAY)
    given(DECIDER, OFF, worked).when(off()).then(OFF)


def test_an_announcement_wins_over_a_printed_make_up_day() -> None:
    printed = WorkingCalendar(working_days=frozenset({SATURDAY}))
    cancelled = DayOffAnnounced(day=SATURDAY, document=NOTICE)
    assert not DECIDER.fold([cancelled]).over(printed).is_working(SATURDAY)


def test_an_announcement_wins_over_a_printed_day_off() -> None:
    printed = WorkingCalendar(frozenset({MONDAY}))
    assert DECIDER.fold([WorkingDayAnnounced(day=MONDAY, document=NOTICE)]).over(printed).is_working(MONDAY)


def test_a_teller_announces_no_day_off() -> None:
    given(DECIDER).when(off(role="teller")).refused(NotAuthorised)


PRINTED = CalendarPrinted(
    source="lịch in",
    first=date(2024, 1, 1),
    last=date(2024, 12, 31),
    days_off=(date(2024, 4, 30), date(2024, 5, 1)),
    working_days=(SATURDAY,),
)


def print_(*days_off: date) -> AdoptPrintedCalendar:
    return AdoptPrintedCalendar(
        source=PRINTED.source,
        first=PRINTED.first,
        last=PRINTED.last,
        days_off=days_off or tuple(reversed(PRINTED.days_off)),
        working_days=PRINTED.working_days,
        **by("administrator"),
    )


def test_a_printed_calendar_is_adopted_once_and_again_when_another_is_printed() -> None:
    given(DECIDER).when(print_()).then(PRINTED)
    given(DECIDER, PRINTED).when(print_()).nothing()
    other = PRINTED.model_copy(update={"days_off": (MONDAY,)})
    given(DECIDER, PRINTED).when(print_(MONDAY)).then(other)


def test_the_adopted_calendar_takes_the_place_of_the_programs_and_announcements_lie_over_it() -> None:
    programs = WorkingCalendar(frozenset({date(2024, 9, 2)}))
    adopted = DECIDER.fold([OFF, PRINTED]).over(programs)
    assert adopted.is_working(date(2024, 9, 2))
    assert not adopted.is_working(date(2024, 4, 30))
    assert not adopted.is_working(MONDAY)
    assert adopted.is_working(SATURDAY)
