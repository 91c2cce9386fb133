"""A step without a rule that may decide: what is known of it nevertheless, and which rule has to be adopted."""

from datetime import date
from typing import TypeVar

from domain.law.book import NATION, Rules
from domain.law.rows import NoNationalShare, Row, VoteShare
from domain.law.schema import NAMES
from domain.law.texts import Delegated, Delegation
from domain.refusal import RuleMissing

R = TypeVar("R", bound=Row)
TITLES = {
    "authority": "thẩm quyền quyết định",
    "base_salary": "mức lương cơ sở",
    "ballot_mode": "hình thức biểu quyết",
    "bonus_rounding": "cách làm tròn tiền thưởng",
    "coefficient": "hệ số tiền thưởng",
    "multiplier": "hệ số tiền thưởng cho tập thể, hộ gia đình",
    "quorum": "số thành viên tối thiểu dự họp",
    "simplified": "loại hình được khen thưởng theo thủ tục đơn giản, không qua Hội đồng,",
    "session_rule": "cách họp và lấy ý kiến của Hội đồng",
    "time_limit": "thời hạn giải quyết",
    "vote_share": "tỷ lệ phiếu",
}
"""What a table rules, in the words of a refusal."""
DELEGATED: dict[str, Delegated] = {"authority": "authority", "vote_share": "share", "dossier_item": "dossier"}


def required(rules: Rules, table: type[R], on: date, **match: object) -> R:
    """Give the row that decides; raises `RuleMissing` saying what is known and which table to adopt."""
    found = rules.one(table, on, **match)
    if found is None:
        raise missing(rules, table, on, **match)
    return found


def missing(rules: Rules, table: type[Row], on: date, **match: object) -> RuleMissing:
    """Say which rule is missing on `on`, what is only remembered of it, and who is to set it."""
    name = NAMES[table]
    award = match.get("award")
    about = f" cho “{award}”" if award else ""
    sentences = [
        f"Chưa có quy định được kiểm chứng về {TITLES.get(name, name)}{about} vào ngày {on:%d/%m/%Y}."
    ]
    sentences += _remembered(rules, table, on, match)
    sentences += _left_to_others(rules, table, on, award)
    return RuleMissing(
        " ".join(sentences),
        todo=f"Hãy nạp quy định riêng có bảng [[{name}]]{about} (số, điều) bằng `sovang law adopt-overlay`.",
    )


def _remembered(rules: Rules, table: type[Row], on: date, match: dict[str, object]) -> list[str]:
    known = [row for row in rules.undecided(table, on, **match) if row.jurisdiction == NATION]
    texts = ", ".join(dict.fromkeys(str(row.basis) for row in known))
    return [f"Mới chỉ có giá trị theo trí nhớ ({texts}), không dùng để quyết định."] if texts else []


def _left_to_others(rules: Rules, table: type[Row], on: date, award: object) -> list[str]:
    if table is VoteShare:
        silent = rules.one(NoNationalShare, on, award=award)
        if silent is not None:
            return [f"Trung ương không đặt tỷ lệ ({silent.basis}): quy chế của Hội đồng quyết định."]
    subject = DELEGATED.get(NAMES[table])
    left = rules.one(Delegation, on, award=award, subject=subject) if subject else None
    return [f"Việc này giao cho {left.to} quy định ({left.basis})."] if left else []
