"""One dossier as its page shows it: where it stands and why, what was counted, what happened, as far as the reader may know."""

from collections.abc import Sequence

from desk.views.asked import asked
from desk.views.base import View
from desk.views.comments import CommentView, PublishedView, comments, published
from desk.views.consulted import ConsultedView, consulted
from desk.views.history import happened, history_of
from desk.views.mask import Mask
from desk.views.names import Names
from desk.views.read import KEPT, outcome
from desk.views.reasons import reasons_on_record
from desk.views.views import HappenedView
from domain.nomination.states import Returned, State
from domain.wording import item_names, sentence
from events.judgement import Reason, Tally
from workflows.reading import Reading


class SaidFact(View):
    """A fact that a rule's answer rests on, by its code."""

    name: str
    value: str


class ConditionView(View):
    """One rule's answer in words."""

    verdict: str
    words: str
    basis: str | None
    evidence: str | None
    facts: list[SaidFact]


class CountView(View):
    """What the council counted of a dossier."""

    votes_for: int
    votes_against: int
    abstained: int
    base: int
    needed: int
    passed: bool
    basis: str | None


class DossierView(View):
    """A dossier in full."""

    nomination: str
    stage: str
    outcome: str
    achievement: str | None
    to_correct: list[str]
    conditions: list[ConditionView]
    count: CountView | None
    consulted: list[ConsultedView]
    """What other agencies said of it (hiệp y)."""
    published: list[PublishedView]
    comments: list[CommentView]
    """What was commented while it was public; kept from the unit that proposes, as who commented is."""
    history: list[HappenedView]


def dossier(reading: Reading, names: Names, mask: Mask, nomination: str) -> DossierView:
    """Give a dossier that is there; its own words are kept by a conflict of interest alone, its count by the veil as well."""
    row = reading.dossiers([nomination])[nomination]
    state: State = reading.stream(nomination).state
    hidden, kept = mask.hides(nomination), mask.keeps(nomination)
    stored = reading.history(nomination)
    history = history_of(stored, kept=kept)
    names.know([one.envelope.by.who for one in history] + [row.subject, row.unit])
    told = getattr(state, "dossier", None)
    return DossierView(
        nomination=nomination,
        stage=mask.stage(nomination, row.stage),
        outcome=KEPT if kept else outcome(state, reading),
        achievement=reading.ledger.open_field(told.achievement) if told and not hidden else None,
        to_correct=_to_correct(state, reading, row.award),
        conditions=[] if hidden else _conditions(reasons_on_record(stored), reading, row.award),
        consulted=[] if hidden else consulted(reading, names, nomination),
        published=published(stored),
        comments=[] if hidden or mask.veiled else comments(reading.ledger, stored),
        count=None if kept else _count(getattr(state, "tally", None)),
        history=[happened(one, names) for one in history],
    )


def _count(tally: Tally | None) -> CountView | None:
    if tally is None:
        return None
    return CountView(
        votes_for=tally.votes_for,
        votes_against=tally.votes_against,
        abstained=tally.abstained,
        base=tally.base,
        needed=tally.needed,
        passed=tally.passed,
        basis=str(tally.basis) if tally.basis else None,
    )


def _conditions(found: Sequence[Reason], reading: Reading, award: str) -> list[ConditionView]:
    names = item_names(reading.rules(reading.organisation), tuple(found), award)
    return [
        ConditionView(
            verdict=reason.verdict,
            words=asked(reason, names),
            basis=str(reason.basis) if reason.basis else None,
            evidence=reason.evidence,
            facts=[SaidFact(name=fact.name, value=fact.value) for fact in reason.facts],
        )
        for reason in found
    ]


def _to_correct(state: State, reading: Reading, award: str) -> list[str]:
    if not isinstance(state, Returned):
        return []
    names = item_names(reading.rules(reading.organisation), state.reasons, award)
    return [sentence(reason, names) for reason in state.reasons if reason.verdict == "fail"]
