"""The ballot box on a real store: what an acknowledged slip is worth, who opens it, and that it is gone when it must be."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from nacl.public import PrivateKey
from sqlalchemy import text

from domain.person import GrantRole, RegisterPerson
from domain.refusal import NotFound, Refusal, WrongState
from domain.session.commands import CloseBallot, GiveTellerKey, RemoveBallots, ReplaceTeller, SignMinutes
from events.base import PersonId, SessionId
from events.catalogue import event_of
from events.session import BallotReceived, BallotTallied, BoxOpened, BoxOpenedAgain
from events.store import box
from events.store.errors import Tampered
from events.store.verify import verify
from tests.ballots.chamber import CAM, CHANH, COUNCIL, DAY, KHE, Chamber, found_chamber, lines
from tests.workflows.handle.offices import EVER, Office
from workflows.ballot_office import BallotOffice, BallotsGone, KeysDoNotFit, Opener

LINES = lines(3)


@pytest.fixture
def chamber(office: Office) -> Chamber:
    return found_chamber(office, 5)


def voted(chamber: Chamber, name: str = "one") -> SessionId:
    """Hold a vote in which the first two agree and the others do not."""
    session = chamber.ready(name, LINES)
    for place, member in enumerate(chamber.members):
        chamber.do(
            chamber.slip(session, member, dict.fromkeys(LINES, "for" if place < 2 else "against"), "b1")
        )
    return session


def test_two_tellers_find_what_the_members_sealed_and_another_pair_finds_the_same(chamber: Chamber) -> None:
    session = voted(chamber)
    chamber.close(session, "b1")
    opened, tallied = (event for _, event in chamber.open_box(session, "b1").events)
    assert isinstance(opened, BoxOpened)
    assert {(line.votes_for, line.votes_against, line.invalid) for line in opened.lines} == {(2, 3, 0)}
    assert isinstance(tallied, BallotTallied)
    [(_, again)] = chamber.open_box(session, "b1", chamber.pair(CAM, CHANH)).events
    assert isinstance(again, BoxOpenedAgain)
    assert again.agrees


def test_the_last_slip_counts_and_the_replaced_one_stays_in_the_box(chamber: Chamber) -> None:
    session = voted(chamber)
    chamber.do(chamber.slip(session, chamber.members[0], dict.fromkeys(LINES, "invalid"), "b1"))
    chamber.close(session, "b1")
    opened = chamber.open_box(session, "b1").events[0][1]
    assert isinstance(opened, BoxOpened)
    assert [(line.votes_for, line.invalid) for line in opened.lines] == [(1, 1)] * 3
    state = chamber.state(session)
    assert len(state.slips) == 6
    assert all(box.holds(chamber.office.ledger.database, tracker) for tracker in state.slips)


def test_the_same_command_again_gives_the_first_receipt_whatever_it_says(chamber: Chamber) -> None:
    session = chamber.ready("one", LINES)
    who = chamber.members[0]
    first = chamber.do(chamber.slip(session, who, dict.fromkeys(LINES, "for"), "b1"), name="slip-1")
    again = chamber.do(chamber.slip(session, who, dict.fromkeys(LINES, "against"), "b1"), name="slip-1")
    assert (again.status, again.first) == ("repeated", first.first)
    assert len(chamber.state(session).slips) == 1


def test_nothing_is_opened_before_the_close_nor_with_the_wrong_key(chamber: Chamber) -> None:
    session = voted(chamber)
    with pytest.raises(WrongState, match="không có kết quả từng phần"):
        chamber.open_box(session, "b1")
    chamber.close(session, "b1")
    stranger = Opener(CHANH, bytes(PrivateKey.generate()))
    with pytest.raises(KeysDoNotFit):
        chamber.open_box(session, "b1", (chamber.pair()[0], stranger))
    with pytest.raises(NotFound):
        chamber.open_box(session, "b1", (chamber.pair()[0], Opener(PersonId("person-x"), bytes(32))))
    assert chamber.state(session).ballots["b1"].opened is None


def test_a_slip_that_was_exchanged_in_the_box_is_noticed(chamber: Chamber) -> None:
    session = voted(chamber)
    chamber.close(session, "b1")
    one, other = sorted(chamber.state(session).slips)[:2]
    hot = chamber.office.ledger.database.hot()
    hot.execute(
        f"UPDATE slip SET ciphertext = (SELECT ciphertext FROM slip WHERE tracker = {hot.mark})"
        f" WHERE tracker = {hot.mark}",
        (one, other),
    )
    with pytest.raises(Tampered):
        chamber.open_box(session, "b1")


def test_a_replaced_teller_is_given_a_share_by_two_who_have_one(chamber: Chamber) -> None:
    session = voted(chamber)
    buoi = PersonId("person-buoi")
    administrator = chamber.said("administrator")
    chamber.do(
        RegisterPerson(person=buoi, name="Lại Ví Dụ Bưởi", **administrator),
        GrantRole(person=buoi, role="teller", scope=COUNCIL, since=EVER, **administrator),
    )
    chamber.do(
        ReplaceTeller(session=session, old=CAM, new=buoi, reason="đi công tác", **chamber.said("secretary"))
    )
    secret = chamber.keys[buoi] = PrivateKey.generate()
    key = bytes(secret.public_key).hex()
    chamber.do(GiveTellerKey(session=session, teller=buoi, key=key, **chamber.said("teller", buoi)))
    office = BallotOffice(chamber.office.handler)
    office.share_again("share", session, chamber.pair(), chamber.said("teller", KHE))
    chamber.close(session, "b1")
    opened = chamber.open_box(session, "b1", chamber.pair(buoi, CHANH)).events[0][1]
    assert isinstance(opened, BoxOpened)
    assert opened.openers == (buoi, CHANH)


def test_key_and_slips_are_gone_after_the_recorded_removal_and_no_copy_of_the_database_helps(
    chamber: Chamber,
) -> None:
    session = voted(chamber)
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    secretary = chamber.said("secretary")
    chamber.do(
        SignMinutes(
            session=session,
            kind="meeting",
            number="1/BB",
            signed_on=DAY,
            signers=(chamber.members[0],),
            **secretary,
        )
    )
    ledger = chamber.office.ledger
    trackers = chamber.state(session).slips
    copies = box.take(ledger.database, trackers)
    chamber.office.clock.move_to(chamber.office.clock.now() + timedelta(days=31))
    chamber.do(RemoveBallots(session=session, **chamber.said("standing_agency")))
    assert ledger.keys.names(box.shares_of(session)) == []
    assert not any(box.holds(ledger.database, tracker) for tracker in trackers)
    assert len(copies) == 5
    with pytest.raises(BallotsGone):
        chamber.open_box(session, "b1", chamber.pair(KHE, CAM))
    assert chamber.do(RemoveBallots(session=session, **chamber.said("archivist"))).status == "nothing"


def test_shares_left_by_a_kill_behind_the_recorded_removal_are_swept(chamber: Chamber) -> None:
    session = voted(chamber)
    ledger = chamber.office.ledger
    kept = {name: ledger.keys.secret(name) or b"" for name in ledger.keys.names(box.shares_of(session))}
    office = BallotOffice(chamber.office.handler)
    assert office.sweep() == 0
    chamber.close(session, "b1")
    chamber.open_box(session, "b1")
    secretary = chamber.said("secretary")
    chamber.do(
        SignMinutes(
            session=session,
            kind="meeting",
            number="1/BB",
            signed_on=DAY,
            signers=(chamber.members[0],),
            **secretary,
        )
    )
    chamber.office.clock.move_to(chamber.office.clock.now() + timedelta(days=31))
    chamber.do(RemoveBallots(session=session, **chamber.said("standing_agency")))
    ledger.keys.keep(kept)
    assert office.sweep() == 1
    assert ledger.keys.names(box.shares_of(session)) == []


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all at once, each in a thread of its own; a refusal is an answer."""
    ready = threading.Barrier(len(acts))
    answers: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        ready.wait()
        try:
            answers[place] = act()
        except Refusal as refusal:
            answers[place] = refusal

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_who_close_at_once_close_once(enter: Callable[[], Office]) -> None:
    first = found_chamber(enter(), 3)
    session = first.ready("one", LINES)
    second = Chamber(enter(), first.members)
    together(
        lambda: first.do(CloseBallot(session=session, ballot="b1", **first.said("secretary"))),
        lambda: second.do(CloseBallot(session=session, ballot="b1", **second.said("secretary"))),
    )
    closed = [row for row in first.office.log() if row.type == "session.ballot_closed"]
    assert len(closed) == 1


def test_a_slip_that_comes_while_the_vote_closes_is_counted_or_refused_with_a_sentence(
    enter: Callable[[], Office],
) -> None:
    first = found_chamber(enter(), 3)
    second = Chamber(enter(), first.members, first.keys)
    for round_ in range(8):
        own = lines(1, f"r{round_}-")
        session = first.ready(f"round-{round_}", own)
        slip = second.slip(session, first.members[0], {own[0]: "for"}, "b1")
        answer, _ = together(lambda slip=slip: second.do(slip), lambda s=session: first.close(s, "b1"))  # type: ignore[misc]
        opened = first.open_box(session, "b1").events[0][1]
        assert isinstance(opened, BoxOpened)
        if isinstance(answer, Refusal):
            assert "không được tính" in answer.message
            assert opened.slips == 0
        else:
            assert (opened.slips, opened.lines[0].votes_for) == (1, 1)


def test_a_copy_of_the_ledger_without_the_key_file_opens_nothing(
    enter: Callable[[], Office],
) -> None:
    chamber = found_chamber(enter(), 3)
    session = voted(chamber)
    chamber.close(session, "b1")
    keys = chamber.office.ledger.keys
    kept = keys.names(box.shares_of(session))
    assert len(kept) == 3
    keys.destroy(box.shares_of(session))
    with pytest.raises(NotFound):
        chamber.open_box(session, "b1")


def test_the_roll_says_who_has_voted_and_the_leaf_is_as_long_whatever_was_chosen(chamber: Chamber) -> None:
    session = voted(chamber)
    rows = [row for row in chamber.office.ledger.stored(session) if row.type == "session.ballot_received"]
    events = chamber.office.ledger.load(session)
    assert [event.member for event in events if isinstance(event, BallotReceived)] == chamber.members
    assert len({len(row.leaf) for row in rows}) == 1


def test_a_slip_that_vanished_from_the_box_is_named_by_its_event(chamber: Chamber) -> None:
    session = voted(chamber)
    house = chamber.office.house
    notary = house.notary()
    notary.sign()
    received = [row for row in house.ledger.stored(session) if row.type == "session.ballot_received"]
    trackers = [event.tracker for event in map(event_of, received) if isinstance(event, BallotReceived)]
    assert verify(house.ledger, notary.signer.verifier, notary.kept).faults == []
    with house.ledger.database.engine.begin() as connection:
        connection.execute(
            text("UPDATE slip SET ciphertext = :junk WHERE tracker = :name"),
            {"junk": b"x", "name": trackers[0]},
        )
        connection.execute(text("DELETE FROM slip WHERE tracker = :name"), {"name": trackers[2]})
    faults = verify(house.ledger, notary.signer.verifier, notary.kept).faults
    assert [fault.first for fault in faults] == [received[0].seq, received[2].seq]
