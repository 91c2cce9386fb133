from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.decider import Said
from domain.letter import (
    BACK_OFF,
    DECIDER,
    DeliverNotice,
    Ended,
    LetterCommand,
    NoLetter,
    QueueLetter,
    RecordDeferred,
    RecordFailed,
    RecordSent,
    RecordUnknown,
    SupersedeLetter,
    Waiting,
)
from domain.refusal import NotAuthorised, NotFound, WrongState
from events.base import LetterId, PersonId
from events.letter import (
    LetterDeferred,
    LetterEvent,
    LetterFailed,
    LetterOutcomeUnknown,
    LetterSent,
    LetterSuperseded,
    NoticeDelivered,
)
from tests.domain.letters import FACTS, ITEM, LAN, LETTER, NOW, ON_PAPER, QUEUED, WORDS, letter, mailroom
from tests.spec import by, engine

SENT = LetterSent(letter=LETTER, message_id="<letter-1@so-vang>", reply="250 OK")
FAILED = LetterFailed(letter=LETTER, code=550, reply="no such user")
UNKNOWN = LetterOutcomeUnknown(letter=LETTER, next_attempt_at=NOW + timedelta(minutes=5))
SUPERSEDED = LetterSuperseded(letter=LETTER, reason="duty_met", by_letter=LetterId("letter-2"))
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


ATTEMPTS = (sent(), defer(), fail(), unknown())


def test_a_letter_is_queued_with_its_words_and_the_templates_in_force() -> None:
    letter().when(queue(engine())).then(QUEUED)
    letter().when(queue(by("standing_agency"))).then(QUEUED)


def test_who_has_no_mail_gets_a_notice_on_paper() -> None:
    letter(facts=replace(FACTS, has_mail=False)).when(queue(engine())).then(ON_PAPER)


def test_a_letter_is_queued_once_and_never_again_after_its_end() -> None:
    letter(QUEUED).when(queue(engine())).nothing()
    letter(QUEUED, SENT).when(queue(engine())).nothing()


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
    letter(ON_PAPER, end).when(deliver()).refused(NotFound)


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
