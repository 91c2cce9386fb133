"""What a letter of each template is called."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "awarded": "Thông báo được khen thưởng",
    "cancelled": "Thôi thực hiện",
    "ceremony_invitation": "Giấy mời dự lễ trao tặng",
    "declined": "Thông báo không được đề nghị",
    "digest": "Các việc đang mở",
    "escalation": "Báo cáo việc quá hạn",
    "handover": "Bàn giao việc đang mở",
    "weekly": "Tổng hợp việc trong tuần",
    "ineligible": "Thông báo không đủ điều kiện",
    "last": "Nhắc lần cuối",
    "launch": "Phát động phong trào",
    "refused": "Thông báo người có thẩm quyền không quyết định",
    "registration_refused": "Trả đăng ký thi đua",
    "reminder": "Nhắc việc",
    "rescheduled": "Báo dời thời hạn",
    "returned": "Trả hồ sơ để bổ sung",
    "returned_set": "Trả cả bộ hồ sơ để bổ sung",
    "revoked": "Huỷ bỏ khen thưởng",
    "session_invitation": "Giấy mời họp Hội đồng",
    "opinion_slip": "Phiếu lấy ý kiến thành viên Hội đồng",
    "slip_reminder": "Nhắc gửi phiếu lấy ý kiến",
    "targets_added": "Bổ sung chỉ tiêu thi đua",
    "undelivered": "Báo thư không gửi được",
}
