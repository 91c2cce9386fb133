"""The reasons of a judgement in the words that people read: what was asked, what was found, on which article."""

from collections.abc import Iterable, Iterator, Mapping

from domain.calendar import ZONE
from domain.ladder import hour_of
from domain.law.book import Layer, Rules
from domain.law.rows import Award, DossierItem, Prerequisite, PrerequisiteKind, Quota, Situation
from events.decision import RefusalGround
from events.judgement import Reason, Tally
from events.obligation import Due

SENTENCES: Mapping[str, str] = {
    "catalogue.award": "chưa có danh hiệu, hình thức này trong danh mục vào ngày áp dụng",
    "authority.level": "chưa có quy định được kiểm chứng về cấp quyết định",
    "subject.double": "có hồ sơ khác giống về tên hoặc thành tích; cần người xem lại",
    "subject.posthumous": "người được đề nghị đã mất; khen thưởng là truy tặng",
    "catalogue.kind": "ghi nhầm loại: danh hiệu thi đua và hình thức khen thưởng là hai thứ khác nhau",
    "achievement.once": "thành tích này đã được đề nghị khen thưởng ở một hồ sơ khác; một thành tích chỉ khen một lần",
    "ldtt.grading": "mức xếp loại chất lượng năm chưa đạt hoàn thành tốt nhiệm vụ",
    "ldtt.service_months": "thời gian công tác trong năm chưa đủ số tháng tối thiểu",
    "cstdcs.ldtt": "chưa được đề nghị hoặc công nhận Lao động tiên tiến cùng năm",
    "cstdcs.excellent_or_initiative": "chưa có xếp loại hoàn thành xuất sắc hoặc sáng kiến được công nhận",
    "ldtt.absent_days": "số ngày nghỉ làm việc trong năm vượt mức quy định",
    "ldtt.no_discipline": "bị kỷ luật trong năm",
    "cstt.grading": "mức xếp loại năm chưa đạt hoàn thành tốt nhiệm vụ",
    "cstdcs.initiative": "chưa có sáng kiến, đề tài được công nhận",
    "cstdcs.excellent_2026": "chưa có xếp loại hoàn thành xuất sắc nhiệm vụ",
    "cstdcs.initiative_2026": "chưa có sáng kiến, đề tài được công nhận",
    "cstdt.streak": "chưa đủ số năm liên tục đạt Chiến sĩ thi đua cơ sở",
    "cstdt.initiative": "chưa có sáng kiến, đề tài có phạm vi ảnh hưởng trong bộ, ngành, tỉnh",
    "cstdtq.streak": "chưa đủ số lần liên tục đạt Chiến sĩ thi đua bộ, ban, ngành, tỉnh",
    "cstdtq.initiative": "chưa có sáng kiến, đề tài có phạm vi ảnh hưởng toàn quốc",
    "ttldxs.all_complete": "còn cá nhân không hoàn thành nhiệm vụ",
    "ttldxs.share": "chưa đủ tỷ lệ cá nhân Lao động tiên tiến trong tập thể",
    "ttldxs.fighters": "chưa có cá nhân đạt Chiến sĩ thi đua cơ sở",
    "bkt.routes": "chưa đủ số năm Chiến sĩ thi đua cơ sở liên tục, hoặc số năm hoàn thành xuất sắc cùng sáng kiến",
    "bkt.collective": "chưa đủ số năm liên tục đạt Tập thể lao động xuất sắc",
    "bkttg.bkt": "chưa có Bằng khen của bộ, ban, ngành, tỉnh",
    "bkttg.years": "chưa đủ số năm liên tục hoàn thành tốt nhiệm vụ trở lên",
    "bkttg.cstdcs": "chưa đủ số lần đạt Chiến sĩ thi đua cơ sở",
    "bkttg.routes": "chưa đủ điều kiện xét Bằng khen của Thủ tướng",
    "ttldtt.share": "chưa đủ tỷ lệ cá nhân Lao động tiên tiến trong tập thể",
    "ttldtt.no_discipline": "có cá nhân bị kỷ luật từ cảnh cáo trở lên",
}
"""A rule's failure in a few words; a missing paper or an open matter is named from the law's own row."""

BY_KIND: Mapping[PrerequisiteKind, str] = {
    "grading_at_least": "mức xếp loại chất lượng năm chưa đạt yêu cầu",
    "graded_streak": "chưa đủ số năm liên tục được xếp loại đạt yêu cầu",
    "service_months": "thời gian công tác chưa đủ số tháng tối thiểu",
    "absent_days": "số ngày nghỉ trong năm bằng hoặc quá mức quy định",
    "initiative": "chưa đủ sáng kiến được công nhận với phạm vi ảnh hưởng yêu cầu",
    "award_same_year": "chưa được đề nghị hoặc công nhận danh hiệu làm điều kiện trong cùng năm",
    "award_streak": "chưa đủ số năm liên tục đạt danh hiệu làm điều kiện",
    "award_held": "chưa thấy trong sổ hình thức, danh hiệu làm điều kiện",
    "share_of_collective": "chưa đủ tỷ lệ cá nhân đạt danh hiệu trong tập thể",
    "count_in_collective": "chưa đủ số cá nhân đạt danh hiệu trong tập thể",
    "share_graded": "chưa đủ tỷ lệ cá nhân được xếp loại đạt yêu cầu trong tập thể",
    "former_unit_opinion": "thiếu ý kiến của đơn vị cũ về thời gian công tác trong năm",
    "no_discipline": "có hình thức kỷ luật trong năm xét",
}
"""The failure of a condition that has no sentence of its own."""


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
    elif reason.rule.startswith("returned."):
        words = f"cần bổ sung, sửa: {field_name(reason.rule.removeprefix('returned.'), items)}"
    else:
        words = SENTENCES.get(reason.rule) or items.get(reason.rule, reason.rule)
    details = _details(reason)
    basis = f" (căn cứ {reason.basis})" if reason.basis else ""
    return f"{words}{details}{basis}"


FIELD_NAMES: Mapping[str, str] = {
    "stated_kind": "tên gọi danh hiệu thi đua hay hình thức khen thưởng",
    "achievement": "thành tích",
    "happened": "ngày lập thành tích",
    "award": "danh hiệu, hình thức đề nghị",
    "subject": "người, tập thể được đề nghị",
    "unit": "đơn vị đề nghị",
    "papers": "giấy tờ kèm theo",
}
"""The fields of a dossier in people's words."""


def field_name(field: str, items: Mapping[str, str]) -> str:
    """Name a field that is to be corrected."""
    return FIELD_NAMES.get(field) or items.get(field, field)


def _details(reason: Reason) -> str:
    told = {fact.name: fact.value for fact in reason.facts}
    match reason.rule:
        case rule if rule.startswith("quota."):
            return (
                f": {told.get('nominated', '?')} đề nghị, được {told.get('allowed', '?')}"
                f" ({told.get('percent_asked', '?')} % của {told.get('holders', '?')})"
            )
        case _:
            return _figures(told)


def _figures(told: Mapping[str, str]) -> str:
    match told:
        case {"holders": holders, "percent_asked": percent} | {"graded": holders, "percent_asked": percent}:
            return f": {holders}, cần {percent} %"
        case {"holders": holders, "count_asked": count}:
            return f": {holders}, cần {count}"
        case {"years_missing": years}:
            return f": chưa thấy trong sổ năm {years}"
        case {"months_served": served, "months_asked": asked}:
            return f": {served} tháng, cần {asked} tháng"
        case {"days_absent": absent, "days_asked": asked}:
            return f": {absent} ngày, phải dưới {asked} ngày"
        case _:
            return ""


def _item(rule: str) -> str:
    return rule.removeprefix("dossier.").removeprefix("returned.")


def item_names(rules: Rules, reasons: tuple[Reason, ...], award: str | None = None) -> dict[str, str]:
    """Give the names of the papers, matters and conditions that the reasons speak of, from the law's own rows.

    Where the dossier's award is known, what only another award asks for is left out.
    """
    asked = {_item(reason.rule) for reason in reasons}
    return {code: words for layer in rules.layers for code, words in _words(layer, award) if code in asked}


def _words(layer: Layer, award: str | None) -> Iterator[tuple[str, str]]:
    for row in (row for rows in layer.rows.values() for row in rows):
        match row:
            case DossierItem() if award is not None and row.award not in {None, award}:
                continue
            case DossierItem():
                yield row.item, row.name
            case Situation():
                yield f"situation.{row.situation}", row.name
            case Prerequisite():
                yield row.group or row.rule, BY_KIND[row.kind]
            case Quota():
                yield f"quota.{row.award}", "vượt tỷ lệ tối đa theo quy định của cơ quan"
            case _:
                continue


def until(due: Due) -> str:
    """Say by when: to the end of a day, or to an hour of it."""
    hour = hour_of(due)
    if hour is None:
        return f"hết ngày {due.on:%d/%m/%Y}"
    local = hour.astimezone(ZONE)
    return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"


def listed(lines: Iterable[str]) -> str:
    """Write a list as papers do: a semicolon after each line, a full stop after the last."""
    return "\n".join(f"- {line};" for line in lines).removesuffix(";") + "."


def casting_note(tally: Tally) -> str | None:
    """Say that the chair decided a tie, how, and by which article; None where nobody had to."""
    if tally.casting is None:
        return None
    word = "đồng ý" if tally.casting == "for" else "không đồng ý"
    return f"số phiếu bằng nhau, người chủ trì quyết định {word} (căn cứ {tally.casting_basis or 'quy chế của Hội đồng'})"


def award_name(rules: Rules, award: str) -> str:
    """Give an award's Vietnamese name, of whatever date; its code when the catalogue does not know it."""
    rows = [row for layer in rules.layers for row in layer.rows.get(Award, ())]
    return next((row.name for row in rows if isinstance(row, Award) and row.award == award), award)
