"""The words of lists that stand for something in the catalogue: awards, types of commendation, recipients, papers."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TypeVar

from desk.intake.cells import BadCell, born_of
from domain.law.book import Rules
from domain.law.rows import Award, DossierItem
from domain.vietnamese.folding import search_key
from events.nomination import AwardKind, MeritType, SubjectKind

T = TypeVar("T")
MERITS: Mapping[str, MeritType] = {
    "công trạng": "cong_trang",
    "phong trào": "phong_trao",
    "theo đợt": "phong_trao",
    "chuyên đề": "phong_trao",
    "đột xuất": "dot_xuat",
    "cống hiến": "cong_hien",
    "quá trình cống hiến": "cong_hien",
    "niên hạn": "nien_han",
    "đối ngoại": "doi_ngoai",
}
RECIPIENTS: Mapping[str, SubjectKind] = {
    "cá nhân": "person",
    "tập thể": "collective",
    "hộ gia đình": "household",
    "hộ": "household",
}
_CALLED = re.compile(r"(?:hộ gia đình|gia đình|hộ)\s+(?:(?:ông|bà|anh|chị|cụ|bác|cô|chú)\s+)?", re.IGNORECASE)
_MEMBER = re.compile(r"\s*(?P<name>[^()]+?)\s*(?:\((?P<born>[^()]*)\))?\s*")
KINDS: Mapping[AwardKind, str] = {"title": "danh hieu", "form": "hinh thuc"}


@lru_cache(maxsize=1024)
def _key(text: str) -> str:
    """Give what words are compared by; sỹ and sĩ are written as one likes."""
    return search_key(text).replace("chien sy", "chien si")


class Awards:
    """The catalogue by the names that papers use: code, name, or a name with the office behind it."""

    def __init__(self, rows: Iterable[Award]) -> None:
        self._by_name: dict[str, Award] = {}
        for row in rows:
            for name in (row.award, row.name):
                self._by_name.setdefault(_key(name), row)
        self.rows = tuple({row.award: row for row in reversed(self._by_name.values())}.values())

    @classmethod
    def on(cls, rules: Rules, day: date) -> "Awards":
        """Give the awards of a day."""
        return cls(rules.every(Award, day))

    @classmethod
    def ever(cls, rules: Rules) -> "Awards":
        """Give the awards of all times, the newest rows first."""
        rows = [row for layer in rules.layers for row in layer.rows.get(Award, ()) if isinstance(row, Award)]
        return cls(sorted(rows, key=lambda row: row.since, reverse=True))

    def named(self, text: str) -> tuple[Award, AwardKind]:
        """Give the award meant, and what the paper calls it: danh hiệu or hình thức."""
        key = _key(text)
        stated: AwardKind | None = None
        for kind, word in KINDS.items():
            if key.startswith((f"{word} ", f"{word}:")):
                stated, key = kind, key.removeprefix(word).lstrip(" :-")
        award = self._by_name.get(key) or self._longest(key)
        if award is None:
            known = ", ".join(dict.fromkeys(f"{row.name} ({row.award})" for row in self._by_name.values()))
            raise BadCell(f"không có danh hiệu, hình thức nào tên “{text}”; danh mục có: {known}")
        return award, stated or award.kind

    def _longest(self, key: str) -> Award | None:
        begun = [name for name in self._by_name if key.startswith(f"{name} ")]
        return self._by_name[max(begun, key=len)] if begun else None


def one_of(text: str, known: Mapping[str, T], what: str) -> T:
    """Give what a word stands for; a code counts as well."""
    key = _key(text).replace("_", " ")
    for name, value in known.items():
        if _key(name) == key:
            return value
    raise BadCell(f"“{text}” không phải {what}; hãy ghi một trong: {', '.join(known)}")


def head_of(text: str) -> str:
    """Give the head's name in what a household is called: Hộ ông Nguyễn Văn A."""
    called = _CALLED.match(text)
    return text[called.end() :] if called else text


def is_called_household(text: str) -> bool:
    """Say whether a name is that of a household."""
    return _CALLED.match(text) is not None


def members_of(text: str) -> tuple[tuple[str, str | None], ...]:
    """Give the names in a list of members, each with the birth in brackets behind it, if any."""
    found = []
    for part in re.split(r"[;\n]", text):
        told = _MEMBER.fullmatch(part)
        if not part.strip():
            continue
        if told is None or not any(letter.isalpha() for letter in told["name"]):
            raise BadCell(
                f"“{part.strip()}” không phải tên một người; hãy ghi tên từng thành viên, cách nhau bằng dấu ;"
                " (năm sinh trong ngoặc nếu có)"
            )
        found.append((told["name"], born_of(told["born"]) if told["born"] else None))
    return tuple(found)


def paper_kinds(rules: Rules, day: date) -> dict[str, str]:
    """Give the code of each paper that a dossier may hold, by its name and by itself."""
    rows = [row for row in rules.every(DossierItem, day) if row.place == "nomination"]
    return {name: row.item for row in rows for name in (row.name, row.item.replace("_", " "))}
