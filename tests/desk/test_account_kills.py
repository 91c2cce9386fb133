"""A kill between the log and the door: what was begun of an account is finished at the next start, and once."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import pytest

from desk.door.book import Known
from desk.door.door import Door
from desk.door.welcome import LEFT_LYING, Place, Welcome
from desk.web.serve import opened as opened_house
from domain.account import Account
from domain.decider import Said
from domain.refusal import NotAuthorised
from events.base import PersonId
from events.envelope import By
from events.store.clock import SystemClock
from events.store.database import Database
from tests.desk.conftest import Sovang
from tests.desk.test_account_line import administrator
from tests.desk.web.conftest import QUICK
from workflows.settings import Settings

OLD, NEW = "một câu cũ dễ nhớ", "một câu mới dễ nhớ"
PLACE = Place("127.0.0.1", "may")


@contextmanager
def welcoming() -> Iterator[Welcome]:
    settings = Settings()
    with opened_house(settings) as house:
        door = Door(Database(f"sqlite:///{settings.key_folder / 'door.db'}"), SystemClock(), QUICK)
        yield Welcome(house, door)
        door.database.close()


def dies(*_: Any, **__: Any) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("killed")


def killed(at: tuple[type, str], act: Callable[[Welcome], None]) -> None:
    """Do an act in a process of its own, which dies when it comes to a function."""
    child = os.fork()
    if child == 0:
        try:
            with welcoming() as welcome:
                setattr(at[0], at[1], dies)
                act(welcome)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "it did not live to be killed"


def by(who: str) -> Said:
    with welcoming() as welcome:
        return Said(
            at=welcome.house.clock.now(), by=By(who, role="administrator", auth="test"), late_reason=None
        )


@pytest.fixture
def who(opened: Sovang) -> str:
    """Somebody with a password, signed in on two machines."""
    found = administrator(opened)
    with welcoming() as welcome:
        welcome.open_account(found, "mai", by(found))
        welcome.set_password(found, OLD, by(found))
    return found


def sign_in_twice(welcome: Welcome) -> list[str]:
    return [welcome.sign_in("mai", OLD, PLACE).session.name for _ in range(2)]


def in_the_log(welcome: Welcome, who: str) -> Account:
    with welcome.house.ledger.database.session() as session:
        return welcome.house.handler.reading(session, "system:test").state(f"account-{who}", Account)


CLOSED_AT = {
    "after the log": (Door, "close_account"),
    "after the door": (Welcome, "_note_end"),
}


@pytest.mark.parametrize("moment", CLOSED_AT)
def test_an_account_whose_closing_was_cut_off_is_closed_everywhere_at_the_next_start(
    who: str, moment: str
) -> None:
    with welcoming() as welcome:
        sign_in_twice(welcome)
    killed(CLOSED_AT[moment], lambda welcome: welcome.close_account(who, "chuyển công tác", by(who)))
    with welcoming() as welcome:
        assert welcome.finish(LEFT_LYING) == 0, "whoever has just begun it may be at it"
        assert welcome.finish() == 1
        account = in_the_log(welcome, who)
        assert (account.open, account.sessions) == (False, frozenset())
        assert welcome.door.recognise("mai", OLD) is None
        assert welcome.door.sessions.of(who) == []
        assert welcome.door.sessions.begin(Known(who, "password"), "may", "") is None
        head = welcome.house.ledger.head()
        assert welcome.finish() == 0
        assert welcome.house.ledger.head() == head


def test_a_closing_that_was_refused_or_cut_off_before_the_log_has_not_happened(who: str) -> None:
    with welcoming() as welcome:
        sign_in_twice(welcome)
        refused = Said(at=welcome.house.clock.now(), by=By(who, role="clerk", auth="test"), late_reason=None)
        with pytest.raises(NotAuthorised):
            welcome.close_account(who, "chuyển", refused)
        assert welcome.finish() == 0
    killed((Welcome, "_tell"), lambda welcome: welcome.close_account(who, "chuyển công tác", by(who)))
    with welcoming() as welcome:
        assert welcome.finish() == 1
        assert in_the_log(welcome, who).open
        assert len(welcome.door.sessions.of(who)) == 2


@pytest.mark.parametrize("moment", ["_given", "revoke_sessions"])
def test_a_password_whose_setting_was_cut_off_is_told_and_ends_the_other_sessions_at_the_next_start(
    who: str, moment: str
) -> None:
    with welcoming() as welcome:
        here, _there = sign_in_twice(welcome)
    killed((Welcome, moment), lambda welcome: welcome.set_password(who, NEW, by(who), but=here))
    with welcoming() as welcome:
        later = welcome.sign_in("mai", NEW, PLACE).session.name
        assert welcome.finish() == 1
        account = in_the_log(welcome, who)
        assert {row.name for row in welcome.door.sessions.of(who)} == {here, later} == account.sessions
        assert [kind for kind, _ in account.given] == ["password"]
        told = [
            row
            for row in welcome.house.ledger.stored(f"account-{who}")
            if row.type == "account.secret_issued"
        ]
        assert len(told) == 2
        said = told[-1].envelope.by
        assert (said.who, said.behalf) == (
            (PersonId("system:door"), who) if moment == "_given" else (who, None)
        )
        head = welcome.house.ledger.head()
        assert welcome.finish() == 0
        assert welcome.house.ledger.head() == head
