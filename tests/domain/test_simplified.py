from dataclasses import replace
from typing import Any

import pytest

from domain.assessment import assess
from domain.law.book import Rules
from domain.law.rows import Simplified
from domain.nomination.commands import ForwardNomination
from domain.nomination.states import Awarded, Eligible, Forwarded
from domain.refusal import RuleMissing, WrongState
from events.base import UnitId
from events.nomination import NominationTakenUp
from tests.domain.dossiers import (
    AWARDED,
    CASE,
    DOSSIER,
    DRAFTED,
    ELIGIBLE,
    FACTS,
    FORWARDED,
    PROVINCE,
    SET,
    SUBMITTED,
    TO_VERIFIED,
    VERIFIED,
    along,
    dossier,
    draft,
    state,
)
from tests.domain.rules import THE_LAW, law_and, row
from tests.spec import HOME, by

SUDDEN: dict[str, Any] = {
    "award": "GK",
    "stated_kind": "form",
    "merit": "dot_xuat",
    "procedure": "simplified",
}
OURS = law_and(row(Simplified, kind="form", merit="dot_xuat", article="Đ12"))
"""The nation's rules, with those of a house that has said who may go this way."""
SIMPLE = DRAFTED.model_copy(update=SUDDEN)
TO_SIMPLE_ELIGIBLE = (SIMPLE, SUBMITTED, ELIGIBLE)
TO_SIMPLE_VERIFIED = (*TO_SIMPLE_ELIGIBLE, VERIFIED)


def forward(from_unit: UnitId = HOME, to_unit: UnitId = HOME) -> ForwardNomination:
    return ForwardNomination(
        nomination=DOSSIER, from_unit=from_unit, to_unit=to_unit, submission=SET, **by("authority")
    )


def drafting(rules: Rules, **said: Any) -> Any:  # the command's fields
    return dossier(facts=replace(FACTS, rules=rules)).when(draft(**{**SUDDEN, **said}))


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_what_the_law_is_only_remembered_to_allow_needs_the_houses_own_rule() -> None:
    why = drafting(THE_LAW).refused(RuleMissing)
    assert "trí nhớ (Đ85 Luật 06/2022/QH15)" in why.message
    assert why.todo is not None
    assert "[[simplified]]" in why.todo
    drafting(OURS).then(SIMPLE)


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
@pytest.mark.parametrize(
    "other", [{"merit": "cong_trang"}, {"award": "LDTT", "stated_kind": "title"}], ids=["merit", "kind"]
)
def test_no_other_merit_and_no_title_goes_this_way(other: dict[str, Any]) -> None:
    drafting(OURS, **other).refused(RuleMissing)


def test_a_rule_for_one_award_opens_the_way_for_no_other() -> None:
    only = law_and(row(Simplified, award="BKT", kind="form", merit="dot_xuat"))
    drafting(only).refused(RuleMissing)
    drafting(only, award="BKT").then(SIMPLE.model_copy(update={"award": "BKT"}))


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_its_dossier_is_a_letter_and_a_short_report_without_minutes() -> None:
    case = replace(CASE, award="GK", stated_kind="form", merit="dot_xuat")
    asked = {answer.field for answer in assess(case, THE_LAW) if answer.rule.startswith("dossier.")}
    assert asked == {"to_trinh", "bao_cao", "bien_ban"}
    simple = replace(case, procedure="simplified", papers=frozenset())
    answers = {one.field: one.verdict for one in assess(simple, THE_LAW) if one.rule.startswith("dossier.")}
    assert answers == {"to_trinh": "pass", "bao_cao_tom_tat": "fail"}


@pytest.mark.law("Luật 06/2022/QH15, Đ85")
def test_verified_it_is_laid_before_the_authority_without_a_count() -> None:
    along(*TO_SIMPLE_VERIFIED).when(forward()).then(FORWARDED)
    laid = state(*TO_SIMPLE_VERIFIED, FORWARDED)
    assert isinstance(laid, Forwarded)
    assert (laid.session, laid.tally) == (None, None)
    decided = state(*TO_SIMPLE_VERIFIED, FORWARDED, AWARDED)
    assert isinstance(decided, Awarded)
    assert decided.tally is None


def test_it_is_not_laid_before_the_authority_unverified() -> None:
    why = along(*TO_SIMPLE_ELIGIBLE).when(forward()).refused(WrongState)
    assert "chưa thẩm định xong" in why.message


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_dossier_of_the_common_procedure_never_passes_by_the_council() -> None:
    along(*TO_VERIFIED).when(forward()).refused(WrongState)


def test_another_house_does_not_lay_it_before_anybody() -> None:
    along(*TO_SIMPLE_VERIFIED).when(forward(PROVINCE)).refused(WrongState)


def test_the_level_above_verifies_it_anew_and_finds_no_advice_from_below() -> None:
    sent = FORWARDED.model_copy(update={"to_unit": PROVINCE})
    taken_up = NominationTakenUp(nomination=DOSSIER, unit=PROVINCE, submission=SET, on=VERIFIED.on)
    above = state(*TO_SIMPLE_VERIFIED, sent, taken_up)
    assert isinstance(above, Eligible)
    assert (above.at, above.verified, above.earlier) == (PROVINCE, False, ())
