"""Limits on guessing, which never lock anybody out of an account: they close a place to whoever guesses there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, delete, select

from desk.door.making import hashed
from desk.door.tables import GuessRow
from events.base import instant_text
from events.store.clock import Clock
from events.store.database import Database


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong tries within a time; the next one waits until the oldest of them is longer ago."""

    amount: int
    within: timedelta


PER_ACCOUNT_AND_PLACE = Limit(8, timedelta(minutes=10))
"""For one login name from one address."""
PER_ACCOUNT = Limit(60, timedelta(hours=1))
"""For one login name from everywhere, browsers that know the account aside."""
PER_PLACE = Limit(300, timedelta(hours=1))
"""From one address, whatever the names: a whole office may stand behind it."""
PER_KNOWN_BROWSER = Limit(12, timedelta(minutes=10))
"""A browser that was signed in to the account before is counted by itself, so strangers never shut it out."""
LONGEST = timedelta(hours=1)
"""A try that is longer ago counts for nothing and is struck out."""

Bucket = tuple[Limit, str]


@dataclass(frozen=True, slots=True)
class Guesses:
    """Counts wrong tries in the door's book, so that every process of the desk counts the same; names stand there as hashes."""

    database: Database
    clock: Clock

    def too_many(self, login: str, place: str, browser: str | None) -> bool:
        """Say whether another try must wait; `browser` names one that has been signed in to this account."""
        return any(self._is_full(limit, bucket) for limit, bucket in _buckets(login, place, browser))

    def _is_full(self, limit: Limit, bucket: str) -> bool:
        with self.database.session() as session:
            counted = session.exec(
                select(func.count()).where(
                    GuessRow.bucket == bucket, GuessRow.at > self._before(limit.within)
                )
            ).one()
        return counted >= limit.amount

    def wrong(self, login: str, place: str, browser: str | None) -> None:
        """Count a wrong try."""
        with self.database.session() as session:
            session.exec(delete(GuessRow).where(col(GuessRow.at) <= self._before(LONGEST)))
            for _limit, bucket in _buckets(login, place, browser):
                session.add(GuessRow(bucket=bucket, at=instant_text(self.clock.now())))
            session.commit()

    def _before(self, by: timedelta) -> str:
        return instant_text(self.clock.now() - by)


def _buckets(login: str, place: str, browser: str | None) -> Iterator[Bucket]:
    if browser is not None:
        yield PER_KNOWN_BROWSER, hashed(f"browser {browser} {login}")
        return
    yield PER_ACCOUNT_AND_PLACE, hashed(f"pair {place} {login}")
    yield PER_ACCOUNT, hashed(f"account {login}")
    yield PER_PLACE, hashed(f"place {place}")
