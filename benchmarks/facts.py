"""The facts of one dossier's life as plain structs: the yardstick's own form, and the source of every other form."""

from datetime import date, datetime
from decimal import Decimal

import msgspec
from msgspec import Struct


class By(Struct, frozen=True):
    """Who acted."""

    who: str
    role: str
    auth: str


class Paper(Struct, frozen=True, omit_defaults=True):
    """A paper of a dossier."""

    kind: str
    number: str
    day: date
    issuer: str


class Basis(Struct, frozen=True):
    """The text a rule rests on."""

    document: str
    article: str


class UsedFact(Struct, frozen=True):
    """A fact a rule looked at."""

    name: str
    value: str


class Reason(Struct, frozen=True):
    """One rule's answer."""

    rule: str
    verdict: str
    basis: Basis
    evidence: str
    facts: tuple[UsedFact, ...] = ()


class Pin(Struct, frozen=True):
    """The rules a dossier is judged by."""

    rules: str
    on: str


class Tally(Struct, frozen=True):
    """The council's count."""

    votes_for: int
    votes_against: int
    base: int
    needed: int
    passed: bool
    basis: Basis
    evidence: str


class Bonus(Struct, frozen=True):
    """The money that comes with an award."""

    amount: int
    base_salary: int
    coefficient: Decimal
    multiplier: Decimal
    rounded_to: int
    basis: Basis
    evidence: str


class Fact(Struct, frozen=True, kw_only=True, tag_field="type"):
    """What every event says: when it happened and who did it."""

    at: datetime
    by: By


class Drafted(Fact, frozen=True, kw_only=True, tag="nomination.drafted"):
    subject: str
    subject_kind: str
    award: str
    stated_kind: str
    merit: str
    award_year: int
    unit: str
    achievement: str
    papers: tuple[Paper, ...]


class EvidenceAttached(Fact, frozen=True, kw_only=True, tag="nomination.evidence_attached"):
    paper: Paper


class Submitted(Fact, frozen=True, kw_only=True, tag="nomination.submitted"):
    submission: str
    pin: Pin


class Assessed(Fact, frozen=True, kw_only=True, tag="nomination.eligibility_assessed"):
    reasons: tuple[Reason, ...]
    facts_at: int


class Verified(Fact, frozen=True, kw_only=True, tag="nomination.dossier_verified"):
    department: str
    on: date


class Published(Fact, frozen=True, kw_only=True, tag="nomination.published"):
    first_day: date
    last_day: date
    where: str


class PutToCouncil(Fact, frozen=True, kw_only=True, tag="nomination.put_to_council"):
    session: str


class Recommended(Fact, frozen=True, kw_only=True, tag="nomination.recommended"):
    session: str
    tally: Tally


class Forwarded(Fact, frozen=True, kw_only=True, tag="nomination.forwarded"):
    to_unit: str
    submission: str


class Decided(Fact, frozen=True, kw_only=True, tag="nomination.award_decided"):
    decision: str
    authority: str
    on: date
    bonus: Bonus


class Presented(Fact, frozen=True, kw_only=True, tag="nomination.award_presented"):
    ceremony: str
    how: str
    on: date


class Paid(Fact, frozen=True, kw_only=True, tag="nomination.bonus_paid"):
    amount: int
    payment_list: str
    on: date


AnyFact = (
    Drafted | EvidenceAttached | Submitted | Assessed | Verified | Published
    | PutToCouncil | Recommended | Forwarded | Decided | Presented | Paid
)  # fmt: skip
LIFE: tuple[type[Fact], ...] = (
    Drafted, EvidenceAttached, Submitted, Assessed, Verified, Published,
    PutToCouncil, Recommended, Forwarded, Decided, Presented, Paid,
)  # fmt: skip
"""The twelve steps, in order."""

STAGES = {
    "nomination.drafted": "draft",
    "nomination.submitted": "submitted",
    "nomination.eligibility_assessed": "eligible",
    "nomination.put_to_council": "before_council",
    "nomination.recommended": "recommended",
    "nomination.forwarded": "forwarded",
    "nomination.award_decided": "awarded",
}
"""The stage an event brings a dossier to; the other five leave it where it is."""

ENCODER = msgspec.json.Encoder()
DECODER = msgspec.json.Decoder(AnyFact)


def wire_name(kind: type[Fact]) -> str:
    """Give the name under which a kind of fact is stored."""
    return str(kind.__struct_config__.tag)
