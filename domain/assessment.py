"""Thẩm tra một hồ sơ: every rule asked of it, with basis, the facts used, and pass, fail or unknown.

A failed rule that names a field is answered by a correction; one that names none ends the dossier.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Literal, assert_never

from domain.law.book import Rules
from domain.law.rows import Award, DossierItem, Prerequisite
from domain.record import GRADES
from events.base import Basis, NominationId
from events.judgement import Reason, UsedFact, Verdict
from events.nomination import AwardKind, MeritType, SubjectKind
from events.record import DisciplineRecorded, GradingRecorded, InitiativeRecognised

ONCE = Basis(document="Luật 06/2022/QH15", article="Đ5.2")
CATALOGUE = Basis(document="Luật 06/2022/QH15", article="Đ9, Đ19-20")
HUNDRED = 100
UNCHECKED = "chưa kiểm chứng"

Outcome = Literal["eligible", "returned", "ineligible"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything an assessment looks at; nothing of it is personal text."""

    award: str
    stated_kind: AwardKind
    subject_kind: SubjectKind
    merit: MeritType
    award_year: int
    on: date
    """The day whose rules are pinned to the dossier."""
    unit_kind: str | None = None
    papers: frozenset[str] = frozenset()
    set_papers: frozenset[str] = frozenset()
    line_facts: frozenset[str] = frozenset()
    """What the set's line tells: `so_phieu` when it gives the count of votes."""
    subject_facts: frozenset[str] = frozenset()
    """What is known of the subject: `ngay_sinh` when the birth date is on record."""
    recruited_on: date | None = None
    grading: GradingRecorded | None = None
    initiatives: tuple[InitiativeRecognised, ...] = ()
    disciplines: tuple[DisciplineRecorded, ...] = ()
    year_awards: frozenset[str] = frozenset()
    """Awards of this subject and year, decided or still on their way (those are conditional)."""
    members: int = 0
    holders: int = 0
    """Of a collective: its members, and how many of them hold or are proposed for the award asked about."""
    same_achievement: tuple[NominationId, ...] = ()


def assess(case: Case, rules: Rules) -> tuple[Reason, ...]:
    """Ask every rule that concerns this dossier."""
    award = rules.one(Award, case.on, award=case.award)
    return (
        *_catalogue(case, award),
        *_papers(case, rules),
        *_achievement(case),
        *_prerequisites(case, rules),
    )


def outcome(reasons: Iterable[Reason]) -> Outcome:
    """Say what the reasons come to: corrections are asked for before a dossier is ended."""
    failed = [reason for reason in reasons if reason.verdict == "fail"]
    if any(reason.field is None for reason in failed):
        return "ineligible"
    return "returned" if failed else "eligible"


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


def _papers(case: Case, rules: Rules) -> list[Reason]:
    """Completeness: each item that the rules ask of this award, merit, recipient and kind of unit."""
    asked = [item for item in rules.every(DossierItem, case.on) if _concerns(item, case)]
    return [
        Reason(
            rule=f"dossier.{item.item}",
            verdict="pass" if item.item in _present(item, case) else ("fail" if item.decides else "unknown"),
            basis=item.basis,
            evidence=item.evidence,
            field=item.item,
        )
        for item in asked
    ]


def _concerns(item: DossierItem, case: Case) -> bool:
    asked = (
        (item.award, case.award),
        (item.merit, case.merit),
        (item.recipient, case.subject_kind),
        (item.unit_kind, case.unit_kind),
    )
    return all(wanted is None or wanted == given for wanted, given in asked)


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
        case _:
            assert_never(item.place)


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


def _prerequisites(case: Case, rules: Rules) -> list[Reason]:
    rows = rules.every(Prerequisite, case.on, award=case.award)
    reasons = []
    for _group, members in groupby(rows, key=lambda row: row.group or row.rule):
        alternatives = list(members)
        answers = [_answer(row, case) for row in alternatives]
        reasons.append(answers[0] if len(answers) == 1 else _any_of(alternatives, answers))
    return reasons


def _any_of(rows: Sequence[Prerequisite], answers: Sequence[Reason]) -> Reason:
    """One of several conditions is enough."""
    verdicts = {answer.verdict for answer in answers}
    verdict: Verdict = "pass" if "pass" in verdicts else ("unknown" if "unknown" in verdicts else "fail")
    return Reason(
        rule=rows[0].group or rows[0].rule,
        verdict=verdict,
        basis=rows[0].basis,
        evidence=rows[0].evidence,
        facts=tuple(fact for answer in answers for fact in answer.facts),
    )


def _answer(row: Prerequisite, case: Case) -> Reason:
    verdict, facts = _ask(row, case)
    if not row.decides and verdict == "fail":
        verdict = "unknown"
    return Reason(rule=row.rule, verdict=verdict, basis=row.basis, evidence=row.evidence, facts=facts)


def _ask(row: Prerequisite, case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    match row.kind:
        case "grading_at_least":
            return _grading(row, case)
        case "service_months":
            return _service(row, case)
        case "initiative":
            return _initiative(case)
        case "award_same_year":
            return _same_year(row, case)
        case "share_of_collective":
            return _share(row, case)
        case "no_discipline":
            return _discipline(case)
        case _:
            return "unknown", ()


def _grading(row: Prerequisite, case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    grading = case.grading
    if grading is None or row.grade is None:
        return "unknown", (UsedFact(name="grading", value=f"chưa có xếp loại năm {case.award_year}"),)
    fact = UsedFact(
        name="grading",
        value=grading.grade,
        document=grading.document.number,
        checked_by=grading.checked_by or UNCHECKED,
    )
    good = [str(grade) for grade in GRADES].index(grading.grade) >= [str(grade) for grade in GRADES].index(
        row.grade
    )
    return ("pass" if good else "fail"), (fact,)


def months_served(since: date, until: date) -> int:
    """Count the whole months from `since` to the end of `until`."""
    end = until + timedelta(days=1)
    months = (end.year - since.year) * 12 + end.month - since.month
    return months - (1 if end.day < since.day else 0)


def _service(row: Prerequisite, case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    if case.recruited_on is None or row.months is None:
        return "unknown", ()
    served = months_served(case.recruited_on, date(case.award_year, 12, 31))
    facts = (
        UsedFact(name="recruited_on", value=case.recruited_on.isoformat()),
        UsedFact(name="months_served", value=str(max(served, 0))),
        UsedFact(name="months_asked", value=str(row.months)),
    )
    return ("pass" if served >= row.months else "fail"), facts


def _initiative(case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    mine = [initiative for initiative in case.initiatives if initiative.year == case.award_year]
    if not mine:
        return "fail", (UsedFact(name="initiative", value="không có sáng kiến được ghi nhận"),)
    return "pass", tuple(
        UsedFact(
            name="initiative",
            value=initiative.title,
            document=initiative.document.number,
            checked_by=initiative.checked_by or UNCHECKED,
        )
        for initiative in mine
    )


def _same_year(row: Prerequisite, case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    fact = UsedFact(name="award_same_year", value=", ".join(row.of_awards) or "-")
    return ("pass" if case.year_awards.intersection(row.of_awards) else "fail"), (fact,)


def _share(row: Prerequisite, case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    if not case.members or row.percent is None:
        return "unknown", (UsedFact(name="members", value="chưa có số thành viên"),)
    facts = (
        UsedFact(name="holders", value=f"{case.holders}/{case.members}"),
        UsedFact(name="percent_asked", value=str(row.percent)),
    )
    return ("pass" if case.holders * HUNDRED >= row.percent * case.members else "fail"), facts


def _discipline(case: Case) -> tuple[Verdict, tuple[UsedFact, ...]]:
    active = [entry for entry in case.disciplines if entry.since.year <= case.award_year]
    if not active:
        return "pass", ()
    return "fail", tuple(
        UsedFact(
            name="discipline",
            value=entry.kind,
            document=entry.document.number,
            checked_by=entry.checked_by or UNCHECKED,
        )
        for entry in active
    )
