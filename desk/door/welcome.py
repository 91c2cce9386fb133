"""Signing in and out: the guesses are limited, the door's book is asked, and the log is told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from desk.door.book import Known
from desk.door.door import Door, Given, check_login, plain_login
from desk.door.limits import Guesses
from desk.door.making import new_name
from desk.door.tables import SessionRow
from desk.door.unfinished import Doing
from desk.ids import new_id
from domain.account import (
    DOOR,
    Account,
    CloseAccount,
    GiveSecret,
    OpenAccount,
    RefuseSignIn,
    SignIn,
    SignOut,
    WithdrawSecret,
)
from domain.calendar import end_of_day, local_day
from domain.decider import Said
from domain.refusal import Refusal, WrongState
from domain.standing import Standing
from events.account import SecretKind
from events.base import PersonId, SessionId
from events.envelope import By
from workflows.roles import standing
from workflows.wiring import House

LEFT_LYING = timedelta(minutes=1)
"""An act on an account that has not come to its end in this time was cut off."""


class SignInFailed(Refusal):
    """Không nhận ra người đăng nhập."""

    code = "sign_in_failed"


class TooManyTries(Refusal):
    """Thử sai quá nhiều lần từ nơi này."""

    code = "too_many_tries"


@dataclass(frozen=True, slots=True)
class Entered:
    """A session that has just begun, with the key its browser keeps."""

    key: str
    session: SessionRow


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in from."""

    address: str
    device: str


class Welcome:
    """Lets people in and out of one house."""

    def __init__(self, house: House, door: Door) -> None:
        self.house = house
        self.door = door
        self.guesses = Guesses(door.database, door.clock)

    def sign_in(self, login: str, shown: str, place: Place) -> Entered:
        """Let somebody in by login name and password, code or digits; raises `SignInFailed` or `TooManyTries`."""
        self.finish(LEFT_LYING)
        return self._enter(self._recognise(plain_login(login), shown, place), place)

    def recognise_again(self, person: str, shown: str, place: Place) -> Known:
        """Say what somebody who is signed in showed once more; wrong tries count as at the door, raises the same."""
        account = self.door.account(person)
        return self._recognise(account.login if account else "", shown, place)

    def _recognise(self, login: str, shown: str, place: Place) -> Known:
        row = self.door.account_named(login)
        known_here = row is not None and self.door.sessions.has_used(place.device, row.person)
        browser = place.device if known_here else None
        begun = self.guesses.begin(login, place.address, browser)
        if begun is None:
            if row is not None:
                self._tell(RefuseSignIn(person=PersonId(row.person), device=place.device, **self._door()))
            raise TooManyTries(
                "Đã thử sai nhiều lần từ nơi này nên tạm dừng nhận trong ít phút.",
                todo="Hãy quét thẻ của phiên họp, hoặc nhờ cơ quan thường trực cấp mã dùng một lần.",
            )
        known = self.door.recognise(login, shown)
        if known is None:
            raise SignInFailed(
                "Tên đăng nhập hoặc mật khẩu, mã không đúng.",
                todo="Hãy thử lại; quên mật khẩu thì nhờ cơ quan thường trực cấp mã dùng một lần.",
            )
        self.guesses.strike_out(begun)
        return known

    def sign_in_by_card(self, key: str, place: Place) -> Entered:
        """Let somebody in by the QR code of a card."""
        known = self.door.by_card(key)
        if known is None:
            raise SignInFailed(
                "Thẻ này đã hết hạn hoặc đã được thu hồi.", todo="Hãy nhờ thư ký Hội đồng in thẻ mới."
            )
        return self._enter(known, place)

    def _enter(self, known: Known, place: Place) -> Entered:
        begun = self.door.sessions.begin(known, place.device, self.roles_of(known.person))
        if begun is None:
            raise SignInFailed(
                "Tài khoản hoặc mật khẩu vừa được thay đổi trong lúc đăng nhập.",
                todo="Hãy đăng nhập lại; quên mật khẩu thì nhờ cơ quan thường trực cấp mã dùng một lần.",
            )
        key, row = begun
        command = SignIn(
            person=PersonId(known.person),
            session=row.name,
            method=known.method,
            device=place.device,
            **self._door(),
        )
        try:
            self._tell(command)
        except Refusal:
            self.door.sessions.end(row.name)
            raise
        return Entered(key, row)

    def sign_out(self, row: SessionRow) -> None:
        """End a session that its owner leaves."""
        if self.door.sessions.end(row.name) is not None:
            self._note_end(row.person, row.name, revoked=False)

    def revoke_sessions(self, person: str, but: str | None = None) -> int:
        """End the sessions of a person, on every machine; gives how many there were."""
        ended = self.door.sessions.end_all(person, but)
        for name in ended:
            self._note_end(person, name, revoked=True)
        return len(ended)

    def _note_end(self, person: str, name: str, *, revoked: bool) -> None:
        self._tell(
            SignOut(
                person=PersonId(person), session=name, why="revoked" if revoked else "asked", **self._door()
            )
        )

    def open_account(self, person: str, login: str, said: Said) -> None:
        """Open an account; the log first, so that a login that is taken leaves an account without a name."""
        check_login(plain_login(login))
        self.finish()
        self._tell(OpenAccount(person=PersonId(person), **said))
        self.door.open_account(person, login)

    def close_account(self, person: str, reason: str | None, said: Said) -> None:
        """Close an account, its sessions and everything that opens it."""
        doing = Doing(name=new_name(), what="close", person=person, by=said["by"].who)
        self.door.unfinished.begin(doing)
        try:
            self._tell(CloseAccount(person=PersonId(person), reason=reason, **said))
        except Refusal:
            self.door.unfinished.over(doing.name)
            raise
        for name in self.door.close_account(person):
            self._note_end(person, name, revoked=True)
        self.door.unfinished.over(doing.name)

    def set_password(self, person: str, password: str, said: Said, *, but: str | None = None) -> None:
        """Set a password; whoever sets another's makes one that must be changed, and other sessions end."""
        self._may_give("password", person, said)
        doing = Doing(name=new_name(), what="password", person=person, by=said["by"].who, kept=but)
        self.door.set_password(person, password, must_change=doing.by != person, doing=doing)
        self._given("password", person, doing.name, said)
        self.revoke_sessions(person, but)
        self.door.unfinished.over(doing.name)

    def finish(self, older_than: timedelta = timedelta()) -> int:
        """Finish what a kill has left undone between the log and the door; gives how many acts. Doing it twice is doing it once."""
        left = self.door.unfinished.left(older_than)
        for row in left:
            account = self._account(row.person)
            if row.what == "close" and not account.open:
                self.door.close_account(row.person)
            if row.what == "password" and account.open:
                by = By(DOOR, behalf=row.by, auth="door")
                self._given("password", row.person, row.name, Said(**{**self._door(), "by": by}))
                self.door.sessions.end_all(row.person, row.kept, before=row.at)
            for name in self.door.sessions.ended(self._account(row.person).sessions):
                self._note_end(row.person, name, revoked=True)
            self.door.unfinished.over(row.name)
        return len(left)

    def _account(self, person: str) -> Account:
        with self.house.ledger.database.session() as session:
            known = self.house.handler.reading(session, DOOR).maybe(f"account-{person}", Account)
        return known or Account(PersonId(person), open=False)

    def give_code(self, person: str, said: Said) -> Given:
        """Give a one-time code, to be told to the person by whoever gives it."""
        self._may_give("code", person, said)
        given = self.door.give_code(person)
        self._given("code", person, given.name, said, until=given.until)
        return given

    def give_card(self, person: str, meeting: str, starts_at: datetime, said: Said) -> Given:
        """Make the card of a meeting; it opens until the day after the meeting, and of one long past none is made."""
        until = card_until(starts_at)
        if until <= self.house.clock.now():
            raise WrongState(
                "Phiên họp này đã qua; thẻ chỉ dùng được đến hết ngày hôm sau phiên họp.",
                todo="Hãy cấp mã dùng một lần cho người cần vào.",
            )
        self._may_give("card", person, said)
        given = self.door.give_card(person, meeting, self._on_the_door(until))
        self._given("card", person, given.name, said, until=until, meeting=SessionId(meeting))
        return given

    def give_token(
        self, person: str, label: str, scopes: tuple[str, ...], until: datetime, said: Said
    ) -> Given:
        """Give a program a token that acts for a person, within scopes."""
        self._may_give("token", person, said)
        given = self.door.give_token(person, label, scopes, self._on_the_door(until))
        self._given("token", person, given.name, said, until=until, scopes=scopes)
        return given

    def withdraw(self, kind: SecretKind, name: str, said: Said) -> None:
        """Withdraw a code, a card or a token."""
        row = self.door.withdraw(name, kind)
        if row is not None:
            self._tell(WithdrawSecret(person=PersonId(row.person), kind=kind, name=name, **said))

    def _may_give(self, kind: SecretKind, person: str, said: Said) -> None:
        """Ask the rules before the door is changed: what is refused has opened nothing."""
        asked = GiveSecret(person=PersonId(person), kind=kind, name=new_id(), **said)
        self.house.handler.handle(asked.name, asked, dry_run=True)

    def _given(self, kind: SecretKind, person: str, name: str, said: Said, **more: Any) -> None:  # noqa: ANN401  # the command's further fields
        self._tell(GiveSecret(person=PersonId(person), kind=kind, name=name, **more, **said))

    def _on_the_door(self, moment: datetime) -> datetime:
        """Give an instant of the ledger's clock by the door's, which differs on a simulated ledger."""
        return self.door.clock.now() + (moment - self.house.clock.now())

    def roles_of(self, person: str) -> str:
        """Give the roles of today as a text that changes when they do."""
        with self.house.ledger.database.session() as session:
            return roles_mark(standing(self.house.ledger, session, person), self.house.clock.now())

    def _tell(
        self,
        command: OpenAccount | CloseAccount | GiveSecret | WithdrawSecret | SignIn | SignOut | RefuseSignIn,
    ) -> None:
        self.house.handler.handle(new_id(), command)

    def _door(self) -> Said:
        return Said(at=self.house.clock.now(), by=By(DOOR, auth="door"), late_reason=None)


def card_until(starts_at: datetime) -> datetime:
    """Give the end of the day after a meeting begins: so long its cards open."""
    return end_of_day(local_day(starts_at) + timedelta(days=1))


def roles_mark(standing: Standing, now: datetime) -> str:
    """Write the roles held today in one line."""
    today = local_day(now)
    return ",".join(sorted(f"{held.role}@{held.scope}" for held in standing.held if held.on(today)))
