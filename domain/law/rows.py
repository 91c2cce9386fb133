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
PrerequisiteKind = Literal[
    "grading_at_least",  # the award year's grading is at least `grade`
    "graded_streak",  # `years` consecutive years graded at least `grade`, the last the award year
    "service_months",  # in service for `months` at the end of the award year
    "absent_days",  # absent for fewer than `days` working days in the award year
    "initiative",  # `count` recognised initiatives of at least `reach` in the last `years`
    "award_same_year",  # one of `of_awards` for the award year
    "award_streak",  # one of `of_awards` for `years` consecutive years, the last the award year or the one before
    "award_held",  # one of `of_awards` held before, `count` times
    "share_of_collective",  # at least `percent` of the members hold one of `of_awards` for the award year
    "count_in_collective",  # at least `count` members hold one of `of_awards` for the award year
    "share_graded",  # at least `percent` of the members graded at least `grade`
    "former_unit_opinion",  # a former unit says yes in writing when `months` of the award year were served there
    "no_discipline",  # no measure from `measure` up in the award year; of a collective: of none of its members
]  # fmt: skip
DECIDING: frozenset[Evidence] = frozenset({"verified", "secondary", "local"})
"""What a value must rest on to decide anything."""


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
        """Say whether it may decide: a value from memory, or another place's practice, only informs."""
        return self.evidence in DECIDING

    def holds_on(self, day: date) -> bool:
        """Say whether it is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Instrument(Row):
    """A text of law with the range in which it is in force; every national row cites one."""

    instrument: Text
    """Its number as cited by `document` elsewhere."""
    name: Text
    issued: date | None = None
    replaced_by: Text | None = None


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
    """One condition of an award.

    Conditions without a group must all hold. Conditions of one `group` are alternatives, except that those of one
    `route` within it hold together: a group passes when every condition of one of its routes does.
    """

    award: Code
    rule: Code
    kind: PrerequisiteKind
    group: Code | None = None
    route: Code | None = None
    recipient: SubjectKind | None = None
    """Only for this kind of recipient."""
    merit: MeritType | None = None
    """Only for this type of commendation."""
    of_awards: tuple[Code, ...] = ()
    """The awards asked about; any of them counts."""
    grade: Code | None = None
    measure: Code | None = None
    """Of `no_discipline`: the lightest measure that bars, in the order of `domain.record.MEASURES`."""
    reach: Code | None = None
    """Of `initiative`: the least reach, in the order of `domain.record.REACHES`."""
    months: int | None = None
    days: int | None = None
    years: int | None = None
    """How many consecutive award years (of `award_streak`, `graded_streak`), or in which of the last years."""
    count: int | None = None
    """How many are asked for: initiatives, members, times."""
    percent: int | None = None


class Situation(Row):
    """A situation in which a subject is not proposed, and one who was is not considered, for any award."""

    situation: Code
    name: Text


class Support(Row):
    """Which type of commendation may not be the basis of a proposal of another type for a higher award."""

    merit: MeritType
    not_for: MeritType


class CountedTime(Row):
    """A time away from work and whether it counts as working time."""

    time: Code
    name: Text
    counts: bool
    months: int | None = None
    """Only when it lasts less than so many months."""


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
    alternative: Code | None = None
    """Items that share one are alternatives: any of them is enough."""


class DossierSets(Row):
    """How many sets of a dossier are handed in, and in which form."""

    award: Code
    sets: int
    form: Text | None = None


class PrintedForm(Row):
    """A numbered form (mẫu) of a decree's annex."""

    form: Text
    name: Text
    paper: Code


class VoteShare(Row):
    """The share of the council an award needs, of which base, how votes are cast, what an absent member may do."""

    award: Code
    percent: int
    strict: bool = False
    """True for "more than"; false for "at least"."""
    base: Denominator
    mode: VoteMode
    written_opinions_count: bool = True


class NoNationalShare(Row):
    """An award for which the national texts ask no share: the council's own rules decide."""

    award: Code


class Quorum(Row):
    """The part of a council that must attend."""

    numerator: int
    denominator: int


class SessionRule(Row):
    """What a council may do besides meeting: opinions in writing for all, proxies, second rounds."""

    award: Code | None = None
    written_session: bool
    """Whether a session may be held in writing instead of a meeting."""
    proxies: bool = False
    rounds: int = 1
    casting_vote: bool = False
    """Whether the chair's vote decides a tie."""


class CouncilShape(Row):
    """How a council of a level is made up."""

    level: Level
    most_vice_chairs: int | None = None
    odd: bool = False


class BaseSalary(Row):
    """Mức lương cơ sở, in đồng a month."""

    amount: int


class Coefficient(Row):
    """The bonus of an award, in base salaries, for a person; or for a collective where no multiplier makes it."""

    award: Code
    level: Level | None = None
    """Only when decided at this level."""
    coefficient: Decimal
    recipient: SubjectKind = "person"
    at_most: bool = False
    """True when the text sets a ceiling and the deciding body the figure."""


class Multiplier(Row):
    """What a bonus is multiplied by for another kind of recipient."""

    award: Code
    recipient: SubjectKind
    factor: Decimal


class BonusRounding(Row):
    """How a bonus is rounded, once, at the end."""

    step: int
    mode: Rounding


class BonusOverlap(Row):
    """What is paid to one subject for several awards."""

    case: Literal[
        "titles_of_one_period", "titles_of_different_periods", "forms_of_different_merit", "title_and_form"
    ]
    paid: Literal["highest", "all"]


class Payer(Row):
    """Who pays the bonus of an award decided at a level."""

    level: Level
    payer: Literal["decider", "proposing_ministry_or_province"]


class SessionPay(Row):
    """The most that is paid for one session of a council, in đồng."""

    role: Code
    at_most: int


class TimeLimit(Row):
    """How long a step may take, from the act that begins it."""

    step: Code
    days: int
    working: bool = True
    first_day_counts: bool = False
    award: Code | None = None
    level: Level | None = None


class AnnualDeadline(Row):
    """The last day of a year on which dossiers of an award are handed in at a level."""

    award: Code
    to_level: Level
    month: int
    day: int
    year_after: int = 0
    """How many years after the award year."""
    sector: Code | None = None
    """Only for this sector: `education` for schools."""


class Publication(Row):
    """How long a list is public before the council meets."""

    award: Code
    working_days: int


class Quota(Row):
    """A share of one award among the holders of another; over it is a warning."""

    award: Code
    of_award: Code
    percent: int
    rounding: Literal["down", "nearest", "up"] = "down"


class Retention(Row):
    """How long a file is kept; without years, for ever."""

    file: Code
    years: int | None = None


class CancellationGround(Row):
    """A ground on which a decision is cancelled and what was given is taken back."""

    ground: Code
    name: Text


TABLES: dict[str, type[Row]] = {
    "instrument": Instrument,
    "award": Award,
    "authority": Authority,
    "prerequisite": Prerequisite,
    "situation": Situation,
    "support": Support,
    "counted_time": CountedTime,
    "dossier_item": DossierItem,
    "dossier_sets": DossierSets,
    "printed_form": PrintedForm,
    "vote_share": VoteShare,
    "no_national_share": NoNationalShare,
    "quorum": Quorum,
    "session_rule": SessionRule,
    "council_shape": CouncilShape,
    "base_salary": BaseSalary,
    "coefficient": Coefficient,
    "multiplier": Multiplier,
    "bonus_rounding": BonusRounding,
    "bonus_overlap": BonusOverlap,
    "payer": Payer,
    "session_pay": SessionPay,
    "time_limit": TimeLimit,
    "annual_deadline": AnnualDeadline,
    "publication": Publication,
    "quota": Quota,
    "retention": Retention,
    "cancellation_ground": CancellationGround,
}
"""The name of a table in the files and in the log, and its row."""
