"""The user's sentence as a table: councils advance nominations through flows; which event sets which flow going."""

from collections.abc import Mapping

LIFECYCLE: Mapping[str, str] = {
    # phát động, ấn định và điều chỉnh thời hạn → nhiệm vụ, thư
    "movement.launched": "period",
    "movement.period_scheduled": "period",
    "movement.period_rescheduled": "period",
    "movement.period_ended": "period",
    # tham gia muộn, thôi tham gia, đăng ký bị trả lại → thư mở đầu, nhiệm vụ, kết thúc nhiệm vụ
    "movement.unit_joined": "period",
    "movement.unit_departed": "period",
    "movement.registration_refused": "period",
    # bổ sung chỉ tiêu → báo mọi đơn vị tham gia
    "movement.targets_added": "period",
    # bảng điểm, trưởng, thành viên của cụm, khối, đơn vị không xếp hạng → nhiệm vụ ký giao ước, tự chấm, chấm chéo, thẩm tra, xếp hạng
    "cluster.scoring_adopted": "period",
    "cluster.head_named": "period",
    "cluster.members_changed": "period",
    "cluster.unit_disqualified": "period",
    # giao và thôi vai trò, đơn vị kết thúc hoạt động → báo việc đang mở, kết thúc hoặc chuyển nhiệm vụ
    "person.role_granted": "handover",
    "person.role_ended": "handover",
    "unit.closed": "handover",
    # ngày nghỉ, ngày làm bù mới thông báo → tính lại thời hạn, báo người bị dời hạn
    "calendar.printed": "calendar",
    "calendar.day_off_announced": "calendar",
    "calendar.working_day_announced": "calendar",
    # nộp và nộp lại hồ sơ, cấp trên tiếp nhận → thẩm tra điều kiện, trả bổ sung, mở thẩm định
    "nomination.submitted": "nomination",
    "nomination.resubmitted": "nomination",
    "nomination.taken_up": "nomination",
    # quy định có lợi hơn → thẩm tra lại toàn bộ
    "nomination.repinned": "nomination",
    # một hồ sơ có kết quả → thẩm tra lại những hồ sơ có điều kiện phụ thuộc vào nó
    "nomination.ineligible": "nomination",
    "nomination.withdrawn": "nomination",
    "nomination.declined": "nomination",
    "nomination.refused": "nomination",
    "nomination.award_decided": "nomination",
    # triệu tập và kiểm phiếu → đưa ra Hội đồng, giấy mời; kết quả từng hồ sơ, trình lên
    "session.convened": "council_review",
    "session.agenda_extended": "council_review",
    "session.ballot_tallied": "council_review",
    "session.tie_decided": "council_review",
    "session.rounds_ended": "council_review",
    # danh sách trình người có thẩm quyền; từ chối → thông báo; quyết định đã ký hoặc nhận từ cấp trên → khen thưởng,
    # vào sổ, tiền thưởng
    "submission.list_forwarded": "approval",
    "decision.lines_refused": "approval",
    "decision.outside_refusal_received": "approval",
    "decision.signed": "approval",
    "decision.outside_received": "approval",
    # công bố, lên lịch và tổ chức trao tặng → thông báo, giấy mời, trao tặng
    "decision.published": "ceremony",
    "ceremony.scheduled": "ceremony",
    "ceremony.held": "ceremony",
    # thư không đến, nhiệm vụ không còn → báo cơ quan thường trực, xoá mốc khỏi lịch
    "letter.failed": "correspondence",
    "letter.bounced": "correspondence",
    "obligation.lapsed": "correspondence",
}
"""Event → flow."""

CLOCKED = "reminders"
"""The one flow that the clock sets going, when something is due."""

FLOWS = (*dict.fromkeys(LIFECYCLE.values()), CLOCKED)
"""Every flow, in the order of a dossier's life."""

NOTARISED = frozenset(
    {
        "movement.launched",
        "session.ballot_closed",
        "session.ballot_tallied",
        "session.tie_decided",
        "session.minutes_signed",
        "decision.signed",
        "decision.published",
        "ceremony.held",
        "fund.payment_list_paid",
        "movement.results_closed",
    }
)
"""Acts after which the log's head is signed at once."""


def diagram() -> str:
    """Draw the table as a Mermaid flowchart for the documentation."""
    lines = ["flowchart LR"]
    for event, flow in LIFECYCLE.items():
        lines.append(f'    {event.replace(".", "_")}["{event}"] --> {flow}(["{flow}"])')
    lines.append(f'    clock["the clock: something is due"] --> {CLOCKED}(["{CLOCKED}"])')
    return "\n".join(lines) + "\n"
