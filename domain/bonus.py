"""Tiền thưởng: base salary of the decision's date × coefficient × multiplier, rounded once as the decree says."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from domain.law.book import Rules
from domain.law.missing import required
from domain.law.rows import BaseSalary, BonusRounding, Coefficient, Multiplier
from domain.refusal import RuleMissing
from events.judgement import Bonus
from events.nomination import SubjectKind
from events.unit import Level

_EVIDENCE = ("verified", "local", "secondary", "practice", "memory")
"""From the strongest to the weakest."""
_MODES = {"up": ROUND_CEILING, "nearest": ROUND_HALF_UP}
ONCE = Decimal(1)


def bonus(
    rules: Rules, award: str, *, recipient: SubjectKind, level: Level, decided_on: date
) -> Bonus | None:
    """Compute the bonus in whole đồng; None when a rule it needs is missing or known from memory only."""
    try:
        return priced(rules, award, recipient=recipient, level=level, decided_on=decided_on)
    except RuleMissing:
        return None


def priced(rules: Rules, award: str, *, recipient: SubjectKind, level: Level, decided_on: date) -> Bonus:
    """Compute the bonus in whole đồng; raises `RuleMissing` naming the rule that has to be adopted."""
    salary = required(rules, BaseSalary, decided_on)
    rounding = required(rules, BonusRounding, decided_on)
    coefficient = _own_coefficient(rules, award, recipient, level, decided_on)
    factor: Multiplier | None = None
    if coefficient is None:
        coefficient = required(
            rules, Coefficient, decided_on, award=award, level=level, recipient="person", at_most=False
        )
        factor = required(rules, Multiplier, decided_on, award=award, recipient=recipient)
    times = factor.factor if factor is not None else ONCE
    exact = salary.amount * coefficient.coefficient * times
    steps = (exact / rounding.step).quantize(ONCE, rounding=_MODES[rounding.mode])
    weakest = max((coefficient, factor or coefficient), key=lambda row: _EVIDENCE.index(row.evidence))
    return Bonus(
        amount=int(steps) * rounding.step,
        base_salary=salary.amount,
        coefficient=coefficient.coefficient,
        multiplier=times,
        rounded_to=rounding.step,
        basis=weakest.basis,
        evidence=weakest.evidence,
    )


def _own_coefficient(
    rules: Rules, award: str, recipient: SubjectKind, level: Level, on: date
) -> Coefficient | None:
    """Give the coefficient a text names for this very recipient; a person's is asked for, others may be multiplied."""
    asked = {"award": award, "level": level, "recipient": recipient, "at_most": False}
    if recipient == "person":
        return required(rules, Coefficient, on, **asked)
    return rules.one(Coefficient, on, **asked)
