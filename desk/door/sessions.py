"""The sessions of browsers: begun, found by their key, given a new one, ended; one that has ended never lives again."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import ColumnElement, bindparam
from sqlmodel import Session, col, delete, select, update

from desk.door.book import Book, Known
from desk.door.making import hashed, new_key, new_name
from desk.door.tables import AccountRow, OldKeyRow, SessionRow

IDLE = timedelta(hours=12)
LONGEST = timedelta(days=7)
REFRESH = timedelta(minutes=5)
"""How often a session's last use is written down."""
GRACE = timedelta(seconds=20)
"""So long the key before the last one finds its session, for what the browser asked before it had the new one."""

_LIVING = (
    select(SessionRow)
    .join(AccountRow, col(AccountRow.person) == SessionRow.person)
    .where(
        col(AccountRow.closed_at).is_(None),
        col(SessionRow.ended_at).is_(None),
        col(SessionRow.ends_at) > bindparam("now"),
        col(SessionRow.seen_at) > bindparam("idle"),
    )
)
_BY_KEY = _LIVING.where(col(SessionRow.key_hash) == bindparam("key"))
_BY_OLD_KEY = _LIVING.join(OldKeyRow, col(OldKeyRow.session) == SessionRow.name).where(
    col(OldKeyRow.key_hash) == bindparam("key"), col(OldKeyRow.until) > bindparam("now")
)


class Sessions(Book):
    """The sessions in the door's book: each lives while it has not ended, its time is not over and its account is open."""

    def begin(self, known: Known, device: str, roles: str) -> tuple[str, SessionRow] | None:
        """Begin a session under a new key, whatever key the browser had before.

        None when the account was closed, or its password changed, since it was shown: this waits for whoever is about to, and
        they for this, so that they end it.
        """
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
            session.flush()
            account = session.get(AccountRow, known.person, with_for_update={"read": True})
            if account is None or account.closed_at is not None:
                return None
            if known.password is not None and account.password != known.password:
                return None
            session.commit()
            session.refresh(row)
        return key, row

    def find(self, key: str) -> SessionRow | None:
        """Give the living session of a key, with the hash of this key, be it the session's last or the one before."""
        row = self._find(hashed(key))
        if row is None or row.seen_at > self.later(-REFRESH):
            return row
        with self.database.session() as session:
            session.exec(
                update(SessionRow)
                .where(col(SessionRow.name) == row.name, *self._alive())
                .values(seen_at=self.now())
            )
            session.commit()
        return self._find(hashed(key))

    def _find(self, key_hash: str) -> SessionRow | None:
        """Read a session, as every request does: no object-relational mapper stands between, which costs four times as much."""
        asked = {"key": key_hash, "now": self.now(), "idle": self.later(-IDLE)}
        with self.database.asking() as connection:
            found = (
                connection.execute(_BY_KEY, asked).mappings().first()
                or connection.execute(_BY_OLD_KEY, asked).mappings().first()
            )
        return SessionRow.model_construct(**{**found, "key_hash": key_hash}) if found is not None else None

    def _alive(self) -> Sequence[ColumnElement[bool]]:
        return (
            col(SessionRow.ended_at).is_(None),
            col(SessionRow.ends_at) > self.now(),
            col(SessionRow.seen_at) > self.later(-IDLE),
        )

    def renew(self, row: SessionRow, roles: str) -> str | None:
        """Give a session a new key, since the roles of its person have changed; the one it was found by stays good for a moment.

        None when it has ended, or has a new key already: of those who ask at once, one gets it.
        """
        key = new_key()
        with self.database.session() as session:
            changed = session.exec(
                update(SessionRow)
                .where(col(SessionRow.key_hash) == row.key_hash, *self._alive())
                .values(key_hash=hashed(key), roles=roles)
            )
            if changed.rowcount != 1:
                return None
            session.exec(delete(OldKeyRow).where(col(OldKeyRow.until) <= self.now()))
            session.add(OldKeyRow(key_hash=row.key_hash, session=row.name, until=self.later(GRACE)))
            session.commit()
        return key

    def end(self, name: str) -> SessionRow | None:
        """End one session; None when it has ended already."""
        with self.database.session() as session:
            ended = session.exec(
                update(SessionRow)
                .where(col(SessionRow.name) == name, col(SessionRow.ended_at).is_(None))
                .values(ended_at=self.now())
            )
            session.commit()
            if ended.rowcount != 1:
                return None
            return session.exec(select(SessionRow).where(SessionRow.name == name)).one()

    def end_all(self, person: str, but: str | None = None, *, before: str | None = None) -> list[str]:
        """End every session of a person, except the one named `but` and those begun since `before`; gives their names."""
        with self.database.session() as session:
            ended = self.end_within(session, person, but, before=before)
            session.commit()
        return ended

    def end_within(
        self, session: Session, person: str, but: str | None = None, *, before: str | None = None
    ) -> list[str]:
        """Do so together with what else is changed in a session of the database."""
        older = [] if before is None else [col(SessionRow.begun_at) < before]
        ended = session.exec(
            update(SessionRow)
            .where(
                col(SessionRow.person) == person, col(SessionRow.name) != (but or ""), *older, *self._alive()
            )
            .values(ended_at=self.now())
            .returning(col(SessionRow.begun_at), col(SessionRow.name))
        )
        return [name for _begun, name in sorted(ended.all())]

    def ended(self, names: Collection[str]) -> list[str]:
        """Give those of some sessions that have ended, in order."""
        with self.database.session() as session:
            asked = select(SessionRow.name).where(
                col(SessionRow.name).in_(sorted(names)), col(SessionRow.ended_at).is_not(None)
            )
            return list(session.exec(asked.order_by(col(SessionRow.begun_at), SessionRow.name)).all())

    def of(self, person: str) -> Sequence[SessionRow]:
        """List the living sessions of a person."""
        with self.database.session() as session:
            return session.exec(
                select(SessionRow)
                .where(SessionRow.person == person, *self._alive())
                .order_by(col(SessionRow.begun_at))
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
