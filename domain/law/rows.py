"""The rows of the law's tables; each says what, from when until when, for whom, on what basis and evidence."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from events.base import Basis, Code, Text
from events.judgement import Evidence
from events.nomination import AwardKind, MeritType, SubjectKind
from events.unit import Level

Rounding = Literal["up", "nearest"]
Denominator = Literal["all_members", "attending", "cast"]
VoteMode = Literal["named", "paper", "sealed"]


class Row(BaseModel):
    """What every row has: validity (the last day included), jurisdiction, basis, evidence, source."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    since: Annotated[date, Field(alias="from")]
    until: date | None = None
    jurisdiction: Text = "nation"
    document: Text
    article: Text | None = None
    evidence: Evidence
    source: Text

    @model_validator(mode="after")
    def _in_order(self) -> "Row":
        if self.until is not None and self.until < self.since:
            raise ValueError("`until` lies before `from`")
        return self

    @property
    def basis(self) -> Basis:
        """The text it rests on."""
        return Basis(document=self.document, article=self.article)

    @property
    def decides(self) -> bool:
        """Say whether it may decide: a value from memory only informs."""
        return self.evidence != "memory"

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Award(Row):
    """An award of the catalogue: a title (danh hiệu) or a form (hình thức), and who may receive it."""

    award: Code
    kind: AwardKind
    name: Text
    english: Text
    recipients: tuple[SubjectKind, ...]
    rank: int
    """Order of calling and listing: the lower, the higher the award."""
    certificate: bool = True
    """False when recognised by the decision alone, without an entry in the honour book."""


class Authority(Row):
    """The level whose head decides an award."""

    award: Code
    level: Level
    office: Text


class Prerequisite(Row):
    """One condition of an award; conditions of one `group` are alternatives."""

    award: Code
    rule: Code
    kind: Literal[
        "grading_at_least", "service_months", "initiative", "award_same_year", "share_of_collective", "no_discipline",
    ]  # fmt: skip
    group: Code | None = None
    grade: Code | None = None
    months: int | None = None
    percent: int | None = None
    of_award: Code | None = None


class DossierItem(Row):
    """A paper or a fact that a dossier must hold."""

    award: Code | None = None
    merit: MeritType | None = None
    recipient: SubjectKind | None = None
    unit_kind: Code | None = None
    """Only for units of this kind."""
    item: Code
    name: Text
    place: Literal["submission", "line", "nomination", "subject"]


class VoteShare(Row):
    """The share of the council an award needs, of which base, how votes are cast, what an absent member may do."""

    award: Code
    percent: int
    strict: bool = False
    """True for "more than"; false for "at least"."""
    base: Denominator
    mode: VoteMode
    written_opinions_count: bool = True


class Quorum(Row):
    """The part of a council that must attend."""

    numerator: int
    denominator: int


class BaseSalary(Row):
    """Mức lương cơ sở, in đồng a month."""

    amount: int


class Coefficient(Row):
    """The bonus of an award, in base salaries, for a person."""

    award: Code
    level: Level | None = None
    """Only when decided at this level."""
    coefficient: Decimal


class Multiplier(Row):
    """What a bonus is multiplied by for another kind of recipient."""

    award: Code
    recipient: SubjectKind
    factor: Decimal


class BonusRounding(Row):
    """How a bonus is rounded, once, at the end."""

    step: int
    mode: Rounding


class TimeLimit(Row):
    """How long a step may take, from the act that begins it."""

    step: Code
    days: int
    working: bool = True
    first_day_counts: bool = False
    award: Code | None = None
    level: Level | None = None


class Publication(Row):
    """How long a list is public before the council meets."""

    award: Code
    working_days: int


class Quota(Row):
    """A share of one award among the holders of another; over it is a warning."""

    award: Code
    of_award: Code
    percent: int


TABLES: dict[str, type[Row]] = {
    "award": Award,
    "authority": Authority,
    "prerequisite": Prerequisite,
    "dossier_item": DossierItem,
    "vote_share": VoteShare,
    "quorum": Quorum,
    "base_salary": BaseSalary,
    "coefficient": Coefficient,
    "multiplier": Multiplier,
    "bonus_rounding": BonusRounding,
    "time_limit": TimeLimit,
    "publication": Publication,
    "quota": Quota,
}
"""The name of a table in the files and in the log, and its row."""
