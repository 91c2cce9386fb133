"""A whole set at once: put together, returned, handed in again, withdrawn; each line goes along."""

from dataclasses import replace
from datetime import date

import pytest

from domain.act_facts import ActFacts
from domain.acts import brought_along
from domain.decider import Command, said
from domain.letter.commands import QueueLetter
from domain.nomination.commands import ResubmitNomination, ReturnNomination, WithdrawNomination
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from domain.submission.commands import DraftSubmission, HandInAgain, ReturnSubmission, WithdrawSubmission
from domain.submission.states import Drafting, Submission, Withdrawn
from events.base import LetterId, SubjectId, SubmissionId, UnitId
from events.personal import Clear
from events.submission import (
    Paper,
    SubmissionDrafted,
    SubmissionEvent,
    SubmissionHandedInAgain,
    SubmissionReturned,
    SubmissionWithdrawn,
)
from tests.domain import test_attachment as files
from tests.domain.test_submission import (
    FACTS,
    LAN,
    LETTER,
    MINH,
    MINUTES,
    RECEIVED,
    SCHOOL,
    SET,
    forward,
    forwarded,
    receive,
    submission,
    supply,
)
from tests.spec import HOME, Given, by, standing

DRAFTED = SubmissionDrafted(submission=SET, unit=SCHOOL, papers=(MINUTES,))
RETURNED = SubmissionReturned(
    submission=SET,
    nominations=(LAN, MINH),
    fields=("bien_ban", "to_trinh"),
    note=Clear(SET, "evidence", "Thiếu chữ ký."),
)
AGAIN = SubmissionHandedInAgain(submission=SET, nominations=(LAN, MINH))
WITHDRAWN = SubmissionWithdrawn(
    submission=SET, nominations=(LAN, MINH), reason=Clear(SET, "evidence", "Bình xét lại.")
)
IN_HAND = replace(FACTS, in_hand=(LAN, MINH))
AT_THE_UNIT = replace(FACTS, at_the_unit=(LAN, MINH))
FROZEN = replace(FACTS, in_hand=(LAN,), frozen=(MINH,))
TOLD = ActFacts(
    organisation=HOME,
    told=(
        QueueLetter(
            letter=LetterId("letter-1"),
            recipient=SubjectId(SCHOOL),
            template="returned_set",
            facts={"faults": "- biên bản"},
            speaks_from=date(2024, 12, 24),
            **by("standing_agency"),
        ),
    ),
)


def draft(role: str = "clerk", unit: UnitId = SCHOOL) -> DraftSubmission:
    return DraftSubmission(submission=SET, unit=unit, papers=(MINUTES,), **by(role))


def send_back(*fields: str, role: str = "standing_agency") -> ReturnSubmission:
    return ReturnSubmission(submission=SET, fields=fields, note="Thiếu chữ ký.", **by(role))


def again(role: str = "clerk") -> HandInAgain:
    return HandInAgain(submission=SET, **by(role))


def withdraw(role: str = "clerk") -> WithdrawSubmission:
    return WithdrawSubmission(submission=SET, reason="Bình xét lại.", **by(role))


def known(*past: SubmissionEvent, facts: object = FACTS) -> Given:
    return submission(*past, facts=facts)  # type: ignore[arg-type]  # the facts of a set


def test_a_set_is_put_together_before_it_is_handed_in() -> None:
    known().when(draft()).then(DRAFTED)
    known().when(draft("standing_agency")).then(DRAFTED)
    known(DRAFTED).when(draft()).nothing()
    known(RECEIVED).when(draft()).refused(AlreadyExists)
    known().when(draft(unit=UnitId("unit-khac"))).refused(NotAuthorised)


def test_papers_and_files_of_the_draft_are_in_the_set_that_is_received() -> None:
    facts = replace(FACTS, file=files.HELD)
    known(DRAFTED, facts=facts).when(files.attach_to_set()).then(files.SET_ATTACHED)
    (received,) = known(DRAFTED, files.SET_ATTACHED).when(receive()).decides()
    assert received == RECEIVED.model_copy(update={"papers": (MINUTES, LETTER)})
    there = submission(DRAFTED, files.SET_ATTACHED).decider.fold([DRAFTED, files.SET_ATTACHED, RECEIVED])
    assert isinstance(there, Submission)
    assert there.files == {("bien_ban", "a" * 64)}


def test_a_draft_of_one_unit_is_not_handed_in_by_another() -> None:
    other = DRAFTED.model_copy(update={"unit": UnitId("unit-khac")})
    known(other).when(receive()).refused(AlreadyExists)


def test_a_set_does_not_arrive_in_the_future() -> None:
    known().when(replace(receive(), arrived=date(2024, 12, 25))).refused(Malformed)
    on_the_day = replace(receive(), arrived=date(2024, 12, 24))
    known().when(on_the_day).then(RECEIVED)


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_a_villages_papers_need_neither_number_nor_seal() -> None:
    plain = (Paper(kind="to_trinh"), Paper(kind="bien_ban"))
    (received,) = known().when(replace(receive(), papers=plain)).decides()
    assert received == RECEIVED.model_copy(update={"papers": plain})


@pytest.mark.law("Luật 06/2022/QH15, Đ83-84")
def test_a_whole_set_goes_back_with_the_exact_fields() -> None:
    known(RECEIVED, facts=IN_HAND).when(send_back("bien_ban", "to_trinh", "bien_ban")).then(RETURNED)
    why = known(RECEIVED, facts=IN_HAND).when(send_back()).refused(Malformed)
    assert str(why.basis) == "Đ83-84 Luật 06/2022/QH15"


def test_a_set_that_is_at_the_unit_is_not_sent_there_again() -> None:
    known(RECEIVED, RETURNED, facts=AT_THE_UNIT).when(send_back("bien_ban", "to_trinh")).nothing()
    known(RECEIVED).when(send_back("bien_ban")).refused(WrongState)


def test_a_set_of_which_the_council_has_a_line_stays() -> None:
    known(RECEIVED, facts=FROZEN).when(send_back("bien_ban")).refused(WrongState)
    known(RECEIVED, facts=FROZEN).when(withdraw()).refused(WrongState)


def test_only_the_standing_agency_sends_a_set_back() -> None:
    known(RECEIVED, facts=IN_HAND).when(send_back("bien_ban", role="clerk")).refused(NotAuthorised)


def test_a_clerk_of_the_office_that_keeps_the_ledger_touches_no_set_of_another_unit() -> None:
    office = replace(IN_HAND, standing=standing(("clerk", HOME), ("head", HOME)))
    for command in (withdraw("clerk"), withdraw("head"), again("clerk"), supply(MINUTES)):
        known(RECEIVED, facts=office).when(command).refused(NotAuthorised)


def test_a_set_is_handed_in_again_by_its_unit() -> None:
    known(RECEIVED, RETURNED, facts=AT_THE_UNIT).when(again()).then(AGAIN)
    known(RECEIVED, RETURNED, AGAIN, facts=IN_HAND).when(again()).nothing()
    known(RECEIVED, RETURNED, facts=AT_THE_UNIT).when(again("member")).refused(NotAuthorised)


def test_a_set_is_withdrawn_once_with_every_line_that_can_be() -> None:
    mixed = replace(FACTS, in_hand=(LAN,), at_the_unit=(MINH,))
    known(RECEIVED, facts=mixed).when(withdraw()).then(WITHDRAWN)
    known(RECEIVED, WITHDRAWN).when(withdraw()).nothing()
    known(RECEIVED, facts=mixed).when(withdraw("member")).refused(NotAuthorised)


def test_a_draft_is_thrown_away_without_any_line() -> None:
    known(DRAFTED).when(withdraw()).then(WITHDRAWN.model_copy(update={"nominations": ()}))


def test_a_withdrawn_set_takes_nothing_more() -> None:
    for command in (supply(MINUTES), send_back("bien_ban"), again(), files.attach_to_set()):
        known(RECEIVED, WITHDRAWN).when(command).refused(NotFound)
    known(RECEIVED, WITHDRAWN).when(receive()).refused(AlreadyExists)


def test_a_list_or_a_set_that_is_not_there_is_neither_returned_nor_withdrawn() -> None:
    for past in ((), (forwarded(),)):
        for command in (send_back("bien_ban"), again(), withdraw()):
            known(*past).when(command).refused(NotFound)


def test_what_is_known_of_a_set_follows_its_events() -> None:
    fold = submission().decider.fold
    assert fold([DRAFTED]) == Drafting(SET, SCHOOL, (MINUTES,))
    assert fold([RECEIVED, RETURNED, AGAIN]) == fold([RECEIVED])
    assert fold([RECEIVED, WITHDRAWN]) == Withdrawn(SET, SCHOOL)
    assert fold([forwarded(), WITHDRAWN]) == fold([forwarded()])


def along(command: Command, event: SubmissionEvent, facts: ActFacts = TOLD) -> list[Command]:
    return list(brought_along(command, [event], facts))


def test_each_line_goes_along_and_the_unit_is_told_once() -> None:
    command = send_back("bien_ban", "to_trinh")
    assert along(command, RETURNED) == [
        *(
            ReturnNomination(nomination=line, fields=RETURNED.fields, whole_set=True, **said(command))
            for line in (LAN, MINH)
        ),
        *(replace(letter, **said(command)) for letter in TOLD.told),
    ]
    assert along(again(), AGAIN) == [
        ResubmitNomination(nomination=line, **said(again())) for line in (LAN, MINH)
    ]
    assert along(withdraw(), WITHDRAWN) == [
        WithdrawNomination(nomination=line, reason="Bình xét lại.", **said(withdraw()))
        for line in (LAN, MINH)
    ]


def test_a_list_of_one_award_holds_no_other_and_no_line_twice() -> None:
    knowing = replace(FACTS, awards={LAN: "GK", MINH: "LDTT"})
    mixed = replace(forward(by("authority")), award="GK")
    why = known(facts=knowing).when(mixed).refused(Malformed)
    assert MINH in str(why.todo)
    pure = replace(knowing, awards={LAN: "GK", MINH: "GK"})
    sources = (SubmissionId("submission-7"),)
    listed = forwarded().model_copy(update={"award": "GK", "sources": sources})
    known(facts=pure).when(replace(mixed, sources=sources)).then(listed)
    twice = replace(forward(by("authority")), nominations=(LAN, LAN))
    known().when(twice).refused(Malformed)
