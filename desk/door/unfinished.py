"""Acts on accounts that stand half in the log and half in the door's book, until both have their part."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlmodel import Session, col, delete, select

from desk.door.book import Book
from desk.door.tables import UnfinishedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """An act on an account: its name, what it does to whom, and by whom."""

    name: str
    what: Literal["close", "password"]
    person: str
    by: str
    kept: str | None = None
    """The session that goes on when a new password ends the others."""


class Unfinished(Book):
    """The acts that were begun, in the door's book."""

    def begin(self, doing: Doing) -> None:
        """Note an act before either part is done."""
        with self.database.session() as session:
            self.note(session, doing)
            session.commit()

    def note(self, session: Session, doing: Doing) -> None:
        """Note it together with what else is changed in a session of the database."""
        session.add(
            UnfinishedRow(
                name=doing.name,
                what=doing.what,
                person=doing.person,
                by=doing.by,
                kept=doing.kept,
                at=self.now(),
            )
        )

    def over(self, name: str) -> None:
        """Forget an act of which both parts are done, or none will be."""
        with self.database.session() as session:
            session.exec(delete(UnfinishedRow).where(col(UnfinishedRow.name) == name))
            session.commit()

    def left(self, older_than: timedelta) -> list[UnfinishedRow]:
        """List those that were begun so long ago, the first one first."""
        with self.database.session() as session:
            asked = select(UnfinishedRow).where(UnfinishedRow.at <= self.later(-older_than))
            return list(session.exec(asked.order_by(UnfinishedRow.at, UnfinishedRow.name)).all())
