"""Báo cáo tiến độ: one page with every indicator, its goal and its last figure, filled in where there is something to report."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from desk.requests import BadRequest
from desk.web.forms import decimal_text
from desk.web.guard import Room, Sent, guarded
from desk.web.policy import signed_in
from desk.web.visit import Visit
from desk.web.words import FINDINGS
from domain.movement.states import Movement
from domain.refusal import Refusal
from events.base import UnitId
from events.plan import Milestone, Target

router = APIRouter(route_class=Room)
COMMAND = "movement.report_progress"
REPORTED = ("report_progress", "report_final")
SAID = {"": "đúng số ấy", "nearly": "gần", "over": "hơn", "about": "khoảng"}
DONE = {"": "chưa báo", "yes": FINDINGS["met"], "no": FINDINGS["missed"]}


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator with what was reported for it last, and what is typed."""

    target: Target
    last: str | None
    typed: Mapping[str, str]

    @property
    def by_done(self) -> bool:
        """Whether it is done or not done, and has no number."""
        return all(one.measure == "done" for one in self.target.assignments)


def reports_here(visit: Visit) -> bool:
    """The standing agency, and whoever works for a unit that takes part."""
    if not signed_in(visit):
        return False
    state = visit.reading.maybe(visit.path["movement"], Movement)
    return state is not None and (_office(visit) or bool(_own(visit, state)))


def _office(visit: Visit) -> bool:
    return visit.viewer.at_home("standing_agency")


def _own(visit: Visit, state: Movement) -> list[UnitId]:
    mine = visit.viewer.scopes("clerk", "head")
    return [unit for unit in state.participants if unit in mine]


def asked(visit: Visit, milestone: str, unit: str) -> tuple[Movement, Milestone, UnitId | None]:
    """Give what an address asks for: a date of the movement, and a unit that the viewer may report for."""
    state = visit.reading.state(visit.path["movement"], Movement)
    stones = {code: one for period in state.periods.values() for code, one in period.milestones.items()}
    if milestone not in stones:
        raise HTTPException(404)
    own = _own(visit, state)
    if not unit:
        return state, stones[milestone], own[0] if len(own) == 1 else None
    if unit not in state.participants or not (_office(visit) or unit in own):
        raise HTTPException(404)
    return state, stones[milestone], UnitId(unit)


@router.get("/phong-trao/{movement}/bao-cao/{milestone}")
def ask(milestone: str, don_vi: str = "", visit: Visit = guarded(reports_here)) -> Response:
    """Show every indicator with a place for its figure; without a unit, ask for which one."""
    state, stone, unit = asked(visit, milestone, don_vi)
    return _page(visit, state, stone, unit)


def _page(  # one page, with what was typed and what is wrong with it
    visit: Visit,
    state: Movement,
    stone: Milestone,
    unit: UnitId | None,
    *,
    typed: Mapping[str, str] | None = None,
    fault: Refusal | BadRequest | None = None,
) -> Response:
    units = state.participants if _office(visit) else _own(visit, state)
    visit.names.know(units)
    status = 200 if fault is None else 422 if isinstance(fault, BadRequest) else 409
    return visit.page(
        "report.html",
        status,
        plan=state.plan,
        movement=state.movement,
        stone=stone,
        unit=unit,
        units=sorted(units, key=visit.names.order),
        lines=[_line(state, target, typed or {}) for target in state.targets],
        saids=SAID,
        dones=DONE,
        again=unit is not None and (stone.code, unit) in state.reported,
        office=_office(visit),
        typed=typed or {},
        fault=fault,
    )


def _line(state: Movement, target: Target, typed: Mapping[str, str]) -> Line:
    figure = state.figures.get(target.code)
    last = None
    if figure is not None:
        number = str(figure.value).replace(".", ",") if figure.value is not None else ""
        last = (
            figure.as_written or f"{SAID[figure.said] + ' ' if figure.said else ''}{number}".strip() or None
        )
    return Line(
        target,
        last,
        {name: typed.get(f"{name}.{target.code}", "") for name in ("so", "noi", "loi", "theo", "phan")},
    )


@router.post("/phong-trao/{movement}/bao-cao/{milestone}")
def send(milestone: str, form: Sent, visit: Visit = guarded(reports_here)) -> Response:
    """Record what was filled in; what was left empty says nothing."""
    state, stone, unit = asked(visit, milestone, str(form.get("don_vi", "")))
    typed = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    if unit is None:
        return _page(visit, state, stone, unit, typed=typed, fault=BadRequest(["Hãy chọn đơn vị báo cáo."]))
    figures = [figure for target in state.targets for figure in (_figure(target, typed),) if figure]
    if not figures:
        empty = BadRequest(["Chưa ghi số liệu nào nên chưa nộp báo cáo. Hãy ghi ít nhất một chỉ tiêu."])
        return _page(visit, state, stone, unit, typed=typed, fault=empty)
    body: dict[str, Any] = {
        "movement": state.movement,
        "milestone": stone.code,
        "unit": unit,
        "figures": figures,
    }
    if typed.get("ngay") and _office(visit):
        body["arrived"] = typed["ngay"]
    try:
        outcome = visit.send(COMMAND, body, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _page(visit, state, stone, unit, typed=typed, fault=fault)
    return visit.go(f"/phong-trao/{state.movement}", outcome)


def _figure(target: Target, typed: Mapping[str, str]) -> dict[str, Any] | None:
    """Give the figure of an indicator as typed, its words kept; None where nothing was typed."""
    said = {
        name: typed.get(f"{name}.{target.code}", "") for name in ("so", "noi", "loi", "theo", "phan", "xong")
    }
    if not (said["so"] or said["loi"] or said["xong"]):
        return None
    figure: dict[str, Any] = {"target": target.code}
    if said["so"]:
        figure["value"] = decimal_text(said["so"])
    if said["xong"]:
        figure["done"] = said["xong"] == "yes"
    for name, field in (("noi", "said"), ("loi", "as_written"), ("theo", "evidence")):
        if said[name]:
            figure[field] = said[name]
    if said["phan"]:
        figure["partial"] = True
    return figure
