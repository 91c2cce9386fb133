from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.account import (
    DECIDER,
    DOOR,
    Account,
    AccountFacts,
    CloseAccount,
    GiveSecret,
    OpenAccount,
    RefuseSignIn,
    SignIn,
    SignOut,
    WithdrawSecret,
)
from domain.refusal import NotAuthorised, NotFound, WrongState
from events.account import (
    AccountClosed,
    AccountOpened,
    SecretIssued,
    SecretWithdrawn,
    SessionClosed,
    SessionOpened,
    SignInRefused,
)
from events.base import PersonId, SessionId
from tests.spec import HOME, by, engine, every_role, given

WHO = PersonId("person-mai")
OPEN = AccountOpened(person=WHO)
CLOSED = AccountClosed(person=WHO, reason="Chuyển công tác")
UNTIL = datetime(2024, 12, 25, tzinfo=UTC)
door = engine("door")


def secret(kind: str = "password", name: str = "s1") -> GiveSecret:
    return GiveSecret(person=WHO, kind=kind, name=name, **by("administrator"))  # type: ignore[arg-type]


def given_secret(kind: str = "password", name: str = "s1") -> SecretIssued:
    return SecretIssued(person=WHO, kind=kind, name=name)  # type: ignore[arg-type]


def sign_in(session: str = "v1") -> SignIn:
    return SignIn(person=WHO, session=session, method="password", device="d1", **door)


def signed_in(session: str = "v1") -> SessionOpened:
    return SessionOpened(person=WHO, session=session, method="password", device="d1")


def sign_out() -> SignOut:
    return SignOut(person=WHO, session="v1", why="asked", **door)


def refuse() -> RefuseSignIn:
    return RefuseSignIn(person=WHO, device="d1", **door)


def withdraw() -> WithdrawSecret:
    return WithdrawSecret(person=WHO, kind="password", name="s1", **by("clerk", WHO))


BOOKED = AccountFacts(standing=every_role(), organisation=HOME, registered=True)
OPENING = OpenAccount(person=WHO, **by("administrator"))
CLOSING = CloseAccount(person=WHO, reason="Chuyển công tác", **by("administrator"))


def test_nobody_has_an_account_who_is_not_in_the_book() -> None:
    why = given(DECIDER, facts=replace(BOOKED, registered=False)).when(OPENING).refused(NotFound)
    assert WHO in str(why)


def test_the_staff_open_an_account_once() -> None:
    given(DECIDER, facts=BOOKED).when(OPENING).then(OPEN)
    given(DECIDER, OPEN, facts=BOOKED).when(OpenAccount(person=WHO, **by("standing_agency"))).nothing()


def test_a_closed_account_is_opened_again() -> None:
    given(DECIDER, OPEN, CLOSED, facts=BOOKED).when(OPENING).then(OPEN)


def test_a_clerk_opens_no_account() -> None:
    given(DECIDER).when(OpenAccount(person=WHO, **by("clerk"))).refused(NotAuthorised)


def test_an_account_is_closed_once_and_nothing_opens_it() -> None:
    given(DECIDER, OPEN, given_secret(), facts=BOOKED).when(CLOSING).then(CLOSED)
    given(DECIDER, OPEN, CLOSED, facts=BOOKED).when(CLOSING).nothing()
    assert DECIDER.fold([OPEN, given_secret(), CLOSED]) == Account(WHO, open=False)


def test_who_has_no_account_has_nothing_to_close() -> None:
    given(DECIDER, facts=BOOKED).when(CloseAccount(person=WHO, **by("administrator"))).refused(NotFound)


def test_a_card_is_given_for_a_meeting_until_a_moment() -> None:
    card = {"kind": "card", "name": "c1", "meeting": SessionId("session-1"), "until": UNTIL}
    given(DECIDER, OPEN, facts=BOOKED).when(GiveSecret(person=WHO, **card, **by("standing_agency"))).then(  # type: ignore[arg-type]
        SecretIssued(person=WHO, **card)  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("kind", ["password", "code", "card", "token"])
def test_what_opens_an_administrators_account_comes_from_an_administrator(kind: str) -> None:
    ruling = given(DECIDER, OPEN, facts=replace(BOOKED, administers=True))
    asked = GiveSecret(person=WHO, kind=kind, name="s1", **by("standing_agency"))  # type: ignore[arg-type]
    ruling.when(asked).refused(NotAuthorised)
    ruling.when(secret(kind)).then(given_secret(kind))
    ruling.when(CloseAccount(person=WHO, **by("standing_agency"))).refused(NotAuthorised)


def test_the_same_secret_is_noted_once() -> None:
    given(DECIDER, OPEN, given_secret(), facts=BOOKED).when(secret()).nothing()


def test_people_set_their_own_password_and_nothing_else() -> None:
    own = by("member", WHO)
    given(DECIDER, OPEN, facts=BOOKED).when(GiveSecret(person=WHO, kind="password", name="s1", **own)).then(
        given_secret()
    )
    token = GiveSecret(person=WHO, kind="token", name="t1", **by("clerk", WHO))
    given(DECIDER, OPEN, facts=BOOKED).when(token).refused(NotAuthorised)


def test_nobody_sets_the_password_of_another() -> None:
    stranger = GiveSecret(person=WHO, kind="password", name="s1", **by("member", "person-lan"))
    given(DECIDER, OPEN, facts=BOOKED).when(stranger).refused(NotAuthorised)


def test_a_closed_account_is_given_nothing() -> None:
    given(DECIDER, OPEN, CLOSED, facts=BOOKED).when(secret()).refused(WrongState)


def test_a_new_password_takes_the_place_of_the_old_one() -> None:
    state = DECIDER.fold([OPEN, given_secret(name="s1"), given_secret("card", "c1"), given_secret(name="s2")])
    assert isinstance(state, Account)
    assert state.given == {("password", "s2"), ("card", "c1")}


def test_a_secret_is_withdrawn_once_by_its_owner_or_the_staff() -> None:
    gone = SecretWithdrawn(person=WHO, kind="password", name="s1")
    given(DECIDER, OPEN, given_secret()).when(withdraw()).then(gone)
    given(DECIDER, OPEN, given_secret(), gone).when(withdraw()).nothing()
    stranger = WithdrawSecret(person=WHO, kind="password", name="s1", **by("clerk", "person-lan"))
    given(DECIDER, OPEN, given_secret()).when(stranger).refused(NotAuthorised)


def test_a_sign_in_is_noted_once() -> None:
    given(DECIDER, OPEN).when(sign_in()).then(signed_in())
    given(DECIDER, OPEN, signed_in()).when(sign_in()).nothing()


def test_nobody_signs_in_without_an_open_account() -> None:
    given(DECIDER).when(sign_in()).refused(NotFound)
    given(DECIDER, OPEN, CLOSED).when(sign_in()).refused(WrongState)


def test_the_end_of_a_session_is_noted_once() -> None:
    gone = SessionClosed(person=WHO, session="v1", why="asked")
    given(DECIDER, OPEN, signed_in()).when(sign_out()).then(gone)
    given(DECIDER, OPEN, signed_in(), gone).when(sign_out()).nothing()


def test_too_many_attempts_are_noted_once_until_somebody_signs_in() -> None:
    noted = SignInRefused(person=WHO, device="d1")
    given(DECIDER, OPEN).when(refuse()).then(noted)
    given(DECIDER, OPEN, noted).when(refuse()).nothing()
    given(DECIDER, OPEN, noted, signed_in()).when(refuse()).then(noted)


@pytest.mark.parametrize(
    "command",
    [
        SignIn(person=WHO, session="v2", method="code", device="d1", **by("administrator")),
        SignOut(person=WHO, session="v1", why="revoked", **by("administrator")),
        RefuseSignIn(person=WHO, device="d1", **by("administrator")),
    ],
)
def test_only_the_door_notes_who_came_in(command: SignIn | SignOut | RefuseSignIn) -> None:
    given(DECIDER, OPEN, signed_in()).when(command).refused(NotAuthorised)


def test_the_door_is_the_name_the_rules_know() -> None:
    assert door["by"].who == DOOR


def test_an_event_without_an_account_changes_nothing() -> None:
    assert DECIDER.fold([signed_in()]) == DECIDER.initial
