"""The words of verbs and options: those of the pages' forms, and of what has no form there."""

from collections.abc import Mapping

from desk.web import labels, titles

TITLES: Mapping[str, str] = {
    "ledger.take_export": "Ghi ai mang bản sao của sổ đi",
    "ledger.name_signing_key": "Công bố khoá ký các điểm chốt",
    "account.open": "Mở tài khoản, hoặc mở lại tài khoản đã đóng",
    "account.close": "Đóng tài khoản",
    "account.give_secret": "Ghi đã đặt mật khẩu, đã giao mã, thẻ hoặc chìa khoá API",
    "account.withdraw_secret": "Ghi thu hồi điều đã giao, từ nay không mở được gì",
    "law.adopt_ruleset": "Áp dụng cả bộ quy định của Nhà nước",
    "law.adopt_overlay": "Áp dụng quy định riêng của bộ, tỉnh hoặc Hội đồng, kèm văn bản",
    "policy.adopt_ladder": "Đặt các bậc nhắc việc cho một số nhiệm vụ",
    "policy.adopt_templates": "Đặt cả bộ mẫu thư",
    "movement.attach_evidence": "Đính kèm tài liệu chứng minh của một báo cáo tiến độ",
    "movement.launch": "Phát động từ kế hoạch, nêu đơn vị tham gia",
    "cluster.adopt_scoring": "Ban hành bảng điểm của năm, cách xử lý khi bằng điểm và các mốc",
    "cluster.score": "Chấm điểm một thành viên: tự chấm hoặc chấm chéo",
    "cluster.verify_scores": "Chốt điểm đã thẩm định của một thành viên",
    "submission.attach": "Thêm bản chụp giấy tờ của cả bộ hồ sơ",
    "nomination.attach": "Thêm giấy tờ vào hồ sơ còn soạn hoặc bị trả lại",
    "nomination.recheck": "Xét lại điều phụ thuộc hồ sơ khác nay đã rõ",
    "nomination.flag_double": "Báo hồ sơ khác có vẻ của cùng một người",
    "council.replace": "Thay thành viên Hội đồng từ một ngày",
    "council.adopt_rules": "Ghi quy chế của Hội đồng: văn bản, quy định riêng kèm theo, bản chụp",
    "council.extend_term": "Kéo dài nhiệm kỳ",
    "council.dissolve": "Giải thể Hội đồng",
    "session.leave": "Ghi thành viên ra về",
    "session.confirm_interests": "Xác nhận một lần, cho cả danh sách, mình có xung đột lợi ích nào",
    "session.cast_vote": "Biểu quyết công khai các hồ sơ được biểu quyết",
    "session.cast_sealed": "Bỏ phiếu kín vào hòm; phiếu sau thay phiếu trước",
    "session.count_paper": "Ghi kết quả kiểm phiếu giấy của tổ kiểm phiếu",
    "session.receive_opinion": "Ghi ý kiến bằng văn bản của thành viên vắng mặt, trước khi kiểm",
    "session.remove_ballots": "Huỷ khoá hòm và mọi phiếu kín khi hết thời gian phải giữ",
    "letter.queue": "Soạn một lá thư để gửi",
    "letter.supersede": "Ghi thư không còn đúng, không gửi nữa",
}
"""What a command does, where the pages have no form for it."""

LABELS: Mapping[str, str] = {
    "account.give_secret.meeting": "Phiên họp mà thẻ mở được",
    "account.give_secret.scopes": "Phạm vi của chìa khoá API",
    "cluster.adopt_scoring.ties": "Cách xử lý khi bằng điểm",
    "cluster.name_head.deputy": "Cụm phó, khối phó",
    "cluster.score.by_unit": "Đơn vị chấm",
    "law.adopt_overlay.assumed": "Là giả định của bản minh hoạ",
    "letter.queue.delayed_from": "Ngày lẽ ra đã gửi",
    "letter.queue.facts": "Dữ kiện của mẫu thư",
    "ledger.take_export.through": "Bản sao đến sự kiện thứ mấy",
    "ledger.take_export.what": "Bản sao nào",
    "letter.queue.entries": "Các mốc ghi vào lịch, của thư về nhiều việc",
    "letter.queue.item": "Mốc ghi vào lịch",
    "letter.queue.names": "Tên người nêu trong thư",
    "letter.queue.recipient": "Người nhận",
    "letter.queue.replaces": "Thư mà thư này thay",
    "letter.queue.resent_from": "Thư gốc được gửi lại",
    "letter.queue.speaks_from": "Ngày mà lời thư tính từ đó",
    "letter.supersede.by_letter": "Thư thay thế",
    "movement.launch.plan": "Kế hoạch",
    "nomination.flag_double.likeness": "Mức giống nhau, từ 0 đến 1",
    "nomination.flag_double.other": "Hồ sơ kia",
    "nomination.recheck.settled": "Các hồ sơ nay đã rõ",
    "session.confirm_interests.interests": "Xung đột lợi ích của mình",
    "after": "Từ sau vị trí nào", "award_kind": "Loại khen thưởng", "blob": "Tệp đính kèm",
    "consultation": "Việc xin ý kiến", "duties": "Các nhiệm vụ", "file": "Tệp",
    "first": "Ngày trước (năm-tháng-ngày)", "second": "Ngày sau (năm-tháng-ngày)", "hash": "Mã tệp, hoặc mấy ký tự đầu",
    "ladder": "Tên bộ bậc nhắc việc", "letter": "Thư", "login": "Tên đăng nhập", "members": "Các thành viên",
    "organisation": "Cơ quan chủ trì", "paper": "Giấy tờ", "rest": "Ý kiến cho các hồ sơ còn lại",
    "ruleset": "Tên bộ quy định", "rung": "Bậc nhắc", "rungs": "Các bậc nhắc", "scores": "Điểm từng mục",
    "session_id": "Phiên họp", "ceremony_id": "Lễ trao tặng", "fund": "Quỹ", "tables": "Các bảng quy định", "template": "Mẫu thư", "templates": "Các mẫu thư",
    "tracker": "Mã biên nhận phiếu", "verifier": "Khoá kiểm tra", "year": "Năm",
}  # fmt: skip
"""What an option asks, where the pages have no form for it; a command's own words come before those of all."""


def title_of(command: str) -> str:
    """Give what a command does, in a verb."""
    return titles.TITLES.get(command) or TITLES[command]


def label_of(command: str, field: str) -> str:
    """Give what a field asks; of a field nobody has words for, its name."""
    name = field.removesuffix("_")
    asked = (f"{command}.{name}", name)
    return next((words[one] for one in asked for words in (labels.LABELS, LABELS) if one in words), field)
