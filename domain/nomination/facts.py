"""What a dossier's decider is told."""

from dataclasses import dataclass, field

from domain.attachment import FileFacts
from domain.calendar import WorkingCalendar
from domain.eligibility.case import Case
from domain.facts import Facts
from domain.law.book import Rules
from domain.payment import OtherAward
from domain.refusal import Refusal
from events.base import Basis, UnitId
from events.policy import DepartmentCheck
from events.unit import Level

MISSING = "Hồ sơ này chưa có trong sổ."
FROM_BELOW = Basis(document="Luật 06/2022/QH15", article="Đ83.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationFacts(Facts):
    """The rules as they stand (or as pinned), who manages the subject's staff, and the case to assess."""

    rules: Rules = field(default_factory=Rules)
    manager: UnitId | None = None
    """The unit that manages the subject's staff and salary fund."""
    household_known: bool = False
    """Whether the household to be nominated is in the book."""
    case: Case | None = None
    file: FileFacts = field(default_factory=FileFacts)
    """Of a file to attach."""
    checks: tuple[DepartmentCheck, ...] = ()
    """What each department verifies, as the policy says now."""
    facts_at: int = 0
    calendar: WorkingCalendar = field(default_factory=WorkingCalendar)
    """The legal calendar, for how long a notice must hang."""
    council_unit: UnitId | None = None
    """The unit whose council the dossier is to be put to."""
    authority_level: Level | None = None
    """The level of the authority that has decided."""
    payer: UnitId | None = None
    """The unit of this ledger that pays; None when one outside it does."""
    other_awards: tuple[OtherAward, ...] = ()
    """The subject's other awards of the same year."""


class WrongAuthority(Refusal):
    """Không thuộc thẩm quyền: danh hiệu do nơi quản lý tổ chức, cán bộ và quỹ lương quyết định."""

    code = "wrong_authority"


class ConditionFell(Refusal):
    """Điều kiện từng đạt nay không còn đạt."""

    code = "condition_fell"


class Frozen(Refusal):
    """Hồ sơ đã đưa vào chương trình họp Hội đồng."""

    code = "frozen"
