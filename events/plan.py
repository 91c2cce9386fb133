"""The parts of a movement's plan, as its launch document states them; nothing is resolved that the document leaves open."""

from calendar import monthrange
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from events.base import Citation, Code, Fact, Number, Text

PartialDate = Annotated[
    str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")
]
"""A date as precise as the text gives it: `2024`, `2024-06` or `2024-06-30`; a month stays a month."""
MovementForm = Literal["thuong_xuyen", "chuyen_de"]
"""Regular or thematic: the two forms of the law, Đ16."""
Measure = Literal[
    "at_least", "above", "at_most", "exact", "increase_by", "decrease_by", "done", "reference", "both_ways"
]
"""How a figure is compared with its goal; `both_ways` is one figure read in two directions, which nothing can judge."""
DutyKind = Literal[
    "register", "report_progress", "report_final", "submit_nominations",
    "hold_interim_review", "hold_final_review",
    "answer_plan", "sign_pact", "consolidate_registrations", "correct_registration", "complete_work",
    "self_score", "cross_score", "verify_scores", "rank_cluster",
]  # fmt: skip
Debtor = Literal["participants", "standing_agency", "chair", "cluster_head"]
"""Who owes a milestone; `cluster_head` stands only in the score sheet of a cluster: the unit that leads its year."""


def first_day(partial: str) -> date:
    """Give the first day that a partial date can mean."""
    year, month, day, *_ = [*map(int, partial.split("-")), 1, 1]
    return date(year, month, day)


def last_day(partial: str) -> date:
    """Give the last day that a partial date can mean."""
    year, *rest = map(int, partial.split("-"))
    month = rest[0] if rest else 12
    return date(year, month, rest[1] if len(rest) > 1 else monthrange(year, month)[1])


class Span(Fact):
    """A stretch of time as written; a bound that the text does not give is absent, never guessed."""

    start: PartialDate | None = None
    end: PartialDate | None = None
    as_written: Text | None = None

    @property
    def dated(self) -> bool:
        """Say whether both bounds are given."""
        return self.start is not None and self.end is not None

    @property
    def first_day(self) -> date | None:
        """The first day it can mean."""
        return first_day(self.start) if self.start else None

    @property
    def last_day(self) -> date | None:
        """The last day it can mean."""
        return last_day(self.end) if self.end else None


class Milestone(Fact):
    """A date on which somebody owes something: registration, a report, a review, the dossiers."""

    code: Code
    duty: DutyKind
    name: Text
    due: PartialDate
    owed_by: Debtor = "participants"
    hard: bool = False
    """A hard date is refused after its last instant; a soft one is only late."""
    grace: date | None = None
    """The last day on which what comes after a hard date is still taken, as late."""
    basis: Text | None = None
    assumed: bool = False
    """True when the date comes from an overlay and not from the document."""

    @property
    def due_on(self) -> date | None:
        """The day it is due; None when the text names only a month or a year, which no deadline is made of."""
        return date.fromisoformat(self.due) if len(self.due) == len("2024-06-30") else None


class Round(Fact):
    """Đợt thi đua: a round inside the movement; without dates it stays unscheduled."""

    code: Code
    name: Text
    span: Span
    occasions: tuple[Text, ...] = ()
    registration: Text | None = None


class Part(Fact):
    """One additive part of a goal, by who assigned it."""

    assigned_by: Code
    value: Number


class Step(Fact):
    """A value to be reached on the way."""

    due: date
    value: Number


class Assignment(Fact):
    """One value that one assigner gave for an indicator; rival assigners stand beside each other."""

    assigned_by: Code = "self"
    measure: Measure
    value: Number | None = None
    of_total: Number | None = None
    """k of n: the n."""
    share_percent: Number | None = None
    """A quantity with its share: the share, in percent."""
    relative_to: Literal["last_year"] | None = None
    stated: bool = True
    """False when the text gives a bare figure and the direction is the reader's."""
    parts: tuple[Part, ...] = ()
    steps: tuple[Step, ...] = ()
    due: date | None = None
    as_written: Text | None = None
    note: Text | None = None
    check: Text | None = None


class Reference(Fact):
    """A target that points to another document."""

    document: Citation
    subject: Text
    expectation: Text | None = None


class Target(Fact):
    """Chỉ tiêu thi đua: one indicator with every value assigned for it."""

    code: Code
    name: Text
    unit: Text
    group: Code | None = None
    part_of: Code | None = None
    assignments: Annotated[tuple[Assignment, ...], Field(min_length=1)]
    responsible: Text | None = None
    horizon: Literal["term"] | None = None
    """`term`: a goal of the whole term (nhiệm kỳ, giai đoạn), judged apart from the year's."""
    as_written: Text | None = None
    ambiguity: Text | None = None


class Participants(Fact):
    """Whom the movement addresses: classes of collectives and of people, in the document's words."""

    class Collective(Fact):
        """A class of collectives and who is in it."""

        name: Text
        members: Text | None = None

    collectives: tuple[Collective, ...] = ()
    individuals: tuple[Text, ...] = ()


class Reviews(Fact):
    """What the document says of sơ kết and tổng kết."""

    interim: bool = False
    final: bool = False
    mandatory: bool = False
    as_written: Text | None = None
    note: Text | None = None


class Cluster(Fact):
    """Cụm, khối thi đua that the movement belongs to."""

    name: Text
    pact: bool = False
    as_written: Text | None = None


class Rewards(Fact):
    """What the document says of commendation."""

    timely_and_accurate: bool = False
    emphasised: tuple[Code, ...] = ()
    priority_recipients: tuple[Text, ...] = ()
    publicise_models: bool = False
    as_written: Text | None = None


class Source(Fact):
    """Where the plan was read."""

    document: Text
    kind: Code
    title: Text
    published: Text | None = None
    page_warning: Text | None = None
    text_defects: tuple[Text, ...] = ()


class Organisation(Fact):
    """The body that launches; officials stand here only as the public document names their office."""

    name: Text
    level: Literal["commune", "district", "province", "ministry", "agency"]
    province: Text | None = None
    parent: Text | None = None
    parent_inferred: Text | None = None
    signer: Text | None = None
    signer_title: Text | None = None
    spokesperson: Text | None = None
    spokesperson_title: Text | None = None
    council: Text | None = None


class DocumentBasis(Fact):
    """A document the movement rests on."""

    document: Text
    day: date | None = None
    issuer: Text | None = None
    subject: Text | None = None


class Plan(Fact):
    """Kế hoạch, văn bản phát động phong trào thi đua, whole."""

    id: Code
    source: Source | None = None
    organisation: Organisation
    number: Text | None = None
    number_as_written: Text | None = None
    signed_on: date | None = None
    title: Text
    title_is_descriptive: bool = False
    theme: Text | None = None
    forms: Annotated[tuple[MovementForm, ...], Field(min_length=1)]
    period: Span
    rounds: tuple[Round, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    targets: tuple[Target, ...] = ()
    references: tuple[Reference, ...] = ()
    bases: tuple[DocumentBasis, ...] = ()
    participants: Participants = Participants()
    reviews: Reviews = Reviews()
    cluster: Cluster | None = None
    works: tuple[Text, ...] = ()
    """Công trình, phần việc registered."""
    rewards: Rewards = Rewards()
    recipients: tuple[Text, ...] = ()
    """Nơi nhận: who is told."""
    parent_movements: tuple[Text, ...] = ()
    linked_movements: tuple[Text, ...] = ()
    downstream: Text | None = None
    assumptions: tuple[Text, ...] = ()
    """Paths of the values that an overlay supplied, for the demo's banner and the reader's doubt."""
