from datetime import date
from typing import Literal

import pytest

from domain.nomination.commands import (
    RecordBonusRecovered,
    RecordRejudgement,
    RecoverObject,
    RequestRejudgement,
    RevokeAward,
)
from domain.nomination.states import Awarded, Revoked
from domain.refusal import NotAuthorised, NotFound, WrongState
from events.base import DecisionId, NominationId
from events.nomination import (
    AwardRevoked,
    BonusRecovered,
    ObjectRecovered,
    RejudgementRecorded,
    RejudgementRequested,
)
from events.personal import Clear
from tests.domain.dossiers import (
    DOSSIER,
    ENOUGH,
    LAN,
    PAID,
    PRESENTED,
    STEPS,
    TO_AWARDED,
    TO_COUNCIL,
    TO_FORWARDED,
    along,
    dossier,
    state,
)
from tests.spec import by, engine

OTHER = DecisionId("decision-2")
GONE = NominationId("nomination-0")
REVOKED = AwardRevoked(nomination=DOSSIER, decision=OTHER, ground="false_merit", on=date(2025, 5, 14))
OBJECT_BACK = ObjectRecovered(nomination=DOSSIER, on=date(2025, 5, 20))
MONEY_BACK = BonusRecovered(nomination=DOSSIER, amount=710_000, on=date(2025, 5, 21))
DOUBTED = RejudgementRequested(nomination=DOSSIER, because=GONE, rule="cstdcs.ldtt")
STANDS = RejudgementRecorded(
    nomination=DOSSIER, because=GONE, outcome="stands", reason=Clear(LAN, "evidence", "Có sáng kiến.")
)
GIVEN_OUT = (*TO_AWARDED, PRESENTED, PAID)
TO_REVOKED = (*GIVEN_OUT, REVOKED)


def revoke() -> RevokeAward:
    return RevokeAward(nomination=DOSSIER, decision=OTHER, ground="false_merit", on=REVOKED.on, **engine())


def take_back(role: str = "standing_agency") -> RecoverObject:
    return RecoverObject(nomination=DOSSIER, on=OBJECT_BACK.on, **by(role))


def money_back() -> RecordBonusRecovered:
    return RecordBonusRecovered(nomination=DOSSIER, amount=710_000, on=MONEY_BACK.on, **by("accountant"))


def doubt() -> RequestRejudgement:
    return RequestRejudgement(nomination=DOSSIER, because=GONE, rule="cstdcs.ldtt", **engine())


def rejudge(
    outcome: Literal["stands", "cancel"] = "stands", role: str = "standing_agency"
) -> RecordRejudgement:
    return RecordRejudgement(
        nomination=DOSSIER, because=GONE, outcome=outcome, reason="Có sáng kiến.", **by(role)
    )


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_an_award_is_revoked_once_by_the_decision_that_cancels_it() -> None:
    dossier(*TO_AWARDED).when(revoke()).then(REVOKED)
    dossier(*TO_REVOKED).when(revoke()).nothing()
    dossier(*TO_FORWARDED).when(revoke()).nothing()
    by_hand = RevokeAward(
        nomination=DOSSIER, decision=OTHER, ground="false_merit", on=REVOKED.on, **by("authority")
    )
    dossier(*TO_AWARDED).when(by_hand).refused(NotAuthorised)


@pytest.mark.law("Luật 06/2022/QH15, Đ93")
def test_what_was_handed_over_comes_back_once() -> None:
    dossier(*TO_REVOKED).when(take_back()).then(OBJECT_BACK)
    dossier(*TO_REVOKED, OBJECT_BACK).when(take_back()).nothing()
    dossier(*TO_REVOKED).when(take_back("clerk")).refused(NotAuthorised)
    dossier(*TO_AWARDED, REVOKED).when(take_back()).refused(WrongState)
    dossier(*GIVEN_OUT).when(take_back()).refused(NotFound)


def test_money_comes_back_only_with_the_fund_that_receives_it() -> None:
    along(*TO_REVOKED).when(money_back()).then(MONEY_BACK)
    dossier(*TO_REVOKED).when(money_back()).refused(NotAuthorised)
    along(*GIVEN_OUT).when(money_back()).refused(NotFound)


def test_nothing_of_a_revoked_award_is_lost() -> None:
    revoked = state(*TO_REVOKED, OBJECT_BACK, MONEY_BACK)
    assert isinstance(revoked, Revoked)
    assert (revoked.object_back_on, revoked.money_back, revoked.tally) == (OBJECT_BACK.on, 710_000, ENOUGH)
    assert (revoked.awarded.presented, revoked.awarded.paid) == (PRESENTED, PAID)
    assert state(*GIVEN_OUT, OBJECT_BACK, MONEY_BACK) == state(*GIVEN_OUT)


@pytest.mark.parametrize("step", ["eligible", "before the council", "recommended", "forwarded", "awarded"])
def test_what_rests_on_a_revoked_award_is_flagged_once_and_nothing_else_of_it_changes(step: str) -> None:
    dossier(*STEPS[step]).when(doubt()).then(DOUBTED)
    dossier(*STEPS[step], DOUBTED).when(doubt()).nothing()
    doubted, before = state(*STEPS[step], DOUBTED), state(*STEPS[step])
    assert type(doubted) is type(before)
    assert state(*STEPS[step], DOUBTED, STANDS) == before


@pytest.mark.parametrize("step", ["ineligible", "declined", "withdrawn"])
def test_what_is_over_is_not_judged_anew(step: str) -> None:
    dossier(*STEPS[step]).when(doubt()).nothing()


def test_people_judge_anew_and_say_why() -> None:
    dossier(*TO_AWARDED, DOUBTED).when(rejudge()).then(STANDS)
    dossier(*TO_COUNCIL, DOUBTED).when(rejudge("cancel")).then(
        STANDS.model_copy(update={"outcome": "cancel"})
    )
    dossier(*TO_AWARDED, DOUBTED, STANDS).when(rejudge()).refused(WrongState)
    dossier(*TO_AWARDED, DOUBTED).when(rejudge(role="clerk")).refused(NotAuthorised)
    dossier().when(rejudge()).refused(NotFound)


def test_a_doubt_stays_with_an_award_that_is_revoked_itself() -> None:
    doubted = state(*TO_AWARDED, DOUBTED, REVOKED)
    assert isinstance(doubted, Revoked)
    assert doubted.dossier.doubts == frozenset({GONE})
    answered = state(*TO_AWARDED, DOUBTED, REVOKED, STANDS)
    assert isinstance(answered, Revoked)
    assert isinstance(answered.awarded, Awarded)
    assert answered.dossier.doubts == frozenset()
