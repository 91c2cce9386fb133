"""Tiền thưởng: base salary of the decision's date × coefficient × multiplier, rounded once as the decree says."""

from datetime import date
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from domain.law.book import Rules
from domain.law.rows import Award, BaseSalary, BonusRounding, Coefficient, Multiplier
from events.judgement import Bonus
from events.nomination import SubjectKind
from events.unit import Level

_EVIDENCE = ("verified", "local", "secondary", "practice", "memory")
"""From the strongest to the weakest."""
_MODES = {"up": ROUND_CEILING, "nearest": ROUND_HALF_UP}


def bonus(
    rules: Rules, award: str, *, recipient: SubjectKind, level: Level, decided_on: date
) -> Bonus | None:
    """Compute the bonus in whole đồng; None when a rule it needs is missing or known from memory only."""
    salary = rules.one(BaseSalary, decided_on)
    rounding = rules.one(BonusRounding, decided_on)
    coefficient = rules.one(Coefficient, decided_on, award=award, level=level) or rules.one(
        Coefficient, decided_on, award=award, level=None
    )
    factor: Multiplier | None = rules.one(Multiplier, decided_on, award=award, recipient=recipient)
    plain = recipient == "person" or _for_collectives(rules, award, decided_on)
    if salary is None or rounding is None or coefficient is None or (factor is None and not plain):
        return None
    times = factor.factor if factor is not None else Decimal(1)
    exact = salary.amount * coefficient.coefficient * times
    steps = (exact / rounding.step).quantize(Decimal(1), rounding=_MODES[rounding.mode])
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


def _for_collectives(rules: Rules, award: str, on: date) -> bool:
    """Say whether the award's own coefficient is already a collective's: titles that only collectives receive."""
    row = rules.one(Award, on, award=award)
    return row is not None and "person" not in row.recipients
