"""The ladders of reminders: for which duty, whose rule, which letter goes to whom how many days before or after the date."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from desk.views.duty_views import AUDIENCES, DUTIES
from desk.web.guard import Room, guarded
from desk.web.rooms.administration import sees_letters
from desk.web.visit import Visit
from events.policy import Rung

router = APIRouter(route_class=Room)
WEEKDAYS = {
    "monday": "thứ hai", "tuesday": "thứ ba", "wednesday": "thứ tư", "thursday": "thứ năm", "friday": "thứ sáu",
    "saturday": "thứ bảy", "sunday": "chủ nhật",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ladder:
    """One ladder as its readers see it."""

    name: str
    whose: str
    duties: list[str]
    rungs: list[tuple[str, str, str, str]]
    """(When, to whom, which letter's code, what else is to know.)"""


@router.get("/quan-tri/bac-thang")
def ladders(visit: Visit = guarded(sees_letters)) -> Response:
    """Show every ladder in force; an organisation's own goes before everybody's."""
    duties: dict[tuple[str | None, str], list[str]] = {}
    rungs: dict[tuple[str | None, str], tuple[Rung, ...]] = {}
    for (scope, duty), (name, laid) in visit.reading.policy.ladders.items():
        duties.setdefault((scope, name), []).append(DUTIES.get(duty, duty))
        rungs[scope, name] = laid
    visit.names.know(scope for scope, _ in duties if scope)
    return visit.page(
        "ladders.html",
        ladders=[
            Ladder(
                name,
                visit.names.of(scope) if scope else "",
                named,
                [_said(rung) for rung in rungs[scope, name]],
            )
            for (scope, name), named in sorted(duties.items(), key=lambda one: (one[0][0] or "", one[0][1]))
        ],
        manages=visit.viewer.at_home("standing_agency"),
    )


def _said(rung: Rung) -> tuple[str, str, str, str]:
    notes = [
        "gộp mọi việc trong ngày vào một thư" if rung.digest == "day" else "",
        f"gộp vào một thư mỗi {WEEKDAYS[rung.digest]}" if rung.digest in WEEKDAYS else "",
        "không gửi người đã báo biết việc" if rung.unless_acknowledged else "",
        "thư cuối, sau đó không nhắc nữa" if rung.last else "",
    ]
    return _when(rung), AUDIENCES[rung.audience], rung.template, "; ".join(note for note in notes if note)


def _when(rung: Rung) -> str:
    if rung.opens:
        return "khi việc phát sinh"
    if rung.days == 0:
        return "đúng ngày hạn"
    return f"trước hạn {-rung.days} ngày" if rung.days < 0 else f"sau hạn {rung.days} ngày"
