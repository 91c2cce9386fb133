"""The reasons of a judgement in the words that people read: what was asked, what was found, on which article."""

from collections.abc import Mapping

from domain.law.book import Rules
from domain.law.rows import Award, DossierItem
from events.decision import RefusalGround
from events.judgement import Reason

SENTENCES: Mapping[str, str] = {
    "catalogue.kind": "ghi nhầm loại: danh hiệu thi đua và hình thức khen thưởng là hai thứ khác nhau",
    "achievement.once": "thành tích này đã được đề nghị khen thưởng ở một hồ sơ khác; một thành tích chỉ khen một lần",
    "ldtt.grading": "mức xếp loại chất lượng năm chưa đạt hoàn thành tốt nhiệm vụ",
    "ldtt.service_months": "thời gian công tác trong năm chưa đủ số tháng tối thiểu",
    "cstdcs.ldtt": "chưa được đề nghị hoặc công nhận Lao động tiên tiến cùng năm",
    "cstdcs.excellent_or_initiative": "chưa có xếp loại hoàn thành xuất sắc hoặc sáng kiến được công nhận",
    "ttldtt.share": "chưa đủ tỷ lệ cá nhân Lao động tiên tiến trong tập thể",
    "ttldtt.no_discipline": "có cá nhân bị kỷ luật từ cảnh cáo trở lên",
}
"""A rule's failure in a few words; a missing paper is named from the law's own row."""


REFUSALS: Mapping[RefusalGround, str] = {
    "subject": "không đúng đối tượng",
    "standard": "không đủ tiêu chuẩn",
    "dossier": "hồ sơ không bảo đảm",
    "violation": "có dấu hiệu vi phạm đang được xem xét",
}
"""Why an authority refuses, in a few words."""


def sentence(reason: Reason, items: Mapping[str, str]) -> str:
    """Say why a rule was not passed; `items` gives the names of a dossier's papers."""
    if reason.rule.startswith("dossier."):
        item = reason.rule.removeprefix("dossier.")
        words = f"thiếu {items.get(item, item)}"
    else:
        words = SENTENCES.get(reason.rule, reason.rule)
    details = _details(reason)
    basis = f" (căn cứ {reason.basis})" if reason.basis else ""
    return f"{words}{details}{basis}"


def _details(reason: Reason) -> str:
    told = {fact.name: fact.value for fact in reason.facts}
    match reason.rule:
        case "ldtt.service_months":
            return f": {told.get('months_served', '?')} tháng, cần {told.get('months_asked', '?')} tháng"
        case "ttldtt.share":
            return f": {told.get('holders', '?')}, cần {told.get('percent_asked', '?')} %"
        case _:
            return ""


def item_names(rules: Rules, reasons: tuple[Reason, ...]) -> dict[str, str]:
    """Give the names of the papers that the reasons speak of."""
    asked = {reason.rule.removeprefix("dossier.") for reason in reasons if reason.rule.startswith("dossier.")}
    rows = [row for layer in rules.layers for row in layer.rows.get(DossierItem, ())]
    return {row.item: row.name for row in rows if isinstance(row, DossierItem) and row.item in asked}


def award_name(rules: Rules, award: str) -> str:
    """Give an award's Vietnamese name, of whatever date; its code when the catalogue does not know it."""
    rows = [row for layer in rules.layers for row in layer.rows.get(Award, ())]
    return next((row.name for row in rows if isinstance(row, Award) and row.award == award), award)
