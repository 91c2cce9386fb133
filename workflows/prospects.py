"""Judgements that record nothing: how a dossier stands now, what other rules would say, who could be proposed for what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import col, select

from domain.assessment import Outcome, assess, outcome
from domain.eligibility.conditions import conditions
from domain.law.book import Book, Layer, Rules
from domain.law.rows import Award, Prerequisite
from domain.nomination.states import (
    BeforeCouncil,
    Dossier,
    Draft,
    Eligible,
    Forwarded,
    Recommended,
    Returned,
    Submitted,
    pin_of,
)
from events.base import NominationId, SubjectId, SubmissionId, UnitId
from events.judgement import Reason
from events.nomination import MeritType, NominationSubmitted, SubjectKind
from projections import queries
from projections import tables as t
from workflows.facts.case import case_of, foresee
from workflows.reading import Reading

OPEN = ("submitted", "returned", "eligible", "before_council", "recommended", "forwarded")
"""Stages of a dossier that is judged and not yet decided."""
OnItsWay = Draft | Submitted | Returned | Eligible | BeforeCouncil | Recommended | Forwarded
PROPOSED: MeritType = "cong_trang"
"""What is suggested: the regular awards for merit; nobody's sudden deed can be foreseen."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules of a day say of a dossier, as the facts stand now."""

    on: date
    outcome: Outcome
    reasons: tuple[Reason, ...]


def judge_now(nomination: NominationId, reading: Reading, today: date) -> Judgement | None:
    """Judge a dossier by its pinned rules, a draft by those of today; nothing is recorded."""
    state = reading.stream(nomination).state
    if not isinstance(state, OnItsWay):
        return None
    pin = pin_of(state)
    if pin is None:
        return _judged(state, reading.rules(reading.organisation), today, reading)
    rules = reading.pinned(pin.rules, reading.organisation)
    return _judged(state, rules, date.fromisoformat(pin.on), reading)


def judge_all(
    nominations: Sequence[NominationId], reading: Reading, today: date
) -> Iterator[tuple[NominationId, Judgement]]:
    """Judge many dossiers, looking up together what their cases have in common; the decided ones are left out."""
    states = [reading.stream(nomination).state for nomination in nominations]
    foresee([state.dossier.subject for state in states if isinstance(state, OnItsWay)], reading)
    for nomination in nominations:
        judged = judge_now(nomination, reading, today)
        if judged is not None:
            yield nomination, judged


def _judged(state: OnItsWay, rules: Rules, on: date, reading: Reading) -> Judgement:
    case = case_of(state.dossier, _submission(state, reading), on, rules, reading)
    reasons = assess(case, rules)
    return Judgement(on, outcome(reasons), reasons)


def _submission(state: OnItsWay, reading: Reading) -> SubmissionId | None:
    """Give the set a dossier was handed in with; its later states no longer say."""
    if isinstance(state, Submitted | Returned | Eligible):
        return state.submission
    handed_in = (
        event.submission
        for event in reading.ledger.load(state.dossier.nomination)
        if isinstance(event, NominationSubmitted)
    )
    return next(handed_in, None)


@dataclass(frozen=True, slots=True)
class Impact:
    """A dossier whose outcome other rules would change, with the conditions that speak differently."""

    nomination: NominationId
    award: str
    subject: SubjectId
    before: Outcome
    after: Outcome
    changed: tuple[tuple[Reason | None, Reason | None], ...]
    """The same rule's answers before and after; None where it was not, or is not, asked."""


def impact(book: Book | None, on: date | None, reading: Reading) -> Iterator[Impact]:
    """Judge every open dossier again by another book, or by the rules of another day, and tell which would change."""
    rows = reading.session.exec(
        select(t.NominationRow.nomination)
        .where(col(t.NominationRow.stage).in_(OPEN))
        .order_by(col(t.NominationRow.nomination))
    ).all()
    for nomination in rows:
        found = _impact(NominationId(nomination), book, on, reading)
        if found is not None:
            yield found


def _impact(nomination: NominationId, book: Book | None, on: date | None, reading: Reading) -> Impact | None:
    state = reading.stream(nomination).state
    pin = pin_of(state)
    if not isinstance(state, OnItsWay) or pin is None:
        return None
    pinned = reading.pinned(pin.rules, reading.organisation)
    chain = queries.chain(reading.session, reading.organisation)
    other = (book or reading.law.book).rules(chain)
    before = _judged(state, pinned, date.fromisoformat(pin.on), reading)
    after = _judged(state, other, on or date.fromisoformat(pin.on), reading)
    if before.outcome == after.outcome:
        return None
    return Impact(
        nomination,
        state.dossier.award,
        state.dossier.subject,
        before.outcome,
        after.outcome,
        tuple(_changed(before.reasons, after.reasons)),
    )


def _changed(
    before: Sequence[Reason], after: Sequence[Reason]
) -> Iterator[tuple[Reason | None, Reason | None]]:
    was = {reason.rule: reason for reason in before}
    now = {reason.rule: reason for reason in after}
    for rule in dict.fromkeys((*was, *now)):
        old, new = was.get(rule), now.get(rule)
        if _verdict(old) != _verdict(new):
            yield old, new


def _verdict(reason: Reason | None) -> str:
    return reason.verdict if reason else "pass"


def with_overlay(book: Book, layer: Layer) -> Book:
    """Give the book as it would be with one more overlay, or with another text of the same one."""
    layers = (*(known for known in book.layers if known.name != layer.name), layer)
    return replace(book, layers=layers)


@dataclass(frozen=True, slots=True)
class Prospect:
    """Somebody who meets every condition of an award for a year, or all but what nobody knows."""

    subject: SubjectId
    award: str
    reasons: tuple[Reason, ...]

    @property
    def sure(self) -> bool:
        """Say whether every condition is met firmly."""
        return all(reason.verdict == "pass" and not reason.conditional for reason in self.reasons)


def prospects(year: int, on: date, reading: Reading, unit: UnitId | None = None) -> Iterator[Prospect]:
    """Tell who could be proposed for which award of merit, by the rules of `on`; an award already proposed is left out."""
    rules = reading.rules(reading.organisation)
    awards = [
        award
        for award in rules.all(Award, on)
        if award.decides and rules.every(Prerequisite, on, award=award.award)
    ]
    for subject, kind, home in _subjects(reading, year, unit):
        has = {row.award for row, _ in queries.awards_of(reading.session, [subject], year)}
        for award in awards:
            if kind in award.recipients and award.award not in has:
                found = _prospect(_imagined(subject, kind, home, award, year), rules, on, reading)
                if found is not None:
                    yield found


def _subjects(
    reading: Reading, year: int, unit: UnitId | None
) -> Iterator[tuple[SubjectId, SubjectKind, UnitId]]:
    units = [unit] if unit else [UnitId(known) for known in queries.units(reading.session)]
    for home in units:
        yield SubjectId(home), "collective", home
        for person in queries.members_of(reading.session, home, f"{year}-12-31"):
            yield SubjectId(person), "person", home


def _imagined(subject: SubjectId, kind: SubjectKind, home: UnitId, award: Award, year: int) -> Dossier:
    return Dossier(
        nomination=NominationId("nomination-imagined"),
        subject=subject,
        subject_kind=kind,
        award=award.award,
        stated_kind=award.kind,
        merit=PROPOSED,
        award_year=year,
        school_year=False,
        movement=None,
        unit=home,
        achievement=None,
        happened=None,
        papers=(),
    )


def _prospect(dossier: Dossier, rules: Rules, on: date, reading: Reading) -> Prospect | None:
    case = case_of(dossier, None, on, rules, reading)
    reasons = tuple(conditions(case, rules))
    met = [reason for reason in reasons if reason.verdict == "pass"]
    if not met or any(reason.verdict == "fail" for reason in reasons):
        return None
    return Prospect(dossier.subject, dossier.award, reasons)
