from dataclasses import replace
from datetime import date

import pytest

from domain.assessment import assess
from domain.nomination.commands import (
    AssessNomination,
    AttachEvidence,
    NoteNomination,
    ResubmitNomination,
    SubmitNomination,
    WithdrawNomination,
)
from domain.nomination.facts import Frozen, WrongAuthority
from domain.nomination.states import Draft, Eligible, Ended, NoNomination, Returned, Submitted
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, RuleMissing, WrongState
from events.base import SubmissionId
from events.nomination import (
    EligibilityAssessed,
    NominationIneligible,
    NominationNoted,
    NominationResubmitted,
    NominationReturned,
)
from events.personal import Clear
from events.submission import Paper
from tests.domain.dossiers import (
    ATTACHED,
    CASE,
    DEED,
    DOSSIER,
    DRAFTED,
    ELIGIBLE,
    FACTS,
    INELIGIBLE,
    LAN,
    PROVINCE,
    REPORT,
    RESUBMITTED,
    RETURNED,
    SCHOOL,
    SET,
    STEPS,
    SUBMITTED,
    TO_RETURNED,
    TO_SUBMITTED,
    WITHDRAWN,
    along,
    dossier,
    draft,
    state,
)
from tests.domain.rules import THE_LAW
from tests.spec import by, engine, standing

PHOTO = Paper(kind="anh", number="1")


def attach(paper: Paper = REPORT, role: str = "clerk") -> AttachEvidence:
    return AttachEvidence(nomination=DOSSIER, paper=paper, **by(role))


def submit(submission: SubmissionId = SET, role: str = "clerk") -> SubmitNomination:
    return SubmitNomination(nomination=DOSSIER, submission=submission, **by(role))


def resubmit(role: str = "clerk") -> ResubmitNomination:
    return ResubmitNomination(nomination=DOSSIER, papers=(REPORT,), **by(role))


def withdraw(role: str = "clerk") -> WithdrawNomination:
    return WithdrawNomination(nomination=DOSSIER, reason="Chuyển công tác.", **by(role))


def assessing() -> AssessNomination:
    return AssessNomination(nomination=DOSSIER, **engine())


def note(role: str = "standing_agency") -> NoteNomination:
    return NoteNomination(nomination=DOSSIER, about="ttldtt.share", note="Đã gọi điện hỏi.", **by(role))


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_unit_drafts_a_dossier() -> None:
    dossier().when(draft()).then(DRAFTED)
    dossier().when(draft("head")).then(DRAFTED)


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_the_standing_agency_types_for_a_unit_and_a_member_of_the_council_does_not() -> None:
    dossier().when(draft("standing_agency")).then(DRAFTED)
    why = dossier().when(draft("member")).refused(NotAuthorised)
    assert str(why.basis) == "Đ83.1 Luật 06/2022/QH15"


def test_the_standing_agency_of_another_house_types_nothing_here() -> None:
    elsewhere = replace(FACTS, standing=standing(("standing_agency", SCHOOL)))
    dossier(facts=elsewhere).when(draft("standing_agency")).refused(NotAuthorised)


def test_a_clerk_of_another_unit_drafts_nothing_here() -> None:
    dossier().when(draft(unit="unit-khac")).refused(NotAuthorised)


def test_a_sudden_achievement_is_drafted_with_its_day_and_its_papers() -> None:
    day = date(2024, 6, 1)
    dossier().when(draft(merit="dot_xuat", happened=day, papers=(PHOTO,))).then(
        DRAFTED.model_copy(update={"merit": "dot_xuat", "happened": day, "papers": (PHOTO,)})
    )


def test_a_dossier_without_words_yet_is_drafted_without_them() -> None:
    dossier().when(draft(achievement=None)).then(DRAFTED.model_copy(update={"achievement": None}))


def test_a_dossier_is_drafted_once() -> None:
    dossier(DRAFTED).when(draft()).refused(AlreadyExists)


def test_an_award_that_the_catalogue_does_not_know_is_refused() -> None:
    dossier().when(draft(award="XYZ")).refused(RuleMissing)


@pytest.mark.law("Luật 06/2022/QH15, Đ19, Đ24.1")
def test_a_persons_title_does_not_go_to_a_collective() -> None:
    why = dossier().when(draft(subject_kind="collective")).refused(Malformed)
    assert "cá nhân" in why.message


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_title_is_decided_where_staff_and_salaries_are_managed() -> None:
    why = dossier(facts=replace(FACTS, manager=PROVINCE)).when(draft()).refused(WrongAuthority)
    assert str(why.basis) == "Đ83.1 Luật 06/2022/QH15"


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_form_of_commendation_may_go_to_people_whom_others_manage() -> None:
    form = {"award": "GK", "stated_kind": "form"}
    managed_elsewhere = replace(FACTS, manager=PROVINCE)
    dossier(facts=managed_elsewhere).when(draft(**form)).then(DRAFTED.model_copy(update=form))


def test_a_paper_is_attached_once() -> None:
    dossier(DRAFTED).when(attach()).then(ATTACHED)
    dossier(DRAFTED, ATTACHED).when(attach()).nothing()


def test_a_returned_dossier_takes_further_papers() -> None:
    added = ATTACHED.model_copy(update={"paper": PHOTO})
    dossier(*TO_RETURNED).when(attach(PHOTO)).then(added)
    dossier(*TO_RETURNED, added).when(attach(PHOTO)).nothing()


@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"drafted", "returned"}])
def test_a_dossier_that_the_unit_has_handed_in_takes_no_papers(step: str) -> None:
    dossier(*STEPS[step]).when(attach()).refused(WrongState)


def test_only_the_unit_or_the_standing_agency_attaches() -> None:
    dossier(DRAFTED).when(attach(role="standing_agency")).then(ATTACHED)
    dossier(DRAFTED).when(attach(role="secretary")).refused(NotAuthorised)


def test_a_dossier_is_handed_in_with_its_set_and_pinned_to_the_rules_of_the_day() -> None:
    along(DRAFTED).when(submit()).then(SUBMITTED)
    along(DRAFTED).when(submit(role="standing_agency")).then(SUBMITTED)


def test_a_line_of_the_same_set_is_handed_in_once() -> None:
    along(*TO_SUBMITTED).when(submit()).nothing()
    along(*TO_SUBMITTED).when(submit(SubmissionId("submission-2"))).refused(WrongState)


def test_a_set_cannot_hold_what_was_never_drafted() -> None:
    along().when(submit()).refused(WrongState)


def test_a_dossier_is_never_handed_in_by_itself() -> None:
    dossier(DRAFTED).when(submit()).refused(NotAuthorised)


def test_no_stranger_hands_in() -> None:
    along(DRAFTED).when(submit(role="teller")).refused(NotAuthorised)


def test_a_complete_dossier_is_eligible_with_every_reason_and_the_position_of_its_facts() -> None:
    facts = replace(FACTS, case=CASE, facts_at=41)
    dossier(*TO_SUBMITTED, facts=facts).when(assessing()).then(
        EligibilityAssessed(nomination=DOSSIER, reasons=assess(CASE, THE_LAW), facts_at=41)
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ84")
def test_an_incomplete_dossier_is_returned_with_the_fields_to_correct() -> None:
    lacking = replace(CASE, papers=frozenset())
    dossier(*TO_SUBMITTED, facts=replace(FACTS, case=lacking, facts_at=41)).when(assessing()).then(
        NominationReturned(nomination=DOSSIER, reasons=assess(lacking, THE_LAW), facts_at=41)
    )


@pytest.mark.law("TT 01/2024/TT-BNV")
def test_a_dossier_that_no_correction_helps_is_ineligible() -> None:
    new = replace(CASE, recruited_on=date(2024, 7, 15))
    dossier(*TO_SUBMITTED, facts=replace(FACTS, case=new, facts_at=41)).when(assessing()).then(
        NominationIneligible(nomination=DOSSIER, reasons=assess(new, THE_LAW), facts_at=41)
    )


@pytest.mark.parametrize("step", [step for step in STEPS if step != "submitted"])
def test_a_dossier_is_assessed_only_when_it_has_just_come_in(step: str) -> None:
    dossier(*STEPS[step], facts=replace(FACTS, case=CASE)).when(assessing()).nothing()


def test_without_a_case_nothing_is_assessed() -> None:
    dossier(*TO_SUBMITTED).when(assessing()).nothing()


def test_nobody_assesses_by_hand() -> None:
    command = AssessNomination(nomination=DOSSIER, **by("standing_agency"))
    dossier(*TO_SUBMITTED, facts=replace(FACTS, case=CASE)).when(command).refused(NotAuthorised)


def test_a_returned_dossier_is_handed_in_again() -> None:
    dossier(*TO_RETURNED).when(resubmit()).then(RESUBMITTED)
    dossier(*TO_RETURNED).when(resubmit("standing_agency")).then(RESUBMITTED)
    dossier(*TO_RETURNED).when(resubmit("member")).refused(NotAuthorised)


def test_a_correction_may_replace_the_kind_the_words_and_the_day() -> None:
    corrected = ResubmitNomination(
        nomination=DOSSIER,
        stated_kind="form",
        achievement="Cứu người đuối nước.",
        happened=date(2024, 6, 1),
        **by("clerk"),
    )
    dossier(*TO_RETURNED).when(corrected).then(
        NominationResubmitted(
            nomination=DOSSIER,
            stated_kind="form",
            achievement=Clear(LAN, "evidence", "Cứu người đuối nước."),
            happened=date(2024, 6, 1),
        )
    )


@pytest.mark.parametrize("step", [step for step in STEPS if step != "returned"])
def test_only_a_returned_dossier_is_handed_in_again(step: str) -> None:
    dossier(*STEPS[step]).when(resubmit()).refused(WrongState)


def test_what_a_correction_leaves_out_stays_as_it_was() -> None:
    happened = date(2024, 6, 1)
    sudden = DRAFTED.model_copy(update={"happened": happened, "papers": (PHOTO,)})
    again = state(sudden, SUBMITTED, RETURNED, RESUBMITTED)
    assert isinstance(again, Submitted)
    assert (again.submission, again.pin) == (SET, SUBMITTED.pin)
    assert (again.dossier.stated_kind, again.dossier.achievement) == ("title", DEED)
    assert (again.dossier.happened, again.dossier.papers) == (happened, (PHOTO, REPORT))


def test_a_correction_replaces_what_it_states_and_may_clear_the_day() -> None:
    sudden = DRAFTED.model_copy(update={"happened": date(2024, 6, 1)})
    moved = NominationResubmitted(nomination=DOSSIER, stated_kind="form", happened=date(2024, 6, 2))
    cleared = NominationResubmitted(nomination=DOSSIER, happened_cleared=True)
    first = state(sudden, SUBMITTED, RETURNED, moved)
    second = state(sudden, SUBMITTED, RETURNED, cleared)
    assert isinstance(first, Submitted)
    assert isinstance(second, Submitted)
    assert (first.dossier.stated_kind, first.dossier.happened) == ("form", date(2024, 6, 2))
    assert second.dossier.happened is None


@pytest.mark.parametrize("step", ["drafted", "submitted", "returned", "eligible"])
def test_a_unit_takes_its_dossier_back_until_the_council_has_it(step: str) -> None:
    dossier(*STEPS[step]).when(withdraw()).then(WITHDRAWN)


def test_a_dossier_before_the_council_is_frozen() -> None:
    dossier(*STEPS["before the council"]).when(withdraw()).refused(Frozen)


@pytest.mark.parametrize(
    "step", ["recommended", "forwarded", "awarded", "ineligible", "declined", "withdrawn"]
)
def test_a_dossier_past_the_council_or_over_is_not_taken_back(step: str) -> None:
    dossier(*STEPS[step]).when(withdraw()).refused(WrongState)


def test_no_stranger_takes_a_dossier_back() -> None:
    dossier(DRAFTED).when(withdraw("accountant")).refused(NotAuthorised)


def test_the_standing_agency_writes_a_note() -> None:
    noted = NominationNoted(
        nomination=DOSSIER, about="ttldtt.share", note=Clear(LAN, "evidence", "Đã gọi điện hỏi.")
    )
    dossier(*TO_SUBMITTED).when(note()).then(noted)
    assert state(*TO_SUBMITTED, noted) == state(*TO_SUBMITTED)


def test_no_note_is_written_into_nothing_or_by_the_unit() -> None:
    dossier().when(note()).refused(WrongState)
    dossier(*TO_SUBMITTED).when(note("clerk")).refused(NotAuthorised)


def test_the_first_half_of_a_dossiers_life() -> None:
    assert isinstance(state(DRAFTED), Draft)
    assert isinstance(state(*TO_SUBMITTED), Submitted)
    returned, eligible = state(*TO_RETURNED), state(*TO_SUBMITTED, ELIGIBLE)
    assert isinstance(returned, Returned)
    assert isinstance(eligible, Eligible)
    assert (returned.reasons, eligible.reasons) == (RETURNED.reasons, ELIGIBLE.reasons)
    ineligible, withdrawn = state(*TO_SUBMITTED, INELIGIBLE), state(DRAFTED, WITHDRAWN)
    assert isinstance(ineligible, Ended)
    assert isinstance(withdrawn, Ended)
    assert (ineligible.how, ineligible.reasons, withdrawn.how) == (
        "ineligible",
        INELIGIBLE.reasons,
        "withdrawn",
    )


def test_an_event_that_comes_at_the_wrong_step_changes_nothing() -> None:
    assert state(*TO_RETURNED, ELIGIBLE) == state(*TO_RETURNED)
    assert state(*TO_SUBMITTED, ATTACHED) == state(*TO_SUBMITTED)
    assert state(*TO_SUBMITTED, RESUBMITTED) == state(*TO_SUBMITTED)
    assert state(SUBMITTED, RETURNED) == NoNomination()
