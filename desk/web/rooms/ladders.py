"""The ladders of reminders: for which duty, whose rule, which letter goes to whom how many days before or after the date."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from desk.web.guard import Room, guarded
from desk.web.rooms.administration import sees_letters
from desk.web.visit import Visit
from domain.policy import DEFAULT
from events.policy import Rung

router = APIRouter(route_class=Room)
AUDIENCES = {
    "debtor": "người có việc",
    "head": "thủ trưởng đơn vị",
    "chair": "Chủ tịch Hội đồng",
    "standing_agency": "cơ quan thường trực",
}
DUTIES = {
    DEFAULT: "mọi việc không có bậc thang riêng",
    "register": "đăng ký thi đua",
    "correct_registration": "đăng ký lại",
    "consolidate_registrations": "tổng hợp đăng ký",
    "report_progress": "báo cáo tiến độ",
    "report_final": "báo cáo tổng kết",
    "submit_nominations": "nộp hồ sơ đề nghị",
    "hold_interim_review": "tổ chức sơ kết",
    "hold_final_review": "tổ chức tổng kết",
    "sign_pact": "ký giao ước thi đua",
    "answer_plan": "hưởng ứng kế hoạch cấp trên",
    "self_score": "tự chấm điểm",
    "cross_score": "chấm chéo",
    "verify_scores": "thẩm tra điểm",
    "rank_cluster": "xếp hạng cụm, khối",
    "complete_work": "hoàn thành công trình, phần việc",
    "give_opinion": "trả lời lấy ý kiến",
    "hand_in_gradings": "gửi kết quả xếp loại",
    "hand_in_initiatives": "gửi danh sách sáng kiến",
    "propose_cancellation": "đề nghị huỷ bỏ quyết định",
    "decide_cancellation": "quyết định việc huỷ bỏ",
    "recover_object": "thu hồi hiện vật khen thưởng",
    "recover_bonus": "thu hồi tiền thưởng",
    "verify_dossier": "thẩm định hồ sơ",
    "send_slip": "gửi phiếu lấy ý kiến",
}
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
