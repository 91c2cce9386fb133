"""What a person may do about a judgement, and what happens to it when a dossier it rests on is settled."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.eligibility.case import Case
from domain.eligibility.round import allowed
from domain.law.rows import Prerequisite, Quota
from domain.nomination.commands import (
    ApplyFavourableRule,
    AssessNomination,
    ExemptNomination,
    FlagDouble,
    RecheckNomination,
)
from domain.nomination.facts import ConditionFell, NominationFacts
from domain.nomination.states import Submitted, fallen
from domain.refusal import Malformed, NotAuthorised, WrongState
from events.base import Citation, NominationId
from events.judgement import Pin, Reason
from events.nomination import (
    DoubleFlagged,
    NominationEvent,
    NominationExempted,
    NominationRechecked,
    NominationRepinned,
)
from events.personal import Clear
from tests.domain import dossiers as d
from tests.domain.rules import THE_LAW, law_and, row
from tests.domain.test_assessment import case, held
from tests.domain.test_nomination_council import forward
from tests.spec import by, engine

OTHER = NominationId("nomination-2")
PAPER = Citation(number="15/CV-UBND", day=date(2024, 12, 20))
WHY = "Quy định mới có lợi hơn cho người được đề nghị."


def favour(role: str = "standing_agency", rules_of: date = date(2025, 7, 1)) -> ApplyFavourableRule:
    return ApplyFavourableRule(
        nomination=d.DOSSIER, rules_of=rules_of, document=PAPER, reason=WHY, **by(role)
    )


REPINNED = NominationRepinned(
    nomination=d.DOSSIER,
    pin=Pin(rules="the-law", on="2025-07-01"),
    document=PAPER,
    reason=Clear(d.LAN, "evidence", WHY),
)


@pytest.mark.parametrize("past", [d.TO_SUBMITTED, d.TO_RETURNED, d.TO_ELIGIBLE])
def test_a_person_pins_the_rules_of_another_day_and_the_dossier_is_judged_again(
    past: tuple[NominationEvent, ...],
) -> None:
    d.dossier(*past).when(favour()).then(REPINNED)
    assert d.state(*past, REPINNED) == Submitted(d.state(*past).dossier, d.SET, REPINNED.pin)  # type: ignore[union-attr]
    d.dossier(*past, REPINNED).when(favour()).nothing()


def test_the_program_never_chooses_the_rules_itself() -> None:
    command = ApplyFavourableRule(
        nomination=d.DOSSIER, rules_of=date(2025, 7, 1), document=PAPER, reason=WHY, **engine()
    )
    d.dossier(*d.TO_ELIGIBLE).when(command).refused(NotAuthorised)


@pytest.mark.parametrize("step", ["before the council", "recommended", "awarded", "declined"])
def test_what_the_council_has_is_not_judged_by_other_rules(step: str) -> None:
    d.dossier(*d.STEPS[step]).when(favour()).refused(WrongState)


QUOTA = row(Quota, award="LDTT", of_award="CSTDCS", percent=15, article="Đ7")


@pytest.mark.parametrize(
    ("holders", "down", "nearest", "up"),
    [(15, 2, 2, 3), (17, 2, 3, 3), (20, 3, 3, 3), (6, 0, 1, 1), (0, 0, 0, 0)],
)
def test_a_quota_is_a_whole_number_of_persons(holders: int, down: int, nearest: int, up: int) -> None:
    rounded = [
        allowed(QUOTA.model_copy(update={"rounding": how}), holders) for how in ("down", "nearest", "up")
    ]
    assert rounded == [down, nearest, up]


def crowded(nominated: int) -> Case:
    return case(nominated={"LDTT": nominated, "CSTDCS": 15})


@pytest.mark.parametrize(("nominated", "said"), [(2, "pass"), (3, "warning")])
def test_too_many_for_the_quota_is_a_warning_that_turns_nobody_away(nominated: int, said: str) -> None:
    facts = replace(d.FACTS, case=crowded(nominated), rules=law_and(QUOTA), facts_at=9)
    (assessed,) = (
        d.dossier(*d.TO_SUBMITTED, facts=facts)
        .when(AssessNomination(nomination=d.DOSSIER, **engine()))
        .decides()
    )
    assert assessed.type == "nomination.eligibility_assessed"
    reasons: Any = assessed
    assert [reason.verdict for reason in reasons.reasons if reason.rule == "quota.LDTT"] == [said]


WARNED = d.ELIGIBLE.model_copy(update={"reasons": (Reason(rule="quota.LDTT", verdict="warning"),)})


def exempt(rule: str = "quota.LDTT", role: str = "authority") -> ExemptNomination:
    return ExemptNomination(nomination=d.DOSSIER, rule=rule, document=PAPER, reason=WHY, **by(role))


def test_an_exemption_is_a_recorded_act_with_its_paper() -> None:
    exempted = NominationExempted(
        nomination=d.DOSSIER, rule="quota.LDTT", document=PAPER, reason=Clear(d.LAN, "evidence", WHY)
    )
    d.dossier(*d.TO_SUBMITTED, WARNED).when(exempt()).then(exempted)
    d.dossier(*d.TO_SUBMITTED, WARNED, exempted).when(exempt()).nothing()


def test_only_a_warning_can_be_exempted_from() -> None:
    d.dossier(*d.TO_ELIGIBLE).when(exempt()).refused(Malformed)
    d.dossier(*d.TO_SUBMITTED, WARNED).when(exempt(role="clerk")).refused(NotAuthorised)
    d.dossier(*d.TO_RETURNED).when(exempt()).refused(WrongState)


RULE = row(Prerequisite, award="LDTT", rule="x.same", kind="award_same_year", of_awards=["CSTDCS"])
RULES = law_and(RULE)
RESTING = d.ELIGIBLE.model_copy(
    update={"reasons": (Reason(rule="x.same", verdict="pass", conditional=(OTHER,)), *d.FINE)}
)
ON_ITS_WAY = {
    "eligible": (*d.TO_SUBMITTED, RESTING),
    "before the council": (*d.TO_SUBMITTED, RESTING, d.VERIFIED, d.PUT),
    "recommended": (*d.TO_SUBMITTED, RESTING, d.VERIFIED, d.PUT, d.RECOMMENDED),
    "forwarded": (*d.TO_SUBMITTED, RESTING, d.VERIFIED, d.PUT, d.RECOMMENDED, d.FORWARDED),
}


def knowing(*holdings: Any) -> NominationFacts:
    return replace(d.FACTS, rules=RULES, case=case(holdings=holdings), facts_at=50)


def recheck() -> RecheckNomination:
    return RecheckNomination(nomination=d.DOSSIER, settled=(OTHER,), **engine())


@pytest.mark.parametrize("step", ON_ITS_WAY)
def test_a_condition_whose_dossier_is_decided_holds_firmly(step: str) -> None:
    (rechecked,) = d.dossier(*ON_ITS_WAY[step], facts=knowing(held("CSTDCS"))).when(recheck()).decides()
    assert isinstance(rechecked, NominationRechecked)
    assert [(reason.rule, reason.verdict, reason.conditional) for reason in rechecked.reasons] == [
        ("x.same", "pass", None)
    ]
    assert fallen(d.state(*ON_ITS_WAY[step], rechecked)) == ()


@pytest.mark.parametrize("step", ON_ITS_WAY)
def test_a_condition_whose_dossier_fell_is_told_and_the_dossier_stays_for_people_to_decide(
    step: str,
) -> None:
    past = ON_ITS_WAY[step]
    (rechecked,) = d.dossier(*past, facts=knowing()).when(recheck()).decides()
    assert isinstance(rechecked, NominationRechecked)
    state = d.state(*past, rechecked)
    assert [reason.rule for reason in fallen(state)] == ["x.same"]
    assert type(state) is type(d.state(*past))


def test_a_dossier_that_no_longer_stands_is_not_sent_up() -> None:
    past = ON_ITS_WAY["recommended"]
    (rechecked,) = d.dossier(*past, facts=knowing()).when(recheck()).decides()
    assert isinstance(rechecked, NominationRechecked)
    d.along(*past, rechecked).when(forward()).refused(ConditionFell)


def test_what_rests_on_nothing_settled_is_left_alone() -> None:
    facts = replace(d.FACTS, rules=THE_LAW, case=case(), facts_at=50)
    d.dossier(*d.TO_ELIGIBLE, facts=facts).when(recheck()).nothing()
    still = knowing(held("CSTDCS", pending=OTHER))
    d.dossier(*ON_ITS_WAY["eligible"], facts=still).when(recheck()).nothing()
    d.dossier(*d.TO_AWARDED, facts=still).when(recheck()).nothing()


def flag(other: NominationId = OTHER) -> FlagDouble:
    return FlagDouble(nomination=d.DOSSIER, other=other, likeness="likely", **engine())


def test_a_double_is_flagged_once_and_turns_nobody_away() -> None:
    found = DoubleFlagged(nomination=d.DOSSIER, other=OTHER, likeness="likely")
    d.dossier(*d.TO_ELIGIBLE).when(flag()).then(found)
    d.dossier(*d.TO_ELIGIBLE, found).when(flag()).nothing()
    assert type(d.state(*d.TO_ELIGIBLE, found)) is type(d.state(*d.TO_ELIGIBLE))
    d.dossier(*d.TO_COUNCIL).when(flag()).nothing()
