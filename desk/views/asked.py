"""What a rule asks, in a few words; how it was not met is the domain's to say."""

from collections.abc import Mapping

from domain.law.book import Rules
from domain.law.rows import Prerequisite, PrerequisiteKind
from domain.wording import SENTENCES, item_names, sentence
from events.judgement import Reason

ASKS: Mapping[str, str] = {
    "catalogue.award": "có trong danh mục danh hiệu, hình thức",
    "catalogue.kind": "ghi đúng danh hiệu hay hình thức",
    "authority.level": "cấp có thẩm quyền quyết định",
    "subject.double": "không trùng hồ sơ khác",
    "subject.posthumous": "truy tặng",
    "achievement.once": "thành tích chưa được khen ở hồ sơ khác",
    "ldtt.grading": "xếp loại từ hoàn thành tốt nhiệm vụ",
    "ldtt.service_months": "đủ thời gian công tác trong năm",
    "ldtt.absent_days": "số ngày nghỉ trong năm trong mức cho phép",
    "ldtt.no_discipline": "không bị kỷ luật trong năm",
    "cstt.grading": "xếp loại từ hoàn thành tốt nhiệm vụ",
    "cstdcs.ldtt": "đạt Lao động tiên tiến cùng năm",
    "cstdcs.excellent_or_initiative": "hoàn thành xuất sắc hoặc có sáng kiến được công nhận",
    "cstdcs.initiative": "có sáng kiến, đề tài được công nhận",
    "cstdcs.excellent_2026": "hoàn thành xuất sắc nhiệm vụ",
    "cstdcs.initiative_2026": "có sáng kiến, đề tài được công nhận",
    "cstdt.streak": "đủ số năm liên tục là Chiến sĩ thi đua cơ sở",
    "cstdt.initiative": "có sáng kiến ảnh hưởng trong bộ, ngành, tỉnh",
    "cstdtq.streak": "đủ số lần liên tục là Chiến sĩ thi đua bộ, ngành, tỉnh",
    "cstdtq.initiative": "có sáng kiến ảnh hưởng toàn quốc",
    "ttldxs.all_complete": "mọi cá nhân hoàn thành nhiệm vụ",
    "ttldxs.share": "đủ tỷ lệ cá nhân Lao động tiên tiến",
    "ttldxs.fighters": "có cá nhân là Chiến sĩ thi đua cơ sở",
    "ttldtt.share": "đủ tỷ lệ cá nhân Lao động tiên tiến",
    "ttldtt.no_discipline": "không có cá nhân bị kỷ luật từ cảnh cáo trở lên",
    "bkt.routes": "đủ số năm Chiến sĩ thi đua cơ sở, hoặc số năm xuất sắc cùng sáng kiến",
    "bkt.collective": "đủ số năm liên tục là Tập thể lao động xuất sắc",
    "bkttg.bkt": "đã có Bằng khen của bộ, ngành, tỉnh",
    "bkttg.years": "đủ số năm liên tục hoàn thành tốt nhiệm vụ",
    "bkttg.cstdcs": "đủ số lần là Chiến sĩ thi đua cơ sở",
    "bkttg.routes": "đủ điều kiện xét Bằng khen của Thủ tướng",
}
"""A rule → what it asks; a test holds it against the rules that have a sentence."""

BY_KIND: Mapping[PrerequisiteKind, str] = {
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
"""What a condition of a house's own asks, which has no words in `ASKS`."""


def asks(reason: Reason, rules: Rules) -> str:
    """Say what a rule asks, whatever came of it."""
    known = asked(reason.model_copy(update={"verdict": "pass"}), item_names(rules, (reason,)))
    kinds = (
        row.kind
        for layer in rules.layers
        for row in layer.rows.get(Prerequisite, ())
        if isinstance(row, Prerequisite) and reason.rule in {row.rule, row.group}
    )
    if reason.rule in ASKS or (kind := next(kinds, None)) is None:
        return known
    return BY_KIND[kind]


def asked(reason: Reason, items: Mapping[str, str]) -> str:
    """Say what a rule asks, or how it was not met."""
    if reason.verdict != "pass" and reason.rule in SENTENCES:
        return sentence(reason, items).partition(" (căn cứ")[0]
    kind, _, rest = reason.rule.partition(".")
    match kind:
        case "dossier":
            return f"có {items.get(rest, rest)}"
        case "quota":
            return "trong số lượng, tỷ lệ được xét"
        case "situation":
            return f"tình huống: {items.get(reason.rule, rest)}"
        case _:
            return ASKS.get(reason.rule) or items.get(reason.rule, reason.rule)
