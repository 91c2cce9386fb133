"""What a dossier is among the others of its round: its quota, and doubles under another spelling."""

from collections.abc import Mapping

from domain.eligibility.case import Case
from domain.law.book import Rules
from domain.law.rows import Quota
from events.judgement import Reason, UsedFact

HUNDRED = 100


def quotas(case: Case, rules: Rules) -> list[Reason]:
    """Warn of every quota the round exceeds; a quota turns nobody away."""
    rows = rules.all(Quota, case.on, award=case.award)
    return [_quota(row, case.nominated, case.set_aside) for row in rows if row.decides]


def allowed(row: Quota, holders: int) -> int:
    """Give how many may be proposed among so many holders, in whole persons."""
    whole, rest = divmod(row.percent * holders, HUNDRED)
    match row.rounding:
        case "up":
            return whole + (1 if rest else 0)
        case "nearest":
            return whole + (1 if 2 * rest >= HUNDRED else 0)
        case "down":
            return whole


def _quota(row: Quota, nominated: Mapping[str, int], set_aside: Mapping[str, str]) -> Reason:
    mine, holders = nominated.get(row.award, 0), nominated.get(row.of_award, 0)
    rule = f"quota.{row.award}"
    facts = [
        UsedFact(name="nominated", value=str(mine)),
        UsedFact(name="holders", value=f"{holders} {row.of_award}"),
        UsedFact(name="allowed", value=str(allowed(row, holders))),
        UsedFact(name="percent_asked", value=str(row.percent)),
    ]
    if rule in set_aside:
        facts.append(UsedFact(name="set_aside", value=rule, document=set_aside[rule]))
    return Reason(
        rule=rule,
        verdict="warning" if mine > allowed(row, holders) else "pass",
        basis=row.basis,
        evidence=row.evidence,
        facts=tuple(facts),
    )


def doubles(case: Case) -> list[Reason]:
    """Warn of dossiers that look like the same subject's, for a person to look at."""
    if not case.doubles:
        return []
    found = tuple(UsedFact(name="nomination", value=double) for double in case.doubles)
    return [Reason(rule="subject.double", verdict="warning", facts=found)]
