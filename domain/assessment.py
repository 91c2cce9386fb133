"""Thẩm tra một hồ sơ: every rule asked of it, with basis, the facts used, and pass, fail, warning or unknown.

A failed rule that names a field is answered by a correction; one that names none ends the dossier.
"""

from collections.abc import Iterable
from typing import Literal

from domain.eligibility.case import Case
from domain.eligibility.conditions import conditions
from domain.eligibility.dossier import papers
from domain.eligibility.round import doubles, quotas
from domain.eligibility.work import situations
from domain.law.book import Rules
from domain.law.rows import Authority, Award, Situation
from events.base import Basis, NominationId
from events.judgement import Reason, UsedFact

ONCE = Basis(document="Luật 06/2022/QH15", article="Đ5.2")
CATALOGUE = Basis(document="Luật 06/2022/QH15", article="Đ9, Đ19-20")

Outcome = Literal["eligible", "returned", "ineligible"]


def assess(case: Case, rules: Rules) -> tuple[Reason, ...]:
    """Ask every rule that concerns this dossier."""
    award = rules.one(Award, case.on, award=case.award)
    return (
        *_catalogue(case, award),
        *_authority(case, rules),
        *papers(case, rules),
        *_achievement(case),
        *_situations(case, rules),
        *conditions(case, rules),
        *quotas(case, rules),
        *doubles(case),
        *_posthumous(case),
    )


def outcome(reasons: Iterable[Reason]) -> Outcome:
    """Say what the reasons come to: corrections are asked for before a dossier is ended."""
    failed = [reason for reason in reasons if reason.verdict == "fail"]
    if any(reason.field is None for reason in failed):
        return "ineligible"
    return "returned" if failed else "eligible"


def conditional(reasons: Iterable[Reason]) -> frozenset[NominationId]:
    """Name the dossiers, still on their way, that the judgement rests on."""
    return frozenset(line for reason in reasons for line in reason.conditional or ())


def _catalogue(case: Case, award: Award | None) -> list[Reason]:
    if award is None:
        return [Reason(rule="catalogue.award", verdict="unknown", basis=CATALOGUE)]
    named = UsedFact(name="stated_kind", value=case.stated_kind)
    kind = Reason(
        rule="catalogue.kind",
        verdict="pass" if award.kind == case.stated_kind else "fail",
        basis=award.basis,
        evidence=award.evidence,
        field="stated_kind",
        facts=(named,),
    )
    return [kind]


def _authority(case: Case, rules: Rules) -> list[Reason]:
    """Say which level's head decides this award on the pinned day; nobody knows when no rule may say it."""
    rows = rules.all(Authority, case.on, award=case.award)
    deciding = [row for row in rows if row.decides]
    shown = deciding or rows
    if not shown:
        return []
    return [
        Reason(
            rule="authority.level",
            verdict="pass" if deciding else "unknown",
            basis=shown[0].basis,
            evidence=shown[0].evidence,
            facts=tuple(UsedFact(name="decides", value=row.office) for row in shown),
        )
    ]


def _achievement(case: Case) -> list[Reason]:
    """Không tặng nhiều danh hiệu, hình thức cho một thành tích (Đ5.2)."""
    if not case.same_achievement:
        return []
    others = tuple(UsedFact(name="nomination", value=other) for other in case.same_achievement)
    return [
        Reason(
            rule="achievement.once",
            verdict="fail",
            basis=ONCE,
            evidence="verified",
            field="achievement",
            facts=others,
        )
    ]


def _situations(case: Case, rules: Rules) -> list[Reason]:
    """Chưa xét khen thưởng: a matter still open sends the dossier back; it may come again when it is closed."""
    rows = {row.situation: row for row in rules.every(Situation, case.on) if row.decides}
    return [
        Reason(
            rule=f"situation.{found.kind}",
            verdict="fail",
            basis=rows[found.kind].basis,
            evidence=rows[found.kind].evidence,
            field="situation",
            facts=(
                UsedFact(
                    name="since",
                    value=found.since.isoformat(),
                    document=found.document.number,
                    checked_by=found.checked_by,
                ),
            ),
        )
        for found in situations(case, tuple(rows))
    ]


def _posthumous(case: Case) -> list[Reason]:
    """Truy tặng: the award goes to the family."""
    if case.died_on is None:
        return []
    told = UsedFact(name="died_on", value=case.died_on.isoformat())
    return [Reason(rule="subject.posthumous", verdict="warning", facts=(told,))]
