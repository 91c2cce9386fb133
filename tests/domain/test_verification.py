"""Several departments look at once: each at its own criteria, each with its own duty, any of them may send back."""

from dataclasses import replace
from datetime import date

import pytest

from domain.acts import duties_ended, duties_met
from domain.ids import obligation_id
from domain.nomination.commands import AskVerification, ReturnNomination, VerifyDossier
from domain.nomination.facts import Frozen
from domain.nomination.states import Eligible, Returned
from domain.nomination.verification import duty_to_verify
from domain.policy import DECIDER as POLICY
from domain.policy import AdoptVerification
from domain.refusal import Malformed, NotAuthorised, WrongState
from events.base import Citation, Event, UnitId
from events.judgement import Reason
from events.nomination import AskedOf, DossierVerified, NominationReturned, VerificationAsked
from events.personal import Clear
from events.policy import Criterion, DepartmentCheck, VerificationAdopted
from tests.domain.dossiers import (
    DOSSIER,
    ELIGIBLE,
    FACTS,
    LAN,
    RESUBMITTED,
    SCHOOL,
    STEPS,
    TO_COUNCIL,
    TO_ELIGIBLE,
    TO_RETURNED,
    TO_SUBMITTED,
    VERIFIED,
    WITHDRAWN,
    along,
    dossier,
    state,
)
from tests.domain.test_nomination_council import bring
from tests.domain.test_nomination_intake import withdraw
from tests.spec import HOME, by, engine, every_role, given, standing

POLICE, OFFICE = UnitId("unit-cong-an"), UnitId("unit-van-phong")
CLEAN = Criterion(code="an_ninh", name="không vi phạm về an ninh, trật tự")
GRADED = Criterion(code="xep_loai", name="đúng kết quả xếp loại")
PAPERS = Criterion(code="giay_to", name="đủ giấy tờ")
BY_POLICE = DepartmentCheck(department=POLICE, criteria=(CLEAN,), days=5)
BY_OFFICE = DepartmentCheck(department=OFFICE, criteria=(GRADED, PAPERS), award="LDTT")
FOR_FORMS = DepartmentCheck(department=OFFICE, criteria=(PAPERS,), award="GK")
CHECKS = (BY_POLICE, BY_OFFICE, FOR_FORMS)
ASKED = VerificationAsked(
    nomination=DOSSIER,
    asked=(
        AskedOf(department=POLICE, criteria=("an_ninh",)),
        AskedOf(department=OFFICE, criteria=("xep_loai", "giay_to")),
    ),
)
TO_ASKED = (*TO_ELIGIBLE, ASKED)
KNOWING = replace(FACTS, standing=every_role(SCHOOL, POLICE, OFFICE), checks=CHECKS, facts_at=77)
PAPER = Citation(number="12/KH-UBND", day=date(2024, 1, 3))


def yes(department: UnitId, *criteria: str, role: str = "head", turn: int | None = None) -> VerifyDossier:
    assert turn is None or turn > 0
    return VerifyDossier(
        nomination=DOSSIER, department=department, on=date(2024, 12, 18), criteria=criteria, **by(role)
    )


def verified(department: UnitId, *criteria: str, turn: int | None = None) -> DossierVerified:
    return DossierVerified(
        nomination=DOSSIER, department=department, on=date(2024, 12, 18), criteria=criteria, turn=turn
    )


def send_back(
    *fields: str, role: str = "standing_agency", department: UnitId | None = None
) -> ReturnNomination:
    return ReturnNomination(
        nomination=DOSSIER, fields=fields, department=department, note="Thiếu chữ ký.", **by(role)
    )


def ask() -> AskVerification:
    return AskVerification(nomination=DOSSIER, **engine())


def sent_back(*fields: str, department: UnitId = HOME, turn: int | None = None) -> NominationReturned:
    return NominationReturned(
        nomination=DOSSIER,
        reasons=tuple(Reason(rule=f"returned.{field}", verdict="fail", field=field) for field in fields),
        facts_at=77,
        department=department,
        note=Clear(LAN, "evidence", "Thiếu chữ ký."),
        asked=(POLICE, OFFICE),
        turn=turn,
    )


def assign(*checks: DepartmentCheck, role: str = "standing_agency") -> AdoptVerification:
    return AdoptVerification(checks=checks, document=PAPER, **by(role))


def test_an_office_says_who_verifies_what_and_may_take_it_back() -> None:
    adopted = VerificationAdopted(checks=CHECKS, document=PAPER)
    given(POLICY).when(assign(*CHECKS)).then(adopted)
    given(POLICY, adopted).when(assign(*CHECKS)).nothing()
    given(POLICY, adopted).when(assign()).then(VerificationAdopted(checks=(), document=PAPER))
    given(POLICY).when(assign(*CHECKS, role="chair")).refused(NotAuthorised)
    assert POLICY.fold([adopted]).checks == CHECKS


def test_the_departments_that_the_policy_names_for_such_a_dossier_are_asked_once() -> None:
    dossier(*TO_ELIGIBLE, facts=KNOWING).when(ask()).then(ASKED)
    dossier(*TO_ASKED, facts=KNOWING).when(ask()).nothing()


def test_two_checks_of_one_department_are_asked_together() -> None:
    twice = replace(KNOWING, checks=(BY_OFFICE, replace_department(BY_POLICE, OFFICE)))
    (asked,) = dossier(*TO_ELIGIBLE, facts=twice).when(ask()).decides()
    assert asked == VerificationAsked(
        nomination=DOSSIER,
        asked=(AskedOf(department=OFFICE, criteria=("xep_loai", "giay_to", "an_ninh")),),
    )


def replace_department(check: DepartmentCheck, department: UnitId) -> DepartmentCheck:
    return check.model_copy(update={"department": department})


@pytest.mark.parametrize("narrower", [{"merit": "dot_xuat"}, {"recipient": "household"}, {"award": "GK"}])
def test_a_check_for_other_dossiers_asks_nobody_here(narrower: dict[str, str]) -> None:
    other = replace(KNOWING, checks=(BY_POLICE.model_copy(update=narrower),))
    dossier(*TO_ELIGIBLE, facts=other).when(ask()).nothing()


def test_only_the_engine_asks_and_only_for_an_eligible_dossier() -> None:
    dossier(*TO_ELIGIBLE, facts=KNOWING).when(
        AskVerification(nomination=DOSSIER, **by("standing_agency"))
    ).refused(NotAuthorised)
    dossier(*TO_SUBMITTED, facts=KNOWING).when(ask()).nothing()


def test_a_department_says_yes_to_each_of_its_criteria_in_its_own_name() -> None:
    dossier(*TO_ASKED, facts=KNOWING).when(yes(POLICE, "an_ninh")).then(verified(POLICE, "an_ninh"))
    dossier(*TO_ASKED, facts=KNOWING).when(yes(POLICE, "an_ninh", role="clerk")).then(
        verified(POLICE, "an_ninh")
    )


def test_the_standing_agency_enters_a_departments_paper_answer() -> None:
    typed = yes(POLICE, "an_ninh", role="standing_agency")
    dossier(*TO_ASKED, facts=KNOWING).when(typed).then(verified(POLICE, "an_ninh"))


def test_a_yes_that_leaves_a_criterion_open_is_none() -> None:
    why = dossier(*TO_ASKED, facts=KNOWING).when(yes(OFFICE, "giay_to")).refused(Malformed)
    assert "xep_loai" in why.message


def test_nobody_verifies_for_another_department_or_unasked() -> None:
    elsewhere = replace(KNOWING, standing=standing(("head", OFFICE)))
    dossier(*TO_ASKED, facts=elsewhere).when(yes(POLICE, "an_ninh")).refused(NotAuthorised)
    dossier(*TO_ASKED, facts=KNOWING).when(yes(SCHOOL, "an_ninh")).refused(NotAuthorised)
    dossier(*TO_ASKED, facts=KNOWING).when(yes(SCHOOL, "an_ninh", role="standing_agency")).refused(WrongState)


def test_a_units_own_clerk_does_not_verify_where_the_standing_agency_verifies_alone() -> None:
    dossier(*TO_ELIGIBLE, facts=KNOWING).when(yes(SCHOOL, role="clerk")).refused(NotAuthorised)


def test_the_council_waits_for_every_department() -> None:
    one = (*TO_ASKED, verified(POLICE, "an_ninh"))
    why = dossier(*one).when(bring()).refused(WrongState)
    assert "còn chờ 1 cơ quan" in why.message
    both = state(*one, verified(OFFICE, "xep_loai", "giay_to"))
    assert isinstance(both, Eligible)
    assert both.verified
    assert dossier(*one, verified(OFFICE, "xep_loai", "giay_to")).when(bring()).decides()


def test_a_yes_meets_that_departments_duty_and_no_other() -> None:
    assert list(duties_met(verified(POLICE, "an_ninh"), HOME)) == [duty_to_verify(DOSSIER, 0, POLICE)]
    again = verified(POLICE, "an_ninh", turn=1)
    assert list(duties_met(again, HOME)) == [obligation_id(DOSSIER, "verify_dossier", "lan-2", POLICE)]
    assert list(duties_met(VERIFIED, HOME)) == [duty_to_verify(DOSSIER, 0, HOME)]


def test_a_department_sends_back_with_the_exact_fields() -> None:
    mine = send_back("an_ninh", "achievement", role="head", department=POLICE)
    dossier(*TO_ASKED, facts=KNOWING).when(mine).then(sent_back("an_ninh", "achievement", department=POLICE))
    dossier(*TO_ASKED, facts=KNOWING).when(send_back("bao_cao")).then(sent_back("bao_cao"))


def test_what_is_sent_back_names_fields_that_there_are() -> None:
    why = dossier(*TO_ASKED, facts=KNOWING).when(send_back("mau_giay")).refused(Malformed)
    assert "mau_giay" in why.message
    assert "achievement" in str(why.todo)
    dossier(*TO_ASKED, facts=KNOWING).when(send_back()).refused(Malformed)


def test_a_department_that_is_not_asked_sends_nothing_back() -> None:
    not_asked = send_back("bao_cao", role="head", department=POLICE)
    dossier(*TO_ELIGIBLE, facts=KNOWING).when(not_asked).refused(NotAuthorised)
    dossier(*TO_ASKED, facts=KNOWING).when(send_back("bao_cao", role="member")).refused(NotAuthorised)


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"submitted", "eligible"}])
def test_only_a_dossier_in_the_standing_agencys_hands_is_sent_back(step: str) -> None:
    why = (
        dossier(*STEPS[step], facts=KNOWING)
        .when(send_back("bao_cao"))
        .refused(WrongState if step != "before the council" else Frozen)
    )
    assert why.message


def test_with_its_whole_set_a_dossier_goes_back_without_a_word_of_its_own() -> None:
    with_set = replace(send_back("bao_cao"), whole_set=True, **by("secretary"))
    assert along(*TO_ELIGIBLE).when(with_set).decides()
    along(*TO_RETURNED).when(with_set).nothing()


def test_a_dossier_that_was_sent_back_is_verified_in_a_turn_of_its_own() -> None:
    again = (*TO_ASKED, verified(POLICE, "an_ninh"), sent_back("bao_cao"))
    assert isinstance(state(*again), Returned)
    second = (*again, RESUBMITTED, ELIGIBLE)
    (asked,) = dossier(*second, facts=KNOWING).when(ask()).decides()
    assert asked == ASKED
    dossier(*second, ASKED, facts=KNOWING).when(yes(POLICE, "an_ninh")).then(
        verified(POLICE, "an_ninh", turn=1)
    )


def test_what_is_sent_back_or_withdrawn_ends_every_departments_duty() -> None:
    for event in (sent_back("bao_cao"), withdrawn_while_asked()):
        assert [duty for duty, _ in duties_ended(event, HOME)] == [
            duty_to_verify(DOSSIER, 0, POLICE),
            duty_to_verify(DOSSIER, 0, OFFICE),
        ]
    by_the_assessment = sent_back("bao_cao").model_copy(update={"department": None})
    assert list(duties_ended(by_the_assessment, HOME)) == []


def withdrawn_while_asked() -> Event:
    (event,) = dossier(*TO_ASKED).when(withdraw()).decides()
    assert event == WITHDRAWN.model_copy(update={"asked": (POLICE, OFFICE)})
    return event


def test_a_frozen_dossier_is_asked_about_by_nobody() -> None:
    dossier(*TO_COUNCIL, facts=KNOWING).when(ask()).nothing()
    dossier(*TO_COUNCIL, facts=KNOWING).when(yes(POLICE, "an_ninh", role="standing_agency")).refused(
        WrongState
    )
