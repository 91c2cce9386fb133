"""What a judgement leaves behind: every rule asked, its basis, the facts used, and what came out."""

from typing import Literal

from events.base import Basis, Code, Count, Fact, NominationId, Number, Text

Verdict = Literal["pass", "fail", "unknown", "warning"]
Evidence = Literal["verified", "secondary", "practice", "memory", "local"]


class UsedFact(Fact):
    """A fact the rule looked at, and who says so; a fact without a checker is "chưa kiểm chứng"."""

    name: Code
    value: Text
    document: Text | None = None
    checked_by: Text | None = None


class Reason(Fact):
    """One rule's answer."""

    rule: Code
    verdict: Verdict
    basis: Basis | None = None
    evidence: Evidence | None = None
    field: Code | None = None
    """The field of the dossier to correct, when the answer is a correction."""
    facts: tuple[UsedFact, ...] = ()
    conditional: tuple[NominationId, ...] | None = None
    """Dossiers still on their way that a pass rests on; it is asked again when they are settled."""


class Pin(Fact):
    """Which rules a dossier is judged by: the hash of everything adopted when it was first received."""

    rules: Code
    on: Text


class Tally(Fact):
    """The count for one dossier, in whole votes, and the share that the rule asks of which base."""

    votes_for: Count
    votes_against: Count
    abstained: Count = 0
    invalid: Count = 0
    recused: Count = 0
    left_base: Count | None = None
    """How many of the recused the rule takes out of the base."""
    base: Count
    """The number of members the share is counted against."""
    needed: Count
    passed: bool
    basis: Basis | None = None
    evidence: Evidence | None = None
    casting: Literal["for", "against"] | None = None
    """What the chair said when as many agreed as opposed, where the council's rules let the chair decide."""
    casting_basis: Basis | None = None


class Overlap(Fact):
    """Danh hiệu khác của cùng kỳ: the rule for several, and whether its bonus is taken off here."""

    nomination: NominationId
    award: Code
    amount: Count | None = None
    deducted: bool
    basis: Basis
    evidence: Evidence


class Bonus(Fact):
    """Tiền thưởng: base salary on the decision's date × coefficient × multiplier, rounded by the decree."""

    amount: Count
    base_salary: Count
    coefficient: Number
    multiplier: Number
    rounded_to: Count
    basis: Basis
    evidence: Evidence
    full: Count | None = None
    """What the award brings alone, where the bonus of another title of the period was taken off."""
