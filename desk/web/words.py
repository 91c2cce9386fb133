"""Words for readers: stages, events, days, numbers; one place, so that a thing has one name on every page."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from domain.calendar import ZONE
from domain.standing import ROLE_NAMES
from domain.targets import ASSIGNERS, MEASURES, UNITS
from events.base import parse_instant
from events.catalogue import CLASSES
from mail.names import TEMPLATES

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
STAGES: Mapping[str, str] = {
    "draft": "đang soạn",
    "submitted": "đã nộp, chờ thẩm tra",
    "returned": "trả lại để bổ sung",
    "eligible": "đủ điều kiện",
    "before_council": "đang trước Hội đồng",
    "recommended": "Hội đồng đề nghị",
    "forwarded": "đã trình",
    "awarded": "được khen thưởng",
    "declined": "Hội đồng không đề nghị",
    "ineligible": "không đủ điều kiện",
    "withdrawn": "đã rút",
    "revoked": "đã huỷ bỏ quyết định",
    "refused": "người có thẩm quyền không quyết định",
}
PROCEDURES: Mapping[str, str] = {"simplified": "thủ tục đơn giản, không qua Hội đồng"}
MERITS: Mapping[str, str] = {
    "cong_trang": "theo công trạng",
    "phong_trao": "theo phong trào, chuyên đề",
    "dot_xuat": "đột xuất",
    "cong_hien": "quá trình cống hiến",
    "nien_han": "theo niên hạn",
    "doi_ngoai": "đối ngoại",
}
FINDINGS: Mapping[str, str] = {
    "met": "đạt",
    "exceeded": "vượt",
    "missed": "không đạt",
    "running": "đang thực hiện",
    "not_measurable": "không đánh giá được",
    "not_reported": "chưa có số liệu",
}
VERDICTS: Mapping[str, str] = {
    "pass": "đạt",
    "fail": "không đạt",
    "unknown": "chưa rõ",
    "warning": "lưu ý",
}
EVIDENCE: Mapping[str, str] = {
    "verified": "đã đối chiếu văn bản",
    "secondary": "theo nguồn thứ cấp",
    "practice": "theo thông lệ",
    "memory": "chưa đối chiếu văn bản",
    "local": "quy chế riêng",
}
LETTER_STATES: Mapping[str, str] = {
    "queued": "chờ gửi",
    "deferred": "sẽ gửi lại",
    "unknown": "chưa rõ đã tới chưa",
    "sent": "đã gửi",
    "failed": "không gửi được",
    "bounced": "bị trả lại",
    "held": "tạm giữ",
    "superseded": "không gửi nữa vì không còn đúng",
    "to_print": "chờ in",
    "printed": "đã trao bản in",
    "phone": "đã báo qua điện thoại",
}
CHANNELS: Mapping[str, str] = {"mail": "thư điện tử", "paper": "bản in"}
SET_STAGES: Mapping[str, str] = {
    "draft": "đang soạn",
    "received": "đã tiếp nhận",
    "withdrawn": "đã rút",
    "forwarded": "đã trình",
    "acknowledged": "cấp trên đã nhận",
}
CANCELLATION_STAGES: Mapping[str, str] = {
    "opened": "đã mở, chờ trình",
    "proposed": "đã trình, chờ người có thẩm quyền",
    "cancelled": "đã huỷ bỏ",
    "refused": "không huỷ bỏ",
}
DECISION_STAGES: Mapping[str, str] = {
    "drafted": "dự thảo, chờ ký",
    "signed": "đã ký, chờ vào số",
    "numbered": "đã vào số, chờ phát hành",
    "published": "đã phát hành",
    "refused": "không ký",
    "cancelled": "đã huỷ",
}
SESSION_STAGES: Mapping[str, str] = {
    "convened": "đã mời họp",
    "opened": "đang họp",
    "voting": "đang biểu quyết",
    "closed": "đã đóng biểu quyết",
    "tallied": "đã kiểm phiếu",
    "minuted": "đã ký biên bản",
}
CHOICES: Mapping[str, str] = {"for": "Đồng ý", "against": "Không đồng ý", "abstain": "Không biểu quyết"}
GROUNDS: Mapping[str, str] = {
    "own": "hồ sơ của chính mình",
    "same_unit": "cùng đơn vị",
    "proposer": "người đề xuất",
    "kin": "có quan hệ gia đình",
    "other": "lý do khác",
}
METHODS: Mapping[str, str] = {
    "password": "mật khẩu",
    "code": "mã dùng một lần",
    "card": "thẻ phiên họp",
    "token": "mã truy cập của phần mềm",
    "demo": "bản minh hoạ tự chạy",
}
SEATS: Mapping[str, str] = {**ROLE_NAMES}
SUBJECTS: Mapping[str, str] = {"person": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
KINDS: Mapping[str, str] = {"title": "danh hiệu thi đua", "form": "hình thức khen thưởng"}
LEVELS: Mapping[str, str] = {
    "commune": "cấp xã",
    "district": "cấp huyện",
    "province": "cấp tỉnh",
    "ministry": "bộ, ngành",
    "nation": "trung ương",
    "agency": "đơn vị",
}
HAND_OVERS: Mapping[str, str] = {
    "in_person": "đã nhận",
    "proxy": "người khác nhận thay",
    "family": "gia đình nhận thay",
    "absent": "vắng",
    "later": "trao sau",
}


SHORTER: Mapping[str, str] = {
    "account.secret_issued": "Cấp mật khẩu, mã hoặc thẻ",
    "account.secret_withdrawn": "Thu hồi mật khẩu, mã hoặc thẻ",
    "decision.drafted": "Trình ký dự thảo quyết định",
    "nomination.forwarded": "Trình cấp có thẩm quyền",
}
"""Events whose first words are too long for a line of what happened."""


def event_name(type_: str) -> str:
    """Give an event's Vietnamese name: the first words of its class."""
    if type_ in SHORTER:
        return SHORTER[type_]
    model = CLASSES.get(type_)
    said = (model.__doc__ or type_).strip().splitlines()[0] if model else type_
    for mark in (". ", ": ", "; ", ".", " ("):
        said = said.partition(mark)[0]
    return said


def day(value: date | str | None) -> str:
    """Write a day as people do: 24/12/2024; a month stays a month."""
    if value is None or value == "":
        return "–"
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return "/".join(reversed(str(value)[:10].split("-")))


def moment(value: datetime | str | None) -> str:
    """Write an instant in local time: 14:05 ngày 24/12/2024."""
    if not value:
        return "–"
    at = parse_instant(value) if isinstance(value, str) else value
    return at.astimezone(ZONE).strftime("%H:%M ngày %d/%m/%Y")


def clock_time(value: datetime | str) -> str:
    """Write the local time of an instant: 14:05."""
    at = parse_instant(value) if isinstance(value, str) else value
    return at.astimezone(ZONE).strftime("%H:%M")


def number(value: object) -> str:
    """Write a number as people do: 1.234,5."""
    if value is None or value == "":
        return "–"
    text = str(value)
    whole, _, rest = text.partition(".")
    if not whole.lstrip("-").isdigit():
        return text
    return f"{int(whole):,}".replace(",", ".") + (f",{rest}" if rest else "")


def fact(value: str) -> str:
    """Write a fact that a rule's answer rests on: codes in words, days as people write them."""
    return " ".join(_fact(part) for part in value.split(" "))


def _fact(part: str) -> str:
    if part in FACTS:
        return FACTS[part]
    return day(part) if DAY.fullmatch(part) else part


def money(value: int | None) -> str:
    """Write an amount: 18.870.000 đ."""
    return "–" if value is None else f"{number(value)} đ"


FILTERS = {
    "day": day,
    "moment": moment,
    "clock_time": clock_time,
    "number": number,
    "money": money,
    "fact": fact,
    "said": str,
    "told": str,
    "exact": str,
    "event_name": event_name,
}
FLOWS: Mapping[str, str] = {
    "period": "mở, dời, kết thúc nhiệm vụ của đợt",
    "nomination": "thẩm tra hồ sơ",
    "council_review": "chuẩn bị phiên họp, ghi kết quả từng hồ sơ",
    "approval": "dự thảo quyết định, ghi khen thưởng, vào sổ",
    "ceremony": "thông báo, giấy mời, ghi việc trao tặng",
    "reminders": "nhắc việc",
    "correspondence": "báo thư không tới, báo thôi việc",
    "calendar": "tính lại hạn theo lịch làm việc",
    "handover": "báo việc đang dở cho người nhận vai trò",
}
ANSWERS: Mapping[str, str] = {"comes": "sẽ dự", "proxy": "cử người nhận thay", "absent": "không dự được"}
PAPERS: Mapping[str, str] = {
    "bao_cao": "báo cáo thành tích",
    "to_trinh": "tờ trình",
    "bien_ban": "biên bản bình xét",
    "danh_sach": "danh sách trích ngang",
    "chung_nhan": "giấy chứng nhận sáng kiến",
    "xac_nhan_thue": "xác nhận nghĩa vụ thuế",
    "xac_nhan_bhxh": "xác nhận đóng bảo hiểm xã hội",
}
FACTS: Mapping[str, str] = {
    "stated_kind": "ghi trong tờ trình",
    "award_same_year": "danh hiệu cùng năm",
    "grading": "xếp loại",
    "initiative": "sáng kiến",
    "months_served": "số tháng công tác",
    "months_asked": "số tháng cần có",
    "holders": "số người đạt",
    "decides": "thẩm quyền",
    "recruited_on": "ngày tuyển dụng",
    "nominated": "đang đề nghị",
    "allowed": "được xét",
    "held": "đã có",
    "held_on_condition": "đang xét làm điều kiện",
    "nomination": "hồ sơ",
    "percent_asked": "tỷ lệ cần có (%)",
    "title": "danh hiệu thi đua",
    "form": "hình thức khen thưởng",
    "hoan_thanh_xuat_sac": "hoàn thành xuất sắc nhiệm vụ",
    "hoan_thanh_tot": "hoàn thành tốt nhiệm vụ",
    "hoan_thanh": "hoàn thành nhiệm vụ",
    "khong_hoan_thanh": "không hoàn thành nhiệm vụ",
}
"""The names of facts that judgements use, and the codes among their values."""
MODES: Mapping[str, str] = {
    "named": "biểu quyết công khai",
    "paper": "bỏ phiếu giấy",
    "sealed": "bỏ phiếu kín",
}
MINUTES: Mapping[str, str] = {"meeting": "biên bản họp", "count": "biên bản kiểm phiếu"}
WORDS = {
    "kind_of_minutes": MINUTES, "mode": MODES, "measure": MEASURES, "assigner": ASSIGNERS, "unit": UNITS, "flow": FLOWS, "template": TEMPLATES, "answer": ANSWERS,
    "paper": {**PAPERS, "quy_che": "quy chế làm việc của Hội đồng"}, "fact": FACTS,
    "stage": STAGES, "merit": MERITS, "procedure": PROCEDURES, "finding": FINDINGS, "verdict": VERDICTS, "evidence": EVIDENCE,
    "letter_state": LETTER_STATES, "channel": CHANNELS, "decision_stage": DECISION_STAGES, "set_stage": SET_STAGES,
    "session_stage": SESSION_STAGES, "choice": CHOICES, "ground": GROUNDS, "method": METHODS, "seat": SEATS,
    "subject": SUBJECTS, "cancellation_stage": CANCELLATION_STAGES, "kind": KINDS, "level": LEVELS, "hand_over": HAND_OVERS, "role": ROLE_NAMES,
}  # fmt: skip
"""Kind of word → code → word."""


def word(code: str | None, kind: str) -> str:
    """Give the word of a code; a code without one is shown as it is."""
    return "–" if code is None else WORDS[kind].get(code, code)


_ANY = {
    code: said
    for kind in ("merit", "subject", "fact", "paper", "ground", "choice", "role")
    for code, said in WORDS[kind].items()
}


def any_word(code: str) -> str:
    """Give the word of a code whose kind is not known; text that is no code stays as it is."""
    return _ANY.get(code, code)
