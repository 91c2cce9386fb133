"""The rows of the law's tables; each says what, from when until when, for whom, on what basis and evidence."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from domain.law.words import Category, Step
from events.base import Basis, Code, Text
from events.judgement import Evidence
from events.nomination import AwardKind, MeritType, Procedure, SubjectKind
from events.session import Ground, Mode
from events.unit import Level, UnitKind

Fields = tuple[str, ...]
Rounding = Literal["up", "nearest"]
Denominator = Literal["all_members", "attending", "cast"]
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
    keys: ClassVar[Fields] = ()
    """The fields that tell one rule from another; rows equal in them are versions of one rule."""
    qualifiers: ClassVar[Fields] = ()
    """The fields that, when set, narrow a row to what they name; unset they leave it general."""

    since: Annotated[date, Field(alias="from")]
    until: date | None = None
    jurisdiction: Text = "nation"
    document: Text
    article: Text | None = None
    evidence: Evidence
    source: Text
    note: Text | None = None
    """What a reader must know besides: a date that was not found, a word that was read in one way."""

    @model_validator(mode="after")
    def _in_order(self) -> "Row":
        if self.until is not None and self.until < self.since:
            raise ValueError("ngày hết hiệu lực (until) trước ngày bắt đầu (from)")
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


class Award(Row):
    """An award of the catalogue: a title (danh hiệu) or a form (hình thức), and who may receive it."""

    keys: ClassVar[Fields] = ("award",)

    award: Code
    kind: AwardKind
    name: Text
    english: Text
    recipients: tuple[SubjectKind, ...]
    category: Category | None = None
    rank: int
    """Order of calling and listing: the lower, the higher the award."""
    certificate: bool = True
    """False when recognised by the decision alone, without an entry in the honour book."""


class Authority(Row):
    """The level whose head decides an award."""

    keys: ClassVar[Fields] = ("award", "level", "office")

    award: Code
    level: Level
    office: Text


class Prerequisite(Row):
    """One condition of an award.

    Conditions without a group must all hold. Conditions of one `group` are alternatives, except that those of one
    `route` within it hold together: a group passes when every condition of one of its routes does.
    """

    keys: ClassVar[Fields] = ("award", "rule")

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
    strict: bool = False
    """Of `share_of_collective` and `share_graded`: true for "more than", false for "at least"."""


class Situation(Row):
    """A situation in which a subject is not proposed, and one who was is not considered, for any award."""

    keys: ClassVar[Fields] = ("situation",)

    situation: Code
    name: Text


class Support(Row):
    """Which type of commendation may not be the basis of a proposal of another type for a higher award."""

    keys: ClassVar[Fields] = ("merit", "not_for")

    merit: MeritType
    not_for: MeritType


class CountedTime(Row):
    """A time away from work and whether it counts as working time."""

    keys: ClassVar[Fields] = ("time",)

    time: Code
    name: Text
    counts: bool
    months: int | None = None
    """Only when it lasts less than so many months."""
    at_least_months: int | None = None
    """Only when it lasts so many months or more."""
    condition: Text | None = None
    """What else is asked for it to count."""


class DossierItem(Row):
    """A paper or a fact that a dossier must hold."""

    keys: ClassVar[Fields] = ("award", "merit", "recipient", "unit_kind", "procedure", "item")

    award: Code | None = None
    merit: MeritType | None = None
    recipient: SubjectKind | None = None
    unit_kind: UnitKind | None = None
    """Only for units of this kind."""
    procedure: Procedure | None = None
    """Only by this procedure; without one, only by the common one: the simplified has a list of its own."""
    item: Code
    name: Text
    place: Literal["submission", "line", "nomination", "subject", "council"]
    """Where it is looked for; `council`: the council that proposes upward makes it, no unit is asked for it."""
    alternative: Code | None = None
    """Items that share one are alternatives: any of them is enough."""


class Simplified(Row):
    """A type of commendation for which an award of a kind may be decided by the simplified procedure."""

    keys: ClassVar[Fields] = ("award", "kind", "merit")
    qualifiers: ClassVar[Fields] = ("award",)

    award: Code | None = None
    kind: AwardKind
    merit: MeritType


class DossierSets(Row):
    """How many sets of a dossier are handed in, and in which form."""

    keys: ClassVar[Fields] = ("award",)

    award: Code
    sets: int
    form: Text | None = None


class PrintedForm(Row):
    """A numbered form (mẫu) of a decree's annex."""

    keys: ClassVar[Fields] = ("document", "form")

    form: Text
    name: Text
    paper: Code


class VoteShare(Row):
    """The share of the council an award needs, of which base, how votes are cast, what an absent member may do."""

    keys: ClassVar[Fields] = ("award",)

    award: Code
    percent: int
    strict: bool = False
    """True for "more than"; false for "at least"."""
    base: Denominator
    mode: Mode | None = None
    """Absent where the text only says that there is a vote: the council's own rules choose."""
    written_opinions_count: bool = True
    levels: tuple[Level, ...] = ()
    """Only in the councils of these levels; none named: in the council that proposes."""


class NoNationalShare(Row):
    """An award for which the national texts ask no share: the council's own rules decide."""

    keys: ClassVar[Fields] = ("award",)

    award: Code


class Quorum(Row):
    """The part of a council that must attend, and whether who is not there is counted all the same."""

    keys: ClassVar[Fields] = ("level", "award")
    qualifiers: ClassVar[Fields] = ("level", "award")

    numerator: int
    denominator: int
    level: Level | None = None
    award: Code | None = None
    proxies_count: bool | None = None
    """Whether a member represented by a proxy who is there is counted; absent where the text does not say: not counted."""
    written_opinions_count: bool | None = None
    """Whether an absent member whose slip is there is counted; absent where the text does not say: not counted."""


class SessionRule(Row):
    """What a council may do besides meeting: opinions in writing for all, proxies, second rounds."""

    keys: ClassVar[Fields] = ("award",)
    qualifiers: ClassVar[Fields] = ("award",)

    award: Code | None = None
    written_session: bool
    """Whether a session may be held in writing instead of a meeting."""
    proxies: bool = False
    rounds: int = 1
    casting_vote: bool = False
    """Whether the chair's vote decides a tie."""


class BallotMode(Row):
    """How a council votes where the share's own row leaves it open: on one award, or on all others."""

    keys: ClassVar[Fields] = ("award",)
    qualifiers: ClassVar[Fields] = ("award",)

    award: Code | None = None
    mode: Mode


class Recusal(Row):
    """What a conflict of interest does: whether the member steps out, and whether the base shrinks by one."""

    keys: ClassVar[Fields] = ("ground",)

    ground: Ground
    steps_out: bool
    leaves_base: bool = False


class CouncilShape(Row):
    """How a council of a level is made up, and how often it meets.

    More vice-chairs than `most_vice_chairs` are not appointed; what else is not as it says is told as a warning.
    """

    keys: ClassVar[Fields] = ("level",)

    level: Level
    least_vice_chairs: int | None = None
    most_vice_chairs: int | None = None
    meets_every_months: int | None = None
    odd: bool = False


class BaseSalary(Row):
    """Mức lương cơ sở, in đồng a month."""

    amount: int


class Coefficient(Row):
    """The bonus of an award, in base salaries, for a person; or for a collective where no multiplier makes it."""

    keys: ClassVar[Fields] = ("award", "level", "recipient")
    qualifiers: ClassVar[Fields] = ("level",)

    award: Code
    level: Level | None = None
    """Only when decided at this level."""
    coefficient: Decimal
    recipient: SubjectKind = "person"
    at_most: bool = False
    """True when the text sets a ceiling and the deciding body the figure."""


class Multiplier(Row):
    """What a bonus is multiplied by for another kind of recipient."""

    keys: ClassVar[Fields] = ("award", "recipient")

    award: Code
    recipient: SubjectKind
    factor: Decimal


class BonusRounding(Row):
    """How a bonus is rounded, once, at the end."""

    step: int
    mode: Rounding


class BonusOverlap(Row):
    """What is paid to one subject for several awards."""

    keys: ClassVar[Fields] = ("case",)

    case: Literal[
        "titles_of_one_period", "titles_of_different_periods", "forms_of_different_merit", "title_and_form"
    ]
    paid: Literal["highest", "all"]


class FundRule(Row):
    """What happens to a list that goes beyond the budget of the year."""

    keys: ClassVar[Fields] = ()

    over_budget: Literal["refuse", "warn"]


class Payer(Row):
    """Who pays the bonus of an award decided at a level."""

    keys: ClassVar[Fields] = ("level",)

    level: Level
    payer: Literal["decider", "proposing_ministry_or_province"]


class SessionPay(Row):
    """The most that is paid for one session of a council, in đồng."""

    keys: ClassVar[Fields] = ("role",)

    role: Literal["chair", "member", "attendant"]
    at_most: int


class TimeLimit(Row):
    """How long a step may take, from the act that begins it."""

    keys: ClassVar[Fields] = ("step", "award", "level")
    qualifiers: ClassVar[Fields] = ("award", "level")

    step: Step
    days: int
    working: bool = True
    first_day_counts: bool = False
    award: Code | None = None
    level: Level | None = None


class AnnualDeadline(Row):
    """The last day of a year on which dossiers of an award are handed in at a level."""

    keys: ClassVar[Fields] = ("award", "to_level", "sector")
    qualifiers: ClassVar[Fields] = ("sector",)

    award: Code
    to_level: Level
    month: int
    day: int
    year_after: int = 0
    """How many years after the award year; 0 also where the text only says "each year"."""
    sector: Literal["education"] | None = None
    """Only for this sector: `education` for schools."""


class Publication(Row):
    """How long a list is public before the council meets."""

    keys: ClassVar[Fields] = ("award",)

    award: Code
    working_days: int
    first_day_counts: bool = True


class Quota(Row):
    """A share of one award among the holders of another; over it is a warning."""

    keys: ClassVar[Fields] = ("award", "of_award")

    award: Code
    of_award: Code
    """The award whose holders are the base; `headcount`: all who serve."""
    percent: int
    rounding: Literal["down", "nearest", "up"] = "down"


class Retention(Row):
    """How long a file is kept; without years, for ever."""

    keys: ClassVar[Fields] = ("file",)

    file: Code
    years: int | None = None
    days: int | None = None


class CancellationGround(Row):
    """A ground on which a decision is cancelled and what was given is taken back."""

    keys: ClassVar[Fields] = ("ground",)

    ground: Code
    name: Text
    needs_conclusion: bool = False
    """Whether only a competent body's conclusion, decision or judgment makes it: what the authority finds by itself does not."""
