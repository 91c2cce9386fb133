"""What a decision's decider is told, and the articles and files it names."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.facts import Facts
from domain.law.rows import Retention
from events.base import Basis
from events.unit import Level

MISSING = "Quyết định này chưa có trong sổ."
POWERS = Basis(document="Luật 06/2022/QH15", article="Đ80")
FILES: Mapping[Level, str] = {
    "nation": "khen_thuong_nha_nuoc",
    "ministry": "khen_thuong_bo_tinh",
    "province": "khen_thuong_bo_tinh",
}
"""The kind of file that the table of retention knows a decision's papers by, at the higher levels."""
UNIT_FILE = "khen_thuong_don_vi"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFacts(Facts):
    """Whether the authority spoken of works in this ledger, and how long the papers are kept."""

    authority_here: bool = False
    retention: Retention | None = None
