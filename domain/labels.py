"""What each fact is called, for lists where every rule is shown with the facts it used."""

from collections.abc import Mapping

from events.judgement import UsedFact

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
    "school_year": "theo",
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
    "ha_bac_luong": "hạ bậc lương",
    "giang_chuc": "giáng chức",
    "cach_chuc": "cách chức",
    "buoc_thoi_viec": "buộc thôi việc",
    "grassroots": "cấp cơ sở",
    "province": "cấp bộ, tỉnh",
    "nation": "toàn quốc",
}
"""The words for what the record holds as codes."""


def fact_told(fact: UsedFact) -> str:
    """Tell a fact with its document and who checked it."""
    words = " ".join(VALUES.get(part, part) for part in fact.value.split(" "))
    told = f"{FACTS.get(fact.name, fact.name)} {words}"
    source = ", ".join(part for part in (fact.document, fact.checked_by) if part)
    return f"{told} ({source})" if source else told
