from dataclasses import replace
from datetime import date

import pytest

from domain.nomination.commands import (
    AnswerComment,
    BringToCouncil,
    ForwardNomination,
    PublishNomination,
    ReceiveComment,
    RecordAdvice,
    TakeUpNomination,
    VerifyDossier,
)
from domain.nomination.states import BeforeCouncil, Earlier, Eligible, Ended, Forwarded, Recommended, level
from domain.refusal import NotAuthorised, NotFound, WrongState
from events.base import SessionId, UnitId
from events.judgement import Tally
from events.nomination import NominationTakenUp
from tests.domain.dossiers import (
    ANSWERED,
    COMMENTED,
    DECLINED,
    DOSSIER,
    ENOUGH,
    FACTS,
    FORWARDED,
    PROVINCE,
    PUBLISHED,
    PUT,
    RECOMMENDED,
    SCHOOL,
    SESSION,
    SET,
    STEPS,
    TO_COUNCIL,
    TO_ELIGIBLE,
    TO_FORWARDED,
    TO_RECOMMENDED,
    TO_VERIFIED,
    TOO_FEW,
    VERIFIED,
    along,
    dossier,
    state,
)
from tests.spec import HOME, by, engine, standing


def verify(department: UnitId = HOME, role: str = "standing_agency") -> VerifyDossier:
    return VerifyDossier(nomination=DOSSIER, department=department, on=VERIFIED.on, **by(role))


def publish(last_day: date = PUBLISHED.last_day, role: str = "standing_agency") -> PublishNomination:
    return PublishNomination(
        nomination=DOSSIER,
        first_day=PUBLISHED.first_day,
        last_day=last_day,
        where=PUBLISHED.where,
        **by(role),
    )


def comment(role: str = "standing_agency") -> ReceiveComment:
    return ReceiveComment(
        nomination=DOSSIER,
        comment="y-kien-1",
        name="Trần Văn Bình",
        address="Thôn 2",
        text="Đồng ý.",
        **by(role),
    )


def answer(to: str = "y-kien-1", role: str = "standing_agency") -> AnswerComment:
    return AnswerComment(nomination=DOSSIER, comment=to, answer="Đã ghi nhận.", **by(role))


def bring(session: SessionId = SESSION) -> BringToCouncil:
    return BringToCouncil(nomination=DOSSIER, session=session, **engine())


def advise(tally: Tally = ENOUGH, session: SessionId = SESSION) -> RecordAdvice:
    return RecordAdvice(nomination=DOSSIER, session=session, tally=tally, **engine())


def forward(to_unit: UnitId = HOME) -> ForwardNomination:
    return ForwardNomination(
        nomination=DOSSIER, from_unit=HOME, to_unit=to_unit, submission=SET, **by("authority")
    )


def take_up(unit: UnitId = PROVINCE) -> TakeUpNomination:
    return TakeUpNomination(nomination=DOSSIER, unit=unit, submission=SET, on=TAKEN_UP.on, **by("archivist"))


SENT = FORWARDED.model_copy(update={"to_unit": PROVINCE})
TAKEN_UP = NominationTakenUp(nomination=DOSSIER, unit=PROVINCE, submission=SET, on=date(2025, 1, 3))
TO_SENT = (*TO_RECOMMENDED, SENT)
AT_PROVINCE = replace(FACTS, organisation=PROVINCE)


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_a_dossier_sent_up_is_taken_up_by_that_level_with_its_list() -> None:
    along(*TO_SENT).when(take_up()).then(TAKEN_UP)
    along(*TO_SENT, TAKEN_UP).when(take_up()).nothing()
    along(*TO_SENT).when(take_up(SCHOOL)).nothing()
    along(*TO_COUNCIL, DECLINED).when(take_up()).nothing()
    dossier(*TO_SENT).when(take_up()).refused(NotAuthorised)


def test_a_dossier_above_is_to_be_verified_anew_and_keeps_what_was_advised_below() -> None:
    above = state(*TO_SENT, TAKEN_UP)
    assert isinstance(above, Eligible)
    assert (above.at, above.verified_by, above.earlier) == (PROVINCE, (), (Earlier(None, SESSION, ENOUGH),))
    steps = [TO_SENT, (*TO_SENT, TAKEN_UP), (*TO_SENT, TAKEN_UP, VERIFIED, PUT)]
    steps += [(*steps[-1], RECOMMENDED), (*steps[-1], RECOMMENDED, FORWARDED)]
    assert [level(state(*past)) for past in steps] == [None, PROVINCE, PROVINCE, PROVINCE, PROVINCE]
    assert state(*TO_RECOMMENDED, TAKEN_UP) == state(*TO_RECOMMENDED)


def test_a_council_judges_only_dossiers_of_its_own_level() -> None:
    verified = (*TO_SENT, TAKEN_UP, VERIFIED)
    at_home = replace(AT_PROVINCE, council_unit=HOME)
    dossier(*verified, facts=at_home).when(bring()).refused(WrongState)
    dossier(*verified, facts=replace(AT_PROVINCE, council_unit=PROVINCE)).when(bring()).then(PUT)


def test_a_level_sends_on_only_what_it_holds() -> None:
    dossier(*TO_RECOMMENDED, facts=replace(AT_PROVINCE, along=True)).when(forward()).refused(WrongState)


def test_a_department_verifies_once() -> None:
    dossier(*TO_ELIGIBLE).when(verify()).then(VERIFIED)
    dossier(*TO_VERIFIED).when(verify()).nothing()


def test_another_department_verifies_too() -> None:
    second = VERIFIED.model_copy(update={"department": SCHOOL})
    dossier(*TO_VERIFIED).when(verify(SCHOOL)).then(second)
    dossier(*TO_VERIFIED, second).when(verify(SCHOOL)).nothing()


def test_the_standing_agency_records_what_another_department_verified() -> None:
    at_home = replace(FACTS, standing=standing(("standing_agency", HOME)))
    second = VERIFIED.model_copy(update={"department": SCHOOL})
    dossier(*TO_ELIGIBLE, facts=at_home).when(verify(SCHOOL)).then(second)


def test_a_department_verifies_for_itself_even_in_a_ledger_without_a_home() -> None:
    alone = replace(FACTS, standing=standing(("standing_agency", SCHOOL)), organisation=None)
    second = VERIFIED.model_copy(update={"department": SCHOOL})
    dossier(*TO_ELIGIBLE, facts=alone).when(verify(SCHOOL)).then(second)
    dossier(*TO_ELIGIBLE, facts=alone).when(verify(HOME)).refused(NotAuthorised)


def test_the_list_is_public_from_its_first_day_to_its_last() -> None:
    dossier(*TO_ELIGIBLE).when(publish()).then(PUBLISHED)
    dossier(*TO_ELIGIBLE, PUBLISHED).when(publish()).nothing()


def test_a_notice_does_not_end_before_it_begins() -> None:
    dossier(*TO_ELIGIBLE).when(publish(date(2024, 12, 8))).refused(WrongState)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ46.2")
def test_a_comment_has_a_name_and_an_address_kept_apart_from_the_nominee() -> None:
    dossier(*TO_ELIGIBLE).when(comment()).then(COMMENTED)
    dossier(*TO_ELIGIBLE, COMMENTED).when(comment()).nothing()


def test_a_comment_is_answered_once() -> None:
    dossier(*TO_ELIGIBLE, COMMENTED).when(answer()).then(ANSWERED)
    dossier(*TO_ELIGIBLE, COMMENTED, ANSWERED).when(answer()).nothing()


def test_a_comment_is_taken_and_answered_while_the_dossier_is_on_an_agenda_and_no_longer() -> None:
    dossier(*TO_COUNCIL).when(comment()).then(COMMENTED)
    dossier(*TO_COUNCIL, COMMENTED).when(comment()).nothing()
    dossier(*TO_COUNCIL, COMMENTED).when(answer()).then(ANSWERED)
    frozen = state(*TO_COUNCIL, COMMENTED, ANSWERED)
    assert isinstance(frozen, BeforeCouncil)
    assert frozen.eligible.comments == {"y-kien-1": True}
    dossier(*TO_RECOMMENDED).when(comment()).refused(WrongState)


def test_a_comment_that_nobody_made_is_not_answered() -> None:
    dossier(*TO_ELIGIBLE, COMMENTED).when(answer("y-kien-2")).refused(NotFound)


@pytest.mark.parametrize("step", [step for step in STEPS if step != "eligible"])
def test_a_dossier_is_prepared_only_between_its_assessment_and_the_council(step: str) -> None:
    commented = () if step == "before the council" else (comment(), answer())
    for command in (verify(), publish(), *commented):
        dossier(*STEPS[step]).when(command).refused(WrongState)


def test_the_unit_neither_verifies_nor_publishes_nor_answers() -> None:
    for command in (verify(role="clerk"), publish(role="clerk"), comment("clerk"), answer(role="clerk")):
        dossier(*TO_ELIGIBLE).when(command).refused(NotAuthorised)


def test_a_verified_dossier_is_put_to_the_council_and_frozen() -> None:
    dossier(*TO_VERIFIED).when(bring()).then(PUT)


def test_it_is_put_to_the_same_session_once_and_to_no_other_meanwhile() -> None:
    dossier(*TO_COUNCIL).when(bring()).nothing()
    dossier(*TO_COUNCIL).when(bring(SessionId("session-2"))).refused(WrongState)


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
def test_an_unverified_dossier_does_not_come_before_the_council() -> None:
    dossier(*TO_ELIGIBLE).when(bring()).refused(WrongState)


@pytest.mark.law("NĐ 98/2023/NĐ-CP, Đ30.7")
def test_the_council_recommends_what_reached_its_share_and_declines_what_did_not() -> None:
    dossier(*TO_COUNCIL).when(advise()).then(RECOMMENDED)
    dossier(*TO_COUNCIL).when(advise(TOO_FEW)).then(DECLINED)


def test_an_outcome_is_recorded_once_and_only_by_the_session_that_has_the_dossier() -> None:
    dossier(*TO_RECOMMENDED).when(advise()).nothing()
    dossier(*TO_COUNCIL, DECLINED).when(advise()).nothing()
    dossier(*TO_COUNCIL).when(advise(session=SessionId("session-2"))).nothing()


def test_nobody_freezes_or_advises_by_hand() -> None:
    by_hand = BringToCouncil(nomination=DOSSIER, session=SESSION, **by("secretary"))
    advice = RecordAdvice(nomination=DOSSIER, session=SESSION, tally=ENOUGH, **by("chair"))
    dossier(*TO_VERIFIED).when(by_hand).refused(NotAuthorised)
    dossier(*TO_COUNCIL).when(advice).refused(NotAuthorised)


def test_a_recommended_dossier_is_laid_before_the_authority_once() -> None:
    along(*TO_RECOMMENDED).when(forward()).then(FORWARDED)
    along(*TO_FORWARDED).when(forward()).nothing()


def test_it_may_go_on_to_the_level_above() -> None:
    onward = FORWARDED.model_copy(update={"to_unit": PROVINCE})
    along(*TO_FORWARDED).when(forward(PROVINCE)).then(onward)
    above = state(*TO_FORWARDED, onward)
    assert isinstance(above, Forwarded)
    assert (above.to_unit, above.submission, above.tally) == (PROVINCE, SET, ENOUGH)


@pytest.mark.law("Luật 06/2022/QH15, Đ83.1")
@pytest.mark.parametrize("step", [step for step in STEPS if step not in {"recommended", "forwarded"}])
def test_only_what_the_council_recommends_is_forwarded(step: str) -> None:
    along(*STEPS[step]).when(forward()).refused(WrongState)


def test_a_dossier_is_forwarded_only_as_a_line_of_a_list() -> None:
    dossier(*TO_RECOMMENDED).when(forward()).refused(NotAuthorised)


def test_what_is_known_of_a_dossier_under_preparation_follows_its_events() -> None:
    eligible = state(*TO_VERIFIED, PUBLISHED, COMMENTED)
    assert isinstance(eligible, Eligible)
    assert eligible.verified_by == (HOME,)
    assert eligible.published == (PUBLISHED.first_day, PUBLISHED.last_day)
    assert eligible.comments == {"y-kien-1": False}
    answered = state(*TO_VERIFIED, PUBLISHED, COMMENTED, ANSWERED)
    assert isinstance(answered, Eligible)
    assert answered.comments == {"y-kien-1": True}


def test_what_the_council_said_stays_with_the_dossier() -> None:
    frozen, recommended, declined = state(*TO_COUNCIL), state(*TO_RECOMMENDED), state(*TO_COUNCIL, DECLINED)
    assert isinstance(frozen, BeforeCouncil)
    assert frozen.session == SESSION
    assert isinstance(recommended, Recommended)
    assert (recommended.session, recommended.tally) == (SESSION, ENOUGH)
    assert recommended.pin == frozen.eligible.pin
    assert isinstance(declined, Ended)
    assert (declined.how, declined.tally, declined.dossier) == ("declined", TOO_FEW, frozen.dossier)


def test_an_event_that_comes_at_the_wrong_step_changes_nothing() -> None:
    assert state(*TO_COUNCIL, VERIFIED) == state(*TO_COUNCIL)
    assert state(*TO_COUNCIL, PUT) == state(*TO_COUNCIL)
    assert state(*TO_ELIGIBLE, RECOMMENDED) == state(*TO_ELIGIBLE)
    assert state(*TO_ELIGIBLE, FORWARDED) == state(*TO_ELIGIBLE)
