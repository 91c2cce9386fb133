"""The views of a duty with a date: the duty itself, each date it has had, each rung of its ladder."""

from datetime import date
from typing import Literal

from desk.views.base import View
from domain.policy import DEFAULT

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
RUNG_STATES = {"sent": "đã nhắc", "ahead": "sẽ nhắc", "skipped": "bỏ qua"}


class DateView(View):
    """A date that a duty has had: when it was set, how, and by which text."""

    said_on: str
    what: str
    due_on: str
    set_by: str
    reason: str | None

    def __str__(self) -> str:
        why = f", lý do: {self.reason}" if self.reason else ""
        return f"{_day(self.said_on)} {self.what}: hạn {_day(self.due_on)}, theo {self.set_by}{why}"


class RungView(View):
    """A rung of the ladder of its present date."""

    on: str
    audience: str
    last: bool
    state: Literal["sent", "ahead", "skipped"]

    def __str__(self) -> str:
        last = ", lần cuối" if self.last else ""
        return (
            f"{_day(self.on)} {AUDIENCES.get(self.audience, self.audience)}: {RUNG_STATES[self.state]}{last}"
        )


class DutyView(View):
    """A duty: what, who, by when, on which text; every date it has had, and when its ladder speaks."""

    obligation: str
    duty: str
    title: str
    debtor: str
    about: str
    status: Literal["open", "met", "lapsed"]
    due_on: str
    hour: str | None
    """The hour at which the date ends; absent: at the end of the day."""
    hard: bool
    grace_on: str | None
    set_by: str
    counted: str | None
    calendar: str
    """Which calendar of office days it was counted on."""
    met_on: str | None
    acknowledged_on: str | None
    dates: list[DateView]
    rungs: list[RungView]


def _day(text: str) -> str:
    return f"{date.fromisoformat(text):%d/%m/%Y}"
