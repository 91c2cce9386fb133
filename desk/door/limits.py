"""Limits on guessing, which never lock anybody out of an account: they close a place to whoever guesses there."""

from collections.abc import Iterator, Sequence
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
    """Counts tries, but the right ones, in the door's book, so that every process of the desk counts the same; names stand there as hashes."""

    database: Database
    clock: Clock

    def begin(self, login: str, place: str, browser: str | None) -> tuple[int, ...] | None:
        """Count a try before it is made, so that many at once are not more than the limit; None when it must wait.

        `browser` names one that has been signed in to this account. A try that proves right is struck out again.
        """
        buckets = list(_buckets(login, place, browser))
        with self.database.session() as session:
            session.exec(delete(GuessRow).where(col(GuessRow.at) <= self._before(LONGEST)))
            rows = [GuessRow(bucket=bucket, at=instant_text(self.clock.now())) for _limit, bucket in buckets]
            session.add_all(rows)
            session.commit()
            begun = tuple(row.number for row in rows if row.number is not None)
        full = [self._is_full(limit, bucket, at) for (limit, bucket), at in zip(buckets, begun, strict=True)]
        if any(full):
            self.strike_out(begun)
            return None
        return begun

    def _is_full(self, limit: Limit, bucket: str, number: int) -> bool:
        """Say whether there are so many tries before the one with this number."""
        with self.database.session() as session:
            before = session.exec(
                select(func.count()).where(
                    GuessRow.bucket == bucket,
                    GuessRow.at > self._before(limit.within),
                    col(GuessRow.number) < number,
                )
            ).one()
        return before >= limit.amount

    def strike_out(self, tries: Sequence[int]) -> None:
        """Let tries count for nothing."""
        with self.database.session() as session:
            session.exec(delete(GuessRow).where(col(GuessRow.number).in_(tries)))
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
