"""What two do to the door's book at once, in either database: nothing that was ended or used up opens again."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlmodel import Session

from desk.door.book import Known
from desk.door.door import Door
from desk.door.sessions import GRACE, IDLE, LONGEST, REFRESH
from desk.door.tables import AccountRow
from domain.refusal import AlreadyExists, WrongState
from events.store.clock import SimulatedClock
from events.store.database import Database

LAT = "person-lat"
PASSWORD = "một câu ngắn dễ nhớ"
CHEAP = Argon2Hasher(time_cost=1, memory_cost=64, parallelism=1)


class InStep(PasswordHash):
    """Hashes that nobody has compared before everybody has begun to."""

    def __init__(self) -> None:
        super().__init__((CHEAP,))
        self.met: Barrier | None = None

    def verify(self, password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002  # the name is pwdlib's
        if self.met is not None:
            self.met.wait(timeout=30)
        return super().verify(password, hash)


@pytest.fixture
def hashes() -> InStep:
    return InStep()


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(datetime(2024, 12, 24, 7, tzinfo=UTC))


@pytest.fixture
def door(database_url: str, clock: SimulatedClock, hashes: InStep) -> Iterator[Door]:
    made = Door(Database(database_url), clock, hashes)
    made.open_account(LAT, "lat")
    yield made
    made.database.close()


def entered(door: Door) -> str:
    """Sign in, and give the key."""
    begun = door.sessions.begin(Known(LAT, "code"), "máy", "teller")
    assert begun is not None
    return begun[0]


def test_a_session_that_was_ended_is_given_no_new_key(door: Door) -> None:
    key = entered(door)
    found = door.sessions.find(key)
    assert found is not None
    door.sessions.end_all(LAT)
    assert door.sessions.renew(found, "") is None
    assert door.sessions.of(LAT) == []
    assert door.sessions.find(key) is None


def test_of_two_who_renew_a_session_one_gets_the_key_and_both_go_on(door: Door) -> None:
    key = entered(door)
    one, other = door.sessions.find(key), door.sessions.find(key)
    assert one is not None
    assert other is not None
    new = door.sessions.renew(one, "")
    assert new is not None
    assert door.sessions.renew(other, "") is None
    by_new, by_old = door.sessions.find(new), door.sessions.find(key)
    assert by_new is not None
    assert by_old is not None
    assert (by_new.name, by_new.roles) == (by_old.name, by_old.roles) == (one.name, "")


def test_an_old_key_finds_its_session_for_a_moment_and_gets_no_new_one(
    door: Door, clock: SimulatedClock
) -> None:
    key = entered(door)
    found = door.sessions.find(key)
    assert found is not None
    new = door.sessions.renew(found, "")
    by_old = door.sessions.find(key)
    assert new is not None
    assert by_old is not None
    assert door.sessions.renew(by_old, "chair") is None
    clock.move_to(clock.now() + GRACE)
    assert door.sessions.find(key) is None
    assert door.sessions.find(new) is not None


@pytest.mark.parametrize(
    "end", [lambda door: door.sessions.end_all(LAT), lambda door: door.close_account(LAT)]
)
def test_an_old_key_finds_nothing_of_a_session_that_was_ended(
    door: Door, end: Callable[[Door], object]
) -> None:
    key = entered(door)
    found = door.sessions.find(key)
    assert found is not None
    new = door.sessions.renew(found, "")
    assert new is not None
    end(door)
    assert (door.sessions.find(key), door.sessions.find(new)) == (None, None)


def test_a_session_lives_by_being_used_and_no_longer_than_its_time(door: Door, clock: SimulatedClock) -> None:
    used, left = entered(door), entered(door)
    begun = clock.now()
    clock.move_to(begun + IDLE - REFRESH)
    assert door.sessions.find(used) is not None
    clock.move_to(begun + IDLE)
    assert door.sessions.find(left) is None
    assert len(door.sessions.of(LAT)) == 1
    while clock.now() < begun + LONGEST - IDLE:
        clock.move_to(clock.now() + IDLE / 2)
        assert door.sessions.find(used) is not None
    clock.move_to(begun + LONGEST)
    assert door.sessions.find(used) is None


def test_a_session_is_worth_nothing_while_its_account_is_closed(door: Door) -> None:
    key = entered(door)
    with door.database.session() as session:
        account = session.get(AccountRow, LAT)
        assert account is not None
        account.closed_at = door.now()
        session.add(account)
        session.commit()
    assert door.sessions.find(key) is None


def test_what_was_shown_before_the_account_closed_begins_no_session(door: Door) -> None:
    known = door.recognise("lat", door.give_code(LAT).digits)
    assert known is not None
    door.close_account(LAT)
    assert door.sessions.begin(known, "máy", "") is None
    door.open_account(LAT, "lat")
    assert door.sessions.of(LAT) == []


def test_a_password_that_was_changed_meanwhile_begins_no_session(door: Door) -> None:
    door.set_password(LAT, PASSWORD)
    known = door.recognise("lat", PASSWORD)
    assert known is not None
    door.set_password(LAT, "một câu khác, cũng dễ nhớ")
    assert door.sessions.begin(known, "máy", "") is None


def test_a_closed_account_is_given_nothing(door: Door) -> None:
    door.close_account(LAT)
    for given in (lambda: door.give_code(LAT), lambda: door.set_password(LAT, PASSWORD)):
        with pytest.raises(WrongState):
            given()
    door.open_account(LAT, "lat")
    assert (door.passes(LAT, "code"), door.account(LAT).password) == ([], None)  # type: ignore[union-attr]


@pytest.mark.parametrize("known_before", [False, True])
def test_of_two_who_open_accounts_with_one_name_at_once_one_is_told_that_it_is_taken(
    door: Door, monkeypatch: pytest.MonkeyPatch, *, known_before: bool
) -> None:
    """Told at the look or at the writing, it is the same refusal; the name is the quicker one's."""
    if known_before:
        door.open_account("person-gu", "cu")
        door.close_account("person-gu")
    looked = door._free  # what happens between the look and the writing

    def overtaken(session: Session, person: str, login: str) -> AccountRow | None:
        row = looked(session, person, login)
        monkeypatch.undo()
        door.open_account("person-mai", "chung")
        return row

    monkeypatch.setattr(door, "_free", overtaken)
    with pytest.raises(AlreadyExists, match="đã có người dùng"):
        door.open_account("person-gu", "chung")
    assert door.account_named("chung").person == "person-mai"  # type: ignore[union-attr]


def test_of_two_who_give_one_person_a_name_at_once_one_is_told_which_it_has(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    door.close_account(LAT)
    looked = door._free

    def overtaken(session: Session, person: str, login: str) -> AccountRow | None:
        row = looked(session, person, login)
        monkeypatch.undo()
        door.open_account(LAT, "mot")
        return row

    monkeypatch.setattr(door, "_free", overtaken)
    with pytest.raises(AlreadyExists, match="“mot”"):
        door.open_account(LAT, "hai")
    assert door.account(LAT).login == "mot"  # type: ignore[union-attr]


def test_a_code_is_used_up_by_one_of_six_who_show_it_at_once(door: Door, hashes: InStep) -> None:
    digits = door.give_code(LAT).digits
    met = hashes.met = Barrier(6)

    def shown(_turn: int) -> Known | None:
        return door.recognise("lat", digits)

    with ThreadPoolExecutor(met.parties) as hands:
        found = list(hands.map(shown, range(met.parties)))
    assert sum(known is not None for known in found) == 1


def test_a_code_that_is_withdrawn_while_it_is_compared_opens_nothing(
    door: Door, hashes: InStep, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = door.give_code(LAT)
    compared = hashes.verify

    def slowly(password: str | bytes, hash: str | bytes) -> bool:  # noqa: A002  # the name is pwdlib's
        door.withdraw(given.name)
        return compared(password, hash)

    monkeypatch.setattr(hashes, "verify", slowly)
    assert door.recognise("lat", given.digits) is None


def test_of_two_codes_given_at_once_one_opens(door: Door) -> None:
    with ThreadPoolExecutor(4) as hands:
        list(hands.map(lambda _: door.give_code(LAT), range(4)))
    assert len(door.passes(LAT, "code")) == 1


def test_a_token_that_is_withdrawn_while_a_program_shows_it_stays_withdrawn(
    door: Door, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = door.give_token(LAT, "phần mềm", ("read",), clock.now() + LONGEST)
    found = door._by_key  # what happens between its answer and the note of the use

    def withdrawn_since(key: str, kind: str) -> object:
        row = found(key, kind)
        door.withdraw(given.name)
        return row

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(door, "_by_key", withdrawn_since)
        door.token(given.key)
    assert door.token(given.key) is None
