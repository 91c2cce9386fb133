"""Phát động: a movement launched from a form, for whoever has no plan file: number, dates, milestones, indicators."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.datastructures import FormData

from desk.requests import BadRequest
from desk.views.movement_views import FORMS
from desk.views.participants import participants
from desk.web.forms import decimal_text
from desk.web.guard import Room, Sent, guarded
from desk.web.movement_choices import SHOWN_ASSIGNERS, SHOWN_MEASURES
from desk.web.visit import Visit
from domain.ids import derived
from domain.refusal import Refusal
from domain.unit import Unit
from domain.vietnamese.folding import search_key
from events.plan import Debtor, DutyKind

router = APIRouter(route_class=Room)
ROWS, MORE, MOST = 8, 8, 120
"""Rows for indicators at first, so many more when asked, and never more than that."""
CELLS = ("ten", "don_vi", "cach", "so", "giao")
"""What stands in the row of an indicator."""


@dataclass(frozen=True, slots=True)
class Stone:
    """A date that a movement may ask for."""

    code: str
    duty: DutyKind
    name: str
    owed_by: Debtor = "participants"


STONES = (
    Stone("dang-ky", "register", "Đăng ký thi đua"),
    Stone("tien-do-1", "report_progress", "Báo cáo tiến độ lần 1"),
    Stone("tien-do-2", "report_progress", "Báo cáo tiến độ lần 2"),
    Stone("so-ket", "hold_interim_review", "Sơ kết", "standing_agency"),
    Stone("tien-do-3", "report_progress", "Báo cáo tiến độ lần 3"),
    Stone("bao-cao-tong-ket", "report_final", "Báo cáo tổng kết của đơn vị"),
    Stone("ho-so", "submit_nominations", "Nộp hồ sơ đề nghị khen thưởng"),
    Stone("tong-ket", "hold_final_review", "Tổng kết", "standing_agency"),
)


def launches(visit: Visit) -> bool:
    """The standing agency and the authority."""
    return visit.viewer.at_home("standing_agency", "authority")


@router.get("/phong-trao/phat-dong")
def ask(visit: Visit = guarded(launches)) -> Response:
    """Show the form."""
    return _page(visit, {}, ROWS)


@router.post("/phong-trao/phat-dong")
def launch(form: Sent, visit: Visit = guarded(launches)) -> Response:
    """Give more rows, or launch."""
    typed = {name: str(value).strip() for name, value in form.items() if isinstance(value, str)}
    rows = _rows(form)
    if form.get("lam") == "them":
        return _page(visit, typed, len(rows) + MORE)
    home = visit.viewer.organisation
    try:
        plan = _plan(visit, typed, rows, [str(one) for one in form.getlist("hinh_thuc")])
        ledger = visit.house.ledger.genesis.ledger
        movement = f"movement-{derived('movement', ledger, plan['id'])}"
        units = participants(visit.session, home) if home else ()
        body = {"movement": movement, "organisation": home, "plan": plan, "participants": list(units)}
        outcome = visit.send("movement.launch", body, key=str(form.get("ma")))
    except (Refusal, BadRequest) as fault:
        return _page(visit, typed, max(len(rows), ROWS), forms=form.getlist("hinh_thuc"), fault=fault)
    return visit.go(f"/phong-trao/{movement}", outcome)


def _page(
    visit: Visit,
    typed: Mapping[str, str],
    rows: int,
    *,
    forms: Sequence[object] = ("thuong_xuyen",),
    fault: Refusal | BadRequest | None = None,
) -> Response:
    home = visit.viewer.organisation
    status = 200 if fault is None else 422 if isinstance(fault, BadRequest) else 409
    return visit.page(
        "launch.html",
        status,
        typed=typed,
        forms=FORMS,
        chosen=list(forms),
        stones=STONES,
        rows=[{cell: typed.get(f"{cell}.{row}", "") for cell in CELLS} for row in range(min(rows, MOST))],
        measures=SHOWN_MEASURES,
        assigners=SHOWN_ASSIGNERS,
        units=len(participants(visit.session, home)) if home else 0,
        fault=fault,
    )


def _rows(form: FormData) -> list[dict[str, str]]:
    """Give the rows of indicators that were sent, down to the last with a word."""
    rows = [
        {cell: str(form.get(f"{cell}.{row}", "")).strip() for cell in CELLS}
        for row in range(MOST)
        if f"ten.{row}" in form
    ]
    while rows and not (rows[-1]["ten"] or rows[-1]["so"]):
        rows.pop()
    return rows


def _plan(
    visit: Visit, typed: Mapping[str, str], rows: Sequence[Mapping[str, str]], forms: Sequence[str]
) -> dict[str, Any]:
    """Give the plan that a form says; every fault at once, in words."""
    home = str(visit.viewer.organisation)
    faults = [
        said
        for missing, said in (
            (not typed.get("tieu_de"), "Hãy ghi tên phong trào."),
            (
                not set(forms) <= set(FORMS) or not forms,
                "Hãy chọn hình thức: thường xuyên, hoặc theo chuyên đề.",
            ),
        )
        if missing
    ]
    days = {name: _day(typed.get(name, ""), faults) for name in ("ngay", "tu", "den")}
    if days["tu"] and days["den"] and days["den"] < days["tu"]:
        faults.append("Phong trào kết thúc trước khi bắt đầu.")
    targets = [_target(place, row, faults) for place, row in enumerate(rows, 1) if row["ten"] or row["so"]]
    stones = [_stone(one, typed, faults) for one in STONES if typed.get(f"han.{one.code}")]
    if faults:
        raise BadRequest(faults)
    words = re.sub(r"[^a-z0-9]+", "-", search_key(f"{typed['tieu_de']} {typed.get('so_van_ban', '')}")).strip(
        "-"
    )
    plan = {
        "id": words[:100] or "phong-trao",
        "organisation": {"name": visit.names.of(home), "level": visit.reading.state(home, Unit).level},
        "number": typed.get("so_van_ban") or None,
        "signed_on": days["ngay"],
        "title": typed["tieu_de"],
        "theme": typed.get("chu_de") or None,
        "forms": list(forms),
        "period": {"start": days["tu"], "end": days["den"]},
        "milestones": stones,
        "targets": targets,
        "parent_movements": [line.strip() for line in typed.get("cap_tren", "").splitlines() if line.strip()],
    }
    return {name: value for name, value in plan.items() if value is not None}


def _day(said: str, faults: list[str]) -> str | None:
    if not said:
        return None
    try:
        return date.fromisoformat(said).isoformat()
    except ValueError:
        faults.append(f"“{said}” không phải là ngày, ví dụ 2026-01-31.")
        return None


def _stone(stone: Stone, typed: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    return {
        "code": stone.code,
        "duty": stone.duty,
        "name": typed.get(f"moc.{stone.code}") or stone.name,
        "due": _day(typed[f"han.{stone.code}"], faults) or "",
        "owed_by": stone.owed_by,
        "hard": typed.get(f"cung.{stone.code}") == "yes",
    }


def _target(place: int, row: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    """Read a row; "hoàn thành" needs no number, everything else does."""
    done = row["cach"] == "done"
    assigned: dict[str, Any] = {"assigned_by": row["giao"] or "self", "measure": row["cach"] or "at_least"}
    if (
        not row["ten"]
        or row["cach"] not in {"", *SHOWN_MEASURES}
        or row["giao"] not in {"", *SHOWN_ASSIGNERS}
    ):
        faults.append(f"Chỉ tiêu {place}: hãy ghi tên chỉ tiêu.")
    try:
        assigned["value"] = None if done else str(Decimal(decimal_text(row["so"])))
    except InvalidOperation:
        faults.append(f"Chỉ tiêu {place}: mức giao phải là một số, ví dụ 93,1.")
    said = {name: value for name, value in assigned.items() if value is not None}
    unit = "boolean" if done else row["don_vi"] or "đơn vị"
    return {"code": f"CT{place:02}", "name": row["ten"], "unit": unit, "assignments": [said]}
