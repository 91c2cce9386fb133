"""What a row of the law says, in Vietnamese: one sentence a row, every number of it in the sentence."""

from collections.abc import Mapping

from domain.labels import VALUES
from domain.law import rows, texts
from domain.law.words import Step
from events.judgement import Evidence
from events.nomination import MeritType, SubjectKind
from events.session import Ground
from events.unit import Level, UnitKind

LEVELS: Mapping[Level, str] = {
    "commune": "cấp xã",
    "district": "cấp huyện",
    "province": "cấp tỉnh",
    "ministry": "bộ, ban, ngành",
    "nation": "trung ương",
    "agency": "cơ quan, đơn vị",
}
RECIPIENTS: Mapping[SubjectKind, str] = {
    "person": "cá nhân",
    "collective": "tập thể",
    "household": "hộ gia đình",
}
MERITS: Mapping[MeritType, str] = {
    "cong_trang": "khen công trạng",
    "phong_trao": "khen phong trào thi đua, chuyên đề",
    "dot_xuat": "khen đột xuất",
    "cong_hien": "khen quá trình cống hiến",
    "nien_han": "khen niên hạn",
    "doi_ngoai": "khen đối ngoại",
}
EVIDENCE: Mapping[Evidence, str] = {
    "verified": "đã kiểm chứng",
    "secondary": "nguồn thứ cấp",
    "local": "quy định riêng",
    "practice": "nơi khác làm, để tham khảo",
    "memory": "theo trí nhớ, không dùng để quyết định",
}
STEPS: Mapping[Step, str] = {
    "consult": "cơ quan được lấy ý kiến trả lời",
    "verify_dossier": "thẩm định hồ sơ",
    "whole_procedure": "từ khi nhận đủ hồ sơ đến khi quyết định",
    "return_ineligible": "trả hồ sơ không đủ điều kiện",
    "central_appraisal": "trung ương thẩm định",
    "central_appraisal_consulted": "trung ương thẩm định khi phải lấy ý kiến",
    "submit_after_opinions": "trình sau khi có đủ ý kiến",
    "send_decision": "gửi quyết định cho nơi trình",
    "hand_on_decision": "nơi trình gửi quyết định cho người được khen",
    "tell_refusal": "thông báo trường hợp không được khen",
    "hand_objects": "cấp phát hiện vật",
    "propose_cancellation": "đề nghị huỷ bỏ quyết định",
    "decide_cancellation": "quyết định huỷ bỏ",
}
UNIT_KINDS: Mapping[UnitKind, str] = {
    "authority": "cơ quan có thẩm quyền", "standing_agency": "cơ quan thường trực", "bloc": "khối", "agency": "cơ quan",
    "mass_organisation": "đoàn thể", "armed_force": "lực lượng vũ trang", "health": "y tế", "school": "trường học",
    "village": "thôn, tổ dân phố", "cooperative": "hợp tác xã", "enterprise": "doanh nghiệp", "group": "tập thể nhỏ",
}  # fmt: skip
ROUNDINGS = {"up": "lên", "nearest": "đến gần nhất", "down": "xuống"}
BASES = {"all_members": "tổng số thành viên", "attending": "số dự họp", "cast": "số phiếu"}
GROUNDS: Mapping[Ground, str] = {
    "own": "hồ sơ của chính mình",
    "same_unit": "hồ sơ cùng đơn vị",
    "proposer": "hồ sơ do mình đề nghị",
    "kin": "hồ sơ của người thân",
    "other": "liên quan khác",
}
MODES = {"named": "biểu quyết công khai", "paper": "bỏ phiếu", "sealed": "bỏ phiếu kín"}


def tell(row: rows.Row) -> str:
    """Say what a row says."""
    said = _award(row) or _dossier(row) or _council(row) or _money(row) or _time(row) or _principle(row)
    if said is None:
        raise TypeError(type(row))
    return f"{said} ({row.note})" if row.note else said


def _award(row: rows.Row) -> str | None:
    match row:
        case rows.Award():
            to = ", ".join(RECIPIENTS[kind] for kind in row.recipients)
            kind = "danh hiệu thi đua" if row.kind == "title" else "hình thức khen thưởng"
            paper = "" if row.certificate else ", không có giấy chứng nhận"
            return f"{row.name}: {kind}, tặng {to}, thứ bậc {row.rank}{paper}"
        case rows.Authority():
            return f"{row.office} ({LEVELS[row.level]})"
        case rows.Prerequisite():
            return _condition(row)
        case texts.Criterion():
            years = f", phong trào từ {row.years} năm" if row.years else ""
            return f"{row.name}{years}"
        case rows.Quota():
            of = "quân số" if row.of_award == "headcount" else f"số {row.of_award}"
            return f"không quá {row.percent} % {of}, làm tròn {ROUNDINGS[row.rounding]}"
        case texts.Delegation():
            return f"{row.to} quy định"
        case _:
            return None


def _condition(row: rows.Prerequisite) -> str:
    of = " hoặc ".join(row.of_awards)
    share = f"{'trên' if row.strict else 'từ'} {row.percent} %"
    within = f" trong {row.years} năm" if row.years else ""
    grade, reach, measure = map(_word, (row.grade, row.reach or "grassroots", row.measure or "khien_trach"))
    said = {
        "grading_at_least": f"xếp loại năm từ {grade} trở lên",
        "graded_streak": f"{row.years} năm liên tục xếp loại từ {grade} trở lên",
        "service_months": f"công tác từ {row.months} tháng trong năm",
        "absent_days": f"nghỉ dưới {row.days} ngày làm việc trong năm",
        "initiative": f"{row.count or 1} sáng kiến phạm vi {reach} trở lên{within}",
        "award_same_year": f"đạt {of} cùng năm",
        "award_streak": f"{row.years} năm liên tục đạt {of}",
        "award_held": f"đã đạt {of} {row.count or 1} lần{within}",
        "share_of_collective": f"{share} thành viên đạt {of}",
        "count_in_collective": f"từ {row.count or 1} thành viên đạt {of}",
        "share_graded": f"{share} thành viên xếp loại từ {grade} trở lên",
        "former_unit_opinion": f"có ý kiến đơn vị cũ nếu ở đó từ {row.months} tháng",
        "no_discipline": f"không bị kỷ luật từ {measure} trở lên",
    }[row.kind]
    route = f", một trong các cách ({row.route or row.rule})" if row.group else ""
    only = [RECIPIENTS[row.recipient]] if row.recipient else []
    only += [MERITS[row.merit]] if row.merit else []
    return f"{said}{route}{_only(only)}"


def _word(code: str | None) -> str:
    return VALUES.get(code, code) if code else "-"


def _only(limits: list[str]) -> str:
    return f"; chỉ {', '.join(limits)}" if limits else ""


def _dossier(row: rows.Row) -> str | None:
    match row:
        case rows.DossierItem():
            only = [
                *([MERITS[row.merit]] if row.merit else []),
                *([RECIPIENTS[row.recipient]] if row.recipient else []),
                *([UNIT_KINDS[row.unit_kind]] if row.unit_kind else []),
                *(["theo thủ tục đơn giản"] if row.procedure else []),
            ]
            return f"{row.name}{_only(only)}"
        case rows.Simplified():
            return f"{MERITS[row.merit]}: được khen thưởng theo thủ tục đơn giản, không qua Hội đồng"
        case rows.DossierSets():
            return f"{row.sets} bộ{f', {row.form}' if row.form else ''}"
        case rows.PrintedForm():
            return f"Mẫu {row.form}: {row.name}"
        case _:
            return None


def _attendance(row: rows.Quorum) -> str:
    told = [f"từ {row.numerator}/{row.denominator} tổng số thành viên dự họp"]
    for who, said in (
        ("thành viên có người dự thay", row.proxies_count),
        ("thành viên vắng mặt đã gửi ý kiến", row.written_opinions_count),
    ):
        if said is not None:
            told.append(f"{'tính cả' if said else 'không tính'} {who}")
    return ", ".join(told)


def _council(row: rows.Row) -> str | None:
    match row:
        case rows.VoteShare():
            share = f"{'trên' if row.strict else 'từ'} {row.percent} % {BASES[row.base]}"
            written = "tính cả" if row.written_opinions_count else "không tính"
            where = ", ".join(LEVELS[level] for level in row.levels) or "cấp trình"
            mode = f", {MODES[row.mode]}" if row.mode else ""
            return f"{share}, {written} ý kiến bằng văn bản, Hội đồng {where}{mode}"
        case rows.BallotMode():
            return MODES[row.mode]
        case rows.Recusal():
            out = "không tham gia" if row.steps_out else "vẫn tham gia"
            base = "bớt" if row.leaves_base else "không bớt"
            return f"{GROUNDS[row.ground]}: {out} biểu quyết, mẫu số {base} một"
        case rows.NoNationalShare():
            return "trung ương không đặt tỷ lệ, quy chế của Hội đồng quyết định"
        case rows.Quorum():
            return _attendance(row)
        case rows.SessionRule():
            written = "được" if row.written_session else "không được"
            proxies = ", được uỷ quyền" if row.proxies else ""
            tie = ", bằng phiếu thì theo Chủ tịch" if row.casting_vote else ""
            return f"{written} lấy ý kiến bằng văn bản thay phiên họp, {row.rounds} vòng{proxies}{tie}"
        case rows.CouncilShape():
            parts = [
                f"ít nhất {row.least_vice_chairs} Phó Chủ tịch" if row.least_vice_chairs else "",
                f"nhiều nhất {row.most_vice_chairs} Phó Chủ tịch" if row.most_vice_chairs else "",
                f"họp {row.meets_every_months} tháng một lần" if row.meets_every_months else "",
                "số thành viên lẻ" if row.odd else "",
            ]
            return ", ".join(filter(None, parts)) or "không có yêu cầu riêng"
        case _:
            return None


def _money(row: rows.Row) -> str | None:
    match row:
        case rows.BaseSalary():
            return f"{dong(row.amount)} đ một tháng"
        case rows.Coefficient():
            where = f", {LEVELS[row.level]}" if row.level else ""
            return f"{'tối đa ' if row.at_most else ''}{row.coefficient} lần mức lương cơ sở, {RECIPIENTS[row.recipient]}{where}"  # one sentence
        case rows.Multiplier():
            return f"{RECIPIENTS[row.recipient]}: gấp {row.factor} lần cá nhân"
        case rows.BonusRounding():
            return f"làm tròn {ROUNDINGS[row.mode]} {dong(row.step)} đ"
        case rows.BonusOverlap():
            return "chỉ chi mức cao nhất" if row.paid == "highest" else "chi tất cả"
        case rows.Payer():
            return "người quyết định chi" if row.payer == "decider" else "bộ, tỉnh đã đề nghị chi"
        case texts.FundShare():
            return f"{row.name}: không quá {row.at_most_percent} % quỹ"
        case rows.FundRule():
            return "không cho chi" if row.over_budget == "refuse" else "cho chi, có cảnh báo"
        case rows.SessionPay():
            return f"tối đa {dong(row.at_most)} đ một buổi"
        case _:
            return None


def _time(row: rows.Row) -> str | None:
    match row:
        case rows.TimeLimit():
            where = f", {LEVELS[row.level]}" if row.level else ""
            first = ", tính cả ngày đầu" if row.first_day_counts else ""
            return f"{STEPS[row.step]}{where}: {row.days} {'ngày làm việc' if row.working else 'ngày'}{first}"
        case rows.AnnualDeadline():
            year = f" của năm thứ {row.year_after} sau năm xét" if row.year_after else ""
            sector = ", ngành giáo dục" if row.sector else ""
            return f"gửi đến {LEVELS[row.to_level]} trước hết ngày {row.day:02}/{row.month:02}{year}{sector}"
        case rows.Publication():
            first = "tính cả ngày đầu" if row.first_day_counts else "không tính ngày đầu"
            return f"{row.working_days} ngày làm việc trước khi Hội đồng họp, {first}"
        case rows.Retention():
            terms = [f"{row.years} năm" if row.years else "", f"{row.days} ngày" if row.days else ""]
            return f"giữ {' '.join(filter(None, terms)) or 'vĩnh viễn'}"
        case texts.RetentionFrame():
            return f"nơi giữ hồ sơ đặt thời hạn từ {row.at_least} đến {row.at_most} năm"
        case rows.CountedTime():
            bounds = [
                f"dưới {row.months} tháng" if row.months else "",
                f"từ {row.at_least_months} tháng" if row.at_least_months else "",
                row.condition or "",
            ]
            limits = ", ".join(filter(None, bounds))
            return f"{row.name}: {'' if row.counts else 'không '}tính là thời gian công tác{f' ({limits})' if limits else ''}"  # one sentence
        case _:
            return None


def _principle(row: rows.Row) -> str | None:
    match row:
        case rows.Support():
            return f"kết quả {MERITS[row.merit]} không làm căn cứ đề nghị {MERITS[row.not_for]} mức cao hơn"
        case rows.Situation():
            return f"không đề nghị, chưa xét khi {row.name}"
        case rows.CancellationGround():
            return (
                f"{row.name} (phải có kết luận của cơ quan có thẩm quyền)"
                if row.needs_conclusion
                else row.name
            )
        case texts.Principle() | texts.Instrument() | texts.KnownGap():
            return row.name
        case _:
            return None


def dong(amount: int) -> str:
    """Write an amount as people do: 2.340.000."""
    return f"{amount:,}".replace(",", ".")
