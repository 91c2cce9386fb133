"""The door's book: keeps what people hold as hashes, and says whose it is; notes nothing in the log by itself."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select, update

from desk.door.book import Book, Known
from desk.door.making import hashed, new_digits, new_key, new_name
from desk.door.sessions import Sessions
from desk.door.tables import METADATA, AccountRow, PassRow, SessionRow
from desk.door.unfinished import Doing, Unfinished
from domain.refusal import AlreadyExists, Malformed, NotFound, WrongState
from events.base import instant_text, parse_instant
from events.store.clock import Clock
from events.store.database import Database

_LOGIN = re.compile(r"[\w.@-]{2,60}")
CODE_LASTS = timedelta(hours=24)
CODE_SETS_PASSWORD = timedelta(minutes=10)
"""So long after it, whoever came in with a one-time code sets a new password without the old one."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
TRIES = 3
"""How often a name is tried for when others open accounts meanwhile."""
MOST_TOKENS = 100
"""How many a page shows."""
REFRESH = timedelta(minutes=5)
"""How often a token's last use is written down."""
Setting = Literal["freely", "with_old", "never"]
"""How a session may set a password."""


@dataclass(frozen=True, slots=True)
class Given:
    """What was just made; shown once and kept only as a hash."""

    name: str
    key: str
    digits: str
    until: datetime


class Door(Book):
    """Accounts, and what opens them, in a database of its own; `hashing` is made cheaper only by tests."""

    def __init__(self, database: Database, clock: Clock, hashing: PasswordHash | None = None) -> None:
        super().__init__(database, clock)
        self.sessions = Sessions(database, clock)
        self.unfinished = Unfinished(database, clock)
        self._hashing = hashing or PasswordHash((Argon2Hasher(),))
        METADATA.create_all(database.engine)
        self._nobody = self._hashing.hash(new_key())
        """Checked when the login is unknown, so that the answer takes as long."""

    # accounts

    def open_account(self, person: str, login: str) -> None:
        """Give a person a login name; one that somebody else has is refused, and so is a second one."""
        login = plain_login(login)
        check_login(login)
        with self.database.session() as session:
            if not any(self._opened(session, person, login) for _try in range(TRIES)):
                raise WrongState(
                    "Nhiều người đang cùng mở tài khoản này nên chưa mở được.",
                    todo="Hãy mở lại trang rồi thử lại.",
                )

    def _opened(self, session: Session, person: str, login: str) -> bool:
        """Open an account unless its name is taken; False where somebody was quicker between the look and the writing."""
        row = self._free(session, person, login)
        if row is not None and row.closed_at is None:
            return True
        try:
            if row is None:
                session.add(AccountRow(person=person, login=login))
                session.commit()
                return True
            again = update(AccountRow).where(
                col(AccountRow.person) == person, col(AccountRow.closed_at).is_not(None)
            )
            opened = session.exec(again.values(login=login, closed_at=None)).rowcount == 1
            session.commit()
        except IntegrityError:
            session.rollback()
            return False
        return opened

    def _free(self, session: Session, person: str, login: str) -> AccountRow | None:
        """Give a person's account as far as there is one; refuses a name that another has, and a second name."""
        other = session.exec(select(AccountRow).where(AccountRow.login == login)).first()
        if other is not None and other.person != person:
            raise AlreadyExists(f"Tên đăng nhập “{login}” đã có người dùng.", todo="Hãy chọn tên khác.")
        row = session.get(AccountRow, person)
        if row is not None and row.login != login and row.closed_at is None:
            raise AlreadyExists(
                f"Người này đã có tài khoản với tên đăng nhập “{row.login}”.",
                todo="Hãy dùng tên đó; quên mật khẩu thì cấp mã dùng một lần. Muốn đổi tên thì đóng tài khoản rồi mở lại.",
            )
        return row

    def close_account(self, person: str) -> list[str]:
        """Close an account and everything that opens it, its sessions too, at once; gives the names of those."""
        now = self.now()
        with self.database.session() as session:
            self._account(session, person)
            session.exec(
                update(AccountRow)
                .where(col(AccountRow.person) == person)
                .values(closed_at=now, password=None)
            )
            session.exec(
                update(PassRow)
                .where(col(PassRow.person) == person, col(PassRow.withdrawn_at).is_(None))
                .values(withdrawn_at=now)
            )
            ended = self.sessions.end_within(session, person)
            session.commit()
        return ended

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

    def set_password(
        self, person: str, password: str, *, must_change: bool = False, doing: Doing | None = None
    ) -> None:
        """Set a password, and note with it the act of which the log has still to be told."""
        check_password(password)
        kept = self._hashing.hash(password)
        with self.database.session() as session:
            session.exec(
                update(AccountRow)
                .where(col(AccountRow.person) == person, col(AccountRow.closed_at).is_(None))
                .values(password=kept, must_change=must_change)
            )
            self._held_open(session, person)
            if doing is not None:
                self.unfinished.note(session, doing)
            session.commit()

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

    def _held_open(self, session: Session, person: str) -> AccountRow:
        """Give an open account, and let nobody change it before the session has committed."""
        row = session.get(AccountRow, person, with_for_update=True, populate_existing=True)
        if row is not None and row.closed_at is not None:
            raise WrongState("Tài khoản đã đóng.", todo="Hãy mở lại tài khoản trước.")
        return row or self._account(session, person)

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
            return Known(row.person, "password", password=row.password)
        return None

    def _by_digits(self, person: str, digits: str) -> Known | None:
        with self.database.session() as session:
            open_ = [given for given in self._open_passes(session, person) if given.digits_hash]
        found = next((g for g in open_ if self._hashing.verify(digits, g.digits_hash or "")), None)
        if found is None:
            self._hashing.verify(digits, self._nobody)
            return None
        known = Known(person, "card" if found.kind == "card" else "code", found.name)
        return known if self._used(found, again=found.kind != "code") else None

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
            self._used(row, again=True)
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

    def _used(self, given: PassRow, *, again: bool) -> bool:
        """Note the use and say whether it counts: one that was withdrawn meanwhile, or is used up where it is not used `again`, does not."""
        still = [col(PassRow.withdrawn_at).is_(None)]
        if not again:
            still.append(col(PassRow.used_at).is_(None))
        with self.database.session() as session:
            noted = session.exec(
                update(PassRow).where(col(PassRow.name) == given.name, *still).values(used_at=self.now())
            )
            session.commit()
        return noted.rowcount == 1

    # what people are given

    def give_code(self, person: str) -> Given:
        """Make a one-time code for a day; an older one no longer opens."""
        return self._give(PassRow(**self._blank(person, "code"), ends_at=self.later(CODE_LASTS)), digits=True)

    def give_card(self, person: str, meeting: str, until: datetime) -> Given:
        """Make the card of a meeting; an older one for the same meeting no longer opens."""
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
        """Keep what is given; where it has digits, it takes the place of the older one, also of one that is given at the same time."""
        key, said = new_key(), new_digits() if digits else ""
        row.long_hash = hashed(key)
        row.digits_hash = self._hashing.hash(said) if digits else None
        given = Given(row.name, key, said, parse_instant(row.ends_at))
        with self.database.session() as session:
            session.add(row)
            session.flush()
            self._held_open(session, row.person)
            if digits:
                self._withdraw_older(session, row)
            session.commit()
        return given

    def _withdraw_older(self, session: Session, row: PassRow) -> None:
        session.exec(
            update(PassRow)
            .where(
                col(PassRow.person) == row.person,
                col(PassRow.kind) == row.kind,
                col(PassRow.meeting).is_not_distinct_from(row.meeting),
                col(PassRow.name) != row.name,
                col(PassRow.withdrawn_at).is_(None),
            )
            .values(withdrawn_at=self.now())
        )

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
