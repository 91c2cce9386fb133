from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from domain.decider import Said
from domain.ids import letter_id
from domain.letter.commands import (
    DeliverNotice,
    HoldLetter,
    LetterCommand,
    QueueLetter,
    RecordBounce,
    RecordDeferred,
    RecordFailed,
    RecordSent,
    RecordUnknown,
    ReleaseLetter,
    ResendLetter,
    SupersedeLetter,
)
from domain.letter.decider import BACK_OFF, DECIDER, GIVE_UP
from domain.letter.states import Ended, NoLetter, Waiting
from domain.refusal import AlreadyExists, Malformed, NotAuthorised, NotFound, WrongState
from events.base import LetterId, PersonId
from events.letter import (
    LetterBounced,
    LetterDeferred,
    LetterEvent,
    LetterFailed,
    LetterHeld,
    LetterOutcomeUnknown,
    LetterQueuedAgain,
    LetterReleased,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)
from tests.domain.letters import FACTS, ITEM, LAN, LETTER, NOW, ON_PAPER, QUEUED, WORDS, letter, mailroom
from tests.spec import by, engine

SENT = LetterSent(letter=LETTER, message_id="<letter-1@so-vang>", reply="250 OK")
FAILED = LetterFailed(letter=LETTER, code=550, reply="no such user")
UNKNOWN = LetterOutcomeUnknown(letter=LETTER, next_attempt_at=NOW + timedelta(minutes=5))
CUT_OFF = LetterOutcomeUnknown(letter=LETTER, next_attempt_at=NOW, interrupted=True)
SUPERSEDED = LetterSuperseded(letter=LETTER, reason="duty_met", by_letter=LetterId("letter-2"))
HELD = LetterHeld(letter=LETTER, reason="chờ công văn mới")
RELEASED = LetterReleased(letter=LETTER)
BOUNCED = LetterBounced(letter=LETTER, status="5.1.1", reply="no such user")
AGAIN = LetterQueuedAgain(
    letter=LETTER, by_letter=letter_id("resent", LETTER), reason="người nhận không thấy thư"
)
DELIVERED = NoticeDelivered(letter=LETTER, how="printed", by=PersonId("person-1"), on=date(2024, 1, 27))


def deferred(attempt: int, wait: timedelta) -> LetterDeferred:
    return LetterDeferred(letter=LETTER, attempt=attempt, code=451, reply="later", next_attempt_at=NOW + wait)


def queue(said: Said) -> QueueLetter:
    return QueueLetter(
        letter=LETTER,
        recipient=LAN,
        template="reminder",
        facts=WORDS,
        names=QUEUED.names,
        speaks_from=QUEUED.day,
        obligation=QUEUED.obligation,
        rung=QUEUED.rung,
        item=ITEM,
        **said,
    )


def sent() -> RecordSent:
    return RecordSent(letter=LETTER, message_id=SENT.message_id, reply=SENT.reply, **mailroom())


def defer() -> RecordDeferred:
    return RecordDeferred(letter=LETTER, code=451, reply="later", **mailroom())


def fail() -> RecordFailed:
    return RecordFailed(letter=LETTER, code=550, reply="no such user", **mailroom())


def unknown() -> RecordUnknown:
    return RecordUnknown(letter=LETTER, **mailroom())


def supersede(said: Said) -> SupersedeLetter:
    return SupersedeLetter(letter=LETTER, reason="duty_met", by_letter=LetterId("letter-2"), **said)


def deliver(role: str = "secretary") -> DeliverNotice:
    return DeliverNotice(
        letter=LETTER, how="printed", told_by=PersonId("person-1"), on=DELIVERED.on, **by(role)
    )


def hold(role: str = "secretary") -> HoldLetter:
    return HoldLetter(letter=LETTER, reason=HELD.reason, **by(role))


def release(role: str = "secretary") -> ReleaseLetter:
    return ReleaseLetter(letter=LETTER, **by(role))


def resend(role: str = "secretary") -> ResendLetter:
    return ResendLetter(letter=LETTER, reason=AGAIN.reason, **by(role))


def bounce() -> RecordBounce:
    return RecordBounce(letter=LETTER, status="5.1.1", reply="no such user", **mailroom())


ATTEMPTS = (sent(), defer(), fail(), unknown())


def test_a_letter_is_queued_with_its_words_and_the_templates_in_force() -> None:
    letter().when(queue(engine())).then(QUEUED)
    letter().when(queue(by("standing_agency"))).then(QUEUED)


def test_who_has_no_mail_gets_a_notice_on_paper() -> None:
    letter(facts=replace(FACTS, has_mail=False)).when(queue(engine())).then(ON_PAPER)


def test_a_letter_is_queued_once_and_never_again_after_its_end() -> None:
    letter(QUEUED).when(queue(engine())).nothing()
    letter(QUEUED, SENT).when(queue(engine())).nothing()


def test_a_person_who_writes_under_the_code_of_another_letter_is_told_so() -> None:
    letter(QUEUED).when(queue(by("standing_agency"))).nothing()
    other = replace(queue(by("standing_agency")), template="reminder", facts={**WORDS, "title": "Việc khác"})
    letter(QUEUED).when(other).refused(AlreadyExists)


def test_what_a_person_writes_is_refused_at_once_when_it_cannot_be_made() -> None:
    faulty = replace(FACTS, fault="Không lập được thư: thiếu giá trị “title”.")
    letter(facts=faulty).when(queue(by("standing_agency"))).refused(Malformed)
    letter(facts=faulty).when(queue(engine())).then(QUEUED)


def test_without_templates_no_letter_is_queued() -> None:
    letter(facts=replace(FACTS, templates=None)).when(queue(engine())).refused(NotFound)


def test_a_letter_that_comes_late_says_what_it_replaces_and_since_when() -> None:
    late = replace(queue(engine()), replaces=LetterId("letter-0"), delayed_from=date(2024, 1, 24))
    kept = {"replaces": "letter-0", "delayed_from": date(2024, 1, 24)}
    letter().when(late).then(QUEUED.model_copy(update=kept))


def test_a_letter_is_sent() -> None:
    letter(QUEUED).when(sent()).then(SENT)


def test_a_letter_fails_for_good() -> None:
    letter(QUEUED).when(fail()).then(FAILED)


def test_each_passing_refusal_is_waited_out_longer_and_the_last_wait_repeats() -> None:
    past: list[LetterEvent] = [QUEUED]
    for attempt, wait in enumerate([*BACK_OFF, BACK_OFF[-1]], 1):
        letter(*past).when(defer()).then(deferred(attempt, wait))
        past.append(deferred(attempt, wait))
    waits = [wait.total_seconds() / 60 for wait in BACK_OFF]
    assert waits == [1, 5, 30, 120, 480]


def test_an_unknown_outcome_is_tried_once_more_and_then_failed() -> None:
    letter(QUEUED).when(unknown()).then(UNKNOWN)
    letter(QUEUED, UNKNOWN).when(unknown()).then(LetterFailed(letter=LETTER))
    letter(QUEUED, UNKNOWN).when(sent()).then(SENT)


def test_an_attempt_that_was_cut_off_is_told_and_made_at_once_again_and_says_nothing_against_the_relay() -> (
    None
):
    letter(QUEUED).when(replace(unknown(), interrupted=True)).then(CUT_OFF)
    letter(QUEUED, CUT_OFF).when(replace(unknown(), interrupted=True)).then(CUT_OFF)
    letter(QUEUED, CUT_OFF).when(unknown()).then(UNKNOWN)
    letter(QUEUED, CUT_OFF).when(bounce()).then(BOUNCED)
    letter(QUEUED, CUT_OFF, SENT).when(replace(unknown(), interrupted=True)).nothing()
    assert DECIDER.fold([QUEUED, CUT_OFF, SENT]) == Ended(QUEUED, "sent", repeated=True)
    assert DECIDER.fold([QUEUED, UNKNOWN, FAILED]) == Ended(QUEUED, "failed", repeated=True)


def test_a_letter_that_is_no_longer_true_is_superseded_once() -> None:
    letter(QUEUED).when(supersede(engine())).then(SUPERSEDED)
    letter(QUEUED).when(supersede(by("secretary"))).then(SUPERSEDED)
    letter(QUEUED, SUPERSEDED).when(supersede(engine())).nothing()
    letter().when(supersede(engine())).nothing()


def test_a_printed_notice_is_handed_over() -> None:
    letter(ON_PAPER).when(deliver()).then(DELIVERED)
    letter(ON_PAPER).when(deliver("standing_agency")).then(DELIVERED)


def test_a_letter_by_mail_is_not_handed_over() -> None:
    letter(QUEUED).when(deliver()).refused(WrongState)


@pytest.mark.parametrize("end", [SENT, FAILED, SUPERSEDED, DELIVERED], ids=lambda end: end.type)
def test_a_letter_ends_once(end: LetterEvent) -> None:
    for command in (*ATTEMPTS, supersede(engine())):
        letter(QUEUED, end).when(command).nothing()


@pytest.mark.parametrize("end", [SENT, SUPERSEDED, DELIVERED], ids=lambda end: end.type)
def test_what_was_told_is_not_told_by_hand(end: LetterEvent) -> None:
    letter(ON_PAPER, end).when(deliver()).refused(WrongState)


@pytest.mark.parametrize("lost", [[FAILED], [SENT, BOUNCED]], ids=["failed", "bounced"])
def test_what_mail_could_not_deliver_is_told_by_hand_once(lost: list[LetterEvent]) -> None:
    letter(QUEUED, *lost).when(deliver()).then(DELIVERED)
    letter(QUEUED, *lost, DELIVERED).when(deliver()).refused(WrongState)
    assert DECIDER.fold([QUEUED, *lost, DELIVERED]) == Ended(QUEUED, "printed")


def test_a_recipients_server_may_put_a_letter_off_for_five_days_and_no_longer() -> None:
    last = replace(defer(), at=NOW + GIVE_UP)
    letter(QUEUED).when(replace(last, at=last.at - timedelta(days=1))).then(
        replace_wait(deferred(1, BACK_OFF[0]), NOW + GIVE_UP - timedelta(days=1))
    )
    letter(QUEUED).when(last).then(LetterFailed(letter=LETTER, code=451, reply="later"))
    late = QUEUED.model_copy(update={"day": date(2024, 1, 30), "delayed_from": QUEUED.day})
    letter(late).when(last).then(LetterFailed(letter=LETTER, code=451, reply="later"))


def test_a_relay_out_of_order_is_never_a_reason_to_give_up() -> None:
    halted = replace(defer(), at=NOW + 10 * GIVE_UP, halted=True)
    letter(QUEUED).when(halted).then(replace_wait(deferred(1, BACK_OFF[0]), halted.at))


def replace_wait(event: LetterDeferred, since: datetime) -> LetterDeferred:
    return event.model_copy(update={"next_attempt_at": since + BACK_OFF[0]})


def test_a_letter_is_held_until_it_is_released() -> None:
    letter(QUEUED).when(hold()).then(HELD)
    letter(QUEUED, HELD).when(hold()).nothing()
    letter(QUEUED, HELD).when(release()).then(RELEASED)
    letter(QUEUED).when(release()).nothing()
    assert DECIDER.fold([QUEUED, HELD]) == Waiting(QUEUED, held=True)
    assert DECIDER.fold([QUEUED, HELD, RELEASED]) == Waiting(QUEUED)


def test_a_letter_that_was_on_its_way_when_it_was_held_is_recorded_as_sent() -> None:
    letter(QUEUED, HELD).when(sent()).then(SENT)


def test_only_a_letter_by_mail_that_still_waits_is_held() -> None:
    letter(ON_PAPER).when(hold()).refused(WrongState)
    letter(QUEUED, SENT).when(hold()).refused(WrongState)
    letter().when(hold()).refused(NotFound)
    letter(QUEUED).when(hold("clerk")).refused(NotAuthorised)
    letter(QUEUED, HELD).when(release("clerk")).refused(NotAuthorised)


@pytest.mark.parametrize("end", [[SENT], [FAILED], [SENT, BOUNCED]], ids=["sent", "failed", "bounced"])
def test_a_letter_that_left_or_failed_goes_again_once_as_a_new_one(end: list[LetterEvent]) -> None:
    letter(QUEUED, *end).when(resend()).then(AGAIN)
    letter(QUEUED, *end, AGAIN).when(resend()).refused(WrongState)
    letter(QUEUED, *end).when(resend("clerk")).refused(NotAuthorised)


def test_a_letter_that_waits_or_was_replaced_does_not_go_again() -> None:
    letter(QUEUED).when(resend()).refused(WrongState)
    letter(QUEUED, SUPERSEDED).when(resend()).refused(WrongState)
    letter().when(resend()).refused(NotFound)


def test_a_bounce_is_recorded_of_a_letter_that_left_or_may_have() -> None:
    letter(QUEUED, SENT).when(bounce()).then(BOUNCED)
    letter(QUEUED, UNKNOWN).when(bounce()).then(BOUNCED)
    letter(QUEUED, SENT, BOUNCED).when(bounce()).nothing()
    letter(QUEUED, FAILED).when(bounce()).nothing()
    letter(QUEUED).when(bounce()).nothing()
    letter().when(bounce()).refused(NotFound)
    assert DECIDER.fold([QUEUED, SENT, BOUNCED]) == Ended(QUEUED, "bounced")
    assert DECIDER.fold([QUEUED, UNKNOWN, BOUNCED]) == Ended(QUEUED, "bounced")


def test_an_unknown_letter_is_neither_sent_nor_handed_over() -> None:
    for command in (*ATTEMPTS, deliver()):
        letter().when(command).refused(NotFound)
    assert DECIDER.fold([SENT, FAILED, SUPERSEDED]) == NoLetter()


@pytest.mark.parametrize("command", ATTEMPTS, ids=lambda command: type(command).__name__)
def test_only_the_mailroom_says_how_an_attempt_ended(command: LetterCommand) -> None:
    letter(QUEUED).when(replace(command, by=by("standing_agency")["by"])).refused(NotAuthorised)


def test_a_clerk_neither_queues_supersedes_nor_hands_over() -> None:
    letter().when(queue(by("clerk"))).refused(NotAuthorised)
    letter(QUEUED).when(supersede(by("clerk"))).refused(NotAuthorised)
    letter(ON_PAPER).when(deliver("clerk")).refused(NotAuthorised)


def test_what_is_known_of_a_letter_follows_its_events() -> None:
    second = deferred(2, BACK_OFF[1])
    assert DECIDER.fold([QUEUED, deferred(1, BACK_OFF[0]), second]) == Waiting(
        QUEUED, attempts=2, next_attempt_at=second.next_attempt_at
    )
    assert DECIDER.fold([QUEUED, UNKNOWN]) == Waiting(
        QUEUED, next_attempt_at=UNKNOWN.next_attempt_at, unknown=True
    )
    ends: list[tuple[LetterEvent, str]] = [
        (SENT, "sent"),
        (FAILED, "failed"),
        (SUPERSEDED, "superseded"),
        (DELIVERED, "printed"),
    ]
    for event, how in ends:
        assert DECIDER.fold([QUEUED, event]) == Ended(QUEUED, how)
        assert DECIDER.fold([QUEUED, event, UNKNOWN]) == Ended(QUEUED, how)
