"""The door's book: keeps what people hold as hashes, and says whose it is; notes nothing in the log by itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import bindparam
from sqlmodel import Session, col, select, update

from desk.door.making import hashed, new_digits, new_key, new_name
from desk.door.tables import METADATA, AccountRow, PassRow, SessionRow
from domain.refusal import AlreadyExists, Malformed, NotFound
from events.account import SignInMethod
from events.base import instant_text
from events.store.clock import Clock
from events.store.database import Database

_BY_KEY = select(SessionRow).where(col(SessionRow.key_hash) == bindparam("key"))
_LOGIN = re.compile(r"[\w.@-]{2,60}")
IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
CODE_LASTS = timedelta(hours=24)
CODE_SETS_PASSWORD = timedelta(minutes=10)
"""So long after it, whoever came in with a one-time code sets a new password without the old one."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
MOST_TOKENS = 100
"""How many a page shows."""
REFRESH = timedelta(minutes=5)
"""How often a session's last use is written down."""
Setting = Literal["freely", "with_old", "never"]
"""How a session may set a password."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was just made; shown once and kept only as a hash."""

    name: str
    key: str
    digits: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who showed what opens the door."""

    person: str
    method: SignInMethod
    used: str | None = None
    """The name of the code or card shown."""


class Door:
    """The book in a database of its own; `cost` is lowered only by tests."""

    def __init__(self, database: Database, clock: Clock, hashing: PasswordHash | None = None) -> None:
        self.database = database
        self.clock = clock
        self._hashing = hashing or PasswordHash((Argon2Hasher(),))
        METADATA.create_all(database.engine)
        self._nobody = self._hashing.hash(new_key())
        """Checked when the login is unknown, so that the answer takes as long."""

    def now(self) -> str:
        """Give the present instant as text; the door's clock is always the real one."""
        return instant_text(self.clock.now())

    def later(self, by: timedelta) -> str:
        """Give a later instant as text."""
        return instant_text(self.clock.now() + by)

    # accounts

    def open_account(self, person: str, login: str) -> None:
        """Give a person a login name; one that somebody else has is refused, and so is a second one."""
        login = plain_login(login)
        check_login(login)
        with self.database.session() as session:
            other = session.exec(select(AccountRow).where(AccountRow.login == login)).first()
            if other is not None and other.person != person:
                raise AlreadyExists(f"Tên đăng nhập “{login}” đã có người dùng.", todo="Hãy chọn tên khác.")
            row = session.get(AccountRow, person) or AccountRow(person=person, login=login)
            if row.login != login and row.closed_at is None:
                raise AlreadyExists(
                    f"Người này đã có tài khoản với tên đăng nhập “{row.login}”.",
                    todo="Hãy dùng tên đó; quên mật khẩu thì cấp mã dùng một lần. Muốn đổi tên thì đóng tài khoản rồi mở lại.",
                )
            row.login, row.closed_at = login, None
            session.add(row)
            session.commit()

    def close_account(self, person: str) -> None:
        """Close an account and everything that opens it."""
        with self.database.session() as session:
            row = self._account(session, person)
            row.closed_at, row.password = self.now(), None
            session.add(row)
            for given in session.exec(select(PassRow).where(PassRow.person == person)).all():
                given.withdrawn_at = given.withdrawn_at or self.now()
                session.add(given)
            session.commit()
        self.end_all(person)

    def account(self, person: str) -> AccountRow | None:
        """Give a person's account."""
        with self.database.session() as session:
            return session.get(AccountRow, person)

    def account_named(self, login: str) -> AccountRow | None:
        """Give the open account of a login name."""
        with self.database.session() as session:
            return session.exec(
                select(AccountRow).where(
                    AccountRow.login == plain_login(login), col(AccountRow.closed_at).is_(None)
                )
            ).first()

    def with_account(self, people: Iterable[str]) -> dict[str, AccountRow]:
        """Give the accounts of those of some people who have one, with one question."""
        with self.database.session() as session:
            found = session.exec(select(AccountRow).where(col(AccountRow.person).in_(list(people)))).all()
            return {row.person: row for row in found}

    def accounts(self) -> Sequence[AccountRow]:
        """List the accounts by login name."""
        with self.database.session() as session:
            return session.exec(select(AccountRow).order_by(AccountRow.login)).all()

    def set_password(self, person: str, password: str, *, must_change: bool = False) -> str:
        """Set a password and give the name under which the log knows it; other sessions end."""
        check_password(password)
        with self.database.session() as session:
            row = self._account(session, person)
            row.password, row.must_change = self._hashing.hash(password), must_change
            session.add(row)
            session.commit()
        return new_name()

    def may_set_password(self, row: SessionRow) -> Setting:
        """Say how a session may set its person's password: a card is handed around on paper, so one by card never does."""
        if row.method == "card":
            return "never"
        if row.method == "password":
            return "with_old"
        account = self.account(row.person)
        new = account is not None and account.password is None
        return "freely" if new or row.begun_at > self.later(-CODE_SETS_PASSWORD) else "with_old"

    def _account(self, session: Session, person: str) -> AccountRow:
        row = session.get(AccountRow, person)
        if row is None:
            raise NotFound("Người này chưa có tài khoản.", todo="Hãy mở tài khoản trước.")
        return row

    # what people show

    def recognise(self, login: str, shown: str) -> Known | None:
        """Say who showed a password, a one-time code or the digits of a card; None takes as long as a wrong password."""
        row = self.account_named(login)
        if row is None:
            self._hashing.verify(shown, self._nobody)
            return None
        if len(shown.replace(" ", "")) == len(new_digits()) and shown.replace(" ", "").isdigit():
            return self._by_digits(row.person, shown.replace(" ", ""))
        if self._hashing.verify(shown, row.password or self._nobody) and row.password:
            return Known(row.person, "password")
        return None

    def _by_digits(self, person: str, digits: str) -> Known | None:
        with self.database.session() as session:
            open_ = [given for given in self._open_passes(session, person) if given.digits_hash]
            found = next((g for g in open_ if self._hashing.verify(digits, g.digits_hash or "")), None)
            if found is None:
                self._hashing.verify(digits, self._nobody)
                return None
            return self._used(session, found)

    def card(self, key: str) -> PassRow | None:
        """Give the open card that a QR code leads to."""
        return self._by_key(key, "card")

    def by_card(self, key: str) -> Known | None:
        """Say who shows a card."""
        row = self.card(key)
        return Known(row.person, "card", row.name) if row else None

    def token(self, key: str) -> PassRow | None:
        """Give the open token that a program shows, and note that it did, every five minutes at most."""
        row = self._by_key(key, "token")
        if row is not None and (row.used_at is None or row.used_at <= self.later(-REFRESH)):
            with self.database.session() as session:
                row.used_at = self.now()
                session.merge(row)
                session.commit()
                return self._by_key(key, "token")
        return row

    def tokens(self) -> Sequence[PassRow]:
        """List the tokens of programs, those given last first; long ago ones are left out."""
        with self.database.session() as session:
            return session.exec(
                select(PassRow)
                .where(PassRow.kind == "token")
                .order_by(col(PassRow.given_at).desc(), PassRow.name)
                .limit(MOST_TOKENS)
            ).all()

    def _by_key(self, key: str, kind: str) -> PassRow | None:
        with self.database.session() as session:
            row = session.exec(
                select(PassRow).where(PassRow.long_hash == hashed(key), PassRow.kind == kind)
            ).first()
            return row if row and not row.withdrawn_at and row.ends_at > self.now() else None

    def _open_passes(self, session: Session, person: str) -> Sequence[PassRow]:
        return session.exec(
            select(PassRow).where(
                PassRow.person == person,
                col(PassRow.withdrawn_at).is_(None),
                col(PassRow.used_at).is_(None) | (PassRow.kind != "code"),
                PassRow.ends_at > self.now(),
            )
        ).all()

    def _used(self, session: Session, given: PassRow) -> Known:
        """Note the use; a one-time code is used up by it."""
        known = Known(given.person, "card" if given.kind == "card" else "code", given.name)
        given.used_at = self.now()
        session.add(given)
        session.commit()
        return known

    # what people are given

    def give_code(self, person: str) -> Given:
        """Make a one-time code for a day; an older one no longer opens."""
        self._withdraw_all(person, "code", None)
        return self._give(PassRow(**self._blank(person, "code"), ends_at=self.later(CODE_LASTS)), digits=True)

    def give_card(self, person: str, meeting: str, until: datetime) -> Given:
        """Make the card of a meeting; an older one for the same meeting no longer opens."""
        self._withdraw_all(person, "card", meeting)
        row = PassRow(**self._blank(person, "card"), meeting=meeting, ends_at=instant_text(until))
        return self._give(row, digits=True)

    def give_token(self, person: str, label: str, scopes: Sequence[str], until: datetime) -> Given:
        """Make a program's token."""
        row = PassRow(
            **self._blank(person, "token"), label=label, scopes=" ".join(scopes), ends_at=instant_text(until)
        )
        return self._give(row, digits=False)

    def _blank(self, person: str, kind: Literal["code", "card", "token"]) -> dict[str, str]:
        with self.database.session() as session:
            self._account(session, person)
        return {"name": new_name(), "person": person, "kind": kind, "given_at": self.now()}

    def _give(self, row: PassRow, *, digits: bool) -> Given:
        from events.base import parse_instant  # noqa: PLC0415  # beside the one use

        key, said = new_key(), new_digits() if digits else ""
        row.long_hash = hashed(key)
        row.digits_hash = self._hashing.hash(said) if digits else None
        given = Given(row.name, key, said, parse_instant(row.ends_at))
        with self.database.session() as session:
            session.add(row)
            session.commit()
        return given

    def passes(self, person: str, kind: str) -> Sequence[PassRow]:
        """List what a person was given of a kind and may still show."""
        with self.database.session() as session:
            return [row for row in self._open_passes(session, person) if row.kind == kind]

    def withdraw(self, name: str, kind: str | None = None) -> PassRow | None:
        """Withdraw a code, a card or a token; with `kind`, only what is of that kind."""
        with self.database.session() as session:
            row = session.get(PassRow, name)
            if kind is not None and (row is None or row.kind != kind):
                return None
            if row is not None and row.withdrawn_at is None:
                row.withdrawn_at = self.now()
                session.add(row)
                session.commit()
                session.refresh(row)
            return row

    def _withdraw_all(self, person: str, kind: str, meeting: str | None) -> None:
        for row in self.passes(person, kind):
            if row.meeting == meeting:
                self.withdraw(row.name)

    # sessions

    def begin(self, known: Known, device: str, roles: str) -> tuple[str, SessionRow]:
        """Begin a session under a new key, whatever key the browser had before."""
        key = new_key()
        row = SessionRow(
            key_hash=hashed(key),
            name=new_name(),
            person=known.person,
            method=known.method,
            device=device,
            form_key=new_key(),
            roles=roles,
            begun_at=self.now(),
            seen_at=self.now(),
            ends_at=self.later(LONGEST),
        )
        with self.database.session() as session:
            session.add(row)
            session.commit()
            session.refresh(row)
        return key, row

    def session(self, key: str) -> SessionRow | None:
        """Give the living session of a key."""
        now = self.now()
        row = self._session(hashed(key))
        if row is None or row.ended_at or row.ends_at <= now or row.seen_at <= self.later(-IDLE):
            return None
        if row.seen_at <= self.later(-REFRESH):
            with self.database.session() as session:
                session.exec(
                    update(SessionRow).where(col(SessionRow.key_hash) == row.key_hash).values(seen_at=now)
                )
                session.commit()
            return self._session(row.key_hash)
        return row

    def _session(self, key_hash: str) -> SessionRow | None:
        """Read a session, as every request does: no object-relational mapper stands between, which costs four times as much."""
        with self.database.asking() as connection:
            found = connection.execute(_BY_KEY, {"key": key_hash}).mappings().first()
        return SessionRow.model_construct(**found) if found is not None else None

    def renew(self, row: SessionRow, roles: str) -> str:
        """Give a session a new key, since the roles of its person have changed."""
        key = new_key()
        with self.database.session() as session:
            old = session.get(SessionRow, row.key_hash)
            if old is not None:
                session.delete(old)
                session.flush()
            session.add(SessionRow(**{**row.model_dump(), "key_hash": hashed(key), "roles": roles}))
            session.commit()
        return key

    def end(self, name: str) -> SessionRow | None:
        """End one session; None when it has ended already."""
        with self.database.session() as session:
            row = session.exec(select(SessionRow).where(SessionRow.name == name)).first()
            if row is None or row.ended_at:
                return None
            row.ended_at = self.now()
            session.add(row)
            session.commit()
            session.refresh(row)
            return row

    def end_all(self, person: str, but: str | None = None) -> list[str]:
        """End every session of a person, except the one named `but`; gives their names."""
        return [row.name for row in self.sessions(person) if row.name != but and self.end(row.name)]

    def sessions(self, person: str) -> Sequence[SessionRow]:
        """List the living sessions of a person."""
        with self.database.session() as session:
            return session.exec(
                select(SessionRow)
                .where(
                    SessionRow.person == person,
                    col(SessionRow.ended_at).is_(None),
                    SessionRow.ends_at > self.now(),
                    SessionRow.seen_at > self.later(-IDLE),
                )
                .order_by(SessionRow.begun_at)
            ).all()

    def has_used(self, device: str, person: str) -> bool:
        """Say whether this browser has been signed in by this person before."""
        with self.database.session() as session:
            return (
                session.exec(
                    select(SessionRow.name).where(SessionRow.device == device, SessionRow.person == person)
                ).first()
                is not None
            )


def check_login(login: str) -> None:
    """Refuse a login name that nobody could type on a phone."""
    if not _LOGIN.fullmatch(login):
        raise Malformed(
            "Tên đăng nhập dài từ 2 đến 60 ký tự, gồm chữ, số và dấu . _ - @, không có khoảng trống.",
            todo="Hãy chọn tên khác, ví dụ tên không dấu hoặc địa chỉ thư.",
        )


def plain_login(login: str) -> str:
    """Give a login name as it is compared: without spaces around it, in small letters."""
    return login.strip().casefold()


def check_password(password: str) -> None:
    """Refuse a password that is too short, too long or the same letter again and again."""
    if (
        not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD
        or len(set(password)) < SHORTEST_PASSWORD // 2
    ):
        raise Malformed(
            f"Mật khẩu cần ít nhất {SHORTEST_PASSWORD} ký tự, không lặp một vài ký tự.",
            todo="Một câu ngắn dễ nhớ, có dấu cách, là mật khẩu tốt.",
        )
