"""Who pays a bonus, and what is left of it when one subject holds several titles of one period."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from domain.law.book import Rules
from domain.law.rows import Award, BonusOverlap, Payer
from events.base import NominationId, UnitId
from events.judgement import Bonus, Overlap
from events.unit import Level

TITLES = "titles_of_one_period"


@dataclass(frozen=True, slots=True)
class OtherAward:
    """Another award of the same subject and period."""

    nomination: NominationId
    award: str
    amount: int | None
    """What it brings here, in đồng; None when another payer owes it, or nobody has reckoned it."""


@dataclass(frozen=True, slots=True)
class Proposer:
    """A unit on the way from whoever proposed to the authority, with its level."""

    unit: UnitId
    level: Level


def payer(rules: Rules, authority: UnitId, level: Level, proposers: Sequence[Proposer], on: date) -> UnitId:
    """Give the unit that pays: the one that decides, unless a rule lays it on the ministry or province that proposed."""
    row = rules.one(Payer, on, level=level)
    if row is None or row.payer == "decider":
        return authority
    return next((known.unit for known in proposers if known.level in ("ministry", "province")), authority)


def overlaps(rules: Rules, award: str, others: Iterable[OtherAward], on: date) -> tuple[Overlap, ...]:
    """Name the titles of the same period beside this one, with the rule; one that may not decide is only a note."""
    row = next(iter(rules.all(BonusOverlap, on, case=TITLES)), None)
    if row is None or row.paid != "highest" or not _is_title(rules, award, on):
        return ()
    return tuple(
        Overlap(
            nomination=other.nomination,
            award=other.award,
            amount=other.amount,
            deducted=row.decides and other.amount is not None,
            basis=row.basis,
            evidence=row.evidence,
        )
        for other in others
        if _is_title(rules, other.award, on)
    )


def _is_title(rules: Rules, award: str, on: date) -> bool:
    row = rules.one(Award, on, award=award)
    return row is not None and row.kind == "title"


def net(bonus: Bonus, beside: Iterable[Overlap]) -> Bonus:
    """Give what is still to be paid, so that all titles of the period together bring what the highest does."""
    known = sum(overlap.amount or 0 for overlap in beside if overlap.deducted)
    if not known:
        return bonus
    return bonus.model_copy(update={"amount": max(0, bonus.amount - known), "full": bonus.amount})
