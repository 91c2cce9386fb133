"""Which question each kind of condition puts to the case, and how alternatives add up."""

from collections.abc import Sequence
from itertools import groupby
from typing import assert_never

from domain.eligibility import collective, holdings, work
from domain.eligibility.case import Answer, Case
from domain.law.book import Rules
from domain.law.rows import Prerequisite
from events.judgement import Reason, Verdict


def conditions(case: Case, rules: Rules) -> list[Reason]:
    """Ask every condition of the award; a group is passed when all conditions of one of its routes are."""
    rows = [row for row in rules.every(Prerequisite, case.on, award=case.award) if _concerns(row, case)]
    reasons = []
    for _group, listed in groupby(rows, key=lambda row: row.group or row.rule):
        members = list(listed)
        answers = [_answer(row, case, rules) for row in members]
        single = len(members) == 1 and members[0].group is None
        reasons.append(_reason(members[0], answers[0]) if single else _any_route(members, answers))
    return reasons


def _concerns(row: Prerequisite, case: Case) -> bool:
    return row.recipient in (None, case.subject_kind) and row.merit in (None, case.merit)


def _reason(row: Prerequisite, answer: Answer, rule: str | None = None) -> Reason:
    return Reason(
        rule=rule or row.rule,
        verdict=answer.verdict,
        basis=row.basis,
        evidence=row.evidence,
        field=CORRECTED.get(row.kind) if answer.verdict == "fail" else None,
        facts=answer.facts,
        conditional=answer.conditional or None,
    )


CORRECTED = {
    "award_held": "past_awards",
    "award_streak": "past_awards",
    "former_unit_opinion": work.FORMER_OPINION,
}
"""What a failed condition asks to be supplied: a record may lack an old award, so nobody is turned away for that."""


def _answer(row: Prerequisite, case: Case, rules: Rules) -> Answer:
    """Ask one condition; a rule that may not decide fails nobody."""
    answer = ask(row, case, rules)
    if not row.decides and answer.verdict == "fail":
        return Answer("unknown", answer.facts)
    return answer


def _any_route(rows: Sequence[Prerequisite], answers: Sequence[Answer]) -> Reason:
    """Pass by the first route that passes firmly; else by one that passes on condition."""
    routes: dict[str, list[Answer]] = {}
    for row, answer in zip(rows, answers, strict=True):
        routes.setdefault(row.route or row.rule, []).append(answer)
    together = [_together(route) for route in routes.values()]
    passing = [answer for answer in together if answer.verdict == "pass"]
    name = rows[0].group or rows[0].rule
    if passing:
        best = min(passing, key=lambda answer: len(answer.conditional))
        shown = tuple(fact for answer in passing for fact in answer.facts)
        return _reason(rows[0], Answer("pass", shown, best.conditional), name)
    verdict: Verdict = "unknown" if any(answer.verdict == "unknown" for answer in together) else "fail"
    facts = tuple(fact for answer in together for fact in answer.facts)
    return _reason(rows[0], Answer(verdict, facts), name)


def _together(answers: Sequence[Answer]) -> Answer:
    """Add up conditions that must all hold."""
    verdicts = {answer.verdict for answer in answers}
    verdict: Verdict = "fail" if "fail" in verdicts else ("unknown" if "unknown" in verdicts else "pass")
    return Answer(
        verdict,
        tuple(fact for answer in answers for fact in answer.facts),
        tuple(line for answer in answers for line in answer.conditional),
    )


def ask(row: Prerequisite, case: Case, rules: Rules) -> Answer:
    """Put one condition to the case."""
    match row.kind:
        case "grading_at_least":
            return work.grading(row, case)
        case "graded_streak":
            return work.graded_streak(row, case)
        case "service_months":
            return work.service(row, case)
        case "absent_days":
            return work.absence(row, case, rules)
        case "initiative":
            return work.initiatives(row, case)
        case "no_discipline":
            return work.discipline(row, case)
        case "former_unit_opinion":
            return work.former_unit(row, case)
        case "award_same_year":
            return holdings.same_year(row, case)
        case "award_streak":
            return holdings.streak(row, case, rules)
        case "award_held":
            return holdings.held_before(row, case, rules)
        case "share_of_collective":
            return collective.share(row, case)
        case "count_in_collective":
            return collective.count(row, case)
        case "share_graded":
            return collective.graded(row, case)
        case _:
            assert_never(row.kind)
