"""What each rule asks and each fact is, as a heading: for lists where every rule is shown, passed or not."""

from collections.abc import Mapping

from domain.law.book import Rules
from domain.law.rows import DossierItem, Prerequisite, PrerequisiteKind, Situation
from events.judgement import Reason, UsedFact

ASKED: Mapping[PrerequisiteKind, str] = {
    "grading_at_least": "xếp loại chất lượng năm xét",
    "graded_streak": "xếp loại chất lượng các năm liên tục",
    "service_months": "thời gian công tác",
    "absent_days": "số ngày nghỉ trong năm",
    "initiative": "sáng kiến, đề tài được công nhận",
    "award_same_year": "danh hiệu cùng năm",
    "award_streak": "danh hiệu các năm liên tục",
    "award_held": "danh hiệu, hình thức đã có",
    "share_of_collective": "tỷ lệ cá nhân đạt danh hiệu",
    "count_in_collective": "số cá nhân đạt danh hiệu",
    "share_graded": "tỷ lệ cá nhân được xếp loại",
    "former_unit_opinion": "ý kiến của đơn vị cũ",
    "no_discipline": "không có kỷ luật trong năm xét",
}
"""What a kind of condition asks."""
RULES: Mapping[str, str] = {
    "catalogue.award": "có trong danh mục",
    "catalogue.kind": "đúng loại: danh hiệu hay hình thức",
    "authority.level": "cấp có thẩm quyền quyết định",
    "achievement.once": "một thành tích chỉ khen một lần",
    "subject.double": "không trùng hồ sơ khác",
    "subject.posthumous": "truy tặng",
}
"""What the rules outside the conditions ask."""
FACTS: Mapping[str, str] = {
    "stated_kind": "ghi là",
    "decides": "quyết định:",
    "grading": "xếp loại",
    "graded": "được xếp loại đạt",
    "recruited_on": "tuyển dụng ngày",
    "months_served": "số tháng",
    "months_asked": "cần số tháng",
    "days_absent": "số ngày nghỉ",
    "days_asked": "phải dưới số ngày",
    "initiative": "sáng kiến",
    "initiatives_asked": "cần sáng kiến",
    "award_same_year": "chưa có trong năm:",
    "held": "đã có",
    "held_on_condition": "đang đề nghị",
    "years_missing": "chưa thấy trong sổ các năm",
    "other_year_kind": "tính theo loại năm khác:",
    "members": "thành viên",
    "holders": "đạt",
    "percent_asked": "cần tỷ lệ %",
    "count_asked": "cần số người",
    "discipline": "kỷ luật",
    "former_unit": "đơn vị cũ",
    "nominated": "số đề nghị",
    "allowed": "được tối đa",
    "set_aside": "đã cho phép vượt",
    "nomination": "hồ sơ",
    "since": "từ ngày",
    "died_on": "mất ngày",
}
"""What a fact is."""
VALUES: Mapping[str, str] = {
    "khong_hoan_thanh": "không hoàn thành nhiệm vụ",
    "hoan_thanh": "hoàn thành nhiệm vụ",
    "hoan_thanh_tot": "hoàn thành tốt nhiệm vụ",
    "hoan_thanh_xuat_sac": "hoàn thành xuất sắc nhiệm vụ",
    "title": "danh hiệu",
    "form": "hình thức",
    "khien_trach": "khiển trách",
    "canh_cao": "cảnh cáo",
    "grassroots": "cấp cơ sở",
    "province": "cấp bộ, tỉnh",
    "nation": "toàn quốc",
}
"""The words for what the record holds as codes."""


def asked_by(reason: Reason, rules: Rules) -> str:
    """Say what a rule asks; its code when no row and no word of ours knows it."""
    known = RULES.get(reason.rule)
    if known is not None:
        return known
    if reason.rule.startswith("quota."):
        return "tỷ lệ tối đa"
    for layer in rules.layers:
        for row in (row for rows in layer.rows.values() for row in rows):
            match row:
                case DossierItem() if f"dossier.{row.item}" == reason.rule:
                    return f"hồ sơ có {row.name}"
                case Situation() if f"situation.{row.situation}" == reason.rule:
                    return f"không trong trường hợp {row.name}"
                case Prerequisite() if reason.rule in {row.rule, row.group}:
                    return "một trong các điều kiện thay thế" if row.group else ASKED[row.kind]
                case _:
                    continue
    return reason.rule


def fact_told(fact: UsedFact) -> str:
    """Tell a fact with its document and who checked it."""
    words = " ".join(VALUES.get(part, part) for part in fact.value.split(" "))
    told = f"{FACTS.get(fact.name, fact.name)} {words}"
    source = ", ".join(part for part in (fact.document, fact.checked_by) if part)
    return f"{told} ({source})" if source else told
