"""Each fault of the post, to the letter's end: put off and tried again, failed and told, unclear and repeated once."""

import asyncio
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest

from domain.letter.decider import BACK_OFF, GIVE_UP
from events.letter import LetterDeferred, LetterFailed, LetterQueued, LetterSent
from projections import queries
from tests.conftest import Figure
from tests.mail.misbehaving import CLOSE, Answer, Say, well
from tests.workflows.handle.offices import MAI, Office
from tests.workflows.mailroom.rooms import (
    add_readers,
    delivered,
    events,
    queue_letters,
    reactor,
    states,
    wait,
)

REFUSALS = {0: "421 closing", 1: "450 4.2.0 greylisted", 2: "550 5.1.1 no such mailbox", 3: "250 OK"}


def by_reader(stage: str, said: str) -> Answer:
    """Answer each reader in a way of their own."""
    if stage != "rcpt":
        return well(stage, said)
    number = int(said.partition("nguoi")[2].partition("@")[0])
    return REFUSALS[number % 4]


def test_a_passing_refusal_is_tried_again_and_a_lasting_one_is_told(office: Office, figure: Figure) -> None:
    add_readers(office, 40)
    queue_letters(office, 40)
    delivered(office, by_reader, connections=4)
    assert Counter(states(office).values()) == {"deferred": 20, "failed": 10, "sent": 10}
    wait(office, BACK_OFF[0])
    delivered(office, connections=4)
    assert Counter(states(office).values()) == {"failed": 10, "sent": 30}
    with office.ledger.database.session() as session:
        told = len(queries.undelivered(session))
    assert told == 10
    figure("tried_again", len(events(office, LetterDeferred)))
    figure("told", told)


def test_a_letter_that_is_put_off_is_not_tried_before_its_time(office: Office) -> None:
    add_readers(office, 2)
    queue_letters(office, 2)
    delivered(office, by_reader)
    assert delivered(office).letters == []
    wait(office, BACK_OFF[0])
    assert len(delivered(office).letters) == 2


def test_every_wait_is_longer_and_after_five_days_the_letter_counts_as_lost(office: Office) -> None:
    add_readers(office, 2)
    queue_letters(office, 2)
    [queued, _] = events(office, LetterQueued)
    for _ in range(40):
        delivered(office, by_reader)
        wait(office, timedelta(hours=8))
    lost = events(office, LetterFailed)
    assert [type(event) for event in lost] == [LetterFailed, LetterFailed]
    deferred = events(office, LetterDeferred)
    assert len(deferred) < 2 * 40
    assert office.clock.now().date() - queued.day > GIVE_UP


def test_a_relay_that_is_down_loses_nothing_however_long(office: Office) -> None:
    add_readers(office, 3)
    queue_letters(office, 3)
    for _ in range(10):
        delivered(office, lambda stage, said: "421 down" if stage == "connect" else well(stage, said))
        wait(office, timedelta(days=1))
    assert events(office, LetterFailed, LetterSent) == []
    delivered(office, rounds=2)
    assert len(events(office, LetterSent)) == 3


@pytest.mark.parametrize("answer", [None, CLOSE], ids=["silence", "closed"])
def test_a_relay_that_breaks_off_after_the_data_gets_the_same_letter_once_more(
    office: Office, answer: Answer, figure: Figure
) -> None:
    add_readers(office, 1)
    queue_letters(office, 1)
    first = delivered(office, lambda stage, said: answer if stage == "sent" else well(stage, said))
    assert set(states(office).values()) == {"unknown"}
    wait(office, BACK_OFF[1])
    second = delivered(office)
    assert set(states(office).values()) == {"sent"}
    [one], [again] = first.letters, second.letters
    assert one == again
    figure("sent_again", len(second.letters))
    assert message_from_bytes(one)["Message-ID"] == "<letter-00000@so.vidu.example>"


def test_a_letter_that_is_unclear_twice_is_not_sent_a_third_time(office: Office) -> None:
    add_readers(office, 1)
    queue_letters(office, 1)
    tried = 0
    for _ in range(4):
        relay = delivered(office, lambda stage, said: CLOSE if stage == "sent" else well(stage, said))
        tried += len(relay.letters)
        wait(office, timedelta(hours=1))
    assert tried == 2
    assert set(states(office).values()) == {"failed"}


def test_the_standing_agency_is_told_in_one_letter_what_a_round_lost(office: Office) -> None:
    add_readers(office, 40)
    queue_letters(office, 40)
    delivered(office, by_reader, connections=4)
    asyncio.run(reactor(office).drain())
    told = [event for event in events(office, LetterQueued) if event.template == "undelivered"]
    assert [(str(event.recipient), event.facts["count"]) for event in told] == [(MAI, "10")]
    asyncio.run(reactor(office).drain())
    assert [event for event in events(office, LetterQueued) if event.template == "undelivered"] == told


def test_a_notice_that_is_lost_itself_makes_no_further_notice(office: Office) -> None:
    add_readers(office, 3)
    queue_letters(office, 3)
    refuse = at_rcpt("550 no")
    for _ in range(3):
        delivered(office, refuse)
        asyncio.run(reactor(office).drain())
    assert Counter(event.template for event in events(office, LetterQueued)) == {
        "cancelled": 3,
        "undelivered": 1,
    }


def at_rcpt(answer: Answer) -> Say:
    return lambda stage, said: answer if stage == "rcpt" else well(stage, said)
