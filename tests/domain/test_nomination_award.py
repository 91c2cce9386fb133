from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.decision.facts import POWERS
from domain.law.rows import BonusOverlap
from domain.nomination.commands import DecideAward, PresentAward, RecordBonusPaid, RefuseNomination
from domain.nomination.facts import NominationFacts
from domain.nomination.states import Awarded, Ended
from domain.payment import OtherAward
from domain.refusal import NotAuthorised, NotFound
from events.base import Basis, NominationId, UnitId
from events.judgement import Bonus
from events.nomination import AwardDecided, NominationRefused
from events.personal import Clear
from tests.domain.dossiers import (
    AWARDED,
    CEREMONY,
    DECISION,
    DOSSIER,
    DRAFTED,
    ENOUGH,
    FACTS,
    PAID,
    PRESENTED,
    PROVINCE,
    STEPS,
    TO_AWARDED,
    TO_FORWARDED,
    TO_RECOMMENDED,
    along,
    dossier,
    state,
)
from tests.domain.rules import law_and, row
from tests.spec import HOME, by, engine

COMMUNE = replace(FACTS, authority_level="commune", payer=HOME)
BONUS = Bonus(
    amount=710_000,
    base_salary=2_340_000,
    coefficient=Decimal("0.3"),
    multiplier=Decimal(1),
    rounded_to=10_000,
    basis=Basis(document="NĐ 98/2023/NĐ-CP", article="Đ54"),
    evidence="verified",
)


REFUSED = NominationRefused(
    nomination=DOSSIER, decision=DECISION, ground="standard", basis=POWERS,
    reason=Clear(DRAFTED.subject, "evidence", "Chưa đủ."), on=date(2024, 12, 27),
)  # fmt: skip


def decide(authority: UnitId = HOME, on: date = AWARDED.on) -> DecideAward:
    return DecideAward(nomination=DOSSIER, decision=DECISION, authority=authority, on=on, **engine())


def present(role: str = "organiser") -> PresentAward:
    return PresentAward(nomination=DOSSIER, how="in_person", on=PRESENTED.on, ceremony=CEREMONY, **by(role))


def refuse() -> RefuseNomination:
    return RefuseNomination(
        nomination=DOSSIER, decision=DECISION, ground="standard", basis=POWERS, reason="Chưa đủ.", on=REFUSED.on,
        **by("authority"),
    )  # fmt: skip


def pay(amount: int = 710_000) -> RecordBonusPaid:
    return RecordBonusPaid(
        nomination=DOSSIER, amount=amount, payment_list="ds-1", on=PAID.on, **by("accountant")
    )


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ54")
def test_an_award_of_the_own_authority_brings_the_bonus_of_the_decisions_day() -> None:
    dossier(*TO_FORWARDED, facts=COMMUNE).when(decide()).then(
        AWARDED.model_copy(update={"bonus": BONUS, "payer": HOME})
    )


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ49")
@pytest.mark.parametrize(("on", "amount"), [(date(2025, 6, 30), 360_000), (date(2025, 7, 1), 710_000)])
def test_the_salary_and_coefficient_are_those_of_the_decisions_day(on: date, amount: int) -> None:
    commended = DRAFTED.model_copy(update={"award": "GK", "stated_kind": "form"})
    (decided,) = dossier(commended, *TO_FORWARDED[1:], facts=COMMUNE).when(decide(on=on)).decides()
    assert isinstance(decided, AwardDecided)
    assert decided.bonus is not None
    assert decided.bonus.amount == amount


@pytest.mark.parametrize(
    ("facts", "authority"),
    [(replace(FACTS, authority_level="province"), PROVINCE), (replace(FACTS, payer=HOME), HOME)],
    ids=["another authority", "an authority of unknown level"],
)
def test_who_does_not_decide_does_not_pay(facts: NominationFacts, authority: UnitId) -> None:
    dossier(*TO_FORWARDED, facts=facts).when(decide(authority)).then(
        AWARDED.model_copy(update={"authority": authority})
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
def test_a_line_that_the_authority_refuses_goes_back_with_its_reason_sealed() -> None:
    along(*TO_FORWARDED).when(refuse()).then(REFUSED)
    along(*TO_FORWARDED, REFUSED).when(refuse()).nothing()
    ended = state(*TO_FORWARDED, REFUSED)
    assert isinstance(ended, Ended)
    assert ended.how == "refused"


def test_nothing_is_refused_that_was_not_laid_before_the_authority_or_by_itself() -> None:
    along(*TO_RECOMMENDED).when(refuse()).nothing()
    assert state(*TO_RECOMMENDED, REFUSED) == state(*TO_RECOMMENDED)
    dossier(*TO_FORWARDED).when(refuse()).refused(NotAuthorised)


@pytest.mark.law("NĐ 152/2025/NĐ-CP, Đ49")
def test_the_bonus_of_a_lower_title_of_the_period_is_taken_off_where_the_rule_decides() -> None:
    rule = row(BonusOverlap, case="titles_of_one_period", paid="highest")
    lower = OtherAward(NominationId("nomination-0"), "LDTT", 200_000)
    facts = replace(COMMUNE, rules=law_and(rule), other_awards=(lower,))
    (decided,) = dossier(*TO_FORWARDED, facts=facts).when(decide()).decides()
    assert isinstance(decided, AwardDecided)
    assert decided.bonus is not None
    assert (decided.bonus.amount, decided.bonus.full) == (510_000, 710_000)
    awarded = state(*TO_FORWARDED, decided)
    assert isinstance(awarded, Awarded)
    assert [overlap.nomination for overlap in awarded.overlaps] == [lower.nomination]


def test_an_award_is_decided_once() -> None:
    dossier(*TO_AWARDED, facts=COMMUNE).when(decide()).nothing()


@pytest.mark.law("Luật 06/2022/QH15, Đ80")
@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"forwarded", "awarded"}])
def test_nothing_is_decided_that_was_not_laid_before_the_authority(step: str) -> None:
    dossier(*STEPS[step], facts=COMMUNE).when(decide()).refused(NotFound)


def test_no_person_records_an_award_without_its_decision() -> None:
    by_hand = DecideAward(
        nomination=DOSSIER, decision=DECISION, authority=HOME, on=AWARDED.on, **by("authority")
    )
    dossier(*TO_FORWARDED, facts=COMMUNE).when(by_hand).refused(NotAuthorised)


def test_an_award_is_presented_once() -> None:
    dossier(*TO_AWARDED).when(present()).then(PRESENTED)
    dossier(*TO_AWARDED, PRESENTED).when(present()).nothing()


def test_the_engine_records_what_the_ceremony_handed_over() -> None:
    command = PresentAward(
        nomination=DOSSIER, how="in_person", on=PRESENTED.on, ceremony=CEREMONY, **engine()
    )
    dossier(*TO_AWARDED).when(command).then(PRESENTED)


def test_nothing_is_presented_before_the_decision_or_by_a_clerk() -> None:
    dossier(*TO_RECOMMENDED).when(present()).refused(NotFound)
    dossier(*TO_AWARDED).when(present("clerk")).refused(NotAuthorised)


def test_a_bonus_is_paid_once_as_a_line_of_a_list() -> None:
    along(*TO_AWARDED).when(pay()).then(PAID)
    along(*TO_AWARDED, PAID).when(pay()).nothing()


def test_no_bonus_is_paid_by_itself_or_without_an_award() -> None:
    dossier(*TO_AWARDED).when(pay()).refused(NotAuthorised)
    along(*TO_FORWARDED).when(pay()).refused(NotFound)


def test_what_is_known_of_an_award_follows_its_events() -> None:
    awarded = state(*TO_AWARDED, PRESENTED, PAID)
    assert isinstance(awarded, Awarded)
    assert (awarded.decision, awarded.authority, awarded.on) == (DECISION, HOME, AWARDED.on)
    assert (awarded.tally, awarded.bonus) == (ENOUGH, None)
    assert (awarded.presented, awarded.paid) == (PRESENTED, PAID)


def test_an_event_that_comes_at_the_wrong_step_changes_nothing() -> None:
    assert state(*TO_RECOMMENDED, AWARDED) == state(*TO_RECOMMENDED)
    assert state(*TO_FORWARDED, PRESENTED, PAID) == state(*TO_FORWARDED)
