"""Views of judgements that record nothing: a dossier now, the impact of other rules, who could be proposed."""

from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from desk.views.asked import asks
from desk.views.base import View
from desk.views.names import Names
from desk.views.views import VERDICTS, RuleView
from domain.labels import fact_told
from domain.law.book import Book, Rules
from domain.wording import award_name, item_names, sentence
from events.base import NominationId, UnitId
from events.judgement import Reason, UsedFact
from workflows import prospects
from workflows.reading import Reading
from workflows.wiring import House

OUTCOMES = {
    "eligible": "đủ điều kiện, tiêu chuẩn",
    "returned": "trả lại để bổ sung",
    "ineligible": "không đủ điều kiện, tiêu chuẩn",
}


class CheckView(View):
    """How a dossier stands by the rules it is pinned to, now."""

    nomination: str
    subject: str
    award: str
    rules_of: str
    outcome: str
    rules: list[RuleView]


class ImpactView(View):
    """A dossier that other rules would judge otherwise."""

    nomination: str
    subject: str
    award: str
    before: str
    after: str
    because: list[str]

    def __str__(self) -> str:
        return f"{self.subject}, {self.award}: {self.before} → {self.after}; {'; '.join(self.because)}"


class ProspectView(View):
    """Somebody who could be proposed for an award."""

    subject: str
    award: str
    code: str
    sure: bool
    missing: str
    """What is not known yet, or waits for another dossier; empty when every condition is met firmly."""
    rules: list[RuleView]


def check(house: House, session: Session, nomination: str, today: date) -> CheckView | None:
    """Judge a dossier now, recording nothing; None when there is none or it is no longer on its way."""
    reading = house.handler.looking(session, "system:reader")
    judged = prospects.judge_now(NominationId(nomination), reading, today)
    if judged is None:
        return None
    dossier = reading.stream(nomination).state.dossier
    names, rules = Names(house.ledger, session, reading.recall), reading.rules(reading.organisation)
    return CheckView(
        nomination=nomination,
        subject=names.of(dossier.subject),
        award=award_name(rules, dossier.award),
        rules_of=judged.on.isoformat(),
        outcome=OUTCOMES[judged.outcome],
        rules=[rule_view(reason, rules, names) for reason in judged.reasons],
    )


def rule_view(reason: Reason, rules: Rules, names: Names) -> RuleView:
    """Show one rule's answer in words, with its basis and the facts that were used."""
    return RuleView(
        rule=reason.rule,
        verdict=reason.verdict,
        words=_words(reason, rules),
        basis=str(reason.basis) if reason.basis else None,
        evidence=reason.evidence,
        facts=[_fact(fact, names) for fact in reason.facts],
        conditional=list(reason.conditional or ()),
    )


def _words(reason: Reason, rules: Rules) -> str:
    if reason.verdict in {"pass", "unknown"}:
        return asks(reason, rules)
    return sentence(reason.model_copy(update={"basis": None}), item_names(rules, (reason,)))


def _fact(fact: UsedFact, names: Names) -> str:
    if fact.value.startswith(("person-", "unit-")):
        return fact_told(fact.model_copy(update={"value": names.of(fact.value)}))
    return fact_told(fact)


def impact(house: House, session: Session, book: Book | None, on: date | None) -> list[ImpactView]:
    """List the open dossiers that another book, or the rules of another day, would judge otherwise."""
    reading = house.handler.looking(session, "system:reader")
    names, rules = Names(house.ledger, session, reading.recall), reading.rules(reading.organisation)
    return [_impact(found, names, rules) for found in prospects.impact(book, on, reading)]


def _impact(found: prospects.Impact, names: Names, rules: Rules) -> ImpactView:
    return ImpactView(
        nomination=found.nomination,
        subject=names.of(found.subject),
        award=award_name(rules, found.award),
        before=OUTCOMES[found.before],
        after=OUTCOMES[found.after],
        because=list(_because(found.changed)),
    )


def _because(changed: Sequence[tuple[Reason | None, Reason | None]]) -> Iterator[str]:
    for old, new in changed:
        said = new or old
        if said is not None:
            was, now = (VERDICTS[reason.verdict] if reason else "không hỏi" for reason in (old, new))
            basis = f" (căn cứ {said.basis})" if said.basis else ""
            yield f"{said.rule}: {was} → {now}{basis}"


def _missing(reasons: Sequence[Reason], rules: Rules) -> Iterator[str]:
    for reason in reasons:
        if reason.verdict != "pass":
            facts = ", ".join(fact_told(fact) for fact in reason.facts)
            yield f"{asks(reason, rules)} ({facts})" if facts else asks(reason, rules)
        elif reason.conditional:
            yield f"{asks(reason, rules)} (chờ kết quả hồ sơ khác)"


def suggest(house: House, session: Session, year: int, on: date, unit: UnitId | None) -> list[ProspectView]:
    """List who could be proposed for what, the highest award first."""
    reading: Reading = house.handler.looking(session, "system:reader")
    names, rules = Names(house.ledger, session, reading.recall), reading.rules(reading.organisation)
    return [
        ProspectView(
            subject=names.of(found.subject),
            award=award_name(rules, found.award),
            code=found.award,
            sure=found.sure,
            missing="; ".join(_missing(found.reasons, rules)),
            rules=[rule_view(reason, rules, names) for reason in found.reasons],
        )
        for found in sorted(
            prospects.prospects(year, on, reading, unit),
            key=lambda found: (found.award, names.order(found.subject)),
        )
    ]
