"""Lịch năm: office days and days off, the days announced with their papers, what is due on each day, and the file for a phone."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from desk.views import deadlines
from desk.views.calendar_days import AHEAD, OVERDUE, CalendarDays
from desk.web.guard import Room, guarded
from desk.web.numbers import Number
from desk.web.policy import signed_in
from desk.web.visit import Visit
from domain.refusal import NotFound
from events.calendar import CalendarPrinted, DayOffAnnounced, WorkingDayAnnounced
from events.catalogue import event_of
from mail.ics import calendar_file
from workflows.mailroom.office import letterhead

router = APIRouter(route_class=Room)
FIRST, LAST = 2017, 2099


@dataclass(frozen=True, slots=True)
class Announced:
    """A day that a paper announced."""

    day: date
    off: bool
    paper: str
    about: str | None


def _unit(visit: Visit) -> str | None:
    """Whose duties the calendar shows: everybody's to whoever oversees them, else those of the viewer's unit."""
    if visit.viewer.at_home("standing_agency", "authority", "auditor"):
        return None
    own = sorted(visit.viewer.scopes("clerk", "head"))
    return own[0] if own else visit.viewer.person


@router.get("/lich")
def year(nam: Number = 0, visit: Visit = guarded(signed_in)) -> Response:
    """Show the months of a year."""
    wanted = nam if FIRST <= nam <= LAST else visit.viewer.today.year
    calendar = visit.reading.calendar
    unit = _unit(visit)
    announced, source = _announced(visit, wanted)
    return visit.page(
        "office_days.html",
        year=wanted,
        months=deadlines.months(visit.session, calendar, wanted, None, unit),
        whose=visit.names.of(unit) if unit else "",
        overdue=OVERDUE,
        ahead=AHEAD,
        special=list(deadlines.unusual(calendar, wanted)),
        weekdays=deadlines.WEEKDAYS,
        announced=announced,
        source=source,
        today=visit.viewer.today.isoformat(),
        manages=visit.viewer.at_home("standing_agency", "administrator"),
        first=FIRST,
        last=LAST,
    )


def _announced(visit: Visit, year: int) -> tuple[list[Announced], str]:
    """Give the days of a year that papers announced, and where the printed calendar comes from."""
    found, source = [], ""
    for row in visit.house.ledger.stored("calendar"):
        match event_of(row):
            case CalendarPrinted() as printed:
                source = printed.source
            case (DayOffAnnounced() | WorkingDayAnnounced()) as event if event.day.year == year:
                said = f"{event.document.number}, {event.document.day:%d/%m/%Y}"
                off = isinstance(event, DayOffAnnounced)
                found.append(Announced(event.day, off, said, event.document.about))
    return sorted(found, key=lambda one: one.day), source


@router.get("/lich/viec.ics")
def taken_along(visit: Visit = guarded(signed_in)) -> Response:
    """Give the open duties as a calendar file that a phone opens."""
    unit = _unit(visit)
    sheet = CalendarDays(visit.session, visit.names, letterhead(visit.house), visit.now)
    days = sheet.of_one(unit) if unit else sheet.of_all({visit.viewer.person, str(visit.viewer.organisation)})
    if not days.entries:
        raise NotFound(
            "Hiện không có việc nào còn hạn để ghi vào lịch.",
            todo="Khi có việc mới, thư báo việc kèm sẵn mục lịch của việc ấy.",
        )
    title = f"Thời hạn thi đua, khen thưởng: {visit.names.of(unit or visit.viewer.organisation)}"
    name = {"Content-Disposition": 'attachment; filename="viec-co-thoi-han.ics"'}
    file = calendar_file(title, days.entries, days.left_out)
    return Response(file, media_type="text/calendar; charset=utf-8", headers=name)
