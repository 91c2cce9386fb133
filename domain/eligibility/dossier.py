"""Completeness: each paper or fact that the rules of the pinned day ask of this award, merit, recipient and unit."""

from itertools import groupby
from typing import assert_never

from domain.eligibility.case import Case
from domain.law.book import Rules
from domain.law.rows import DossierItem
from events.judgement import Reason


def papers(case: Case, rules: Rules) -> list[Reason]:
    """Ask for every item; of alternatives one is enough."""
    asked = [item for item in rules.every(DossierItem, case.on) if _concerns(item, case)]
    asked.sort(key=lambda item: item.alternative or "")
    reasons = [_reason(item, case) for item in asked if item.alternative is None]
    for _name, listed in groupby(
        (item for item in asked if item.alternative is not None), key=lambda item: item.alternative
    ):
        answers = [_reason(item, case) for item in listed]
        passed = [answer for answer in answers if answer.verdict == "pass"]
        reasons.append(passed[0] if passed else answers[0])
    return reasons


def _reason(item: DossierItem, case: Case) -> Reason:
    here = item.item in _present(item, case)
    return Reason(
        rule=f"dossier.{item.item}",
        verdict="pass" if here else ("fail" if item.decides else "unknown"),
        basis=item.basis,
        evidence=item.evidence,
        field=item.item,
    )


def _concerns(item: DossierItem, case: Case) -> bool:
    asked = (
        (item.award, case.award),
        (item.merit, case.merit),
        (item.recipient, case.subject_kind),
        (item.unit_kind, case.unit_kind),
    )
    return item.procedure == case.procedure and all(
        wanted is None or wanted == given for wanted, given in asked
    )


def _present(item: DossierItem, case: Case) -> frozenset[str]:
    match item.place:
        case "submission":
            return case.set_papers
        case "line":
            return case.line_facts
        case "nomination":
            return case.papers
        case "subject":
            return case.subject_facts
        case "council":
            return frozenset({item.item})
        case _:
            assert_never(item.place)
